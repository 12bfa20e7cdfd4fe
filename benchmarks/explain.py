"""How long does an answer take, and what share of what is claimed does the referee confirm?

The plan is a careful manager's of a generated case, in which a few people call in sick. Questions
are drawn at random: shortages, delays, duties, days off and what could be done instead. Seconds are
of the processor's clock, so that a busy machine does not count; reading the plan once is
told apart.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from benchmarks import _claims as claims
from benchmarks._record import keep, machine, software
from rosterer.baseline import baseline_plan
from rosterer.explain.answer import (
    Answer,
    Instead,
    InsteadDuty,
    InsteadPerson,
    InsteadStart,
    Why,
    WhyBed,
    WhyPerson,
    WhyReferral,
    WhyShort,
)
from rosterer.explain.ask import answered
from rosterer.explain.conflicts import conflicts_of
from rosterer.explain.grounds import Grounds
from rosterer.generate import generate
from rosterer_models.vocabulary.plan import Plan

NAME = "explain"
SUMMARY = "seconds for an answer, and the share of its claims that the referee confirms"
SICK = 0.05
"""Part of the people who are off all days, so that something is short."""


def with_sick(plan: Plan, people: Sequence[str], rng: Random) -> Plan:
    """The plan without the duties of some people."""
    off = set(rng.sample(list(people), max(1, int(SICK * len(people)))))
    rows = tuple(row for row in plan.duties if row.person not in off)
    return plan.model_copy(update={"duties": rows})


def drawn(grounds: Grounds, kind: str, rng: Random) -> Why | Instead | None:
    """A question of a kind; None where there is nothing to ask."""
    case = grounds.case
    day = grounds.calendar.date(rng.randrange(case.days))
    person = rng.choice(case.people).person
    if kind == "short" and grounds.short_cells:
        place, number, band, skill = rng.choice(sorted(grounds.short_cells))
        when = grounds.calendar.date(number)
        return WhyShort(where=place, date=when, band=band, skill=skill)
    if kind == "short of staff" and grounds.short_units:
        row = rng.choice(grounds.short_units)
        when = grounds.calendar.date(row.day)
        return WhyShort(where=row.unit, date=when, band=row.band, skill=row.skill)
    if kind == "referral" and case.referrals:
        return WhyReferral(referral=rng.choice(case.referrals).referral)
    if kind == "person":
        return WhyPerson(person=person, date=day)
    if kind == "bed" and case.units:
        return WhyBed(unit=rng.choice(case.units).unit, date=day)
    if kind == "duty instead":
        return InsteadDuty(person=person, date=day, shift=rng.choice(case.shifts).shift)
    if kind == "person instead" and grounds.duties:
        name, number = rng.choice(sorted(grounds.duties))
        when = grounds.calendar.date(number)
        return InsteadPerson(person=person, instead_of=name, date=when)
    if kind == "start instead" and case.referrals:
        referral = rng.choice(case.referrals)
        if referral.options:
            option = rng.choice(referral.options)
            return InsteadStart(referral=referral.referral, option=option, date=day)
    return None


KINDS = (
    "short",
    "short of staff",
    "referral",
    "person",
    "bed",
    "duty instead",
    "person instead",
    "start instead",
)


def confirmed(grounds: Grounds, question: Why | Instead, answer: Answer, rng: Random) -> list[bool]:
    """Whether each claim of an answer that can be tried holds."""
    if isinstance(question, InsteadDuty | InsteadPerson | InsteadStart):
        return list(claims.of_something_else(grounds, question, answer))
    if answer.is_so and isinstance(question, WhyShort):
        return list(claims.of_shortage(grounds, answer, rng))
    if answer.is_so and isinstance(question, WhyReferral):
        return list(claims.of_delay(grounds, answer))
    return []


def timed(work: Callable[[], object]) -> float:
    """Processor seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measured(people: int, days: int, load: str, seed: int, questions: int) -> dict[str, object]:
    """One line: seconds by kind of question, claims tried and confirmed."""
    rng = Random(seed)
    case = generate(people=people, days=days, load=load, seed=seed)  # type: ignore[arg-type]
    plan = with_sick(baseline_plan(case), [one.person for one in case.people], rng)
    begun = time.process_time()
    grounds = Grounds(case, plan)
    reading = time.process_time() - begun
    seconds: dict[str, list[float]] = defaultdict(list)
    tried, held = Counter[str](), Counter[str]()
    for number in range(questions):
        kind = KINDS[number % len(KINDS)]
        question = drawn(grounds, kind, rng)
        if question is None:
            continue
        begun = time.process_time()
        answer = answered(grounds, question, seconds=0)
        seconds[kind].append(time.process_time() - begun)
        found = confirmed(grounds, question, answer, rng)
        tried[kind] += len(found)
        held[kind] += sum(found)
    every = sorted(one for own in seconds.values() for one in own)
    return {
        "people": people,
        "days": days,
        "load": load,
        "seed": seed,
        "questions": len(every),
        "reading_seconds": round(reading, 2),
        "p50_seconds": round(every[len(every) // 2], 3),
        "p95_seconds": round(every[int(0.95 * len(every))], 3),
        "worst_seconds": {kind: round(max(own), 3) for kind, own in sorted(seconds.items())},
        "conflicts_seconds": round(timed(lambda: conflicts_of(case)), 2),
        "claims": dict(tried),
        "confirmed": dict(held),
        "share_confirmed": round(held.total() / tried.total(), 4) if tried.total() else None,
        "machine": machine(),
        "software": software(),
    }


def main(argv: Sequence[str]) -> int:
    """Run it; 1 when a claim is not confirmed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks run explain", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[131])
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--load", default="normal", choices=["easy", "normal", "tight"])
    parser.add_argument("--seed", type=int, nargs="+", default=[11])
    parser.add_argument("--questions", type=int, default=80)
    parser.add_argument("--out", type=Path, help="a file to append lines to")
    asked = parser.parse_args(argv)
    wrong = 0
    for people in asked.people:
        for seed in asked.seed:
            line = measured(people, asked.days, asked.load, seed, asked.questions)
            wrong += line["share_confirmed"] not in (None, 1.0)
            keep(line, asked.out)
    return int(wrong > 0)
