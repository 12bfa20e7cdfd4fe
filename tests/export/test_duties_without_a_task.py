"""Does nobody read that they visit a place, where a duty serves nobody?"""

from rosterer.export.calendar_words import Words, entry_of
from rosterer.report.worked import WorkedDay, worked_days
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from tests.cases import day
from tests.contract_cases import three_kinds


def _worked(**row: object) -> WorkedDay:
    piece = DutyPiece.model_validate({"person": "eve", "date": day(1), "shift": "D", **row})
    (one,) = worked_days(three_kinds(), Plan(duties=(piece,)))
    return one


def _said(worked: WorkedDay) -> str:
    entry = entry_of(worked, Words.of(three_kinds()))
    return f"{entry.summary} {entry.location} {entry.description}"


def test_a_duty_that_serves_nobody_has_no_task_yet() -> None:
    for row in ({"minutes": 0}, {"minutes": 0, "place": "A"}):
        spare = _worked(**row)
        assert (spare.where, spare.places) == ("no task yet", ())
        assert "D no task yet" in _said(spare)
        assert "Visits" not in _said(spare)


def test_a_round_at_home_or_elsewhere_is_a_round() -> None:
    for row in ({}, {"place": "A"}, {"place": "A", "band": "morning", "minutes": 60}):
        assert _worked(**row).where == "A"
        assert "Visits" in _said(_worked(**row))


def test_a_duty_in_a_unit_is_there() -> None:
    assert _worked(place="hub").where == "hub"
