"""Does a calendar keep what a new plan does not speak of?"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from rosterer.export import what_stays, write_calendars
from rosterer.files import BadInput
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Team
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from tests.cases import PEOPLE, changed, small_case, small_plan
from tests.export.test_calendars import events

NOON, LATER = (datetime(2026, 10, number, 12, tzinfo=UTC) for number in (5, 6))
OCTOBER, NOVEMBER = date(2026, 10, 5), date(2026, 11, 2)


def week(first_day: date, team: str = "north", **fields: object) -> Case:
    """A week of Ann's team."""
    people = tuple(person.model_copy(update={"team": team}) for person in PEOPLE)
    plain = {"census": (), "expected": (), "cover": (), "referrals": (), "barriers": ()}
    about = {"teams": (Team(team=team),), "people": people, "availability": (), **plain}
    return small_case(first_day=first_day, **{**about, **fields})


def anns(*dates: date) -> Plan:
    return Plan(duties=tuple(DutyPiece(person="ann", date=when, shift="D") for when in dates))


def statuses(directory: Path) -> dict[str, str]:
    """Ann's entries: what each says of itself."""
    return {uid: str(event["status"]) for uid, event in events(directory / "ann.ics").items()}


@pytest.mark.parametrize(("first", "then"), [(OCTOBER, NOVEMBER), (NOVEMBER, OCTOBER)])
def test_another_period_in_the_same_folder_cancels_nothing(
    tmp_path: Path, first: date, then: date
) -> None:
    write_calendars(week(first), anns(first), tmp_path, NOON)
    before = events(tmp_path / "ann.ics")
    write_calendars(week(then), anns(then), tmp_path, LATER)
    after = events(tmp_path / "ann.ics")
    assert set(statuses(tmp_path).values()) == {"CONFIRMED"}
    assert len(after) == 2
    assert all(after[uid].to_ical() == event.to_ical() for uid, event in before.items())


@pytest.mark.parametrize(
    ("when", "status"),
    [
        (date(2026, 10, 4), "CONFIRMED"),
        (date(2026, 10, 5), "CANCELLED"),
        (date(2026, 10, 11), "CANCELLED"),
        (date(2026, 10, 12), "CONFIRMED"),
    ],
)
def test_a_plan_speaks_of_its_first_to_its_last_day(
    tmp_path: Path, when: date, status: str
) -> None:
    write_calendars(week(when), anns(when), tmp_path, NOON)
    write_calendars(week(OCTOBER), Plan(), tmp_path, LATER)
    assert list(statuses(tmp_path).values()) == [status]


def test_a_night_belongs_to_the_day_on_which_it_begins(tmp_path: Path) -> None:
    sunday = date(2026, 10, 4)
    night = Plan(duties=(DutyPiece(person="ann", date=sunday, shift="N", place="hub"),))
    write_calendars(week(sunday), night, tmp_path, NOON)
    write_calendars(week(OCTOBER), Plan(), tmp_path, LATER)
    assert list(statuses(tmp_path).values()) == ["CONFIRMED"]


def test_the_rota_of_another_team_stays_and_both_duties_of_a_day_are_there(tmp_path: Path) -> None:
    write_calendars(week(OCTOBER, "south"), anns(OCTOBER, date(2026, 10, 6)), tmp_path, NOON)
    for now in (NOON, LATER):
        write_calendars(week(OCTOBER), anns(OCTOBER), tmp_path, now)
        assert statuses(tmp_path) == {
            "20261005.ann@rosterer": "CONFIRMED",
            "20261005.ann.north@rosterer": "CONFIRMED",
            "20261006.ann@rosterer": "CONFIRMED",
        }
    (sentence,) = what_stays(week(OCTOBER), tmp_path)
    assert sentence.startswith("2 duties of these days in the rota of team south stay")


def test_a_team_under_a_new_name_replaces_what_it_had_under_the_old_one(tmp_path: Path) -> None:
    write_calendars(week(OCTOBER, "south"), anns(OCTOBER, date(2026, 10, 6)), tmp_path, NOON)
    write_calendars(week(OCTOBER), anns(OCTOBER), tmp_path, LATER, replaces=["south"])
    assert statuses(tmp_path) == {
        "20261005.ann@rosterer": "CONFIRMED",
        "20261006.ann@rosterer": "CANCELLED",
    }
    assert what_stays(week(OCTOBER), tmp_path) == []


def test_somebody_who_changed_teams_within_the_case_has_one_rota(tmp_path: Path) -> None:
    teams = (Team(team="north"), Team(team="south"))
    write_calendars(week(OCTOBER, teams=teams), anns(OCTOBER), tmp_path, NOON)
    moved = tuple(person.model_copy(update={"team": "south"}) for person in PEOPLE)
    write_calendars(week(OCTOBER, teams=teams, people=moved), Plan(), tmp_path, LATER)
    assert statuses(tmp_path) == {"20261005.ann@rosterer": "CANCELLED"}


def test_entries_without_a_team_fall_with_the_days_of_the_plan(tmp_path: Path) -> None:
    """Files of earlier versions do not say whose rota an entry is from."""
    write_calendars(week(OCTOBER), anns(OCTOBER), tmp_path, NOON)
    text = (tmp_path / "ann.ics").read_text().replace("X-ROSTERER-TEAM:north\n", "")
    (tmp_path / "ann.ics").write_text(text)
    write_calendars(week(OCTOBER), Plan(), tmp_path, LATER)
    assert statuses(tmp_path) == {"20261005.ann@rosterer": "CANCELLED"}


def test_two_people_of_one_id_never_share_a_calendar(tmp_path: Path) -> None:
    def named(team: str, name: str) -> Case:
        people = tuple(person.model_copy(update={"team": team}) for person in PEOPLE)
        return week(OCTOBER, team, people=changed(people, "person", "ann", name=name))

    write_calendars(named("south", "Ann Able"), anns(OCTOBER), tmp_path, NOON)
    before = (tmp_path / "ann.ics").read_bytes()
    with pytest.raises(BadInput, match="is the calendar of Ann Able, and ann is Anna Bell here"):
        write_calendars(named("north", "Anna Bell"), anns(OCTOBER), tmp_path, LATER)
    assert (tmp_path / "ann.ics").read_bytes() == before
    write_calendars(named("south", "Ann Able-Bell"), anns(OCTOBER), tmp_path, LATER)
    assert statuses(tmp_path) == {"20261005.ann@rosterer": "CONFIRMED"}


def test_what_somebody_else_put_into_the_file_stays(tmp_path: Path) -> None:
    write_calendars(week(OCTOBER), anns(OCTOBER), tmp_path, NOON)
    calendar = Calendar.from_ical((tmp_path / "ann.ics").read_bytes())
    dentist = Event()
    dentist.add("uid", "dentist@home")
    dentist.add("dtstart", NOON)
    dentist.add("summary", "Dentist")
    calendar.add_component(dentist)
    (tmp_path / "ann.ics").write_bytes(calendar.to_ical())
    write_calendars(week(OCTOBER), Plan(), tmp_path, LATER)
    found = events(tmp_path / "ann.ics")
    assert str(found["dentist@home"]["summary"]) == "Dentist"
    assert str(found["20261005.ann@rosterer"]["status"]) == "CANCELLED"


def test_the_calendar_of_somebody_who_left_the_case_is_named(tmp_path: Path) -> None:
    write_calendars(week(OCTOBER), anns(OCTOBER), tmp_path, NOON)
    without = week(OCTOBER, people=tuple(one for one in PEOPLE if one.person != "ann"))
    write_calendars(without, Plan(), tmp_path, LATER)
    assert statuses(tmp_path) == {"20261005.ann@rosterer": "CONFIRMED"}
    (sentence,) = what_stays(without, tmp_path)
    assert sentence.startswith("ann.ics has duties of these days")
    assert what_stays(week(NOVEMBER, people=without.people), tmp_path) == []


def test_a_calendar_has_the_name_of_its_person_where_names_may_be_shown(tmp_path: Path) -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Áble"))

    def name() -> str:
        calendar = Calendar.from_ical((tmp_path / "ann.ics").read_bytes())
        assert calendar["name"] == calendar["x-wr-calname"]
        return str(calendar["name"])

    write_calendars(case, small_plan(), tmp_path, NOON)
    assert name() == "Rota of Ann Áble"
    write_calendars(case, small_plan(), tmp_path, NOON, show_names=False)
    assert name() == "Rota of ann"
