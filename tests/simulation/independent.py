"""How would the model's page be simulated by somebody who has never seen the kernel?

Plain Python: a heap of events, a list for each queue, numpy's random numbers. Written from
``docs/explanation/simulation.md``; it shares nothing with the kernel but the description of the
network.
"""

import heapq
import math
from dataclasses import dataclass, field

import numpy as np

from rosterer_models.simulation.network import Network, StageOfCare
from rosterer_models.simulation.stays import CONSTANT, EXPONENTIAL, LOGNORMAL, Stay


@dataclass
class Seen:
    """What one winter has come to."""

    waiting: float = 0.0
    """Person-days of waiting to start."""
    started: int = 0
    left: int = 0
    done: int = 0
    in_care: float = 0.0
    usable: float = 0.0


@dataclass
class Person:
    """Somebody, from the day on which they are ready."""

    stream: int
    since: float
    triaged: bool
    stage: int = -1
    """The stage that they wait to move on into; −1: they wait to start."""
    node: int = -1
    bed: int = -1
    """The bed that they hold while they wait to move on."""
    waited_from: float = field(default=0.0)


def drawn(stay: Stay, rng: np.random.Generator) -> float:
    if stay.code == LOGNORMAL:
        return float(np.exp(rng.normal(stay.a, stay.b)))
    if stay.code == EXPONENTIAL:
        return float(rng.exponential(stay.a))
    if stay.code == CONSTANT:
        return stay.a
    return float(rng.choice(stay.table))


class Winter:
    """One replication."""

    def __init__(self, net: Network, seed: int) -> None:
        self.net, self.rng, self.seen = net, np.random.default_rng(seed), Seen()
        self.parts, self.days = len(net.part_band), net.days
        self.queues: list[list[Person]] = [[] for _ in range(len(net.streams) + len(net.stages))]
        self.triage: list[Person] = []
        self.inside = [0] * len(net.nodes)
        self.turning = [0] * len(net.nodes)
        size = self.days + 500
        self.booked = [np.zeros((size, self.parts)) for _ in net.nodes]
        for node, booked in zip(net.nodes, self.booked, strict=True):
            if node.base is not None:
                base = node.base.reshape(len(node.base), -1)
                for day in range(size):
                    like = day if day < self.days else self.days - 7 + (day - self.days) % 7
                    booked[day, : base.shape[1]] = base[like]
        self.events: list[tuple[float, int, Person | int]] = []
        self.count = 0
        self.index, self.wander = 1.0, 0.0
        self.season = self.rng.normal()

    def run(self) -> Seen:
        for starter in sorted(self.net.starters, key=lambda s: s.ready):
            stage = self.net.stages[starter.stage]
            triaged = self.net.streams[starter.stream].triaged
            someone = Person(starter.stream, starter.ready, triaged)
            if starter.node >= 0:
                someone.node, someone.stage = starter.node, starter.stage
                self.inside[starter.node] += 1
                rest = starter.rest if starter.rest >= 0 else drawn(stage.stay, self.rng)
                someone.waited_from = 0.0
                self._book(someone, stage, 0.0, max(1e-6, rest))
            elif starter.ready <= 0:
                self._ready(someone, 0.0, at_midnight=True)
            else:
                self._at(starter.ready, someone)
        for day in range(self.days):
            self._midnight(day)
            while self.events and self.events[0][0] < day + 1:
                time, _, someone = heapq.heappop(self.events)
                if isinstance(someone, int):  # a bed that has been turned round
                    self.turning[someone] -= 1
                    self._fill([someone], time)
                elif someone.node >= 0:
                    self._stay_ends(someone, time)
                else:
                    self._ready(someone, time)
        for queue in self.queues[: len(self.net.streams)]:
            for someone in queue:
                self.seen.waiting += self.days - max(0.0, someone.since)
        for someone in self.triage:
            self.seen.waiting += self.days - max(0.0, someone.since)
        return self.seen

    def _at(self, time: float, someone: Person | int) -> None:
        self.count += 1
        if time < self.days:
            heapq.heappush(self.events, (time, self.count, someone))

    def _midnight(self, day: int) -> None:
        net, rng, severity = self.net, self.rng, self.net.severity
        self.today = day
        if severity.spread > 0:
            shock = rng.normal()
            memory = severity.memory
            self.wander = (
                shock if day == 0 else memory * self.wander + math.sqrt(1 - memory**2) * shock
            )
            value = severity.spread * (
                math.sqrt(severity.between) * self.season
                + math.sqrt(1 - severity.between) * self.wander
            )
            self.index = math.exp(value - severity.spread**2 / 2)
        self._supply(day)
        for queue in (*self.queues[: len(net.streams)], self.triage):
            for someone in list(queue):
                if rng.random() < sum(net.streams[someone.stream].leaves):
                    queue.remove(someone)
                    self.seen.left += 1
                    self.seen.waiting += day - max(0.0, someone.since)
        self.slots = None if net.triage_slots is None else int(net.triage_slots[day])
        self._fill(range(len(net.nodes)))
        if self.slots is not None:
            self.triage.sort(key=lambda p: net.streams[p.stream].priority)  # stable: then by wait
            while self.slots > 0 and self.triage:
                someone = self.triage.pop(0)
                self.slots -= 1
                someone.triaged = True
                self._join(someone)
        for number, stream in enumerate(net.streams):
            factor = self.index**severity.arrivals
            for _ in range(rng.poisson(stream.rate[day] * factor)):
                time = day + rng.random()
                self._at(time, Person(number, time, stream.triaged))

    def _supply(self, day: int) -> None:
        """Beds or care of each node today, and what is planned for any day."""
        net = self.net
        share = 0.0 if net.sickness is None else float(net.sickness[day])
        share = min(0.95, share * self.index**net.severity.sickness)
        heads = []
        for crew in net.crews:
            whole = int(crew.heads[day] + 1e-9)
            fit = whole - self.rng.binomial(whole, share)
            heads.append(fit + (crew.heads[day] - whole) * (1 - share))
        self.there = self._from(day, heads)
        self.seen.usable += sum(float(there.sum()) for there in self.there)

    def _from(self, day: int, heads: list[float]) -> list[np.ndarray]:
        net = self.net
        there = []
        for node in net.nodes:
            values = np.zeros(self.parts)
            capacity = np.atleast_1d(node.capacity[day])
            values[: len(capacity)] = capacity
            there.append(values)
        left = [
            [number if on else 0.0 for on in crew.on_duty]
            for number, crew in zip(heads, net.crews, strict=True)
        ]
        for post in net.posts:
            for band in range(len(net.bands)):
                pool = sum(left[c][band] for c in post.crews)
                need = post.least[day][band]
                if post.node >= 0:
                    beds = float(np.atleast_1d(net.nodes[post.node].capacity[day])[0])
                    need = max(need, math.ceil(beds / post.beds_per_head[band] - 1e-9))
                taken = min(need, pool)
                for c in post.crews:
                    left[c][band] *= 1 - taken / pool if pool else 1
                if post.node >= 0 and post.beds_per_head[band] < math.inf:
                    staffed = math.floor(taken * post.beds_per_head[band] + 1e-6)
                    there[post.node][0] = min(there[post.node][0], staffed)
        for crew, rest in zip(net.crews, left, strict=True):
            if crew.node >= 0:
                for part, band in enumerate(net.part_band):
                    there[crew.node][part] += rest[band] * crew.minutes[part]
        return there

    def _planned(self, day: int) -> list[np.ndarray]:
        while day >= self.days:
            day -= 7
        return self._from(day, [float(crew.heads[day]) for crew in self.net.crews])

    def _ready(self, someone: Person, time: float, at_midnight: bool = False) -> None:
        if not someone.triaged and self.net.triage_slots is not None:
            if at_midnight or not self.slots:
                self.triage.append(someone)
                return
            self.slots -= 1
        if at_midnight:
            self.queues[someone.stream].append(someone)
        else:
            self._join(someone, time)

    def _join(self, someone: Person, time: float | None = None) -> None:
        queue = someone.stream if someone.stage < 0 else len(self.net.streams) + someone.stage
        self.queues[queue].append(someone)
        stages = self.net.streams[someone.stream].stages if someone.stage < 0 else (someone.stage,)
        nodes = [node for stage in stages for node in self.net.stages[stage].nodes]
        self._fill(nodes, self.today if time is None else time)

    def _stay_ends(self, someone: Person, time: float) -> None:
        stage, chance = self.net.stages[someone.stage], self.rng.random()
        following = -1
        for after, probability in stage.then:
            chance -= probability
            if chance < 0:
                following = after
                break
        node, is_home = someone.node, self.net.nodes[someone.node].kind == "home"
        someone.node = -1
        if following < 0 or is_home:
            self.inside[node] -= 1
            self.seen.in_care += time - someone.waited_from
        if following < 0:
            self.seen.done += 1
        else:
            someone.stage, someone.since = following, time
            someone.bed = -1 if is_home else node
            self._join(someone, time)
        if (following < 0 or is_home) and not is_home:
            self._vacate(node, time)
            self._fill([node], time)

    def _vacate(self, node: int, time: float) -> None:
        turn_round = self.net.nodes[node].turn_round
        if turn_round > 0:
            self.turning[node] += 1
            self._at(time + turn_round, node)

    def _fill(self, nodes: "range | list[int]", time: float | None = None) -> None:
        again = list(nodes)
        now = float(self.today) if time is None else time
        while again:
            node = again.pop(0)
            while True:
                someone, stage = self._first(node)
                if someone is None or not self._start(someone, stage, node, now):
                    break
                if someone.bed >= 0:
                    held, someone.bed = someone.bed, -1
                    self.inside[held] -= 1
                    self._vacate(held, now)
                    if held != node:
                        again.append(held)

    def _first(self, node: int) -> tuple[Person | None, int]:
        best: tuple[tuple[int, float], Person, int] | None = None
        streams = self.net.streams
        for number, queue in enumerate(self.queues):
            if not queue:
                continue
            is_stream = number < len(streams)
            stages = streams[number].stages if is_stream else (number - len(streams),)
            fitting = [s for s in stages if node in self.net.stages[s].nodes]
            if fitting:
                key = (streams[number].priority if is_stream else 0, queue[0].since)
                if best is None or key < best[0]:
                    best = (key, queue[0], fitting[0])
        return (None, -1) if best is None else (best[1], best[2])

    def _start(self, someone: Person, stage: int, node: int, now: float) -> bool:
        what, day = self.net.stages[stage], self.today
        if self.net.nodes[node].kind == "beds":
            if self.there[node][0] - self.inside[node] - self.turning[node] < 1 - 1e-9:
                return False
        else:
            for ahead in range(what.look_ahead):
                room = self.there[node] if ahead == 0 else self._planned(day + ahead)[node]
                care = self._care(what, ahead)
                free = np.maximum(0.0, room - self.booked[node][day + ahead])
                if ((care > free + 1e-9) & (care > 0)).any():
                    return False
        queue = someone.stream if someone.stage < 0 else len(self.net.streams) + someone.stage
        self.queues[queue].remove(someone)
        if someone.stage < 0:
            self.seen.started += 1
            self.seen.waiting += now - max(0.0, someone.since)
        someone.stage, someone.node, someone.waited_from = stage, node, now
        self.inside[node] += 1
        stay = drawn(what.stay, self.rng) * self.index**self.net.severity.stays
        self._book(someone, what, now, stay)
        return True

    def _book(self, someone: Person, what: StageOfCare, now: float, stay: float) -> None:
        if self.net.nodes[someone.node].kind == "home":
            for ahead in range(max(1, math.ceil(stay - 1e-9))):
                self.booked[someone.node][int(now) + ahead] += self._care(what, ahead)
        self._at(now + stay, someone)

    def _care(self, what: StageOfCare, ahead: int) -> np.ndarray:
        first, last = np.zeros(self.parts), np.zeros(self.parts)
        for values, load in ((first, what.load_start), (last, what.load_end)):
            values[: len(np.atleast_1d(load))] = load
        share = 0.0 if what.taper_days == 0 else min(1.0, ahead / what.taper_days)
        return np.asarray(first + (last - first) * share)
