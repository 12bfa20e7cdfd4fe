"""What in a valid case is probably not meant?

A fault is refused; a caution is told and the work goes on.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rosterer.shown import pounds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Stage

WHERE_WORDS = {
    "acute": "in an acute hospital",
    "community": "in a community bed",
    "home": "at home",
}


@dataclass(frozen=True)
class Caution:
    """One thing that is probably not meant.

    Attributes
    ----------
    place
        Table, row and column.
    message, remedy
        What it leads to, and what to do about it.
    """

    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"


def cautions_of(case: Case) -> list[Caution]:
    """Everything in a case that is probably not meant."""
    return [*_dearer_than_waiting(case), *_numbers_of_a_line(case)]


def _numbers_of_a_line(case: Case) -> Iterator[Caution]:
    """Who has a line, and a number of duties that nothing holds it to."""
    for row, person in enumerate(case.people, start=2):
        if person.kind == "pattern" and person.max_duties is not None:
            yield Caution(
                f"people row {row}, max_duties",
                f"{person.person} works a line, whose duties this does not limit",
                "clear it, or use kind 'contract' or 'bank'",
            )


def _dearer_than_waiting(case: Case) -> Iterator[Caution]:
    """Stages whose day costs more than a day's delay of somebody whom triage allows them: a plan
    that costs least lets these people wait although a place is free.
    """
    waiting = _waiting_prices(case)
    for row, stage in enumerate(case.options, start=2):
        cheap = {
            who: (price, names)
            for who, (price, names) in waiting[stage.option].items()
            if price < stage.cost_per_day
        }
        if cheap:
            yield _caution(stage, row, cheap)


_Waiting = dict[tuple[str, int], tuple[float, list[str]]]
"""By where people wait and their priority: what a day's delay costs, and who they are."""


def _waiting_prices(case: Case) -> dict[str, _Waiting]:
    """By option, everybody whom it is open to."""
    prices = case.prices
    day = {
        "acute": prices.delay_acute,
        "community": prices.delay_community,
        "home": prices.delay_home,
    }
    percent = {
        1: prices.priority_1_percent,
        2: prices.priority_2_percent,
        3: prices.priority_3_percent,
    }
    found: dict[str, _Waiting] = defaultdict(dict)
    people = [
        *((row.referral, row.where, row.priority, row.options) for row in case.referrals),
        *((row.arrival_class, row.where, row.priority, row.options) for row in case.expected),
    ]
    for name, where, priority, options in people:
        price = day[where] * percent[priority] / 100
        for option in options:
            found[option].setdefault((where, priority), (price, []))[1].append(name)
    return found


def _caution(stage: Stage, row: int, cheap: _Waiting) -> Caution:
    groups = ", ".join(
        f"{WHERE_WORDS[where]} with priority {priority} ({pounds(price)})"
        for (where, priority), (price, _) in sorted(cheap.items())
    )
    names = list(dict.fromkeys(name for _, those in cheap.values() for name in those))
    more = "" if len(names) <= 3 else f" and {len(names) - 3} more"
    return Caution(
        f"options row {row}, cost_per_day of {stage.option} stage {stage.stage}",
        f"{pounds(stage.cost_per_day)} a day is more than a day's delay of people who wait "
        f"{groups}, so a plan rather lets them wait: {', '.join(names[:3])}{more}",
        "raise the price of their delay or lower this one, if that is not meant",
    )
