"""Which edits might somebody make of a plan? Drawn at random, good and bad."""

import random
from datetime import date, timedelta

from rosterer.session import RefusedEditError, Session
from rosterer_models.vocabulary.edit import (
    Assign,
    Drop,
    Edit,
    Fix,
    Move,
    PlaceReferral,
    Swap,
    Unfix,
    Unplace,
    Visit,
)
from rosterer_models.vocabulary.plan import DutyPiece


class Drawn:
    """Edits of a session, one after the other."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.case, self._rng = session, session.case, random.Random(seed)

    def step(self) -> str:
        """Make one: mostly an edit, now and then several, undo or redo; its name."""
        chance = self._rng.random()
        if chance < 0.12 and self.session.can_undo:
            self.session.undo()
            return "undo"
        if chance < 0.2 and self.session.can_redo:
            self.session.redo()
            return "redo"
        while True:
            number = 2 if self._rng.random() < 0.1 else 1
            edits = [self.edit() for _ in range(number)]
            try:
                self.session.apply(edits)
            except RefusedEditError:
                continue
            return edits[0].edit

    def next_good(self) -> Edit:
        """An edit that is not refused."""
        while True:
            edit = self.edit()
            try:
                self.session.tried(edit)
            except RefusedEditError:
                continue
            return edit

    def edit(self) -> Edit:
        """An edit of any kind; it may be refused."""
        kinds = [self._assign, self._drop, self._move, self._swap, self._fix, self._unfix]
        weights = [4, 3, 4, 2, 0.3, 0.3]
        if self.case.referrals:
            kinds, weights = [*kinds, self._place, self._unplace], [*weights, 2, 1]
        return self._rng.choices(kinds, weights)[0]()

    def _date(self) -> date:
        return self.case.first_day + timedelta(days=self._rng.randrange(self.case.days))

    def _duty(self) -> DutyPiece:
        slots = self.session.plan.duties
        if not slots:
            return DutyPiece(
                person=self.case.people[0].person,
                date=self._date(),
                shift=self.case.shifts[0].shift,
            )
        return self._rng.choice(slots)

    def _where(self) -> tuple[Visit, ...]:
        draw, case = self._rng, self.case
        if draw.random() < 0.3:
            return ()
        if draw.random() < 0.4 and case.units:
            return (Visit(place=draw.choice(case.units).unit),)
        if draw.random() < 0.3:
            return (Visit(place=draw.choice(case.places).place),)
        return tuple(
            Visit(
                place=draw.choice(case.places).place,
                band=draw.choice(case.bands).band,
                skill=draw.choice(case.skills).skill,
                minutes=draw.choice((0, 30, 45.5, 61.37, 120)),
            )
            for _ in range(draw.randint(1, 5))
        )

    def _assign(self) -> Edit:
        return Assign(
            person=self._rng.choice(self.case.people).person,
            date=self._date(),
            shift=self._rng.choice(self.case.shifts).shift,
            where=self._where(),
        )

    def _drop(self) -> Edit:
        row = self._duty()
        return Drop(person=row.person, date=row.date)

    def _move(self) -> Edit:
        row, way = self._duty(), self._rng.randrange(3)
        return Move(
            person=row.person,
            date=row.date,
            to_date=self._date() if way == 0 else None,
            to_shift=self._rng.choice(self.case.shifts).shift if way == 1 else None,
            to_where=self._where() if way == 2 else None,
        )

    def _swap(self) -> Edit:
        row, other = self._duty(), self._duty()
        return Swap(person=row.person, date=row.date, other=other.person, other_date=other.date)

    def _place(self) -> Edit:
        referral = self._rng.choice(self.case.referrals)
        options = referral.options or tuple(stage.option for stage in self.case.options)
        return PlaceReferral(
            referral=referral.referral,
            option=self._rng.choice(options),
            start=self._date(),
            waits=(self._rng.choice((0, 0, 1)),),
        )

    def _unplace(self) -> Edit:
        return Unplace(referral=self._rng.choice(self.case.referrals).referral)

    def _fix(self) -> Edit:
        row = self._duty()
        return Fix(person=row.person, date=row.date)

    def _unfix(self) -> Edit:
        row = self._duty()
        return Unfix(person=row.person, date=row.date)
