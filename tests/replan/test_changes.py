"""Is every change that does nothing, or cannot be made, told with its number?"""

import re
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import pytest

from rosterer.files.faults import BadInput
from rosterer.replan.changes import changed, read_changes
from rosterer.replan.now import now_of, price_of_change
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import RefusedChangeError, applied
from rosterer_models.vocabulary.person import Absence, FixedDuty
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import ChangePrices
from rosterer_models.vocabulary.time import elapsed_at
from tests.cases import day, small_case
from tests.replan.published import sick


def taken(case: Case, *news: kinds.Change, at: int = 2, plan: Plan | None = None) -> Case:
    """The small case with changes made on a morning."""
    moment = now_of(case, _at(at))
    return changed(case, plan or Plan(), news, moment, "changes").after


def _at(number: int):  # type: ignore[no-untyped-def]
    from datetime import datetime, time

    return datetime.combine(day(number), time(6, 10))


def faults(case: Case, *news: kinds.Change) -> list[str]:
    """What is wrong with changes."""
    with pytest.raises(BadInput) as refused:
        taken(case, *news)
    return [str(fault) for fault in refused.value.faults]


def somebody(case: Case) -> str:
    return case.people[0].person


def test_all_faults_are_told_at_once_each_with_its_number() -> None:
    case = small_case()
    who = somebody(case)
    told = faults(
        case,
        sick("nobody", day(3)),
        sick(who, day(0), day(1)),
        sick(who, day(30)),
        sick(who, day(3)),
        sick(who, day(3)),
        kinds.Sickness(percent=5),
        kinds.BankSize(percent=10),
        kinds.StartDate(first_day=day(7)),
        kinds.ReferralWithdrawn(referral="none"),
    )
    numbers = [int(re.search(r"change (\d+)", one)[1]) for one in told]  # type: ignore[index]
    assert numbers == [1, 2, 3, 5, 6, 7, 8, 9]
    for words, one in zip(
        ("no person", "about the past", "after the last day", "the same as change 4"),
        told,
        strict=False,
    ):
        assert words in one


def test_who_is_away_already_is_no_news() -> None:
    case = small_case()
    who = somebody(case)
    away = case.model_copy(
        update={"absences": (Absence(person=who, first_day=day(0), last_day=day(6)),)}
    )
    assert "away on these days already" in faults(away, sick(who, day(3)))[0]
    assert taken(case, sick(who, day(3))).absences


def test_what_begins_in_the_past_acts_from_today_on() -> None:
    case = small_case()
    absence = taken(case, sick(somebody(case), day(0), day(5))).absences[-1]
    assert (absence.first_day, absence.last_day) == (day(2), day(5))


def test_somebody_back_is_no_longer_away_on_these_days_alone() -> None:
    case = small_case()
    who = somebody(case)
    row = Absence(person=who, first_day=day(1), last_day=day(6), kind="leave", hours=12)
    away = case.model_copy(update={"absences": (row,)})
    back = kinds.PersonAvailable(person=who, first_day=day(3), last_day=day(4))
    left = [(one.first_day, one.last_day, one.hours) for one in taken(away, back).absences]
    assert left == [(day(1), day(2), 4), (day(5), day(6), 4)]
    assert "is not away" in faults(case, back)[0]


def test_an_accepted_offer_is_a_fixed_duty_once() -> None:
    case = small_case()
    who, shift = somebody(case), case.shifts[0].shift
    yes = kinds.OfferAccepted(person=who, date=day(4), shift=shift)
    assert taken(case, yes).fixed[-1] == FixedDuty(person=who, date=day(4), shift=shift)
    fixed = case.model_copy(update={"fixed": (FixedDuty(person=who, date=day(4), shift=shift),)})
    assert "has a fixed duty" in faults(fixed, yes)[0]
    late = kinds.OfferAccepted(person=who, date=day(2), shift="nothing")
    assert "no shift 'nothing'" in faults(case, late)[0]


def test_a_declined_offer_is_not_made_again() -> None:
    case = small_case()
    bank = next(one.person for one in case.people if one.kind == "bank")
    no = kinds.OfferDeclined(person=bank, date=day(4))
    left = taken(case, no).availability
    assert not [
        row for row in left if row.person == bank and row.first_day <= day(4) <= row.last_day
    ]
    line = next(one.person for one in case.people if one.kind == "pattern")
    off = taken(case, kinds.OfferDeclined(person=line, date=day(4))).absences[-1]
    assert (off.first_day, off.last_day, off.hours) == (day(4), day(4), 0)


def test_reopened_beds_are_those_that_were_closed_and_no_more() -> None:
    case = small_case()
    unit = next(one for one in case.units if one.beds)
    shut = case.model_copy(
        update={
            "closures": (
                Closure(
                    unit=unit.unit, first_day=day(1), last_day=day(5), beds=1, admissions=False
                ),
            )
        }
    )
    again = kinds.Reopening(unit=unit.unit, first_day=day(3), last_day=day(4))
    left = [(row.first_day, row.last_day) for row in taken(shut, again).closures]
    assert left == [(day(1), day(2)), (day(5), day(5))]
    assert "nothing of" in faults(case, again)[0]


def test_a_barrier_and_a_ready_date_move_to_the_day_named() -> None:
    case = small_case()
    name = case.barriers[0].referral
    new = taken(case, kinds.BarrierCleared(referral=name, clears=day(2)))
    assert {row.clears for row in new.barriers if row.referral == name} == {day(2)}
    new = taken(case, kinds.ReferralReady(referral=name, ready=day(6)))
    assert next(row.ready for row in new.referrals if row.referral == name) == day(6)
    with pytest.raises(RefusedChangeError, match="no barrier"):
        applied(case, [kinds.BarrierCleared(referral=name, clears=day(2), barrier="other")])


def test_prices_grow_as_the_day_comes_nearer() -> None:
    prices, hour = ChangePrices(), 60
    steps: Sequence[int] = (24, 48, 24 * 7, 24 * 42)
    inside = [price_of_change(prices, hours * hour - 1) for hours in steps]
    outside = [price_of_change(prices, hours * hour) for hours in steps]
    assert inside == [100, 60, 30, 10]
    assert outside == [60, 30, 10, 0]


def test_now_is_by_the_clock_of_the_zone_in_a_week_in_which_it_changes() -> None:
    from datetime import date, datetime

    first, zone = date(2026, 10, 24), "Europe/London"  # the clocks go back on the 25th at 02:00
    twice = elapsed_at(first, zone, datetime(2026, 10, 25, 1, 30))
    assert twice == 24 * 60 + 90  # the first of the two
    assert elapsed_at(first, zone, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == twice + 60
    assert elapsed_at(first, zone, datetime(2026, 10, 25, 6, 10)) == 24 * 60 + 7 * 60 + 10


def test_a_file_with_faults_tells_them_all(tmp_path: Path) -> None:
    file = tmp_path / "sick call.toml"
    file.write_text(
        '[[change]]\nkind = "sick"\n[[change]]\nkind = "person-unavailable"\nperson = "p1"\n'
        'first_day = 2026-11-05\nlast_day = 2026-11-04\n[[change]]\nkind = "price"\n'
    )
    with pytest.raises(BadInput) as refused:
        read_changes(file)
    assert {fault.row for fault in refused.value.faults} == {1, 2, 3}
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    with pytest.raises(BadInput, match="names no change"):
        read_changes(empty)
