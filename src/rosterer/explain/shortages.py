"""Why does something go short? Which shortage is meant, and who answers for it."""

from collections.abc import Iterable

from rosterer.explain.answer import Answer, WhyShort
from rosterer.explain.care_short import why_care_is_short
from rosterer.explain.grounds import Grounds
from rosterer.explain.staff_short import why_staff_is_short
from rosterer.shown import NOISE, tenths


def why_short(grounds: Grounds, question: WhyShort) -> Answer:
    """Why a place lacks care or a unit staff; the shortest of what the question leaves open."""
    day = grounds.calendar.number(question.date)
    if question.where in grounds.register.units:
        heads = [
            row
            for row in grounds.short_units
            if (row.unit, row.day) == (question.where, day)
            and question.band in (None, row.band)
            and question.skill in (None, row.skill)
            and row.minutes > NOISE
        ]
        heads.sort(key=lambda row: (-row.minutes, row.band, row.skill))
        if heads:
            others = [f"{row.band} {tenths(row.required - row.heads)} {row.skill}" for row in heads]
            return why_staff_is_short(grounds, question, heads[0], _others(others[1:]))
        return _not_short(grounds, question, day)
    cells = [
        (minutes, cell)
        for cell, minutes in grounds.short_cells.items()
        if cell[:2] == (question.where, day)
        and question.band in (None, cell[2])
        and question.skill in (None, cell[3])
        and minutes > NOISE
    ]
    cells.sort(key=lambda one: (-one[0], one[1]))
    if cells:
        others = [f"{cell[2]} {tenths(minutes)} minutes of {cell[3]}" for minutes, cell in cells]
        return why_care_is_short(grounds, question, cells[0][1], _others(others[1:]))
    return _not_short(grounds, question, day)


def _others(told: Iterable[str]) -> str:
    others = ", ".join(told)
    return f"Short there on that day too: {others}." if others else ""


def _not_short(grounds: Grounds, question: WhyShort, day: int) -> Answer:
    """Nothing of it is short, which is said with what is needed and given."""
    where = f"{question.where} on {grounds.said(day)}"
    within = f" in {question.band}" if question.band else ""
    kind = f" ({question.skill})" if question.skill else ""
    if question.where in grounds.register.units:
        sentence = f"{where} lacks no staff{kind}{within}."
        return Answer(question=question, is_so=False, sentence=sentence)
    load, supply = grounds.reading.load, grounds.reading.supply
    cells = [
        cell
        for cell in dict.fromkeys((*load.settled, *load.placed))
        if cell[:2] == (question.where, day)
        and question.band in (None, cell[2])
        and question.skill in (None, cell[3])
    ]
    need = sum(load.need(cell) for cell in cells)
    given = sum(sum(supply.own(cell)) + supply.bought(cell) for cell in cells)
    told = (
        f"{tenths(need)} minutes are needed and {tenths(given)} given"
        if need > NOISE
        else "nothing is needed"
    )
    sentence = f"{where} is not short of care{kind}{within}: {told}."
    return Answer(question=question, is_so=False, sentence=sentence)
