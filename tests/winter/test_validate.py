"""Is a history that cannot be replayed refused, instead of being replayed with nobody?"""

from pathlib import Path

import pytest

from rosterer.files.faults import BadInput
from rosterer.generate import generate
from rosterer.winter.validate import replay
from rosterer_models.vocabulary.case import Case


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=24, days=28, load="normal", seed=3)


def replayed(case: Case, folder: Path, *rows: str) -> str:
    path = folder / "last.csv"
    one = case.expected[0].arrival_class
    text = "\n".join(row.replace("CLASS", one) for row in rows)
    path.write_text(f"date,measure,name,band,value\n{text}\n")
    return replay(case, path, None, runs=2, seed=1).sentence


COUNTED = ("2026-11-02,delayed,all,,3", "2026-11-03,delayed,all,,4")
CAME = ("2026-11-02,arrivals,CLASS,,1", "2026-11-03,arrivals,CLASS,,2")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((*CAME,), "has not both arrivals and delayed"),
        ((*COUNTED,), "has not both arrivals and delayed"),
        (("2026-11-03,delayed,all,,",), "has not both arrivals and delayed"),
        ((*CAME, "2026-11-20,delayed,all,,3"), "no day with arrivals and delayed"),
        ((*CAME, "2026-11-02,delayed,hub,,3"), "delayed people of 'hub'"),
        ((*COUNTED, *CAME, "2026-11-03,delayed,P9,,3"), "write one of all, P1, P2, P3"),
        ((*COUNTED, CAME[0], "2026-11-03,arrivals,CLASS,,0.5"), "write whole people"),
        ((*COUNTED, CAME[1], "2026-11-02,arrivals,CLASS,,"), "2026-11-02 is not known"),
        ((*COUNTED, "2026-11-02,arrivals,moon,,1"), "add the class"),
    ],
)
def test_what_cannot_be_replayed_is_refused_in_words(
    case: Case, tmp_path: Path, rows: tuple[str, ...], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        replayed(case, tmp_path, *rows)


def test_everybody_or_the_pathways_are_replayed(case: Case, tmp_path: Path) -> None:
    words = replayed(case, tmp_path, *COUNTED, *CAME)
    assert "Over 2 days 3.5 people were delayed" in words
    assert replayed(case, tmp_path, *COUNTED, "2026-11-02,delayed,P1,,2", *CAME) == words
    pathways = ("2026-11-02,delayed,P1,,1", "2026-11-02,delayed,P2,,2", "2026-11-03,delayed,P1,,4")
    assert replayed(case, tmp_path, *pathways, *CAME) == words
