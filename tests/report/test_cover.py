"""Do the figures of the report agree with the referee's and with arithmetic?"""

from dataclasses import replace

import pytest

from rosterer.explain.waterfall import delay_parts, reasons_of
from rosterer.money import KIND_WORDS
from rosterer.referee import judge
from rosterer.referee.ledger import LINES
from rosterer.referee.reading import read_plan
from rosterer.report.comparison import (
    cash_alone,
    compared,
    is_of_a_rota_alone,
    ledger_differences,
    measures,
)
from rosterer.report.cover import CareCell, Cover, cover_of
from rosterer.report.html import report_page
from rosterer.report.places import sectors_of
from rosterer.report.rota import team_pages
from rosterer.report.shortfall import care_rows, staff_rows
from rosterer.report.story import story_of
from rosterer.report.waiting import waiting_list
from rosterer.report.words import LINE_WORDS
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence
from rosterer_models.vocabulary.plan import Plan
from tests.cases import PEOPLE, changed, day, duty, small_case, small_plan


@pytest.fixture
def bare() -> Case:
    """Base cover alone: two hours each morning at A, and half an hour for two carers on Wednesday
    evening at B.
    """
    return small_case(census=(), expected=(), referrals=(), barriers=(), units=())


def told(case: Case, plan: Plan) -> list[str]:
    verdict = judge(case, plan)
    reading = read_plan(case, plan, verdict.reservations)
    reasons = reasons_of(reading, plan)
    return story_of(
        case,
        plan,
        verdict,
        cover_of(case, plan, verdict),
        waiting_list(case, plan, reasons),
        delay_parts(reading, reasons, verdict),
    )


@pytest.mark.parametrize(
    "plan", [small_plan(), small_plan(duties=()), small_plan(reservations=None)]
)
def test_shortages_are_the_referees(plan: Plan) -> None:
    verdict = judge(small_case(), plan)
    cover = cover_of(small_case(), plan, verdict)
    hours = (
        sum(cell.short for cell in cover.care) + sum(cell.short_minutes for cell in cover.staff)
    ) / 60
    assert hours == pytest.approx(verdict.shortage_hours)


def test_people_in_beds_are_the_referees() -> None:
    case, plan = small_case(), small_plan()
    verdict = judge(case, plan)
    expected = {(day.unit, day.date): day.expected for day in verdict.overflow}
    cover = cover_of(case, plan, verdict)
    assert {(bed.unit, bed.date): bed.census + bed.placed for bed in cover.beds} == pytest.approx(
        expected
    )


def test_a_covered_cell_has_need_and_supply(bare: Case) -> None:
    plan = small_plan(
        placements=(), duties=(duty("ann", 0, place="A", band="morning", minutes=90),)
    )
    cell = cover_of(bare, plan, judge(bare, plan)).care[0]
    assert (cell.place, cell.band, cell.need, cell.given, cell.short) == (
        "A",
        "morning",
        120,
        90,
        30,
    )


def test_the_cover_table_shows_hours_by_band_and_a_tick_when_all_is_covered(bare: Case) -> None:
    # 264 minutes of contact and a tenth of travel: 240 minutes at home, more than the 120 needed
    plan = small_plan(
        placements=(),
        duties=(duty("ann", 0), duty("ann", 1, place="A", band="morning", minutes=90)),
    )
    cells = cover_of(bare, plan, judge(bare, plan)).care
    row = care_rows(bare, cells, [day(number) for number in range(3)])[0]
    assert [cell.bands for cell in row.cells] == [(), (("morning", 0.5),), (("morning", 2.0),)]
    assert [cell.tone for cell in row.cells] == ["covered", "very-short", "very-short"]
    assert row.short_hours == pytest.approx(2.5)


def test_the_staff_table_shows_hours_without_a_head() -> None:
    case = small_case(census=(), expected=(), referrals=(), barriers=())
    plan = small_plan(placements=(), duties=())
    (row,) = staff_rows(case, cover_of(case, plan, judge(case, plan)).staff, [day(0)])
    # one head each in a morning of six hours and a night of twelve
    assert dict(row.cells[0].bands) == {"morning": 6, "night": 12}


def test_sectors_add_up_to_shortage_and_delay() -> None:
    case, plan = small_case(), small_plan()
    verdict = judge(case, plan)
    sectors = {
        sector.place.place: sector
        for sector in sectors_of(case, plan, verdict, cover_of(case, plan, verdict))
    }
    assert list(sectors) == sorted(sectors, key=lambda name: -sectors[name].short_hours)
    # r1 starts when ready; r3 a day after; r2 never, seven midnights of the horizon
    assert {name: sector.delay_days for name, sector in sectors.items()} == {
        "A": 1,
        "B": 7,
        "FAR": 0,
    }
    # half a person on days 3 and 4, nobody reserved: 0.5 + 1 + 1 + 1 over days 3 to 6
    assert sectors["A"].expected_delay_days == pytest.approx(3.5)


def test_the_story_counts_starts_and_names_reasons() -> None:
    sentences = told(small_case(), small_plan())
    assert "Of 3 people referred, 2 start within these days, 1 of them without delay." in sentences
    assert (
        "Known and expected people wait 13.5 days in all (before the first day 2, a barrier had "
        "not cleared 3, no care hours near home 5, people who are only expected 3.5); at most 8.5 "
        "of these depend on the plan." in sentences
    )


def test_the_story_names_the_worst_place_and_the_units_that_lack_staff() -> None:
    sentences = told(small_case(), small_plan(duties=()))
    assert any(
        "are short (" in sentence and ", most in A, morning (" in sentence for sentence in sentences
    )
    assert any(sentence.startswith("Units lack a head: hub ") for sentence in sentences)


def test_the_story_tells_no_trouble_that_is_not_there(bare: Case) -> None:
    case = bare.model_copy(update={"cover": ()})
    assert told(case, Plan(reservations=())) == [
        "Nobody waits.",
    ]


def test_the_comparison_shows_differences_and_lines_that_differ_alone() -> None:
    case = small_case()
    ours, theirs = judge(case, small_plan()), judge(case, small_plan(duties=()))
    found = {measure.name: measure for measure in measures(ours, theirs)}
    assert "cost" not in found
    # with nobody on duty no bank pay, enhancement or mile is paid
    assert found["cash"].difference > 0 > found[KIND_WORDS["missing"]].difference
    assert found["hours short"].difference < 0
    lines = ledger_differences(ours, theirs)
    assert LINE_WORDS["short-care"] in {line.name for line in lines}
    assert LINE_WORDS["contract-pay"] not in {line.name for line in lines}
    missing = [abs(line.difference) for line in lines if "nobody gives" in line.name]
    assert missing == sorted(missing, reverse=True)


def test_every_ledger_line_has_words() -> None:
    assert list(LINE_WORDS) == list(LINES)


def test_the_comparison_says_what_is_worse_as_well_as_what_is_better() -> None:
    case = small_case()
    ours, theirs = judge(case, small_plan()), judge(case, small_plan(duties=()))
    assert {measure.name: measure.verdict for measure in measures(theirs, ours)}[
        "hours short"
    ] == "worse"
    assert {measure.verdict for measure in measures(ours, ours)} == {"the same"}
    told = compared(theirs, ours, "mine")
    assert told.startswith("Beside mine: ")
    assert "150.8 hours short against 79 (worse)" in told
    assert "breaches of rules against no (worse)" in told
    assert "cash £713 less" in told
    assert "cash £713 more" in compared(ours, theirs, "mine")
    assert compared(ours, ours, "mine").endswith("money of every kind the same.")


def test_beside_a_rota_from_a_sheet_nothing_but_hours_breaches_and_cash_is_told() -> None:
    case, ours = small_case(), small_plan()
    own = small_plan(duties=()).made("import")
    assert is_of_a_rota_alone(case, ours, own)
    verdicts = [cash_alone(judge(case, plan)) for plan in (ours, own)]
    names = {measure.name for measure in measures(*verdicts) if measure.unit == "£"}
    assert names == {"cash"}
    told = compared(*verdicts, "mine")
    assert "hours short against" in told
    assert "cash £713 more" in told
    assert "notional" not in told
    assert compared(verdicts[0], verdicts[0], "mine").endswith("cash the same.")
    page = report_page(
        case, ours, judge(case, ours), baseline=judge(case, own), other="mine", other_plan=own
    )
    assert "compared in hours, breaches and cash" in page
    chapter = page.partition('id="comparison"')[2].partition("<h2")[0]
    assert "cash, £" in chapter
    assert "notional" not in chapter


@pytest.mark.parametrize(
    ("empty", "is_alone"), [((), False), (("referrals", "barriers", "expected", "census"), True)]
)
def test_a_case_of_nobody_but_staff_is_one_of_a_rota_alone(
    empty: tuple[str, ...], is_alone: bool
) -> None:
    case = small_case(**dict.fromkeys(empty, ()))
    assert is_of_a_rota_alone(case, small_plan()) == is_alone


def test_sectors_are_ordered_by_what_is_shown_and_not_by_noise() -> None:
    case = small_case()
    plan = small_plan()
    verdict = judge(case, plan)
    cover = cover_of(case, plan, verdict)
    at_a = next(cell for cell in cover.care if cell.place == "A")
    noise = [replace(cell, short=2.0 if cell is at_a else 0.0) for cell in cover.care]
    # two minutes at A are 0.0 hours in the table, and B has the longest delay
    sectors = sectors_of(case, plan, verdict, replace(cover, care=tuple(noise)))
    assert next(iter(sectors)).place.place == "B"


def test_a_long_horizon_is_shown_four_weeks_at_a_time() -> None:
    pages = team_pages(small_case(days=60), small_plan(), show_names=True)
    assert [len(page.headings) for page in pages] == [28, 28, 4]


def test_the_rota_shows_units_rounds_training_and_leave() -> None:
    case = small_case(
        absences=(Absence(person="ann", first_day=day(2), last_day=day(2)),),
        people=changed(PEOPLE, "person", "ann", name="Ann"),
    )
    plan = small_plan(
        duties=(duty("ann", 0, place="hub"), duty("ann", 1, place="B"), duty("ann", 3))
    )
    row = team_pages(case, plan, show_names=True)[0].rows[0]
    assert [(cell.shift, cell.where, cell.tone) for cell in row.cells[:5]] == [
        ("D", ("hub",), "unit"),
        ("D", ("B",), "round"),
        ("", ("AL",), "away"),
        ("D", ("A",), "round"),
        ("", (), "rest"),
    ]
    assert (row.name, row.duties, row.account.paid) == ("Ann", 3, 33)


def test_midnights_before_the_horizon_have_their_own_reason() -> None:
    waits = {wait.referral: wait for wait in waiting_list(small_case(), small_plan())}
    # r2 was ready two days before the first day and never starts: two midnights before, seven
    # within
    assert (waits["r2"].delay_days, waits["r2"].reasons) == (9, "before the first day (2)")
    assert waits["r1"].reasons == ""


def test_care_that_is_short_by_minutes_is_not_called_covered() -> None:
    def cell(short: float) -> Cover:
        return Cover((CareCell("A", day(0), "morning", "", 840, 828, 0, short),), (), ())

    case = small_case()
    verdict = judge(case, small_plan())
    some = story_of(case, small_plan(), verdict, cell(12), [], [])
    few = story_of(case, small_plan(), verdict, cell(2), [], [])
    none = story_of(case, small_plan(), verdict, cell(0), [], [])
    assert any("Of 14 hours of care at home 0.2 hours are short" in told for told in some)
    assert any("less than 0.1 hours are short" in told for told in few)
    assert "All 14 hours of care at home are covered." in none
