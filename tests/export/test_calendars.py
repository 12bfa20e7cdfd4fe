"""Do calendars tell each person their duties, and stay right when the plan changes?"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from rosterer.export import write_calendars
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Shift
from tests.cases import UNITS, day, duty, small_case, small_plan

MONDAY_NOON, TUESDAY_NOON = (datetime(2026, 10, number, 12, tzinfo=UTC) for number in (5, 6))


def events(path: Path) -> dict[str, Event]:
    """Entries of a calendar file by id."""
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def night_of(when: date, directory: Path) -> Event:
    """The entry of Ben's night that starts on a date."""
    case = small_case(first_day=when)
    plan = Plan(duties=(DutyPiece(person="ben", date=when, shift="N", place="hub"),))
    write_calendars(case, plan, directory, MONDAY_NOON)
    return next(iter(events(directory / "ben.ics").values()))


@pytest.fixture
def case() -> Case:
    return small_case()


def test_everybody_has_a_file_even_without_duties(case: Case, tmp_path: Path) -> None:
    written = write_calendars(case, Plan(), tmp_path, MONDAY_NOON)
    assert [path.name for path in written] == ["ann.ics", "ben.ics", "cat.ics", "dan.ics"]
    assert events(tmp_path / "dan.ics") == {}


def test_an_entry_says_when_what_and_where(case: Case, tmp_path: Path) -> None:
    write_calendars(case, small_plan(), tmp_path, MONDAY_NOON)
    found = events(tmp_path / "ben.ics")
    assert list(found) == [
        "20261009.ben@rosterer",
        "20261010.ben@rosterer",
        "20261011.ben@rosterer",
    ]
    friday = found["20261009.ben@rosterer"]
    assert friday["dtstart"].params["TZID"] == "Europe/London"
    assert friday.decoded("dtstart").replace(tzinfo=None) == datetime(2026, 10, 9, 19)
    assert friday.decoded("dtend").replace(tzinfo=None) == datetime(2026, 10, 10, 7)
    assert str(friday["summary"]) == "N hub"
    assert "11 paid hours" in str(friday["description"])


def test_the_night_the_clocks_go_back_has_thirteen_hours(tmp_path: Path) -> None:
    night = night_of(date(2026, 10, 24), tmp_path)
    elapsed = night.decoded("dtend").astimezone(UTC) - night.decoded("dtstart").astimezone(UTC)
    assert elapsed.total_seconds() == 13 * 3600
    assert "The clocks change: it lasts 13 hours." in str(night["description"])


def test_the_night_the_clocks_go_forward_has_eleven_hours(tmp_path: Path) -> None:
    night = night_of(date(2027, 3, 27), tmp_path)
    elapsed = night.decoded("dtend").astimezone(UTC) - night.decoded("dtstart").astimezone(UTC)
    assert elapsed.total_seconds() == 11 * 3600


def test_a_calendar_carries_its_clock_changes(tmp_path: Path) -> None:
    night_of(date(2026, 10, 24), tmp_path)
    calendar = Calendar.from_ical((tmp_path / "ben.ics").read_bytes())
    zones = calendar.walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/London"]


def test_the_same_plan_written_again_changes_nothing(case: Case, tmp_path: Path) -> None:
    write_calendars(case, small_plan(), tmp_path, MONDAY_NOON)
    before = (tmp_path / "ann.ics").read_bytes()
    write_calendars(case, small_plan(), tmp_path, TUESDAY_NOON)
    assert (tmp_path / "ann.ics").read_bytes() == before


def test_a_changed_duty_keeps_its_id_and_counts_up(case: Case, tmp_path: Path) -> None:
    write_calendars(case, small_plan(duties=(duty("ann", 0),)), tmp_path, MONDAY_NOON)
    write_calendars(case, small_plan(duties=(duty("ann", 0, place="hub"),)), tmp_path, TUESDAY_NOON)
    (uid, event), *others = events(tmp_path / "ann.ics").items()
    assert (uid, others, int(event["sequence"]), str(event["location"])) == (
        "20261005.ann@rosterer",
        [],
        1,
        "hub",
    )
    assert event.decoded("dtstamp") == TUESDAY_NOON


def test_a_duty_that_fell_away_is_cancelled_and_can_come_back(case: Case, tmp_path: Path) -> None:
    both, one = (
        small_plan(duties=(duty("ann", 0), duty("ann", 1))),
        small_plan(duties=(duty("ann", 0),)),
    )
    statuses = []
    for plan in (both, one, one, both):
        write_calendars(case, plan, tmp_path, MONDAY_NOON)
        tuesday = events(tmp_path / "ann.ics")["20261006.ann@rosterer"]
        statuses.append((str(tuesday["status"]), int(tuesday["sequence"])))
    assert statuses == [("CONFIRMED", 0), ("CANCELLED", 1), ("CANCELLED", 1), ("CONFIRMED", 2)]


def test_entries_of_others_and_broken_files_are_no_trouble(case: Case, tmp_path: Path) -> None:
    (tmp_path / "ann.ics").write_bytes(b"BEGIN:VCALENDAR\nnonsense")
    (tmp_path / "ben.ics").write_bytes(b"\xff\x00")
    write_calendars(case, small_plan(), tmp_path, MONDAY_NOON)
    assert len(events(tmp_path / "ann.ics")) == 4
    assert len(events(tmp_path / "ben.ics")) == 3


def test_a_round_says_which_places_are_visited_when(case: Case, tmp_path: Path) -> None:
    pieces = (
        duty("ann", 0, place="A", band="morning", minutes=90),
        duty("ann", 0, place="B", band="morning", minutes=60),
        duty("ann", 0, place="B", band="evening", minutes=45),
    )
    write_calendars(case, small_plan(duties=pieces), tmp_path, MONDAY_NOON)
    (event,) = events(tmp_path / "ann.ics").values()
    assert (str(event["summary"]), str(event["location"])) == ("D visits in A, B", "A, B")
    assert str(event["description"]).splitlines() == [
        "Shift D, 07:00 to 19:00.",
        "11 paid hours, with 60 minutes of unpaid break.",
        "Visits morning, 07:00 to 13:00: A (1 h 30 min), then B (1 h).",
        "Visits evening, 13:00 to 19:00: B (45 min).",
    ]
    assert event.decoded("dtstart").date() == day(0)


def test_a_round_without_pieces_is_visits_near_home(case: Case, tmp_path: Path) -> None:
    write_calendars(case, small_plan(duties=(duty("dan", 4),)), tmp_path, MONDAY_NOON)
    (event,) = events(tmp_path / "dan.ics").values()
    assert str(event["summary"]) == "D visits in B"
    assert str(event["description"]).endswith("Visits the whole shift: B.")


def test_a_unit_stands_by_its_name_and_training_as_training(tmp_path: Path) -> None:
    case = small_case(
        units=(UNITS[0].model_copy(update={"name": "Perth House"}),),
        fixed=(FixedDuty(person="ann", date=day(1), shift="D", training=True),),
    )
    duties = (duty("ann", 0, place="hub"), duty("ann", 1))
    write_calendars(case, small_plan(duties=duties), tmp_path, MONDAY_NOON)
    unit, training = events(tmp_path / "ann.ics").values()
    assert (str(unit["summary"]), str(unit["location"])) == ("D Perth House", "Perth House")
    assert (str(training["summary"]), str(training["location"])) == ("D training", "")


@pytest.mark.parametrize(
    ("shift", "starts", "hours"),
    [
        # nights from 19:00 to 07:00, of twelve hours by the clock
        ("N", date(2026, 3, 27), 12),
        ("N", date(2026, 3, 28), 11),
        ("N", date(2026, 3, 29), 12),
        ("N", date(2026, 10, 23), 12),
        ("N", date(2026, 10, 24), 13),
        ("N", date(2026, 10, 25), 12),
        # days from 07:00 to 19:00 on the Sundays themselves
        ("D", date(2026, 3, 29), 12),
        ("D", date(2026, 10, 25), 12),
    ],
)
def test_both_clock_changes_of_a_year_give_the_hours_that_pass(
    tmp_path: Path, shift: str, starts: date, hours: int
) -> None:
    case = small_case(first_day=starts)
    write_calendars(
        case,
        Plan(duties=(DutyPiece(person="ben", date=starts, shift=shift, place="hub"),)),
        tmp_path,
        MONDAY_NOON,
    )
    (event,) = events(tmp_path / "ben.ics").values()
    london = ZoneInfo("Europe/London")
    # read as another program would: the local time as written, in the zone of that name
    begins, ends = (
        event.decoded(name).replace(tzinfo=london).astimezone(UTC) for name in ("dtstart", "dtend")
    )
    assert (ends - begins).total_seconds() == hours * 3600
    assert "TZOFFSETTO:+0100" in (tmp_path / "ben.ics").read_text()


def test_each_spell_of_a_duty_is_an_entry_and_one_that_falls_away_is_cancelled(
    tmp_path: Path,
) -> None:
    split = Shift(
        shift="S",
        start="20:00",
        end="08:00",
        spells=("20:00-23:00", "23:00-06:00=sleep-in", "06:00-08:00"),
    )
    case = small_case(shifts=(*small_case().shifts, split))
    write_calendars(case, small_plan(duties=(duty("ann", 0, "S"),)), tmp_path, MONDAY_NOON)
    found = events(tmp_path / "ann.ics")
    assert {
        uid: (f"{one.decoded('dtstart'):%d %H:%M}", f"{one.decoded('dtend'):%d %H:%M}")
        for uid, one in found.items()
    } == {
        "20261005.ann@rosterer": ("05 20:00", "05 23:00"),
        "20261005~2.ann@rosterer": ("05 23:00", "06 06:00"),
        "20261005~3.ann@rosterer": ("06 06:00", "06 08:00"),
    }
    assert "sleep-in" in str(found["20261005~2.ann@rosterer"]["summary"])
    # The plan changes to a duty of one piece: its id stays, the others are cancelled.
    write_calendars(case, small_plan(duties=(duty("ann", 0),)), tmp_path, TUESDAY_NOON)
    after = events(tmp_path / "ann.ics")
    status = {uid: str(one.get("status", "")) for uid, one in after.items()}
    assert status["20261005~2.ann@rosterer"] == "CANCELLED"
    assert status["20261005.ann@rosterer"] != "CANCELLED"
    assert f"{after['20261005.ann@rosterer'].decoded('dtstart'):%H:%M}" == "07:00"
