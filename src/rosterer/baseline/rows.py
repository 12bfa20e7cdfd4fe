"""How is what was decided written as rows of a plan?"""

from collections.abc import Iterator, Sequence

from rosterer.baseline.day import Day
from rosterer.baseline.rota import Rota
from rosterer.baseline.units import UnitStaff
from rosterer_models.rules.idle import where_idle, where_in_training
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece


def duty_rows(rota: Rota, staff: UnitStaff, days: Sequence[Day]) -> Iterator[DutyPiece]:
    """A row for each duty in a unit or in training, and for each piece of a round."""
    for number, day in enumerate(days):
        date = rota.register.calendar.date(number)
        for name, shift in rota.on_duty[number].items():
            row = DutyPiece(
                person=name, date=date, shift=shift.shift, source=rota.source[name, number]
            )
            fixed = rota.register.fixed.get(name, {}).get(number)
            if fixed is not None and fixed.training:
                yield row.model_copy(update=where_in_training(fixed))
            elif name in staff.where[number]:
                yield row.model_copy(update={"place": staff.where[number][name]})
            else:
                yield from _round_rows(row, day)


def _round_rows(row: DutyPiece, day: Day) -> Iterator[DutyPiece]:
    one = day.rounds[row.person]
    for place, own in sorted(one.at.items()):
        for (_, band, skill), minutes in sorted(
            (cell.key, minutes) for cell, minutes in own.items()
        ):
            yield row.model_copy(
                update={"place": place, "band": band, "skill": skill, "minutes": minutes}
            )
    if not one.at:
        yield row.model_copy(update=where_idle(one.shares))


def agency_rows(days: Sequence[Day]) -> Iterator[AgencyHours]:
    """A row for each cell in which care is bought."""
    for day in days:
        date = day.register.calendar.date(day.number)
        for (place, band, skill), cell in sorted(day.cells.items()):
            if cell.bought > 0.005:
                yield AgencyHours(
                    date=date, place=place, band=band, skill=skill, minutes=round(cell.bought, 2)
                )
