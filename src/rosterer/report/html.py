"""What does one page say of a plan to people who will never see the program?

The page needs no network and no script, prints, and reads well aloud: every table has a caption and headings, and no meaning is in
colour alone.
"""

from collections import defaultdict
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from rosterer.files.atomic import write_file
from rosterer.referee.verdict import UnitOverflow, Verdict
from rosterer.report.money import bills
from rosterer.report.rota import headings, team_pages
from rosterer.report.waiting import waiting_list
from rosterer.report.words import day_words, pounds, quality_words
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def write_report(
    case: Case, plan: Plan, verdict: Verdict, path: Path | str, *, baseline_cost: float | None = None, show_names: bool = True
) -> None:
    """Write one HTML page: the result in words with its gap, the ledger by payer, the rota, the waiting list with reasons.

    Parameters
    ----------
    verdict
        What the referee says of the plan; its ledger and figures are the ones shown.
    path
        The file to write, in one step.
    baseline_cost
        Pounds of what a careful manager would have done without a solver; blank leaves the comparison out.
    show_names
        Whether the staff's display names are shown beside their ids.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    write_file(Path(path), report_page(case, plan, verdict, baseline_cost=baseline_cost, show_names=show_names).encode())


def report_page(case: Case, plan: Plan, verdict: Verdict, *, baseline_cost: float | None = None, show_names: bool = True) -> str:
    """The page as text; see `write_report`."""
    environment = Environment(
        loader=PackageLoader("rosterer.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["pounds"] = pounds
    environment.filters["day"] = day_words
    waits = waiting_list(case, plan)
    return environment.get_template("report.html").render(
        case=case,
        plan=plan,
        verdict=verdict,
        quality=quality_words(plan.certificate),
        baseline_cost=baseline_cost,
        bills=bills(verdict.ledger),
        headings=headings(case),
        teams=team_pages(case, plan, show_names=show_names),
        waits=waits,
        started=sum(wait.start != "–" for wait in waits),
        beds=_beds(verdict.overflow),
    )


def _beds(overflow: tuple[UnitOverflow, ...]) -> dict[str, list[UnitOverflow]]:
    by_unit: dict[str, list[UnitOverflow]] = defaultdict(list)
    for day in sorted(overflow, key=lambda day: day.date):
        by_unit[day.unit].append(day)
    return dict(by_unit)
