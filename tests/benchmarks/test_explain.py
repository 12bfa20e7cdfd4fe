"""Does the benchmark of explanations find every claim of a small case confirmed?"""

from benchmarks.explain import KINDS, measured


def test_every_claim_about_a_small_case_is_confirmed() -> None:
    line = measured(10, 7, "tight", 5, 2 * len(KINDS))
    assert line["share_confirmed"] == 1.0
    assert line["questions"]
