"""Into which parts of the day do the shifts of a rota fall?"""

from collections.abc import Sequence

from rosterer.sheets.meanings import Meaning, clock
from rosterer.sheets.times import Hours
from rosterer_models.vocabulary.shift import Band, Shift
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes

MOST_BANDS = 12
"""Rotas with more different times than this get bands between full hours two hours apart."""


def bands_of(meanings: Sequence[Meaning]) -> list[Band]:
    """Bands between all times at which a shift starts or ends; they follow one another around the
    clock.
    """
    moments = sorted(
        {
            minute
            for one in meanings
            if one.hours
            for spell in _worked(one, one.hours)
            for minute in (spell.start, spell.end)
        }
    )
    if len(moments) > MOST_BANDS:
        moments = list(range(0, MINUTES_PER_DAY, 2 * MINUTES_PER_DAY // 24))
    pairs = zip(moments, [*moments[1:], *moments[:1]], strict=True)
    return [
        Band(
            band=f"{clock(start)}-{clock(end)}".replace(":", ""), start=clock(start), end=clock(end)
        )
        for start, end in pairs
    ]


def _worked(meaning: Meaning, hours: Hours) -> tuple[Hours, ...]:
    """The spells of work; none of a shift that only sleeps in."""
    return meaning.spells if meaning.spells or meaning.written else (hours,)


def _written(meaning: Meaning) -> tuple[str, ...]:
    """Spells as a case has them, what is unpaid in the longest."""
    longest = max(meaning.spells, key=lambda spell: spell.minutes)
    return tuple(
        f"{clock(one.start)}-{clock(one.end)}"
        + (f"/{meaning.break_minutes}" if one is longest and meaning.break_minutes else "")
        for one in meaning.spells
    )


def shift_with_bands(name: str, meaning: Meaning, bands: Sequence[Band]) -> Shift:
    """A shift that is on duty in every band that lies within its hours, on the day on which it
    starts.
    """
    hours = meaning.hours
    assert hours is not None
    contact = {}
    for band in bands:
        begins = clock_minutes(band.start)
        if any(
            spell.start <= begins + day
            and begins + day + band.minutes <= spell.start + spell.minutes
            for spell in _worked(meaning, hours)
            for day in (0, MINUTES_PER_DAY)
            if day == 0 or meaning.spells
        ):
            contact[band.band] = band.minutes
    if meaning.spells or meaning.written:
        return Shift(
            shift=name,
            start=clock(hours.start),
            end=clock(hours.end),
            spells=meaning.written or _written(meaning),
            contact=contact,
        )
    return Shift(
        shift=name,
        start=clock(hours.start),
        end=clock(hours.end),
        unpaid_break=meaning.break_minutes,
        contact=contact,
    )
