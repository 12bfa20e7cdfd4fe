"""What does one page say of a plan to people who will never see the program?

The page needs no network and no script, prints, and reads well aloud: every table has a caption and
headings, every picture has words, and no meaning is in colour alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from rosterer.files.atomic import write_file
from rosterer.referee.verdict import UnitOverflow, Verdict
from rosterer.report.comparison import compared, ledger_differences, measures
from rosterer.report.cover import cover_of
from rosterer.report.money import bills, kind_sums
from rosterer.report.pictures import beds_panels, care_panels, map_panels, payers_panels
from rosterer.report.places import sectors_of
from rosterer.report.rota import blocks, headings, team_pages
from rosterer.report.shortfall import care_rows, staff_rows
from rosterer.report.story import story_of
from rosterer.report.waiting import waiting_list
from rosterer.report.words import LINE_WORDS, day_words, quality_words
from rosterer.shown import amount, is_nothing, pounds, pounds_cell, signed
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

CAREFUL_MANAGER = "a careful manager's plan"


def write_report(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    path: Path | str,
    *,
    baseline: Verdict | None = None,
    other: str = "",
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
            case, plan, verdict, baseline=baseline, other=other, show_names=show_names
        ).encode(),
    )


def report_page(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    *,
    baseline: Verdict | None = None,
    other: str = "",
    show_names: bool = True,
) -> str:
    """The page as text; see `write_report`."""
    environment = Environment(
        loader=PackageLoader("rosterer.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        pounds=pounds, pounds_cell=pounds_cell, day=day_words, amount=amount, signed=signed
    )
    environment.tests["nothing"] = is_nothing
    cover, waits = cover_of(case, plan, verdict), waiting_list(case, plan)
    sectors = sectors_of(case, plan, verdict, cover)
    return environment.get_template("report.html").render(
        case=case,
        plan=plan,
        verdict=verdict,
        quality=quality_words(plan.certificate),
        story=story_of(case, plan, verdict, cover, waits),
        baseline=baseline,
        comparison=compared(verdict, baseline, other or CAREFUL_MANAGER) if baseline else "",
        other=other,
        line_words=LINE_WORDS,
        measures=measures(verdict, baseline) if baseline else [],
        differences=ledger_differences(verdict, baseline) if baseline else [],
        waits=waits,
        started=sum(wait.is_started for wait in waits),
        tables=[
            {
                "headings": headings(case, dates),
                "care": care_rows(case, cover.care, dates),
                "staff": staff_rows(case, cover.staff, dates),
                "beds": _beds(verdict.overflow, dates),
            }
            for dates in blocks(case)
        ],
        care_panels=care_panels(case, cover),
        beds_panels=beds_panels(case, cover),
        sectors=sectors,
        map_panels=map_panels(sectors),
        teams=team_pages(case, plan, show_names=show_names),
        bills=bills(verdict.ledger),
        money=kind_sums(verdict.ledger),
        payers_panels=payers_panels(verdict.ledger),
    )


def _beds(
    overflow: tuple[UnitOverflow, ...], dates: Sequence[date]
) -> dict[str, list[UnitOverflow]]:
    """Expected people and the chance of overflow, by unit, on some days."""
    by_unit: dict[str, list[UnitOverflow]] = defaultdict(list)
    for day in sorted(overflow, key=lambda day: day.date):
        if day.date in dates:
            by_unit[day.unit].append(day)
    return dict(by_unit)
