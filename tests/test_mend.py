"""Does a plan that breaks a rule go back only where it breaks it?"""

from collections.abc import Callable
from datetime import date

import pytest

from rosterer.baseline import baseline_plan
from rosterer.mend import _Back, added_breaches, mended
from rosterer.referee import Breach, judge
from rosterer.solve import solve
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece, Plan
from tests.cases import small_case


def _both() -> tuple[Case, Plan, Plan]:
    """A case with the careful manager's plan and a cheaper one."""
    case = small_case()
    return case, baseline_plan(case), solve(case, work=1).plan


def _order(case: Case) -> Callable[[DutyPiece], tuple[int, date]]:
    people = {row.person: i for i, row in enumerate(case.people)}
    return lambda row: (people[row.person], row.date)


def _mended(case: Case, plan: Plan, sound: Plan) -> Plan:
    verdict, before = judge(case, plan), judge(case, sound)
    assert added_breaches(verdict, before)
    whole = mended(case, plan, verdict, sound, before)
    assert whole is not None
    assert not added_breaches(judge(case, whole.plan), before)
    return whole.plan


def test_one_row_out_of_reach_goes_back_and_nobody_else_does() -> None:
    case, sound, plan = _both()
    one = next(row for row in plan.duties if row.minutes)
    broken = plan.model_copy(
        update={
            "duties": tuple(
                row.model_copy(update={"minutes": 10_000.0}) if row is one else row
                for row in plan.duties
            )
        }
    )
    whole = _mended(case, broken, sound)
    others = [row for row in plan.duties if row.person != one.person]
    assert [row for row in whole.duties if row.person != one.person] == others


def test_somebody_placed_twice_goes_back_and_everybody_keeps_their_duties() -> None:
    case, sound, plan = _both()
    twice = plan.model_copy(update={"placements": (*plan.placements, plan.placements[0])})
    assert _mended(case, twice, sound).duties == plan.duties


def test_too_much_reserved_is_left_to_the_referees_rule() -> None:
    case, sound, plan = _both()
    assert plan.reservations
    more = [row.model_copy(update={"amount": row.amount + 1e3}) for row in plan.reservations]
    broken = plan.model_copy(update={"reservations": tuple(more)})
    whole = _mended(case, broken, sound)
    assert whole.reservations is None
    assert whole.duties == plan.duties


def test_a_line_that_is_not_allowed_takes_the_whole_roster_back() -> None:
    case, sound, plan = _both()
    first = plan.lines[0]
    odd = first.model_copy(update={"pattern": "none-such"})
    broken = plan.model_copy(update={"lines": (odd, *plan.lines[1:])})
    whole = _mended(case, broken, sound)
    assert [row for row in whole.duties if row.person == first.person] == [
        row for row in sound.duties if row.person == first.person
    ]


def test_of_too_much_agency_care_so_much_is_left_as_may_be_bought() -> None:
    """Else a plan that is a few seconds over the limit is thrown away whole."""
    case, sound, plan = _both()
    limits = case.limits.model_copy(update={"agency_hours_per_day": 1.0})
    case = case.model_copy(update={"limits": limits})
    day, cell = case.first_day, (case.places[0].place, case.bands[0].band, case.skills[0].skill)
    bought = AgencyHours(date=day, place=cell[0], band=cell[1], skill=cell[2], minutes=60.1)
    broken = plan.model_copy(update={"agency": (bought,)})
    whole = _mended(case, broken, sound.model_copy(update={"agency": ()}))
    assert whole.duties == plan.duties
    assert [row.minutes for row in whole.agency] == [60.0]


def test_what_cannot_be_put_back_is_not_judged_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, sound, plan = _both()
    nameless = AgencyHours(
        date=case.first_day, place="none-such", band="none-such", skill="none-such", minutes=5.0
    )
    broken = plan.model_copy(update={"agency": (nameless,), "reservations": None})
    verdict, before = judge(case, broken), judge(case, sound)
    asked = list[Plan]()
    monkeypatch.setattr("rosterer.mend.judge", lambda case, plan: asked.append(plan))
    assert mended(case, broken, verdict, sound, before) is None
    assert not asked


def test_whose_day_is_as_in_the_sound_plan_already_goes_back_whole() -> None:
    case, sound, plan = _both()
    one = next(row for row in sound.duties if row.minutes)
    mine = [row for row in sound.duties if (row.person, row.date) == (one.person, one.date)]
    others = [row for row in plan.duties if row.person != one.person]
    alone = plan.model_copy(update={"duties": tuple(sorted([*others, *mine], key=_order(case)))})
    before = judge(case, sound)
    told = Breach(
        rule="rest-between-duties", who=one.person, when=one.date, sentence="too little rest"
    )
    verdict = judge(case, alone).model_copy(update={"broken": (told,)})
    whole = mended(case, alone, verdict, sound, before)
    assert whole is not None
    assert [row for row in whole.plan.duties if row.person == one.person] == [
        row for row in sound.duties if row.person == one.person
    ]


def test_agency_care_is_cut_even_where_somebody_is_called_agency() -> None:
    case, sound, plan = _both()
    people = [
        row.model_copy(update={"person": "agency"}) if row is case.people[0] else row
        for row in case.people
    ]
    limits = case.limits.model_copy(update={"agency_hours_per_day": 1.0})
    named = case.model_copy(update={"limits": limits, "people": tuple(people)})
    first = case.people[0].person

    def renamed(of: Plan) -> Plan:
        return of.model_copy(
            update={
                name: tuple(
                    row.model_copy(update={"person": "agency"}) if row.person == first else row
                    for row in getattr(of, name)
                )
                for name in ("lines", "duties")
            }
        )

    bought = AgencyHours(
        date=case.first_day,
        place=case.places[0].place,
        band=case.bands[0].band,
        skill=case.skills[0].skill,
        minutes=60.1,
    )
    broken = renamed(plan).model_copy(update={"agency": (bought,)})
    back = _Back(named, renamed(sound))
    told = Breach(rule="agency-limit", who="agency", when=case.first_day, sentence="too much")
    whole = back.without(broken, told)
    assert [row.minutes for row in whole.agency] == [60.0]
    assert whole.duties == broken.duties
