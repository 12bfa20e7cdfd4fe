"""Is everything that is wrong with the settings of a case found, with its row, its value and what
to do about it?
"""

from pathlib import Path

import pytest
from example_case import write_example_case
from found_faults import faults, only_fault, replace


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_example_case(tmp_path / "case")


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "message"),
    [
        ("first_day = 2026-11-02", "first_day = 9999-11-02", 2, "first_day", "no day to plan for"),
        ("days = 14", "days = 0", 3, "days", "too small"),
        ("days = 14", "", None, "days", "nothing is given"),
        ("days = 14", 'days = 14\nzone = "Europe/Derby"', 4, "zone", "no time zone"),
        ("days = 14", "days = 14\ncolour = 3", 4, "colour", "not known"),
        ("[prices]", "[prize]", 6, "prize", "not known"),
        ("delay_acute = 395", "delay_accute = 395", 7, "prices.delay_accute", "not known"),
        (
            "delay_acute = 395",
            "delay_acute = 1000",
            6,
            "prices.short_hour",
            "'900' must be at least a delayed day at its dearest (£1500)",
        ),
        ("delay_acute = 395", "delay_acute = -1", 7, "prices.delay_acute", "too small"),
        ("off = []", 'off = ["sleep"]', 20, "rules.off.0", "not allowed"),
        ("days = 14", "days = ", 3, None, "no TOML file"),
        ("days = 14", "days = true", 3, "days", "'true' is not a whole number"),
        ("days = 14", 'days = "two weeks"', 3, "days", "'two weeks' is not a whole number"),
        ("days = 14", "days = 14.5", 3, "days", "'14.5' is not a whole number"),
        ("mile = 0.45", "mile = true", 8, "prices.mile", "'true' is not a number"),
        ("mile = 0.45", "mile = nan", 8, "prices.mile", "'nan' is not a number"),
        ("mile = 0.45", "mile = [0.45]", 8, "prices.mile", "'[0.45]' is not a number"),
        ("weeks = 2", "weeks = true", 15, "tail.weeks", "'true' is not a whole number"),
        (
            "= 2026-11-02",
            "= 2026-11-02T10:00:00",
            2,
            "first_day",
            "'2026-11-02 10:00:00' is not a date",
        ),
        ("= 2026-11-02", "= 20261102", 2, "first_day", "'20261102' is not a date"),
        (
            "= 2026-11-02",
            '= "2.11.2026"',
            2,
            "first_day",
            "'2.11.2026' is not a date of the form year-month-day",
        ),
        ("holidays = []", 'holidays = "2026-12-25"', 4, "holidays", "'2026-12-25' is not a list"),
        ("holidays = []", "holidays = [25]", 4, "holidays.0", "'25' is not a date"),
        ('acute = "hospital"', "acute = 3", 23, "payers.acute", "'3' is not a text"),
        (
            '"Two sectors and a hub"',
            '"Two \\u0000 sectors"',
            1,
            "name",
            "holds the control character '\\x00'",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(
    case: Path, old: str, new: str, row: int | None, column: str | None, message: str
) -> None:
    replace(case, "case.toml", old, new)
    found = faults(case)
    assert (found[0].file, found[0].row, found[0].column) == ("case.toml", row, column)
    assert message in found[0].message


def test_a_misspelt_setting_is_answered_with_the_nearest_of_its_section(case: Path) -> None:
    replace(case, "case.toml", "delay_acute = 395", "delay_accute = 395")
    assert only_fault(case).remedy == "did you mean 'delay_acute'?"


def test_every_price_out_of_order_is_a_fault_of_its_own_and_hides_no_other(case: Path) -> None:
    wrong = (
        "delay_acute = 1000\nagency_hour = 950\npriority_2_percent = 160\ncarer_at_place = "
        "300\nbroken_wish = -1"
    )
    replace(case, "case.toml", "delay_acute = 395", wrong)
    # a day of delay costs £1600 at its dearest (160 % of £1000), and a quarter of short_hour is
    # £225
    assert [(fault.row, fault.column, fault.value, fault.remedy) for fault in faults(case)] == [
        (11, "prices.broken_wish", "-1", "use 0 or more"),
        (6, "prices.priority_1_percent", "150", "use 160 or more, or lower priority_2_percent"),
        (6, "prices.short_hour", "900", "use 1600 or more, or lower what a delay costs"),
        (6, "prices.unsafe_hour", "900", "use 1600 or more, or lower what a delay costs"),
        (8, "prices.agency_hour", "950", "use 900 or less, or raise short_hour"),
        (10, "prices.carer_at_place", "300", "use 225 or less, or raise short_hour"),
    ]


def test_a_price_that_cannot_be_read_measures_no_other(case: Path) -> None:
    replace(case, "case.toml", "delay_acute = 395", 'delay_acute = "dear"\nshort_hour = 10')
    assert [fault.column for fault in faults(case)] == ["prices.delay_acute", "prices.agency_hour"]


def test_the_vocabulary_of_the_program_stays_out_of_what_is_said(case: Path) -> None:
    wrong = 'holidays = "x"\ndays = "y"\nzone = 3\nnote = ["z"]\ntail = 1\npayers = []'
    replace(case, "case.toml", "days = 14\nholidays = []", wrong)
    for section in ("[tail]\nweeks = 2\nhours_per_week = 40\n", '[payers]\nacute = "hospital"\n'):
        replace(case, "case.toml", section, "")
    replace(case, "case.toml", "off = []", 'off = ["sleep", "eat"]')
    told = "\n".join(str(fault) for fault in faults(case))
    assert len(told.splitlines()) == 8
    assert (
        "case.toml row 7, column tail: '1' is no group of settings; write [tail] above its settings"
        in told
    )
    for word in ("tuple", "dictionary", "instance", "valid", "Input", "None", "off.0", "off.1"):
        assert word not in told
