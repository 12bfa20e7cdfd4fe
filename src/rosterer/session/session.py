"""A plan under edit: what does each edit change, and how is it taken back?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from rosterer.referee.grounds import Grounds
from rosterer.referee.judging import Judging
from rosterer.referee.slots import SlotKey
from rosterer.referee.verdict import Verdict
from rosterer.session.draft import Draft, DutyRows, Kept, PlacementRows
from rosterer.session.effect import Effect, Figures, effect_of, figures_of
from rosterer.session.refused import RefusedEditError
from rosterer_models.vocabulary import edit as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.edit import Edit
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.plan import Origin, Placement, Plan

Ordered = tuple[int, DutyRows]
OrderedPlacement = tuple[int, PlacementRows]


class _Step(NamedTuple):
    """Rows as they were before edits, and as they are after them."""

    duties: dict[SlotKey, tuple[Ordered | None, Ordered | None]]
    placements: dict[str, tuple[OrderedPlacement | None, OrderedPlacement | None]]
    kept: tuple[Kept, Kept]

    @property
    def reversed(self) -> "_Step":
        """The step back."""
        return _Step(
            {key: (after, before) for key, (before, after) in self.duties.items()},
            {key: (after, before) for key, (before, after) in self.placements.items()},
            (self.kept[1], self.kept[0]),
        )


class Session:
    """A plan under edit, judged after each edit by the referee, who looks again only at what the
    edit touches.

    Parameters
    ----------
    case
        A valid case.
    plan
        Any plan of it. Once it is edited, what it claims of itself (delays and their reasons,
        ledger, certificate) no longer stands and is left out.
    show_names
        Call people by their display names in sentences, where the reader may see them.
    grounds
        What is read of the case, where that is known.
    """

    def __init__(
        self,
        case: Case,
        plan: Plan,
        *,
        show_names: bool = False,
        grounds: Grounds | None = None,
    ) -> None:
        self.case, self._given = case, plan
        self.grounds = Grounds(case, show_names=show_names) if grounds is None else grounds
        self.judging = Judging(self.grounds, plan)
        self.judging.settle()
        self._kept: Kept = frozenset()
        self._next_order = len(plan.duties) + len(plan.placements)
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._plan: Plan | None = None
        self._verdict: Verdict | None = None
        self._stripped = _without_claims(plan)
        self._figures = self._figures_now()

    # What there is.

    @property
    def plan(self) -> Plan:
        """The plan as it is: the one given until it is edited."""
        if self._claims is self._given:
            return self._given
        if self._plan is None:
            duties, placed = self.judging.duties.slots, self.judging.needs.in_order
            slots = sorted(duties.values(), key=lambda slot: slot.order)
            self._plan = self._stripped.model_copy(
                update={
                    "duties": tuple(row for slot in slots for row in slot.rows),
                    "placements": tuple(row for one in placed for row in one.rows),
                }
            )
        return self._plan

    @property
    def verdict(self) -> Verdict:
        """What the referee says of the plan as it is."""
        if self._verdict is None:
            self._verdict = self.judging.verdict(self._claims)
        return self._verdict

    @property
    def _claims(self) -> Plan:
        is_edited = any(step.duties or step.placements for step in self._done)
        return self._stripped if is_edited else self._given

    @property
    def kept_duties(self) -> tuple[FixedDuty, ...]:
        """Fixed duties, as a case would have them. A fixed duty of a case keeps its shift and its
        unit; which round it is stays open.
        """
        found = []
        for key in self._kept:
            if not isinstance(key, str):
                row = self.duty_rows(key)[0]
                unit = row.place if row.place in self.grounds.register.units else None
                found.append(
                    FixedDuty(person=row.person, date=row.date, shift=row.shift, unit=unit)
                )
        return tuple(sorted(found, key=lambda duty: (duty.date, duty.person)))

    @property
    def kept_placements(self) -> tuple[Placement, ...]:
        """Rows of the placements that are fixed."""
        names = sorted(key for key in self._kept if isinstance(key, str))
        return tuple(row for name in names for row in self.placement_rows(name))

    @property
    def case_to_search(self) -> Case:
        """The case for a later search, in which the duties that were fixed are fixed duties."""
        if not self.kept_duties:
            return self.case
        return with_tables(self.case, {"fixed": (*self.case.fixed, *self.kept_duties)})

    @property
    def can_undo(self) -> bool:
        """There is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """There is a step to make again."""
        return bool(self._undone)

    def as_reserved(self) -> "Session":
        """The session itself, or where the plan leaves reservations to the referee's rule another
        of the plan as it is, with what the rule reserves written down.
        """
        if self._given.reservations is not None:
            return self
        plan = self.plan.model_copy(update={"reservations": self.verdict.reservations})
        return Session(self.case, plan, grounds=self.grounds)

    def duty_rows(self, key: SlotKey) -> DutyRows:
        """Rows of a person and date."""
        slot = self.judging.duties.slots.get(key)
        return () if slot is None else slot.rows

    def placement_rows(self, referral: str) -> PlacementRows:
        """Rows of a referral."""
        placed = self.judging.needs.placed.get(referral)
        return () if placed is None else placed.rows

    # What can be done with it.

    def apply(self, edits: Edit | Sequence[Edit]) -> Effect:
        """Make an edit, or several as one step.

        Raises
        ------
        RefusedEditError
            With all that is wrong with any of them; then none is made.
        """
        step = self._step(edits)
        self._done.append(step)
        self._undone.clear()
        return self._make(step)

    def tried(self, edits: Edit | Sequence[Edit]) -> Effect:
        """What edits would change; the plan, and what can be made again, stay as they are.

        Raises
        ------
        RefusedEditError
            With all that is wrong with any of them.
        """
        with self.trying(edits) as effect:
            return effect

    @contextmanager
    def trying(self, edits: Edit | Sequence[Edit]) -> Iterator[Effect]:
        """The plan with edits, for as long as the context lasts.

        Raises
        ------
        RefusedEditError
            With all that is wrong with any of them.
        """
        step, before = self._step(edits), (self._plan, self._verdict, self._figures)
        self._done.append(step)
        try:
            yield self._make(step)
        finally:
            self._done.pop()
            self._put(step.reversed)
            self._plan, self._verdict, self._figures = before

    def undo(self) -> Effect:
        """Take the last step back.

        Raises
        ------
        RefusedEditError
            When there is none.
        """
        if not self._done:
            raise RefusedEditError(["there is no step to take back"])
        step = self._done.pop()
        self._undone.append(step)
        return self._make(step.reversed)

    def redo(self) -> Effect:
        """Make the step again that was taken back last.

        Raises
        ------
        RefusedEditError
            When there is none.
        """
        if not self._undone:
            raise RefusedEditError(["there is no step to make again"])
        step = self._undone.pop()
        self._done.append(step)
        return self._make(step)

    # How it is done.

    def _step(self, edits: Edit | Sequence[Edit]) -> _Step:
        every = edits if isinstance(edits, Sequence) else (edits,)
        draft = Draft(self.grounds, self, self._kept)
        for number, one in enumerate(every, 1):
            draft.make(number, one)
        if draft.faults:
            raise RefusedEditError(draft.faults)
        return _Step(
            {key: (self._slot(key), self._new(key, rows)) for key, rows in draft.duties.items()},
            {
                name: (self._placed(name), self._newly_placed(name, rows))
                for name, rows in draft.placements.items()
            },
            (self._kept, frozenset(draft.kept)),
        )

    def _slot(self, key: SlotKey) -> Ordered | None:
        slot = self.judging.duties.slots.get(key)
        return None if slot is None else (slot.order, slot.rows)

    def _placed(self, referral: str) -> OrderedPlacement | None:
        placed = self.judging.needs.placed.get(referral)
        return None if placed is None else (placed.order, placed.rows)

    def _new(self, key: SlotKey, rows: DutyRows) -> Ordered | None:
        was = self._slot(key)
        return (self._order(was), rows) if rows else None

    def _newly_placed(self, referral: str, rows: PlacementRows) -> OrderedPlacement | None:
        was = self._placed(referral)
        return (self._order(was), rows) if rows else None

    def _order(self, was: tuple[int, object] | None) -> int:
        """Rows stay where they were; new ones come last."""
        if was is not None:
            return was[0]
        self._next_order += 1
        return self._next_order

    def _make(self, step: _Step) -> Effect:
        before, self._plan, self._verdict = self._figures, None, None
        self._put(step)
        self._figures = self._figures_now()
        return effect_of(before, self._figures, _inverse(step))

    def _put(self, step: _Step) -> None:
        for key, (_, slot) in step.duties.items():
            self.judging.duties.put(key, *(slot or (0, ())))
        for name, (_, placed) in step.placements.items():
            self.judging.needs.put(name, *(placed or (0, ())))
        self._kept = step.kept[1]
        self.judging.settle()

    def _figures_now(self) -> Figures:
        broken, _ = self.judging.breaches(self._claims)
        return figures_of(broken, self.judging.ledger)


def session(case: Case, plan: Plan, *, show_names: bool = False) -> Session:
    """Open a plan for editing; see :class:`Session`."""
    return Session(case, plan, show_names=show_names)


def _without_claims(plan: Plan) -> Plan:
    """The plan without what it says of itself, which no longer stands once it is edited."""
    origin = plan.origin if plan.origin and plan.origin.decisions else Origin(source="edit")
    return plan.model_copy(
        update={"delays": (), "ledger": (), "certificate": None, "origin": origin}
    )


def _inverse(step: _Step) -> tuple[Edit, ...]:
    """Edits that lead back to the rows before a step."""
    kept_now, kept_before = step.kept[1], step.kept[0]
    back: list[Edit] = []
    for key in sorted(kept_now - kept_before, key=str):
        back.append(kinds.Unfix(**_named(key)))
    for (person, when), (before, after) in step.duties.items():
        if before is not None:
            back.append(kinds.Restore(duties=before[1]))
        elif after is not None:
            back.append(kinds.Drop(person=person, date=when))
    for name, (placed, _) in step.placements.items():
        rows = (Placement(referral=name),) if placed is None else placed[1]
        back.append(kinds.Restore(placements=rows))
    for key in sorted(kept_before - kept_now, key=str):
        back.append(kinds.Fix(**_named(key)))
    return tuple(back)


def _named(key: SlotKey | str) -> dict[str, object]:
    return {"referral": key} if isinstance(key, str) else {"person": key[0], "date": key[1]}
