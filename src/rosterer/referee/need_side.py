"""What do placements and reservations ask for, and what changes when some of them do?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rosterer.referee import service
from rosterer.referee.cells import Supply
from rosterer.referee.delays import Wait, wait_of
from rosterer.referee.duty_side import Touched
from rosterer.referee.grounds import Grounds
from rosterer.referee.ledger import Account
from rosterer.referee.load import Asked
from rosterer.referee.placements import Start, read_placement
from rosterer.referee.reservations import Reserved
from rosterer.referee.reserve import Changed, Reserving
from rosterer.referee.units import Heads
from rosterer.referee.verdict import Breach
from rosterer_models.vocabulary.plan import Placement


@dataclass
class Placed:
    """Rows of a referral, as read."""

    order: int
    rows: tuple[Placement, ...]
    start: Start | None
    broken: list[Breach]


@dataclass
class Moved:
    """Where more or less is asked for than before."""

    homes: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)

    def add(self, asked: Asked) -> None:
        """What is asked for there is new, or gone."""
        self.homes.add(asked.home)
        self.units.update(asked.course.units)


class NeedSide:
    """Placements and reservations of a plan under judgement."""

    def __init__(self, grounds: Grounds, reserved: list[Reserved] | None, account: Account) -> None:
        self._grounds, self._account = grounds, account
        self._given = reserved
        self._asked_by_given = (
            [] if reserved is None else grounds.load.asked_by_all_reserved(reserved)
        )
        self.reserved: list[Reserved] = reserved or []
        self.placed: dict[str, Placed] = {}
        self.waits: dict[str, Wait] = {}
        self._placed_load = grounds.load.twin()
        """With placements and given reservations."""
        self.load = self._placed_load
        self._reserving = Reserving(grounds.register)
        self._moved = Moved()
        self._is_first = True
        for asked in self._asked_by_given:
            self._moved.add(asked)
        for referral in grounds.register.case.referrals:
            self._wait(referral.referral, None)

    def put(self, referral: str, order: int, rows: tuple[Placement, ...]) -> None:
        """Let a referral have these rows, or none."""
        was = self.placed.pop(referral, None)
        if was is not None and was.start is not None:
            self._moved.add(self._placed_load.asked_by_start(was.start))
        start = None
        if rows:
            start, broken = read_placement(
                self._grounds.register, self._grounds.courses, referral, list(rows)
            )
            self.placed[referral] = Placed(order, rows, start, broken)
        if start is not None:
            self._moved.add(self._placed_load.asked_by_start(start))
        self._wait(referral, start)

    def _wait(self, name: str, start: Start | None) -> None:
        register = self._grounds.register
        referral = register.referrals.get(name)
        if referral is None:
            return
        wait = self.waits[name] = wait_of(register, referral, start)
        entries = list(service.delay_entries(register, wait))
        if start is not None:
            entries.append(service.stage_wait_entry(register, start))
            entries.extend(service.option_entries(register, self._grounds.courses, start))
        self._account.put(("referral", name), entries)

    @property
    def in_order(self) -> list[Placed]:
        """Those of each referral, in the order of the plan."""
        return sorted(self.placed.values(), key=lambda placed: placed.order)

    def starts(self) -> dict[str, Start]:
        """By referral, in the order of the plan."""
        starts = (placed.start for placed in self.in_order)
        return {start.referral.referral: start for start in starts if start is not None}

    def settle(self, supply: Supply, heads: Heads, touched: Touched) -> Moved | None:
        """Count anew what is asked for; where it has changed, and None where it has not.

        Parameters
        ----------
        touched
            By other duties, on which depends what the referee reserves by itself.
        """
        moved, self._moved = self._moved, Moved()
        is_moved = bool(moved.homes or moved.units)
        if is_moved:
            self._placed_load.refill(self._asked(), moved.homes, moved.units)
        if self._given is None and (
            is_moved or touched.cells or touched.unit_days or self._is_first
        ):
            changed = None if self._is_first else self._changed(moved, touched)
            is_moved |= self._reserve(supply, heads, moved, changed)
        if not is_moved and not self._is_first:
            return None
        self._is_first = False
        self._write()
        return moved

    def _changed(self, moved: Moved, touched: Touched) -> Changed:
        """Where the default rule may find other room than before."""
        days, changed = self._grounds.register.calendar.days, Changed()
        for place, day, _, _ in touched.cells:
            changed.homes[place] = max(day, changed.homes.get(place, -1))
        for unit, day in touched.unit_days:
            changed.units[unit] = max(day, changed.units.get(unit, -1))
        if moved.homes or moved.units:
            changed.homes |= dict.fromkeys(moved.homes, days)
            changed.units |= dict.fromkeys(moved.units, days)
            changed.slots |= set(range(days))
        return changed

    def _asked(self) -> Iterable[Asked]:
        for start in self.starts().values():
            yield self._placed_load.asked_by_start(start)
        yield from self._asked_by_given

    def _reserve(self, supply: Supply, heads: Heads, moved: Moved, where: Changed | None) -> bool:
        """Reserve by the default rule; whether it is otherwise than before."""
        load = self._placed_load.twin()
        reserved = self._reserving.run(load, supply, heads, where)
        changed = {*map(_content, reserved)} ^ {*map(_content, self.reserved)}
        for _, home, _, _, units, _ in changed:
            moved.homes.add(home)
            moved.units.update(unit for unit in units if unit is not None)
        self.load, self.reserved = load, reserved
        return bool(changed)

    def _write(self) -> None:
        register, courses = self._grounds.register, self._grounds.courses
        self._account.put("expected", service.expected_delay_entries(register, self.reserved))
        self._account.put(
            "reserved", service.reserved_option_entries(register, courses, self.reserved)
        )
        self._account.put("tail", service.tail_entries(register, self.load))


_Content = tuple[str, str, int, str, tuple[str | None, ...], float]


def _content(row: Reserved) -> _Content:
    """What makes two reservations the same."""
    arrivals = row.arrivals
    return arrivals.arrival_class, arrivals.home, row.day, row.option, row.units, row.amount
