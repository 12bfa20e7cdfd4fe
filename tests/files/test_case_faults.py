"""Is everything that is wrong with a case found, in its place, with what to do about it?

Each example varies one thing in the sound case of the reference page.
"""

import re
from pathlib import Path

import pytest
from example_case import write_example_case
from found_faults import add_row, faults, only_fault, replace

from rosterer.files import load_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_example_case(tmp_path / "case")


def test_the_sound_case_has_no_fault(case: Path) -> None:
    assert load_case(case).name == "Two sectors and a hub"


def test_an_unknown_column_is_refused_with_the_nearest_name(case: Path) -> None:
    replace(case, "people.csv", "unsocial_target", "unsociable_target")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("people.csv", 1, "unsociable_target")
    assert fault.remedy == "did you mean 'unsocial_target'?"


def test_a_missing_column_is_named_once_and_not_for_each_row(case: Path) -> None:
    replace(case, "bands.csv", "band,start,end", "band,start,")
    found = faults(case)
    assert [(fault.row, fault.column) for fault in found] == [(1, None), (1, "end")]
    assert "no heading" in found[0].message


def test_a_column_given_twice_is_refused(case: Path) -> None:
    replace(case, "teams.csv", "team,name", "team,team")
    assert "twice" in only_fault(case).message


def test_a_missing_table_that_is_needed_is_one_fault_however_often_it_is_named(case: Path) -> None:
    (case / "places.csv").unlink()
    fault = only_fault(case)
    assert (fault.file, fault.message) == ("places.csv", "is missing")


@pytest.mark.parametrize(
    "file", ["absences.csv", "requests.csv", "closures.csv", "realised.csv", "caps.csv"]
)
def test_a_table_that_may_be_empty_may_be_absent(case: Path, file: str) -> None:
    (case / file).unlink()
    assert getattr(load_case(case), file.removesuffix(".csv")) == ()


def test_a_file_that_is_no_table_is_refused_with_the_nearest_name(case: Path) -> None:
    (case / "absence.csv").write_text("person\n", encoding="utf-8")
    assert only_fault(case).remedy == "did you mean 'absences.csv'?"


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "message"),
    [
        ("people.csv", ",yes,37,", ",perhaps,37,", 2, "mobile", "neither yes nor no"),
        ("people.csv", ",yes,37,", ",yes,£37,", 2, "contract_hours", "not a number"),
        ("people.csv", ",yes,37,", ",yes,370,", 2, "contract_hours", "too large"),
        ("people.csv", "DDDD----,0,", "DDDD----,1.5,", 2, "phase", "not a whole number"),
        ("people.csv", "DDDD----,0,", "DDDD----,8,", 2, "phase", "has 8 days"),
        ("people.csv", "changeable", "changable", 2, "line_rule", "not allowed"),
        ("census.csv", "b1,", "b 1,", 2, "occupant", "not an id"),
        ("census.csv", "b1,", ",", 2, "occupant", "nothing is given"),
        ("people.csv", ",0,bank,,", ",12,bank,,", 3, None, "neither pattern nor contract_hours"),
        ("people.csv", "council,north,2", "councl,north,2", 3, "employer", "no employer 'councl'"),
        ("people.csv", "council,north,2", "council,south,2", 3, "team", "no team 'south'"),
        ("people.csv", ",care,DE1-2", ",caring,DE1-2", 3, "skills", "no skill 'caring'"),
        ("people.csv", ",care,DE1-2", ",care,DE1-9", 3, "home", "no place 'DE1-9'"),
        ("skills.csv", "senior,care", "senior,core", 3, "covers", "no skill 'core'"),
        ("absences.csv", "2026-11-05", "05/11/2026", 2, "first_day", "not a date"),
        ("absences.csv", "2026-11-05", "2026-11-31", 2, "first_day", "not a day of the calendar"),
        ("absences.csv", "2026-11-05", "2026-11-09", 2, "last_day", "before the first"),
        ("absences.csv", "2026-11-05", "1026-11-05", 2, "first_day", "far from"),
        ("requests.csv", "p2,2026-11-04,D", "p2,2026-11-04,Q", 3, "wish", "no shift 'Q'"),
        ("fixed.csv", "2026-11-03", "2026-10-03", 2, "date", "outside the horizon"),
        ("fixed.csv", "D,yes,", "D,yes,hob", 2, "unit", "no unit 'hob'"),
        ("history.csv", "2026-10-30", "2026-11-30", 2, "date", "not before the first day"),
        ("availability.csv", ",D", ",D X", 2, "shifts", "no shift 'X'"),
        ("bands.csv", "lunch,11:00", "lunch,10:59", 3, "start", "overlaps band 'morning'"),
        (
            "bands.csv",
            "night,19:00,07:00",
            "night,19:00,07:01",
            5,
            "start",
            "overlaps band 'morning'",
        ),
        ("bands.csv", "lunch,11:00", "lunch,24:00", 3, "start", "not a time of day"),
        ("shifts.csv", "lunch=150", "brunch=150", 2, "contact", "no band 'brunch'"),
        ("shifts.csv", "lunch=150", "lunch", 2, "contact", "not of the form name=value"),
        ("shifts.csv", "lunch=150", "lunch=1500", 2, "contact.lunch", "too large"),
        ("patterns.csv", "D D D D", "D D D X", 2, "cycle", "no shift 'X'"),
        ("places.csv", "335751", "-335751", 3, "northing", "too small"),
        ("cover.csv", ",120,0,1", ",120,2,1", 2, None, "heads belong to a unit"),
        ("cover.csv", "DE1-2,,morning", "perth-house,,morning", 2, "place", "rounds serve sectors"),
        ("cover.csv", "tue wed", "tuesday wed", 3, "weekdays.1", "not allowed"),
        ("units.csv", "all=2", "any=2", 2, "admissions", "no day 'any'"),
        (
            "options.csv",
            "hub-home,1,2,hub",
            "hub-home,1,2,hob",
            3,
            "setting",
            "no kind of unit 'hob'",
        ),
        (
            "options.csv",
            "hub-home,2,2,home,six",
            "hub-home,2,1,home,six",
            4,
            "pathway",
            "has pathway 2",
        ),
        ("options.csv", "hub-home,2,2,home,six", "hub-home,3,2,home,six", 4, "stage", "no stage 2"),
        (
            "options.csv",
            "home,six-weeks,,care,1,morning=45",
            "home,ten-weeks,,care,1,morning=45",
            2,
            "stay",
            "no stay 'ten-weeks'",
        ),
        (
            "options.csv",
            "home,six-weeks,,care,1,morning=45",
            "home,six-weeks,5,care,1,morning=45",
            2,
            None,
            "either stay",
        ),
        ("stays.csv", "21,300", "21,800", 4, "per_mille", "rises from 700"),
        ("stays.csv", "21,300", "21,1001", 4, "per_mille", "too large"),
        (
            "referrals.csv",
            "2026-10-31,2026-11-02",
            "2026-10-31,2026-10-30",
            2,
            "ready",
            "before being referred",
        ),
        ("referrals.csv", "home-small hub-home", "home-small hub", 2, "options", "no option 'hub'"),
        ("barriers.csv", "r1,equipment", "r2,equipment", 2, "referral", "no referral 'r2'"),
        ("barriers.csv", "05,home-small", "05,home-smal", 2, "blocks", "no option 'home-smal'"),
        ("expected.csv", "2,home-small", "2,", 2, "options", "has no option"),
        ("realised.csv", "a1,", "r1,", 2, "referral", "also a referral"),
        ("census.csv", "b1,hub-home,1", "b1,hub-home,3", 2, "stage", "no stage 3"),
        ("census.csv", "b1,hub-home,1", "b1,hub-home,2", 2, "unit", "this stage is at home"),
        ("census.csv", "1,hub,DE1-1", "1,,DE1-1", 2, "unit", "in a unit of kind 'hub'"),
        ("census.csv", "1,hub,DE1-1", "1,hub,", 2, "home", "care at home"),
        ("census.csv", "2026-10-28,", "2026-11-03,", 2, "started", "after the first day"),
        ("census.csv", "2026-10-28,", "2026-10-28,2026-11-01", 2, "until", "before the first day"),
    ],
)
def test_one_wrong_cell_is_one_fault_in_its_place(
    case: Path, file: str, old: str, new: str, row: int, column: str | None, message: str
) -> None:
    replace(case, file, old, new)
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == (file, row, column)
    assert message in fault.message


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("employers.csv", "council,20,0,0,0,0,100", "employer"),
        ("teams.csv", "north,", "team"),
        ("skills.csv", "care,", "skill"),
        ("fixed.csv", "p1,2026-11-03,N,no,", "date"),
        ("history.csv", "p1,2026-10-30,N", "date"),
        ("requests.csv", "p1,2026-11-08,off,10", "wish"),
        ("shifts.csv", "D,08:00,16:00,30,", "shift"),
        ("patterns.csv", "DDDD----,D -", "pattern"),
        ("places.csv", "DE1-1,sector,1,1,", "place"),
        ("stays.csv", "six-weeks,7,500", "day"),
        ("referrals.csv", "r1,DE1-1,home,2026-11-01,2026-11-02,1,yes,", "referral"),
        ("realised.csv", "a1,DE1-1,home,2026-11-01,2026-11-02,1,", "referral"),
        ("census.csv", "b1,home-small,1,,DE1-1,2026-10-01,", "occupant"),
        ("options.csv", "home-small,1,1,home,six-weeks,,care,1,,,0,0,0,", "stage"),
    ],
)
def test_what_is_given_twice_is_a_fault_that_names_the_first_row(
    case: Path, file: str, row: str, column: str
) -> None:
    add_row(case, file, row)
    fault = only_fault(case)
    assert (fault.file, fault.column) == (file, column)
    assert re.search(r"stands in row \d+ already", fault.message)


def test_an_option_that_no_unit_accepts_is_a_fault_of_the_option(case: Path) -> None:
    replace(case, "units.csv", "hub,4,,care", "hub,4,home-small,care")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("options.csv", 3, "setting")


def test_a_unit_and_a_sector_have_two_ids_because_duties_name_both(case: Path) -> None:
    add_row(case, "units.csv", "DE1-2,,perth-house,hub,1,,,,,,")
    assert "also a sector" in only_fault(case).message


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("barriers.csv", "r1,housing,2026-11-04,"),
        ("caps.csv", "p2,2026-11-09,2026-11-30,16"),
        ("triage.csv", "2026-11-02,2026-11-03,,1"),
        ("availability.csv", "p2,2026-11-05,2026-11-09,N"),
        ("expected.csv", "DE1-1.home,DE1-1,acute,2,home-small,2026-11-04,2026-11-15,sat sun,0.1"),
        ("absences.csv", "p1,2026-11-07,2026-11-08,unavailable"),
    ],
)
def test_what_may_be_said_in_several_rows_may(case: Path, file: str, row: str) -> None:
    add_row(case, file, row)
    assert len(getattr(load_case(case), file.removesuffix(".csv"))) >= 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("DE1-1.home,DE1-2,acute,2,home-small,2026-11-04,2026-11-15,,0.1", "home"),
        ("DE1-1.home,DE1-1,home,2,home-small,2026-11-04,2026-11-15,,0.1", "where"),
        ("DE1-1.home,DE1-1,acute,3,home-small,2026-11-04,2026-11-15,,0.1", "priority"),
        ("DE1-1.home,DE1-1,acute,2,hub-home,2026-11-04,2026-11-15,,0.1", "options"),
    ],
)
def test_the_rows_of_an_arrival_class_are_alike(case: Path, row: str, column: str) -> None:
    add_row(case, "expected.csv", row)
    fault = only_fault(case)
    assert (fault.row, fault.column) == (3, column)


def test_absences_of_a_person_do_not_overlap_even_inside_one_another(case: Path) -> None:
    add_row(case, "absences.csv", "p1,2026-11-01,2026-11-20,leave")
    add_row(case, "absences.csv", "p1,2026-11-20,2026-11-21,leave")
    assert [fault.row for fault in faults(case)] == [2, 4]


def test_absences_of_two_people_may_overlap(case: Path) -> None:
    add_row(case, "absences.csv", "p2,2026-11-05,2026-11-06,leave")
    assert len(load_case(case).absences) == 2


def test_a_place_in_a_list_is_known_and_not_counted_aloud(case: Path) -> None:
    replace(case, "cover.csv", "tue wed", "tuesday wednesday")
    assert [fault.column for fault in faults(case)] == ["weekdays.1", "weekdays.2"]
    assert all("column weekdays: " in str(fault) for fault in faults(case))


def test_faults_of_all_tables_and_of_the_settings_come_together(case: Path) -> None:
    replace(case, "case.toml", "delay_acute = 395", "delay_acute = -1")
    replace(case, "people.csv", ",yes,37,", ",perhaps,37,")
    replace(case, "stays.csv", "21,300", "21,800")
    replace(case, "bands.csv", "lunch,11:00", "lunch,10:00")
    (case / "teams.csv").unlink()
    assert sorted((fault.file, fault.column) for fault in faults(case) if fault.column) == [
        ("bands.csv", "start"),
        ("case.toml", "prices.delay_acute"),
        ("people.csv", "mobile"),
        ("stays.csv", "per_mille"),
    ]
    assert ("teams.csv", "is missing") in {(fault.file, fault.message) for fault in faults(case)}


def test_a_faulty_row_is_not_also_an_unknown_id_elsewhere(case: Path) -> None:
    replace(case, "places.csv", "335751", "?")
    assert only_fault(case).file == "places.csv"


def test_a_cycle_without_blanks_is_answered_with_the_blanks(case: Path) -> None:
    replace(case, "patterns.csv", "D D D D - - - -", "DDDD----")
    assert only_fault(case).remedy == "separate the days by blanks: D D D D - - - -"


def test_whoever_sleeps_in_gives_no_cover(case: Path) -> None:
    asleep = "N,15:00,07:00,0,,15:00-19:00 19:00-07:00=sleep-in,night=300;tea=100,D"
    replace(case, "shifts.csv", "N,19:00,07:00,30,01:00,,night=300,D", asleep)
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("shifts.csv", 3, "contact")
    assert "in band 'night' the shift sleeps in" in fault.message


def test_who_works_into_a_band_before_sleeping_gives_cover_there(case: Path) -> None:
    asleep = "N,15:00,07:00,0,,15:00-22:00 22:00-07:00=sleep-in,night=150;tea=100,D"
    replace(case, "shifts.csv", "N,19:00,07:00,30,01:00,,night=300,D", asleep)
    assert load_case(case).shifts[1].contact["night"] == 150
