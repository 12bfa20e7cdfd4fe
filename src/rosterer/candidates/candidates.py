"""Who can take a duty? Everybody, each judged by the referee, in the order in which to ask."""

from collections.abc import Iterable, Iterator
from datetime import date

from rosterer.candidates.asked import AskedDuty, AskedGap
from rosterer.candidates.facts import balance, breaks_wish, known_places, miles, rests
from rosterer.candidates.found import Candidate, Candidates, Group
from rosterer.candidates.gap import Gap, gap_of
from rosterer.candidates.swaps import handed_on, moved_here
from rosterer.candidates.uncovered import by_agency, leave_uncovered, money, short_units
from rosterer.referee.duty_rules import judge_duties
from rosterer.referee.slots import read_slot
from rosterer.referee.verdict import Breach
from rosterer.referee.words import counted, said
from rosterer.session import Effect, Session
from rosterer.session.rows import rows_at
from rosterer_models.vocabulary.edit import Assign, Edit, Where
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

_SMALL = 1e-6
"""Of whatever a breach counts."""
ORDER: tuple[Group, ...] = ("suitable", "breaks-a-wish", "needs-a-swap", "not-possible")


def candidates(session: Session, asked: AskedDuty | AskedGap) -> Candidates:
    """Everybody who could take a duty or fill a gap, ranked and grouped; then an agency; last what
    it means to leave it uncovered.

    The plan of the session stays as it is. Where it leaves reservations to the referee's rule, all
    are compared with what the rule reserves for the plan as it is.

    Raises
    ------
    BadInput
        When the question names what the case does not have.
    RefusedEditError
        When the duty is fixed in the session.
    """
    gap = gap_of(session, asked)
    if isinstance(gap, str):
        return Candidates(asked=asked, is_so=False, sentence=gap)
    session = session.as_reserved()
    before = short_units(session, gap.day)
    with session.trying([] if gap.drop is None else [gap.drop]) as effect:
        search = _Search(session, gap, effect)
        people = sorted(search.people(), key=_rank)
        return Candidates(
            asked=asked,
            sentence=_sentence(session, gap, people),
            people=tuple(people),
            agency=by_agency(session, gap),
            uncovered=leave_uncovered(session, gap, effect, before),
        )


def _rank(one: Candidate) -> tuple[int, float, int, str]:
    return ORDER.index(one.group), one.total or 0.0, -one.known_places, one.person


def _sentence(session: Session, gap: Gap, people: list[Candidate]) -> str:
    when = said(session.grounds.register.calendar.date(gap.day))
    where = f" in {gap.unit}" if gap.unit else ""
    whose = f", now {session.grounds.register.called(gap.person)}'s" if gap.person else ""
    numbers = {group: sum(one.group == group for one in people) for group in ORDER}
    return (
        f"{gap.shift.shift} on {when}{where}{whose}: "
        f"{counted(numbers['suitable'], 'person is', 'people are')} suitable, "
        f"{numbers['breaks-a-wish']} with a wish broken, {numbers['needs-a-swap']} with a swap, "
        f"{numbers['not-possible']} not possible."
    )


class _Search:
    """Everybody looked at beside a plan in which the duty is nobody's."""

    def __init__(self, session: Session, gap: Gap, dropped: Effect) -> None:
        self.session, self.gap, self.dropped = session, gap, dropped
        self.register = session.grounds.register
        self.when = self.register.calendar.date(gap.day)
        self.blocked: list[tuple[Person, Where, Candidate]] = []
        """Whom a rule of their own roster keeps from it."""
        self.on_duty: list[tuple[Person, Where, Candidate]] = []

    def people(self) -> Iterator[Candidate]:
        """Each of them once."""
        for person in self.register.case.people:
            if person.person != self.gap.person:
                yield from self._look_at(person)
        yield from self._swaps()

    def _look_at(self, person: Person) -> Iterator[Candidate]:
        """The person, unless they are put aside until swaps are looked for."""
        gap, key = self.gap, (person.person, self.when)
        row = DutyPiece(person=person.person, date=self.when, shift=gap.shift.shift)
        where = gap.where(self.session, person)
        rows = rows_at(self.register, row, where)
        faults = self._faults_of_duty(person, rows)
        if faults:
            yield self._not_possible(person, faults[0])
            return
        own = self.session.duty_rows(key)
        if own:
            words = f"{self.register.called(person.person)} is on duty ({own[0].shift}) that day."
            refused = self._plain(person, "one-duty-a-day", words)
            self.on_duty.append((person, where, refused))
            return
        brought = self.session.judging.duties.brought(person.person, {key: rows})
        if brought:
            self.blocked.append((person, where, self._not_possible(person, brought[0])))
            return
        if gap.unit is None and not where:
            words = (
                f"{self.register.called(person.person)} reaches or can do no visit that is short."
            )
            yield self._plain(person, "", words)
            return
        is_wish = breaks_wish(self.session, person, gap.day, gap.shift)
        assign = Assign(person=person.person, date=self.when, shift=gap.shift.shift, where=where)
        group: Group = "breaks-a-wish" if is_wish else "suitable"
        found = self.judged(person, group, [assign], where)
        yield found if isinstance(found, Candidate) else self._not_possible(person, found)

    def _faults_of_duty(self, person: Person, rows: tuple[DutyPiece, ...]) -> list[Breach]:
        """What keeps the person from such a duty on this day whatever else they do."""
        duty = read_slot(self.register, 0, rows).duty
        return judge_duties(self.register, person.person, [duty]).told if duty else []

    def judged(
        self, person: Person, group: Group, edits: list[Edit], where: Where
    ) -> Candidate | Breach:
        """The person with edits, judged by the referee; what they break, where they do."""
        gap, session = self.gap, self.session
        effect = session.tried(edits)
        broken = worse(effect)
        if broken is not None:
            return broken
        rows = rows_at(
            self.register,
            DutyPiece(person=person.person, date=self.when, shift=gap.shift.shift),
            where,
        )
        places = [] if gap.unit else [visit.place for visit in where if visit.place]
        before, after = rests(session, person, gap.day, gap.shift)
        candidate = Candidate(
            person=person.person,
            group=group,
            edits=tuple(edits),
            cash=_sum(self.dropped.cash, effect.cash),
            notional=_sum(self.dropped.notional, effect.notional),
            preference=_sum(self.dropped.preference, effect.preference),
            total=_sum(self.dropped.total, effect.total),
            hours_short=self.dropped.hours_short + effect.hours_short,
            visits=len(places),
            balance_before=balance(session, person, {}),
            balance_after=balance(session, person, {gap.day: gap.shift}),
            travel_miles=miles(session, rows),
            known_places=known_places(session, person, gap.day, places),
            rest_before_hours=before,
            rest_after_hours=after,
            sentence="",
        )
        return candidate.model_copy(update={"sentence": self._told(candidate)})

    def _swaps(self) -> Iterator[Candidate]:
        """Those put aside: with a swap where one helps, else not possible."""
        found = {one.person: one for one in moved_here(self, self.on_duty)}
        found |= {one.person: one for one in handed_on(self, self.blocked)}
        for person, _, refused in (*self.on_duty, *self.blocked):
            yield found.get(person.person, refused)

    def _not_possible(self, person: Person, breach: Breach) -> Candidate:
        return self._plain(person, breach.rule, f"{breach.sentence}.")

    def _plain(self, person: Person, rule: str, sentence: str) -> Candidate:
        return Candidate(
            person=person.person,
            group="not-possible",
            rule=rule,
            sentence=f"Not possible: {sentence}",
        )

    def _told(self, one: Candidate) -> str:
        called = self.register.called(one.person)
        parts = money(one)
        if one.visits:
            parts.append(f"{counted(one.visits, 'visit')}, {one.travel_miles:.1f} miles")
        if one.balance_before is not None and one.balance_after is not None:
            parts.append(f"balance {one.balance_before:+.1f} to {one.balance_after:+.1f} hours")
        if one.rest_before_hours is not None:
            parts.append(f"{one.rest_before_hours:.1f} hours' rest before")
        if one.rest_after_hours is not None:
            parts.append(f"{one.rest_after_hours:.1f} after")
        swap = f" with {_swap_words(one.edits, called)}" if one.group == "needs-a-swap" else ""
        wish = " against a wish" if one.group == "breaks-a-wish" else ""
        return f"{called}{wish}{swap}: {', '.join(parts)}."


def worse(effect: Effect) -> Breach | None:
    """The first rule that is broken, or broken by more, than before; one broken by less is better
    than it was.
    """
    before: dict[tuple[str, str, date | None], float] = {
        (one.rule, one.who, one.when): one.by or 0.0 for one in _every(effect.gone)
    }
    for one in _every(effect.new):
        least = before.get((one.rule, one.who, one.when))
        if least is None or (one.by or 0.0) > least + _SMALL:
            return one
    return None


def _every(breaches: Iterable[Breach]) -> list[Breach]:
    return [one for breach in breaches for one in (breach, *breach.follows)]


def _swap_words(edits: tuple[Edit, ...], called: str) -> str:
    if len(edits) == 1:
        return f"{called} moved from another duty that day"
    others = [one for one in edits[1:] if isinstance(one, Assign)]
    return "; ".join(f"{one.person} doing {one.shift} on {said(one.date)}" for one in others)


def _sum(one: float, other: float) -> float:
    return round(one + other, 2)
