"""What does one page say of a plan to people who will never see the program?

The page needs no network and no script, prints, and reads well aloud: every table has a caption and
headings, every picture has words, and no meaning is in colour alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rosterer.cautions import cautions_of
from rosterer.explain.free_places import cheapest_known, free_places
from rosterer.explain.waterfall import delay_parts, reasons_of
from rosterer.files.atomic import write_file
from rosterer.frame import Chapter, page_environment
from rosterer.referee.reading import read_plan
from rosterer.referee.verdict import UnitOverflow, Verdict
from rosterer.referee.words import counted
from rosterer.report.breaches import found_in, marks_of
from rosterer.report.comparison import (
    cash_alone,
    compared,
    figure,
    is_of_a_rota_alone,
    ledger_differences,
    measures,
)
from rosterer.report.cover import Cover, cover_of
from rosterer.report.money import bills, kind_sums
from rosterer.report.pictures import beds_panels, care_panels, map_panels, payers_panels
from rosterer.report.places import Sector, sectors_of
from rosterer.report.rota import WORDY_DAYS_ACROSS, blocks, headings, team_pages
from rosterer.report.shortfall import care_rows, staff_rows
from rosterer.report.story import story_of
from rosterer.report.unit_codes import codes_by_name
from rosterer.report.waiting import waiting_list
from rosterer.report.words import LINE_WORDS, day_words
from rosterer.shown import (
    amount,
    is_nothing,
    percent,
    pounds,
    pounds_cell,
    pounds_or_pence,
    signed,
    tenths_cell,
    whole,
)
from rosterer.standing import standing_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

CHAPTERS = {
    "result": "Result",
    "comparison": "Comparison",
    "cover": "Cover",
    "beds": "Beds",
    "waiting": "Waiting list",
    "map": "Map",
    "rota": "Rota",
    "ledger": "Ledger",
}
"""Every chapter by its id, which is the name of its template too; those without content are left
out.
"""
CAREFUL_MANAGER = "a careful manager's plan"


def write_report(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    path: Path | str,
    *,
    baseline: Verdict | None = None,
    other: str = "",
    other_plan: Plan | None = None,
    show_names: bool = True,
) -> None:
    """Write one HTML page: the result in words with its gap, cover, beds, waiting list, map, rota,
    ledger, comparison.

    Parameters
    ----------
    verdict
        What the referee says of the plan; its ledger and figures are the ones shown.
    path
        The file to write, in one step.
    baseline
        What the referee says of the plan that a careful manager would have made without a solver;
        blank leaves the comparison out.
    other
        What the plan compared with is called, where it is not a careful manager's.
    other_plan
        That plan. A rota read from a sheet is compared in hours, breaches and cash alone.
    show_names
        Whether the staff's display names are shown beside their ids.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    write_file(
        Path(path),
        report_page(
            case,
            plan,
            verdict,
            baseline=baseline,
            other=other,
            other_plan=other_plan,
            show_names=show_names,
        ).encode(),
    )


def report_page(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    *,
    baseline: Verdict | None = None,
    other: str = "",
    other_plan: Plan | None = None,
    show_names: bool = True,
) -> str:
    """The page as text; see `write_report`."""
    environment = page_environment("rosterer.report")
    environment.filters.update(
        pounds=pounds, pounds_cell=pounds_cell, day=day_words, amount=amount, signed=signed
    )
    environment.filters.update(whole=whole, percent=percent, counted=counted, figure=figure)
    environment.filters.update(tenths_cell=tenths_cell, pounds_or_pence=pounds_or_pence)
    environment.tests["nothing"] = is_nothing
    cover = cover_of(case, plan, verdict)
    reading = read_plan(case, plan, verdict.reservations)
    reasons = reasons_of(reading, plan)
    free = free_places(reading, reasons)
    standing = standing_of(
        plan,
        verdict,
        known=cheapest_known(verdict, baseline, free),
        read_from=case.losses,
        show_names=show_names,
    )
    delays = delay_parts(reading, reasons, verdict, free)
    waits = waiting_list(case, plan, reasons, free)
    sectors = sectors_of(case, plan, verdict, cover)
    if standing.source == "baseline" and not other:
        baseline = None  # it is the plan itself
    in_cash = is_of_a_rota_alone(case, plan, *([] if other_plan is None else [other_plan]))
    ours, theirs = verdict, baseline
    if in_cash and baseline is not None:
        ours, theirs = cash_alone(verdict), cash_alone(baseline)
    broken, inherited = found_in(case, verdict)
    marks = marks_of((*broken, *inherited))
    tables = _tables(case, verdict, cover)
    shown = {
        "result": True,
        "comparison": baseline is not None,
        "cover": any(table["care"] or table["staff"] for table in tables),
        "beds": any(table["beds"] for table in tables),
        "waiting": bool(waits),
        "map": _has_sectors(sectors),
        "rota": True,
        "ledger": bool(verdict.ledger),
    }
    return environment.get_template("report.html").render(
        case=case,
        plan=plan,
        verdict=verdict,
        standing=standing,
        cautions=cautions_of(case),
        free_places=free,
        delays=delays,
        story=story_of(case, plan, verdict, cover, waits, delays),
        baseline=baseline,
        comparison=compared(ours, theirs, other or CAREFUL_MANAGER) if theirs else "",
        is_in_cash=in_cash,
        other=other,
        line_words=LINE_WORDS,
        measures=measures(ours, theirs) if theirs else [],
        differences=ledger_differences(ours, theirs) if theirs else [],
        waits=waits,
        started=sum(wait.is_started for wait in waits),
        chapters=[Chapter(key, name) for key, name in CHAPTERS.items() if shown[key]],
        broken=broken,
        inherited=inherited,
        marks=marks,
        codes=codes_by_name(case),
        tables=tables,
        care_panels=care_panels(case, cover),
        beds_panels=beds_panels(case, cover),
        sectors=sectors,
        map_panels=map_panels(sectors, delays),
        teams=team_pages(case, plan, show_names=show_names, marks=marks),
        bills=bills(verdict.ledger),
        money=kind_sums(verdict.ledger),
        payers_panels=payers_panels(verdict.ledger),
    )


def _tables(case: Case, verdict: Verdict, cover: Cover) -> list[dict[str, Any]]:
    """Rows of cover and of beds, two weeks at a time."""
    return [
        {
            "headings": headings(case, dates),
            "care": care_rows(case, cover.care, dates),
            "staff": staff_rows(case, cover.staff, dates),
            "beds": _beds(verdict.overflow, dates),
        }
        for dates in blocks(case, WORDY_DAYS_ACROSS)
    ]


def _has_sectors(sectors: Sequence[Sector]) -> bool:
    """Whether a map says anything."""
    return any(sector.need_hours or sector.all_delay_days for sector in sectors)


def _beds(
    overflow: tuple[UnitOverflow, ...], dates: Sequence[date]
) -> dict[str, list[UnitOverflow]]:
    """Expected people and the chance of overflow, by unit, on some days."""
    by_unit: dict[str, list[UnitOverflow]] = defaultdict(list)
    for day in sorted(overflow, key=lambda day: day.date):
        if day.date in dates:
            by_unit[day.unit].append(day)
    return dict(by_unit)
