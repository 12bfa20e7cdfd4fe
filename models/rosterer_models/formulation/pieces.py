"""Which pieces are the rounds of a day made of? People, duties and placements are settled; who
stays where, and how long, is open.

Variables, for an entry (duty i, band b, place k, skill q) and its piece (i, b, k): y (minutes of
use), z (the piece is made), w (minutes that the piece lasts beyond them), s (duty i serves place k;
it costs what one more person at the place in the week does, where the person does not come there on
another day), p (minutes of y that count for visits by two). Counting what is of use apart from what
is spent makes the relaxation know that a visit of five minutes takes a piece of fifteen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand, add_cells
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme


@dataclass(frozen=True)
class Entries:
    """What rounds of a day can be made of: E entries."""

    index: Ints
    """E × 4: (number of the duty, band, place, skill)."""
    contact: Floats
    """E: contact minutes of the duty in the band."""
    weight: Floats
    """E: minutes of a duty that a minute at the place takes, travel included."""
    miles: Floats
    """E: pounds of mileage of a minute at the place."""
    new: Floats
    """E: pounds if the duty serves the place at all, since its person comes there on no other day
    of the week.
    """

    def __len__(self) -> int:
        return len(self.index)

    def part(self, kept: Ints) -> "Entries":
        """Some of the entries."""
        return Entries(
            self.index[kept],
            self.contact[kept],
            self.weight[kept],
            self.miles[kept],
            self.new[kept],
        )

    def numbers(self, columns: Sequence[int]) -> Ints:
        """E: number of each entry's group, alike in the columns of the index that are named."""
        return np.asarray(
            np.unique(self.index[:, columns], axis=0, return_inverse=True)[1].ravel(),
            dtype=np.int64,
        )

    @property
    def piece(self) -> Ints:
        """E: number of each entry's piece."""
        return self.numbers([0, 1, 2])

    @property
    def place(self) -> Ints:
        """E: number of each entry's duty at a place."""
        return self.numbers([0, 2])

    def asked(self, amounts: Floats) -> Floats:
        """E: what K × B × Q amounts are in each entry's cell."""
        return np.asarray(amounts[self.index[:, 2], self.index[:, 1], self.index[:, 3]])


@dataclass(frozen=True)
class Pieces:
    """The programme and where its columns are."""

    programme: Programme
    minutes: Ints
    """E: y."""
    made: Ints
    """Piece: z."""
    served: Ints
    """Duty at a place: s."""
    new: Floats
    """Duty at a place: pounds of s."""


def pieces_model(care: Care, demand: Demand, t: int, entries: Entries) -> Pieces:
    """Build the exact programme of a day's rounds."""
    limits, builder = care.case.limits, Builder()
    cells = add_cells(builder, care, demand, t, pairs=True)
    keys = [(k, b, q) for _, b, k, q in entries.index.tolist()]
    needs, pair = entries.asked(demand.needs[:, t]), entries.asked(demand.pair[:, t])
    # What is visited by two is given by two: nobody gives more than all but one's share of it.
    most = np.minimum(np.where(pair > 0, np.maximum(needs - pair, pair), needs), entries.contact)
    minutes = builder.columns(len(entries), upper=most)
    builder.put([cells.row[key] for key in keys], minutes)
    builder.charge(("travel",), minutes, entries.miles)

    piece, first = entries.piece, np.unique(entries.piece, return_index=True)[1]
    made, idle = builder.columns(len(first), upper=1, integer=True), builder.columns(len(first))
    builder.charge(("travel",), idle, entries.miles[first])
    least = builder.rows(len(first), lower=0)
    builder.put(least[piece], minutes)
    builder.put(least, idle)
    builder.put(least, made, -float(limits.piece_minutes))
    only_if = builder.rows(len(entries), upper=0)
    builder.put(only_if, minutes)
    builder.put(only_if, made[piece], -most)

    shift = entries.numbers([0, 1])
    time = builder.rows(
        int(shift.max()) + 1, upper=entries.contact[np.unique(shift, return_index=True)[1]]
    )
    builder.put(time[shift], minutes, entries.weight)
    builder.put(time[shift[first]], idle, entries.weight[first])

    place, of_place = entries.place, np.unique(entries.place, return_index=True)[1]
    served = builder.columns(len(of_place), upper=1, integer=True)
    new = entries.new[of_place]
    builder.charge(("carers-at-places",), served, new)
    within = builder.rows(len(first), upper=0)
    builder.put(within, made)
    builder.put(within, served[place[first]], -1.0)
    duties, duty = np.unique(entries.index[of_place, 0], return_inverse=True)
    builder.put(builder.rows(len(duties), upper=limits.places_per_duty)[duty.ravel()], served)

    two = np.array([n for n, key in enumerate(keys) if key in cells.pair], dtype=np.int64)
    paired = builder.columns(len(two), upper=pair[two])
    builder.put([cells.pair[keys[n]] for n in two.tolist()], paired)
    for column, coefficient in (
        (minutes[two], np.full(len(two), -1.0)),
        (made[piece[two]], -pair[two]),
    ):
        row = builder.rows(len(two), upper=0)
        builder.put(row, paired)
        builder.put(row, column, coefficient)
    return Pieces(builder.build(), minutes, made, served, new)
