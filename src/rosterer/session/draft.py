"""Which rows does an edit leave, and why is it refused where it is?"""

import datetime
from collections.abc import Iterable
from typing import Protocol

from rosterer.referee.grounds import Grounds
from rosterer.referee.slots import SlotKey
from rosterer.referee.words import said
from rosterer.session.placing import rows_of_start, unserved_row
from rosterer.session.rows import handed_over, on_other_shift, rows_at
from rosterer_models.vocabulary import edit as kinds
from rosterer_models.vocabulary.plan import DutyPiece, Placement

DutyRows = tuple[DutyPiece, ...]
PlacementRows = tuple[Placement, ...]
Kept = frozenset[SlotKey | str]
"""What is fixed: duties by person and date, placements by referral."""


class Standing(Protocol):
    """Rows as they are before the edits."""

    def duty_rows(self, key: SlotKey) -> DutyRows:
        """Of a person and date."""

    def placement_rows(self, referral: str) -> PlacementRows:
        """Of a referral."""


class Draft:
    """Edits on trial: rows that they change, what is fixed then, and what is wrong with them."""

    def __init__(self, grounds: Grounds, standing: Standing, kept: Kept) -> None:
        self._grounds, self._register, self._standing = grounds, grounds.register, standing
        self.duties: dict[SlotKey, DutyRows] = {}
        self.placements: dict[str, PlacementRows] = {}
        self.kept = set(kept)
        self.faults: list[str] = []

    def make(self, number: int, one: kinds.Edit) -> None:
        """Make one edit, the n-th of those given together; later ones build on it."""
        before = len(self.faults)
        match one:
            case kinds.Assign():
                self._assign(one)
            case kinds.Drop():
                if self._has_duty(one.person, one.date):
                    self._put(one.person, one.date, ())
            case kinds.Move():
                self._move(one)
            case kinds.Swap():
                self._swap(one)
            case kinds.PlaceReferral():
                self._place(one)
            case kinds.Unplace():
                self._unplace(one)
            case kinds.Fix():
                self._fix(one)
            case kinds.Unfix():
                self._unfix(one)
            case kinds.Restore():
                self._restore(one)
        found = self.faults[before:]
        self.faults[before:] = [f"edit {number} ({one.edit}): {words}" for words in found]

    def _rows(self, person: str, when: datetime.date) -> DutyRows:
        key = (person, when)
        return self.duties[key] if key in self.duties else self._standing.duty_rows(key)

    def _placed(self, referral: str) -> PlacementRows:
        if referral in self.placements:
            return self.placements[referral]
        return self._standing.placement_rows(referral)

    def _put(self, person: str, when: datetime.date, rows: DutyRows) -> None:
        self.duties[person, when] = rows

    # What is wrong; each says it and answers whether all is well.

    def _is_known(self, what: str, name: str, known: Iterable[str]) -> bool:
        if name in known:
            return True
        self.faults.append(f"the case has no {what} {name}; correct the id")
        return False

    def _is_day(self, when: datetime.date) -> bool:
        calendar = self._register.calendar
        if calendar.has(calendar.number(when)):
            return True
        last = calendar.date(calendar.days - 1)
        self.faults.append(
            f"{when} is outside the horizon; choose a day from {calendar.date(0)} to {last}"
        )
        return False

    def _is_person(self, person: str) -> bool:
        return self._is_known("person", person, self._register.people)

    def _is_free(self, person: str, when: datetime.date) -> bool:
        """No duty stands there, and none is fixed."""
        rows = self._rows(person, when)
        if rows:
            self.faults.append(
                f"{self._called(person)} has {rows[0].shift} on {said(when)} already; drop, move "
                "or swap it"
            )
        return not rows

    def _called(self, person: str) -> str:
        return self._register.called(person)

    def _has_duty(self, person: str, when: datetime.date) -> bool:
        """A duty stands there that is not kept."""
        is_known = self._is_person(person) & self._is_day(when)
        if not is_known:
            return False
        if not self._rows(person, when):
            self.faults.append(f"{self._called(person)} has no duty on {said(when)}")
            return False
        if (person, when) in self.kept:
            self.faults.append(
                f"the duty of {self._called(person)} on {said(when)} is fixed; unfix it first"
            )
            return False
        return True

    def _is_where(self, where: Iterable[kinds.Visit]) -> bool:
        register, good = self._register, True
        visits = list(where)
        for visit in visits:
            if visit.place is not None:
                places = {**register.places, **register.units}
                good &= self._is_known("place or unit", visit.place, places)
            if visit.band is not None:
                good &= self._is_known("band", visit.band, register.bands)
            if visit.skill is not None:
                good &= self._is_known("skill", visit.skill, register.skills)
        if len({visit.place if visit.place in register.units else "" for visit in visits}) > 1:
            self.faults.append("a duty is in one unit or a round; name one unit, or places alone")
            return False
        return good

    # Duties.

    def _assign(self, one: kinds.Assign) -> None:
        is_known = self._is_person(one.person) & self._is_day(one.date)
        is_known &= self._is_known("shift", one.shift, self._register.shifts)
        is_known &= self._is_where(one.where)
        if is_known and self._is_free(one.person, one.date):
            row = DutyPiece(person=one.person, date=one.date, shift=one.shift, source=one.source)
            self._put(one.person, one.date, rows_at(self._register, row, one.where))

    def _move(self, one: kinds.Move) -> None:
        is_good = self._has_duty(one.person, one.date)
        if one.to_shift is not None:
            is_good &= self._is_known("shift", one.to_shift, self._register.shifts)
        if one.to_where is not None:
            is_good &= self._is_where(one.to_where)
        to_date = one.to_date or one.date
        is_good &= self._is_day(to_date)
        if not is_good or (to_date != one.date and not self._is_free(one.person, to_date)):
            return
        rows = self._rows(one.person, one.date)
        if one.to_shift is not None and one.to_shift != rows[0].shift:
            rows = on_other_shift(self._register, rows, one.to_shift)
        if one.to_where is not None:
            rows = rows_at(self._register, rows[0], one.to_where)
        if to_date != one.date:
            rows = tuple(
                row.model_copy(update={"date": to_date, "source": "manual"}) for row in rows
            )
            self._put(one.person, one.date, ())
        self._put(one.person, to_date, rows)

    def _swap(self, one: kinds.Swap) -> None:
        other_date = one.other_date or one.date
        has_first = self._has_duty(one.person, one.date)
        if not (self._has_duty(one.other, other_date) and has_first):
            return
        if one.person == one.other:
            self.faults.append(f"{self._called(one.person)} cannot swap with themselves; move it")
            return
        own, others = self._rows(one.person, one.date), self._rows(one.other, other_date)
        if one.date != other_date:
            is_free = self._is_free(one.other, one.date)
            if not (self._is_free(one.person, other_date) and is_free):
                return
            self._put(one.person, one.date, ())
            self._put(one.other, other_date, ())
        self._put(one.other, one.date, handed_over(self._register, own, one.other))
        self._put(one.person, other_date, handed_over(self._register, others, one.person))

    # Placements.

    def _is_open(self, referral: str) -> bool:
        if not self._is_known("referral", referral, self._register.referrals):
            return False
        if referral in self.kept:
            self.faults.append(f"the placement of {referral} is fixed; unfix it first")
            return False
        return True

    def _place(self, one: kinds.PlaceReferral) -> None:
        is_good = self._is_open(one.referral) & self._is_day(one.start)
        is_good &= self._is_known("option", one.option, self._register.stages)
        for unit in one.units:
            is_good &= self._is_known("unit", unit, self._register.units)
        if is_good:
            rows, faults = rows_of_start(self._grounds, one)
            self.faults.extend(faults)
            if not faults:
                self.placements[one.referral] = rows

    def _unplace(self, one: kinds.Unplace) -> None:
        if not self._is_open(one.referral):
            return
        rows = self._placed(one.referral)
        if not rows or all(row.option is None for row in rows):
            self.faults.append(f"{one.referral} is not placed")
            return
        row = unserved_row(self._register, self._register.referrals[one.referral])
        self.placements[one.referral] = (row,)

    # What is kept.

    def _fix(self, one: kinds.Fix) -> None:
        if one.referral is not None:
            rows = self._placed(one.referral)
            if self._is_open(one.referral):
                if not rows or all(row.option is None for row in rows):
                    self.faults.append(f"{one.referral} is not placed; place it first")
                else:
                    self.kept.add(one.referral)
        elif one.person is not None and one.date is not None:
            if not self._has_duty(one.person, one.date):
                return
            day = self._register.calendar.number(one.date)
            if day in self._register.fixed.get(one.person, {}):
                self.faults.append(
                    f"the case has a fixed duty of {self._called(one.person)} on {said(one.date)}"
                )
            else:
                self.kept.add((one.person, one.date))

    def _unfix(self, one: kinds.Unfix) -> None:
        if one.referral is not None:
            key: SlotKey | str = one.referral
            what = f"the placement of {one.referral}"
            is_good = self._is_known("referral", one.referral, self._register.referrals)
        elif one.person is not None and one.date is not None:
            key, what = (one.person, one.date), f"the duty of {one.person} on {said(one.date)}"
            is_good = self._is_person(one.person) & self._is_day(one.date)
        else:
            return
        if is_good and key not in self.kept:
            self.faults.append(f"{what} is not fixed in this session")
        self.kept.discard(key)

    def _restore(self, one: kinds.Restore) -> None:
        for row in one.duties[:1]:
            if (row.person, row.date) in self.kept:
                self._has_duty(row.person, row.date)
            else:
                self._put(row.person, row.date, one.duties)
        for placed in one.placements[:1]:
            if placed.referral in self.kept:
                self._is_open(placed.referral)
            else:
                self.placements[placed.referral] = one.placements
