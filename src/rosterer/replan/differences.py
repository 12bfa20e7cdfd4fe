"""Who is asked to do what instead of what, who goes home when instead, and what does the change
itself cost?
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from rosterer.replan.now import Now, price_of_change
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Placement, Plan
from rosterer_models.vocabulary.time import day_number

SAME_MINUTES = 0.1


class DutyChange(Fact):
    """Another duty of somebody on a day."""

    person: str
    date: date
    before: str
    """Shift, or blank for a day off."""
    before_unit: str
    """Blank on a round."""
    after: str
    after_unit: str
    is_forced: bool
    """By what has come up: nobody chose it, and it has no price."""
    notice_hours: float
    """From now to the beginning of the one or the other, whichever is sooner."""
    pounds: float
    """The price of the change."""


class VisitChange(Fact):
    """Other visits of somebody whose duty stays."""

    person: str
    date: date
    more: dict[str, float]
    """Minutes by place."""
    fewer: dict[str, float]
    anew: tuple[str, ...] = ()
    """Places to which the round did not go."""
    no_longer: tuple[str, ...] = ()
    """Places to which it does not go any more."""
    pounds: float = 0.0

    @property
    def is_elsewhere(self) -> bool:
        """The round goes to other places, not only for longer or shorter."""
        return bool(self.anew or self.no_longer)


class StartChange(Fact):
    """Another start of somebody."""

    referral: str
    before: date | None
    """None for who had no place."""
    before_option: str
    before_units: tuple[str, ...]
    after: date | None
    after_option: str
    after_units: tuple[str, ...]


class AgencyChange(Fact):
    """Care that is bought more, or less."""

    date: date
    place: str
    minutes: float
    """More than before; less than nothing where it is fewer."""


class Differences(Fact):
    """What a plan does otherwise than the published one."""

    duties: tuple[DutyChange, ...] = ()
    visits: tuple[VisitChange, ...] = ()
    starts: tuple[StartChange, ...] = ()
    agency: tuple[AgencyChange, ...] = ()

    @property
    def chosen(self) -> tuple[DutyChange, ...]:
        """Changes of duties that what has come up does not force."""
        return tuple(one for one in self.duties if not one.is_forced)

    @property
    def pounds(self) -> float:
        """The price of change."""
        duties = sum(one.pounds for one in self.duties)
        return round(duties + sum(one.pounds for one in self.visits), 2)

    @property
    def elsewhere(self) -> tuple[VisitChange, ...]:
        """Rounds that go to other places."""
        return tuple(one for one in self.visits if one.is_elsewhere)

    @property
    def people(self) -> int:
        """Whose duties change by choice."""
        return len({one.person for one in self.chosen})

    @property
    def asked(self) -> frozenset[tuple[str, date, str, str]]:
        """Who is asked for which duty: what tells repairs apart."""
        return frozenset((one.person, one.date, one.after, one.after_unit) for one in self.chosen)


def differences(
    case: Case, published: Plan, plan: Plan, now: Now, forced: frozenset[tuple[str, int]]
) -> Differences:
    """What a plan does otherwise than the published one.

    Parameters
    ----------
    case
        With what has come up.
    forced
        Person and day of duties that what has come up takes or gives.
    """
    was, will = _days_of(case, published), _days_of(case, plan)
    keys = sorted((was.keys() | will.keys()), key=lambda key: (key[1], key[0]))
    shifts = {shift.shift: shift for shift in case.shifts}
    duties, visits = list[DutyChange](), list[VisitChange]()
    for key in keys:
        before, after = was.get(key, _Day()), will.get(key, _Day())
        person, day = key
        number = day_number(case.first_day, day)
        is_forced = (person, number) in forced
        if (before.shift, before.unit) != (after.shift, after.unit):
            begins = [
                now.minutes_to(number, shifts[one.shift])
                for one in (before, after)
                if one.shift in shifts
            ]
            minutes = min(begins, default=0)
            pounds = 0.0 if is_forced else price_of_change(case.change_prices, minutes)
            duties.append(
                DutyChange(
                    person=person,
                    date=day,
                    before=before.shift,
                    before_unit=before.unit,
                    after=after.shift,
                    after_unit=after.unit,
                    is_forced=is_forced,
                    notice_hours=round(minutes / 60, 1),
                    pounds=pounds,
                )
            )
        elif before.visits != after.visits:
            more, fewer = _more(before, after), _more(after, before)
            anew = sorted(set(after.visits) - set(before.visits))
            no_longer = sorted(set(before.visits) - set(after.visits))
            pounds = 0.0 if is_forced else len(anew) * case.change_prices.other_visit
            if more or fewer:
                visits.append(
                    VisitChange(
                        person=person,
                        date=day,
                        more=more,
                        fewer=fewer,
                        anew=tuple(anew),
                        no_longer=tuple(no_longer),
                        pounds=pounds,
                    )
                )
    return Differences(
        duties=tuple(duties),
        visits=tuple(visits),
        starts=tuple(_starts(published, plan)),
        agency=tuple(_agency(published, plan)),
    )


class _Day:
    """What somebody does on a day."""

    def __init__(self, shift: str = "", unit: str = "") -> None:
        self.shift, self.unit = shift, unit
        self.visits: dict[str, float] = defaultdict(float)


def _days_of(case: Case, plan: Plan) -> dict[tuple[str, date], _Day]:
    units = {unit.unit for unit in case.units}
    homes = {person.person: person.home for person in case.people}
    found: dict[tuple[str, date], _Day] = {}
    for row in plan.duties:
        unit = row.place if row.place in units else None
        day = found.setdefault((row.person, row.date), _Day(row.shift, unit or ""))
        if unit is None and row.minutes != 0:
            day.visits[row.place or homes.get(row.person, "")] += row.minutes or 0.0
    return found


def _more(before: _Day, after: _Day) -> dict[str, float]:
    """Minutes by place that are more afterwards."""
    return {
        place: round(minutes - before.visits.get(place, 0.0), 2)
        for place, minutes in sorted(after.visits.items())
        if minutes - before.visits.get(place, 0.0) > SAME_MINUTES or (place not in before.visits)
    }


def _starts(published: Plan, plan: Plan) -> Iterator[StartChange]:
    was, will = _placed(published), _placed(plan)
    for name in dict.fromkeys((*was, *will)):
        before, after = was.get(name, _NOWHERE), will.get(name, _NOWHERE)
        if before != after:
            yield StartChange(
                referral=name,
                before=before[0],
                before_option=before[1],
                before_units=before[2],
                after=after[0],
                after_option=after[1],
                after_units=after[2],
            )


_Place = tuple[date | None, str, tuple[str, ...]]
_NOWHERE: _Place = (None, "", ())


def _placed(plan: Plan) -> dict[str, _Place]:
    rows: dict[str, list[Placement]] = defaultdict(list)
    for row in plan.placements:
        rows[row.referral].append(row)
    found: dict[str, _Place] = {}
    for name, own in rows.items():
        own.sort(key=lambda row: row.stage)
        first = own[0]
        if first.option is not None:
            units = tuple(row.unit for row in own if row.unit is not None)
            found[name] = (first.start, first.option, units)
    return found


def _agency(published: Plan, plan: Plan) -> Iterable[AgencyChange]:
    more: dict[tuple[date, str], float] = defaultdict(float)
    for row in plan.agency:
        more[row.date, row.place] += row.minutes
    for row in published.agency:
        more[row.date, row.place] -= row.minutes
    for (day, place), minutes in sorted(more.items()):
        if abs(minutes) > SAME_MINUTES:
            yield AgencyChange(date=day, place=place, minutes=round(minutes, 2))
