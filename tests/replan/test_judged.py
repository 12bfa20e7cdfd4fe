"""Does the referee say the same of repairs one after the other as of each by itself?"""

from rosterer.referee import judge
from rosterer.replan.judged import Referee
from rosterer_models.vocabulary.plan import AgencyHours, Plan
from tests.replan.published import on_day, published, who_works


def test_plans_that_differ_in_duties_agency_and_starts_are_judged_as_by_themselves() -> None:
    case, plan = published()
    day = on_day(case, 5)
    who = who_works(plan, day)
    bare = plan.model_copy(update={"ledger": (), "certificate": None, "delays": ()})
    gone = [row for row in bare.duties if (row.person, row.date) != (who, day)]
    unplaced = [row for row in bare.placements if row.option is None]
    piece = next(row for row in bare.duties if row.date == day and row.band)
    more = AgencyHours(
        date=day, place=str(piece.place), band=str(piece.band), skill="care", minutes=30
    )
    others: list[Plan] = [
        bare.model_copy(update={"duties": tuple(gone)}),
        bare.model_copy(update={"duties": tuple(gone), "agency": (*bare.agency, more)}),
        bare.model_copy(update={"placements": tuple(unplaced)}),
        bare,
    ]
    referee = Referee(case, bare)
    for other in (bare, *others):
        mine, whole = referee.verdict(other), judge(case, other)
        assert mine.ledger == whole.ledger
        assert {one.model_dump_json() for one in mine.broken} == {
            one.model_dump_json() for one in whole.broken
        }
        assert mine.shortage_hours == whole.shortage_hours
