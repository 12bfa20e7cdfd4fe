"""What in a valid case is probably not meant?

A fault is refused; a caution is told and the work goes on.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rosterer.files.checks.staff import minutes_in
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
    return [
        *_dearer_than_waiting(case),
        *_numbers_of_a_line(case),
        *_words_without_effect(case),
        *_late_records(case),
        *_contact_beyond_the_shift(case),
    ]


def _numbers_of_a_line(case: Case) -> Iterator[Caution]:
    """Who has a line, and a number of duties that nothing holds it to."""
    for row, person in enumerate(case.people, start=2):
        if person.kind == "pattern" and person.max_duties is not None:
            yield Caution(
                f"people row {row}, max_duties",
                f"{person.person} works a line, whose duties this does not limit",
                "clear it, or use kind 'contract' or 'bank'",
            )


def _words_without_effect(case: Case) -> Iterator[Caution]:
    """What only a line has, of who has none, and a balance of who owes no hours."""
    for row, person in enumerate(case.people, start=2):
        if person.kind == "pattern":
            continue
        given = {
            "line_rule": person.line_rule != "kept",
            "patterns": bool(person.patterns),
            "floats_owed": person.floats_owed > 0,
            "floats_back": person.floats_back > 0,
            "balance_hours": person.kind == "bank" and person.balance_hours != 0,
        }
        for name in (name for name, is_given in given.items() if is_given):
            yield Caution(
                f"people row {row}, {name}",
                f"{person.person} is {person.kind} staff, of whom this says nothing",
                "clear it, or use kind 'pattern'",
            )


def _late_records(case: Case) -> Iterator[Caution]:
    """Whose work is on record from a day of the horizon on only: somebody who begins then."""
    for row, person in enumerate(case.people, start=2):
        if person.history_from is not None and person.history_from > case.first_day:
            yield Caution(
                f"people row {row}, history_from",
                f"{person.person} can be rostered, and is owed hours, from the first day on",
                "if the contract begins later, say so by a row of absences of kind 'not-employed'",
            )


def _contact_beyond_the_shift(case: Case) -> Iterator[Caution]:
    """More minutes with people in a band than a shift works in it."""
    bands = {band.band: band for band in case.bands}
    for row, shift in enumerate(case.shifts, start=2):
        for name, minutes in shift.contact.items():
            worked = minutes_in(shift, bands[name], works=True) if name in bands else minutes
            if minutes > worked:
                yield Caution(
                    f"shifts row {row}, contact",
                    f"{minutes} minutes with people in {name}, of which {shift.shift} works "
                    f"{worked}",
                    "correct the minutes, or the times of the shift or the band",
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
