"""Who comes and who is there: which people are alike, who waits on the first day, and who is cared
for?
"""

from dataclasses import dataclass, field

import numpy as np

from rosterer.winter.calendar import daily
from rosterer.winter.conditions import Conditions
from rosterer.winter.courses import Courses, options_of
from rosterer.winter.places import Localities
from rosterer.winter.winters import BOUGHT_IN, StreamFact
from rosterer_models.simulation.network import Floats, Node, Starter, Stream
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Where
from rosterer_models.vocabulary.time import day_number

Alike = tuple[str, tuple[str, ...], Where, int, bool]
"""Locality, options, place of waiting, priority, and whether triaged already."""


@dataclass
class Streams:
    """People alike, in the network's order, with the rate at which they come on each day."""

    days: int
    index: dict[Alike, int] = field(default_factory=dict)
    rates: list[Floats] = field(default_factory=list)

    def of(self, alike: Alike) -> int:
        """The stream of people like these."""
        if alike not in self.index:
            self.index[alike] = len(self.rates)
            self.rates.append(np.zeros(self.days))
        return self.index[alike]


def streams_of(case: Case, places: Localities, days: int) -> Streams:
    """Known referrals and expected arrivals alike, in the order of what they are, whatever the
    order of the tables: ties are settled by it.
    """
    found = Streams(days)
    kinds = {(places.of[r.home], r.options, r.where, r.priority, False) for r in case.expected}
    kinds |= {
        (places.of[r.home], r.options, r.where, r.priority, r.triaged)
        for r in case.referrals
        if r.options
    }
    for kind in sorted(kinds):
        found.of(kind)
    for row in case.expected:
        stream = found.of((places.of[row.home], row.options, row.where, row.priority, False))
        found.rates[stream] += daily([row], case.first_day, days, "amount")
    return found


def waiting_in(
    case: Case, places: Localities, streams: Streams
) -> tuple[list[Starter], tuple[str, ...]]:
    """Known referrals, who wait from the day on which they are ready and no barrier stands, and
    what to beware of.
    """
    clears: dict[str, int] = {}
    for barrier in case.barriers:
        day = day_number(case.first_day, barrier.clears)
        clears[barrier.referral] = max(clears.get(barrier.referral, day), day)
    found, warnings = [], []
    for person in case.referrals:
        if not person.options:
            warnings.append(f"Referral {person.referral} has no option yet and is left out.")
            continue
        stream = streams.of(
            (
                places.of[person.home],
                person.options,
                person.where,
                person.priority,
                person.triaged,
            )
        )
        ready = max(
            day_number(case.first_day, person.ready), day_number(case.first_day, person.referred)
        )
        ready = max(ready, clears.get(person.referral, ready))
        found.append(Starter(stream, 0, -1, ready=float(ready), name=person.referral))
    return found, tuple(warnings)


def census_in(
    case: Case, places: Localities, streams: Streams, courses: Courses, nodes: list[Node]
) -> list[Starter]:
    """Who is in a bed or a package on the first day."""
    names, options = [node.name for node in nodes], options_of(case)
    found = []
    for person in case.census:
        place = places.of[person.home] if person.home else places.names[0]
        stage = courses.index[person.option, person.stage, place]
        node = names.index(person.unit) if person.unit in names else None
        step = next(s for s in options[person.option] if s.stage == person.stage)
        if node is None:
            node = names.index(
                f"home {place}" if step.setting == "home" and step.has_care else BOUGHT_IN
            )
        age = max(0, -day_number(case.first_day, person.started))
        rest = (
            -1.0
            if person.until is None
            else float(max(0, day_number(case.first_day, person.until)))
        )
        stream = next(
            (
                i
                for (there, offered, *_), i in streams.index.items()
                if person.option in offered and there == place
            ),
            0,
        )
        found.append(Starter(stream, stage, node, float(age), rest, name=person.occupant))
    return found


def told_of(
    case: Case, conditions: Conditions, streams: Streams, courses: Courses
) -> tuple[list[Stream], list[StreamFact], list[tuple[int, str]]]:
    """The streams as the network has them, what each costs a midnight of waiting, and the groups
    (pathway, locality) by which waiting is reported.
    """
    options = options_of(case)
    groups: list[tuple[int, str]] = sorted(
        {(options[offered[0]][0].pathway, place) for place, offered, *_ in streams.index}
    )
    prices, payers = case.prices, case.payers
    by_where = {
        "acute": (prices.delay_acute, payers.acute),
        "community": (prices.delay_community, payers.community),
        "home": (prices.delay_home, payers.home),
    }
    weight = {
        1: prices.priority_1_percent,
        2: prices.priority_2_percent,
        3: prices.priority_3_percent,
    }
    leaving = conditions.leaving
    leaves = (leaving.recover / 100, leaving.readmitted / 100, leaving.die / 100)
    found, facts = [], []
    for (place, offered, where, priority, triaged), index in streams.index.items():
        pathway = options[offered[0]][0].pathway
        name = f"{place}.{'+'.join(offered)}.{where}.{priority}.{triaged}"
        first = tuple(courses.first(options, option, place) for option in offered)
        group = groups.index((pathway, place))
        found.append(Stream(name, streams.rates[index], first, priority, triaged, leaves, group))
        pounds, payer = by_where[where]
        facts.append(
            StreamFact(
                name, pathway, place, where, priority, pounds * weight[priority] / 100, payer
            )
        )
    return found, facts, groups
