"""Is what a certificate proves right where it is easily wrong: nothing to decide, a broken rule?"""

import pytest

from rosterer.solution import certificate_of
from rosterer_models.vocabulary.plan import Certificate, LedgerLine
from tests.cases import small_case


def _certificate(
    avoidable: float, bound: float | None, *, gap: float = 0.0, is_broken: bool = False
) -> Certificate:
    def line(pounds: float, is_avoidable: bool) -> LedgerLine:
        return LedgerLine(
            name="delay",
            amount=1,
            unit="days",
            pounds=pounds,
            kind="notional",
            payer="x",
            avoidable=is_avoidable,
        )

    return certificate_of(
        small_case(),
        (line(1000.0, False), line(avoidable, True)),
        bound,
        gap_target=gap,
        seed=1,
        work=None,
        seconds=1.0,
        engine="auto",
        is_stopped=False,
        is_broken=is_broken,
    )


@pytest.mark.parametrize("bound", [None, 0.0, 1000.0])
def test_a_plan_that_costs_no_more_than_every_plan_must_is_proven(bound: float | None) -> None:
    found = _certificate(0.0, bound)
    assert (found.status, found.bound, found.gap) == ("optimal", found.cost, 0.0)


def test_a_plan_that_costs_more_is_not_proven_without_a_bound() -> None:
    found = _certificate(50.0, None)
    assert (found.status, found.bound, found.gap) == ("unproven", None, None)


def test_a_plan_at_its_bound_is_proven() -> None:
    assert _certificate(50.0, 1050.0).status == "optimal"
    assert _certificate(50.0, 1010.0).status == "feasible"


def test_a_plan_that_breaks_a_rule_is_never_proven_best() -> None:
    found = _certificate(50.0, 1050.0, is_broken=True)
    assert (found.status, found.bound, found.gap) == ("unproven", None, None)
    assert _certificate(0.0, None, is_broken=True).status == "unproven"
