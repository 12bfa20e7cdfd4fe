"""How is the use of like journeys written once? Their starts on a day are counted in one column,
which stands for all of them.
"""

import numpy as np

from rosterer_models.matrix.model import Builder, Floats, Ints


class Gatherer:
    """Collects starts of like journeys at a place or unit, so that their use over time is written
    once.
    """

    def __init__(self, days: int) -> None:
        self.days = days
        self.groups: dict[tuple[int, bytes], tuple[Floats, list[list[int]]]] = {}
        self.most: dict[int, float] = {}
        self._keys: dict[int, tuple[Floats, bytes]] = {}

    def add(self, where: int, use: Floats, days: Ints, columns: Ints, most: Floats) -> None:
        """Note that each unit of a column, of which there are at most ``most``, starts on a day and
        uses so much from then on.
        """
        if id(use) not in self._keys:
            rounded = np.ascontiguousarray(np.round(use, 12))
            self._keys[id(use)] = use, rounded.tobytes()  # kept, so that no other has its id
        key = where, self._keys[id(use)][1]
        if key not in self.groups:
            self.groups[key] = np.round(use, 12), [[] for _ in range(self.days)]
        members = self.groups[key][1]
        for day, column, amount in zip(days.tolist(), columns.tolist(), most.tolist(), strict=True):
            members[day].append(column)
            self.most[column] = amount

    def columns(self, builder: Builder) -> list[tuple[int, Floats, Ints, Ints]]:
        """(where, use, start days, columns counting the starts) of each group."""
        found = []
        for (where, _), (use, members) in self.groups.items():
            days = np.array([t for t, m in enumerate(members) if m], dtype=np.int64)
            if all(len(members[t]) == 1 for t in days):
                found.append(
                    (where, use, days, np.array([members[t][0] for t in days], dtype=np.int64))
                )
                continue
            # An upper bound on every column keeps the bound of any row prices finite.
            counts = builder.columns(
                len(days), upper=[sum(self.most[c] for c in members[t]) for t in days]
            )
            rows = builder.rows(len(days), lower=0, upper=0)
            builder.put(rows, counts, 1.0)
            builder.derive(counts, rows)
            for row, t in zip(rows, days, strict=True):
                builder.put(row, members[t], -1.0)
            found.append((where, use, days, counts))
        return found
