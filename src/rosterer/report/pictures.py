"""Which figures of a plan go into which picture?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from rosterer.explain.waterfall import BEFORE, DelayPart
from rosterer.frame.charts import Panel
from rosterer.money import KINDS, MoneyKind, kind_of
from rosterer.report.charts import (
    LATER,
    SHORT,
    Dot,
    Row,
    beds_panel,
    care_panel,
    map_panel,
    payers_panel,
)
from rosterer.report.cover import Cover
from rosterer.report.places import Sector
from rosterer.shown import POUND, TENTH, amount, as_shown, days, to_step
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import LedgerLine


def care_panels(case: Case, cover: Cover) -> list[Panel]:
    """A picture for each band in which care is asked for."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for cell in cover.care:
        for number, minutes in enumerate((cell.need, cell.given + cell.bought, cell.short)):
            sums[cell.band, cell.date.isoformat()][number] += minutes / 60
    dates = [(case.first_day + timedelta(days=number)).isoformat() for number in range(case.days)]
    panels = []
    for band in case.bands:
        rows = [
            dict(zip(("need", "given", "short"), sums[band.band, day], strict=True)) | {"date": day}
            for day in dates
        ]
        if any(row["need"] for row in rows):
            panels.append(care_panel(band.band, rows))
    return panels


def beds_panels(case: Case, cover: Cover) -> list[Panel]:
    """A picture for each unit with beds."""
    panels = []
    for unit in case.units:
        rows: list[Row] = [
            {
                "date": day.date.isoformat(),
                "census": day.census,
                "placed": day.placed,
                "beds": float(day.beds),
            }
            for day in cover.beds
            if day.unit == unit.unit
        ]
        if rows:
            panels.append(beds_panel(unit.unit, unit.name or unit.unit, rows))
    return panels


def map_panels(sectors: Sequence[Sector], delays: Sequence[DelayPart] = ()) -> list[Panel]:
    """Where care is short, and where people wait; nothing for a case without sectors.

    Parameters
    ----------
    delays
        The parts of the whole delay, of which the map shows what lies in the horizon.
    """
    if not sectors:
        return []
    short = [_dot(sector, sector.short_hours) for sector in sectors]
    delay = [_dot(sector, sector.all_delay_days) for sector in sectors]
    hours_short = sum(sector.short_hours for sector in sectors)
    shown = sum(sector.all_delay_days for sector in sectors)
    whole, before = (
        sum(part.days for part in delays),
        sum(part.days for part in delays if part.name == BEFORE),
    )
    of_which = (
        f" (the {days(whole)} of delay in all, less {days(before)} before the first day)"
        if before and to_step(shown + before, TENTH) == to_step(whole, TENTH)
        else ""
    )
    return [
        map_panel("short", f"Hours of care short: {amount(hours_short)}", short, SHORT),
        map_panel(
            "delay", f"Delay days from the first day on: {days(shown)}{of_which}", delay, LATER
        ),
    ]


def _dot(sector: Sector, size: float) -> Dot:
    return Dot(sector.place.place, sector.place.easting, sector.place.northing, as_shown(size))


def payers_panels(ledger: Iterable[LedgerLine]) -> list[Panel]:
    """A picture for each kind of money of who pays how much of it, the greatest first: no bar holds
    two kinds. What is less than half a pound is left to the table.
    """
    sums: dict[MoneyKind, dict[str, float]] = {kind: defaultdict(float) for kind in KINDS}
    for line in ledger:
        sums[kind_of(line)][line.payer] += line.pounds
    panels = []
    for kind, by_payer in sums.items():
        rows: list[Row] = [
            {"payer": payer, "pounds": pounds}
            for payer, pounds in sorted(by_payer.items(), key=lambda item: (-item[1], item[0]))
            if to_step(pounds, POUND) > 0
        ]
        if rows:
            panels.append(payers_panel(kind, rows))
    return panels
