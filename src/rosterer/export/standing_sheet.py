"""How does the plan of a workbook stand? The first sheet that whoever opens it sees."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rosterer.explain.free_places import FreePlace, cheapest_known
from rosterer.export.style import HEADING, SHORT, fit_rows, put_row, set_up_print, widths
from rosterer.referee.verdict import Verdict
from rosterer.report.money import kind_sums
from rosterer.shown import POUND, to_step
from rosterer.standing import standing_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from openpyxl import Workbook

PLAN_SHEET = "Plan"


def add_standing(
    book: "Workbook",
    case: Case,
    plan: Plan,
    verdict: Verdict,
    free: Sequence[FreePlace],
    *,
    show_names: bool = True,
) -> None:
    """Where the plan comes from, how good it is, what it breaks, who waits although a place is
    free, and money kind by kind.
    """
    standing = standing_of(
        plan,
        verdict,
        known=cheapest_known(verdict, None, free),
        read_from=case.losses,
        show_names=show_names,
    )
    sheet = book.create_sheet(PLAN_SHEET)
    tone = SHORT if standing.severity in ("warning", "error") else HEADING
    put_row(sheet, 1, [standing.sentence, None, None], tone)
    row = 2
    for sentence in standing.details:
        put_row(sheet, row, [sentence])
        row += 1
    for breach in verdict.broken:
        put_row(sheet, row, [f"{breach.rule}: {breach.sentence}"])
        row += 1
    for place in free:
        put_row(sheet, row, [place.sentence])
        row += 1
    put_row(sheet, row + 1, ["Money, each kind by itself", "Pounds", "Depend on the plan"], HEADING)
    row += 2
    for kind in kind_sums(verdict.ledger):
        whole, part = (to_step(pounds, POUND) for pounds in (kind.pounds, kind.avoidable_pounds))
        put_row(sheet, row, [kind.words, whole, part])
        row += 1
    widths(sheet, 80, 16, 20)
    fit_rows(sheet)
    set_up_print(sheet, f"{case.name}: the plan", heading_rows="1:1")
