"""Who works in the shire, from which base, on which pattern, and who is away?"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rosterer.generate.names import display_name
from rosterer.generate.quota import quota
from rosterer.generate.shire.terms import OTHER_PATTERNS, PATTERN_SHARES, SHIFTS, pattern_named
from rosterer_models.vocabulary.person import Absence, Availability, Person, Request
from rosterer_models.vocabulary.shift import OFF, Pattern
from rosterer_models.vocabulary.time import date_of

BANK_SHARE, HUB_BASE_SHARE, MOBILE_SHARE = 0.3, 0.35, 0.88
SKILL_SHARES = (("care", 0.62), ("medicines", 0.26), ("nurse", 0.12))
RULE_SHARES = (("kept", 0.5), ("free", 0.3), ("changeable", 0.2))
LEAVE_PER_PERSON = 0.9
"""Stretches of leave in four weeks."""
BANK_MIXES = (("A", "B"), ("B", "C"), ("E",), ("C", "E"), ("N",), ("A", "B", "C", "E"))


@dataclass(frozen=True)
class Bank:
    """The personal tables."""

    people: tuple[Person, ...]
    patterns: tuple[Pattern, ...]
    absences: tuple[Absence, ...]
    requests: tuple[Request, ...]
    availability: tuple[Availability, ...]
    minutes: dict[str, dict[str, float]]
    """Person → band → contact minutes an average day, if nothing were decided."""


def draw_bank(
    rng: np.random.Generator,
    count: int,
    days: int,
    first_day: date,
    sectors: list[str],
    hubs: list[str],
) -> Bank:
    """A bank of so many people; homes are sectors, or a hub for those who start there."""
    skills = quota(rng, SKILL_SHARES, count)
    kinds = quota(rng, (("bank", BANK_SHARE), ("pattern", 1 - BANK_SHARE)), count)
    lines, rules = quota(rng, PATTERN_SHARES, count), quota(rng, RULE_SHARES, count)
    people, absences, requests = list[Person](), list[Absence](), list[Request]()
    availability, minutes = list[Availability](), dict[str, dict[str, float]]()
    for number in range(count):
        person = _person(
            rng, number, days, (skills[number], kinds[number], lines[number], rules[number])
        )
        at_hub = rng.random() < HUB_BASE_SHARE
        home = str(rng.choice(hubs if at_hub else sectors))
        person = person.model_copy(update={"home": home})
        away = _leave(rng, person, days, first_day)
        absences += away
        requests.append(_wish(rng, person, days, first_day))
        if person.kind == "bank":
            availability.append(_offer(rng, person, days, first_day))
        given = availability[-1].shifts if person.kind == "bank" else ()
        minutes[person.person] = _usual_minutes(person, given, days)
        people.append(person)
    used = {p for person in people for p in (person.pattern, *person.patterns) if p is not None}
    return Bank(
        tuple(people),
        tuple(pattern_named(letters) for letters in sorted(used)),
        tuple(absences),
        tuple(requests),
        tuple(availability),
        minutes,
    )


def _person(
    rng: np.random.Generator, number: int, days: int, drawn: tuple[str, str, str, str]
) -> Person:
    skill, kind, line, rule = drawn
    common = {
        "person": f"s{number + 1:04d}",
        "name": display_name(rng),
        "employer": "county" if rng.random() < 0.7 else "trust",
        "team": f"team-{number % max(1, round(number / 40 + 1)) + 1}",
        "skills": (skill,),
        "home": "",
        "mobile": bool(rng.random() < MOBILE_SHARE),
    }
    if kind == "bank":
        terms: dict[str, object] = {
            "kind": "bank",
            "max_duties": max(1, round(float(rng.uniform(2, 4)) * days / 7)),
        }
    else:
        terms = {
            "pattern": line,
            "phase": int(rng.integers(len(line))),
            "line_rule": rule,
            "patterns": OTHER_PATTERNS[line] if rule != "kept" else (),
            "contract_hours": round(_weekly_hours(line) * 2) / 2,
            "floats_owed": int(rng.integers(0, 4)),
            "floats_back": int(rng.integers(0, 3)),
            "unsocial_target": int(rng.integers(4, 9)) if rng.random() < 0.5 else None,
        }
    return Person.model_validate({**common, "home": "somewhere", **terms})


def _weekly_hours(letters: str) -> float:
    paid = {shift.shift: shift.paid_minutes for shift in SHIFTS}
    return sum(paid[x] for x in letters if x != OFF) * 7 / 60 / len(letters)


def _usual_minutes(person: Person, offered: tuple[str, ...], days: int) -> dict[str, float]:
    shifts = {shift.shift: shift for shift in SHIFTS}
    letters = [x for x in person.pattern if x != OFF] if person.pattern else list(offered)
    if person.pattern is not None:
        rate = 0.9 / len(person.pattern)
    else:
        rate = (person.max_duties or 0) / days / max(1, len(letters))
    found: dict[str, float] = {}
    for letter in letters:
        for band, minutes in shifts[letter].contact.items():
            found[band] = found.get(band, 0.0) + rate * minutes
    return found


def _leave(rng: np.random.Generator, person: Person, days: int, first_day: date) -> list[Absence]:
    rows, taken = list[Absence](), set[int]()
    for _ in range(int(rng.poisson(LEAVE_PER_PERSON * days / 28))):
        length = int(rng.integers(1, min(8, days)))
        start = int(rng.integers(0, days - length + 1))
        if taken & set(range(start - 1, start + length + 1)):
            continue
        taken |= set(range(start, start + length))
        first, last = date_of(first_day, start), date_of(first_day, start + length - 1)
        rows.append(Absence(person=person.person, first_day=first, last_day=last))
    return rows


def _wish(rng: np.random.Generator, person: Person, days: int, first_day: date) -> Request:
    wish = "off" if rng.random() < 0.7 else "on"
    day = date_of(first_day, int(rng.integers(days)))
    return Request(person=person.person, date=day, wish=wish)


def _offer(rng: np.random.Generator, person: Person, days: int, first_day: date) -> Availability:
    mix = BANK_MIXES[int(rng.integers(len(BANK_MIXES)))]
    start = int(rng.integers(0, max(1, days // 4)))
    first, last = date_of(first_day, start), date_of(first_day, days - 1)
    return Availability(person=person.person, first_day=first, last_day=last, shifts=mix)
