"""How many heads does a rota need: what its rows of requirements say, or else the number that it
usually has?
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low

from rosterer.sheets.entries import OpenEntry
from rosterer.sheets.needs import Need
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.settings import PriceList
from rosterer_models.vocabulary.shift import Band, Shift
from rosterer_models.vocabulary.time import WEEKDAYS

Heads = Mapping[tuple[date, str], int]
"""By date and band."""


def cover_of(
    team: str,
    dates: Sequence[date],
    there: Heads,
    needs: Sequence[Need],
    unfilled: Sequence[OpenEntry],
    shifts: Mapping[str, Shift],
    bands: Sequence[Band],
    skill: str,
) -> Iterator[Cover]:
    """Rows of cover for the unit of a team.

    Parameters
    ----------
    there
        Heads that the rota has.
    needs
        Of this team. A band needs as many as the shift over it that needs most: the half hour in
        which two shifts meet is not counted twice.
    unfilled
        Shifts of this team that nobody of the rota does. Rows of needs count them already.
    shifts
        By code of the rota.
    """
    asked: dict[str, dict[date, int]] = defaultdict(dict)
    for need in needs:
        for name in shifts[need.code].contact:
            for on in dates:
                asked[name][on] = max(asked[name].get(on, 0), need.heads.get(on, 0))
    vacant, agency = (
        heads_there([(one.date, one.code) for one in unfilled if one.kind == kind], shifts)
        for kind in ("vacant", "agency")
    )
    for band in bands:
        name = band.band
        bought = {on: agency[on, name] for on in dates}
        if name in asked:
            heads = {on: max(0, asked[name][on] - bought[on]) for on in dates}
        else:
            full = {on: there.get((on, name), 0) + vacant[on, name] for on in dates}
            usual = _usual(dates, full)
            heads = {on: max(usual[on], full[on] if vacant[on, name] else 0) for on in dates}
        yield from _rows(team, name, dates, heads, skill)
        yield from _rows(team, name, dates, bought, skill, short_hour=PriceList().agency_hour)


def _usual(dates: Sequence[date], heads: Mapping[date, int]) -> dict[date, int]:
    """The middle number by weekday; of two the lower."""
    by_weekday: dict[int, list[int]] = defaultdict(list)
    for on in dates:
        by_weekday[on.weekday()].append(heads[on])
    return {on: median_low(by_weekday[on.weekday()]) for on in dates}


def _rows(
    team: str,
    band: str,
    dates: Sequence[date],
    heads: Mapping[date, int],
    skill: str,
    *,
    short_hour: float | None = None,
) -> Iterator[Cover]:
    """A row for the weekdays that always need the same, and for every run of other days that do."""
    about: dict[str, object] = {"unit": f"{team}-unit", "band": band, "skill": skill}
    about |= {} if short_hour is None else {"short_hour": short_hour}
    by_weekday: dict[int, set[int]] = defaultdict(set)
    for on in dates:
        by_weekday[on.weekday()].add(heads[on])
    alike: dict[int, list[str]] = defaultdict(list)
    for number, weekday in enumerate(WEEKDAYS):
        if len(by_weekday[number]) == 1:
            (count,) = by_weekday[number]
            alike[count].append(weekday)
    for count, weekdays in sorted(alike.items()):
        if count:
            every = len(weekdays) == len(WEEKDAYS)
            span = {
                "first_day": dates[0],
                "last_day": dates[-1],
                "weekdays": () if every else weekdays,
            }
            yield Cover.model_validate({**about, **span, "heads": count})
    runs: list[list[date]] = []
    for on in (day for day in dates if len(by_weekday[day.weekday()]) > 1):
        if runs and heads[on] == heads[runs[-1][-1]] and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    for run in runs:
        if heads[run[0]]:
            yield Cover.model_validate(
                {**about, "first_day": run[0], "last_day": run[-1], "heads": heads[run[0]]}
            )


def heads_there(
    duties: Sequence[tuple[date, str]], shifts: Mapping[str, Shift]
) -> Counter[tuple[date, str]]:
    """Heads by date and band of duties, each a date and a code."""
    return Counter((on, band) for on, code in duties for band in shifts[code].contact)
