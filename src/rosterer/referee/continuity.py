"""How many different people come to each place in a week?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rosterer.referee.duties import Duty
from rosterer.referee.ledger import Entry
from rosterer.referee.register import Register

WEEK = 7
"""Days; weeks begin with the first day of the horizon."""


def carers_of(duties: Iterable[Duty]) -> dict[tuple[str, int], set[str]]:
    """People who give care at a place in a week, by (place, number of the week)."""
    carers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for duty in duties:
        for piece in duty.pieces:
            if piece.minutes > 0:
                carers[piece.place, duty.day // WEEK].add(duty.person.person)
    return carers


def continuity_entries(register: Register, duties: Iterable[Duty]) -> Iterator[Entry]:
    """Entries of ``carers-at-places``, one for each place and week."""
    service, price = register.case.payers.service, register.case.prices.carer_at_place
    for (place, _), people in carers_of(duties).items():
        yield Entry("carers-at-places", service, True, len(people), len(people) * price, place)
