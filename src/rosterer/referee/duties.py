"""What does each row of the plan's duties stand for: who is where, in which band, for how many
minutes of which skill?
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.folding import folded
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach
from rosterer.referee.words import said
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.plan import DutyPiece

TOLERANCE_MINUTES = 0.05
"""Minutes are written to a hundredth."""

MOST_MINUTES = 1e6
"""A piece never counts for more; beyond a day's 1440 minutes it breaks ``contact-time`` anyway, and
sums stay finite.
"""


@dataclass(frozen=True)
class Piece:
    """Minutes of care with a skill at a place in a band; ``share`` is travel per contact minute."""

    place: str
    band: str
    skill: str
    minutes: float
    share: float


@dataclass(frozen=True)
class Duty:
    """One person, one day, one shift, and where."""

    person: Person
    day: int
    shift: ShiftHours
    unit: Unit | None
    """Where the whole duty is spent; None for a round."""
    unit_skills: tuple[str, ...]
    """Skills that the rows of a duty in a unit name."""
    pieces: tuple[Piece, ...]
    """Of a round."""
    is_fixed: bool
    is_training: bool
    """Serves nothing."""

    @property
    def serves_unit(self) -> bool:
        """The person is among the heads of a unit."""
        return self.unit is not None and not self.is_training


def read_duties(register: Register, rows: Iterable[DutyPiece]) -> tuple[list[Duty], list[Breach]]:
    """The plan's duties, and breaches of ``known-names`` and ``one-duty-a-day``; what has no
    meaning is left out.
    """
    unknown: list[tuple[Hashable, Breach]] = []
    grouped: dict[tuple[str, int], list[DutyPiece]] = defaultdict(list)
    for row in rows:
        day = register.calendar.number(row.date)
        unknown.extend(unknown_names(register, row, day))
        if (
            row.person in register.people
            and row.shift in register.shifts
            and register.calendar.has(day)
        ):
            grouped[row.person, day].append(row)
    duties, broken = [], folded(unknown)
    for (person, day), pieces in grouped.items():
        duty, fault = read_duty(register, register.people[person], day, pieces)
        duties.append(duty)
        if fault is not None:
            broken.append(fault)
    return duties, broken


def unknown_names(register: Register, row: DutyPiece, day: int) -> list[tuple[Hashable, Breach]]:
    """What a row names that the case does not have; an unknown id is told once."""
    names = [
        ("person", row.person, row.person in register.people),
        ("shift", row.shift, row.shift in register.shifts),
        (
            "place or unit",
            row.place,
            row.place is None or row.place in register.places or row.place in register.units,
        ),
        ("band", row.band, row.band is None or row.band in register.bands),
        ("skill", row.skill, row.skill is None or row.skill in register.skills),
    ]
    duty = f"the duty of {register.called(row.person)} on {said(row.date)}"
    faults: list[tuple[Hashable, str]] = [
        ((kind, name), f"{duty} names {kind} {name}, which the case does not have: correct the id")
        for kind, name, is_known in names
        if not is_known
    ]
    if not register.calendar.has(day):
        words = f"{duty} is outside the horizon: remove it or lengthen the horizon"
        faults.append((row.person, words))
    return [
        (cause, Breach(rule="known-names", who=row.person, when=row.date, sentence=sentence))
        for cause, sentence in faults
    ]


def read_duty(
    register: Register, person: Person, day: int, rows: list[DutyPiece]
) -> tuple[Duty, Breach | None]:
    """A duty from its rows, and a breach of ``one-duty-a-day``.

    The first row decides the shift, and whether the duty is in a unit or a round; rows that
    contradict it are left out.
    """
    shift = register.shifts[rows[0].shift]
    unit = register.units.get(rows[0].place) if rows[0].place is not None else None
    agreeing = [
        row
        for row in rows
        if row.shift == shift.shift
        and (row.place == unit.unit if unit else row.place not in register.units)
    ]
    fault = None
    if len(agreeing) < len(rows):
        where = rows[0].date
        sentence = (
            f"{register.called(person.person)} has more than one duty on {said(where)}; rows name "
            "different shifts, or a unit and something else: keep one shift, and either one unit "
            "or a round"
        )
        fault = Breach(
            rule="one-duty-a-day",
            who=person.person,
            when=where,
            by=len(rows) - len(agreeing),
            unit="rows",
            sentence=sentence,
        )
    fixed = register.fixed.get(person.person, {}).get(day)
    is_fixed = fixed is not None and fixed.shift == shift.shift
    is_training = fixed is not None and is_fixed and fixed.training
    serves_round = unit is None and not is_training
    duty = Duty(
        person=person,
        day=day,
        shift=shift,
        unit=unit,
        unit_skills=tuple(row.skill for row in agreeing if row.skill in register.skills)
        if unit
        else (),
        pieces=_expand(register, person, shift, agreeing) if serves_round else (),
        is_fixed=is_fixed,
        is_training=is_training,
    )
    return duty, fault


def _is_left_at_base(register: Register, person: Person, row: DutyPiece) -> bool:
    """The row serves nobody: a home that is no sector is a base, where rounds start."""
    if register.places[person.home].kind == "sector":
        return False
    return row.minutes == 0 if row.place == person.home else row.place is None and not row.minutes


def _expand(
    register: Register, person: Person, shift: ShiftHours, rows: list[DutyPiece]
) -> tuple[Piece, ...]:
    """Give blank bands, places, skills and minutes their meaning."""
    spelled: list[tuple[str, str, str, float | None]] = []
    for row in rows:
        if _is_left_at_base(register, person, row):
            continue
        place = person.home if row.place is None else row.place
        skill = person.skills[0] if row.skill is None else row.skill
        if place not in register.places or skill not in register.skills:
            continue
        bands = [row.band] if row.band is not None else list(shift.contact)
        spelled.extend(
            (place, band, skill, row.minutes) for band in bands if band in register.bands
        )
    blanks = Counter(band for _, band, _, minutes in spelled if minutes is None)
    pieces = []
    for place, band, skill, minutes in spelled:
        share = register.geography.share(person.home, place, person.mobile)
        if minutes is None:
            minutes = shift.contact.get(band, 0) / blanks[band] / (1 + share)
        pieces.append(Piece(place, band, skill, min(minutes, MOST_MINUTES), share))
    return tuple(pieces)
