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


def continuity_entries(register: Register, place: str, numbers: Iterable[int]) -> Iterator[Entry]:
    """Entries of ``carers-at-places`` of one place, from how many people come in each week."""
    service, price = register.case.payers.service, register.case.prices.carer_at_place
    for number in numbers:
        yield Entry("carers-at-places", service, True, number, number * price, place)
