"""For how many midnights does each referral wait, which of them no plan avoids, and is each listed
with its reason?
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rosterer.referee.placements import Start, earliest_start
from rosterer.referee.register import Register
from rosterer.referee.verdict import Breach
from rosterer.referee.words import counted, said
from rosterer_models.vocabulary.plan import Delay, Placement
from rosterer_models.vocabulary.referral import Referral


@dataclass(frozen=True)
class Wait:
    """What waiting a referral has, as day numbers; the waiting itself may begin before the
    horizon.
    """

    referral: Referral
    ready: int
    start: int | None
    earliest: int | None
    midnights: int
    """From ready to the start or the horizon's end."""
    unavoidable: int
    """Those before ``earliest``: the same for every plan."""
    is_standard_missed: bool
    is_standard_out_of_reach: bool
    """No plan keeps the standard."""


def waits_of(register: Register, starts: Mapping[str, Start]) -> list[Wait]:
    """The waiting of every referral."""
    return [
        wait_of(register, referral, starts.get(referral.referral))
        for referral in register.case.referrals
    ]


def wait_of(register: Register, referral: Referral, start: Start | None) -> Wait:
    """The waiting of a referral that has this start, or none."""
    days, standard = register.calendar.days, register.case.limits.standard_days
    ready = register.calendar.number(referral.ready)
    last_good = register.calendar.number(referral.referred) + standard
    earliest = earliest_start(register, referral)
    end = days if start is None else start.day
    begin = days if earliest is None else earliest
    return Wait(
        referral=referral,
        ready=ready,
        start=None if start is None else start.day,
        earliest=earliest,
        midnights=max(0, end - ready),
        unavoidable=max(0, begin - ready),
        is_standard_missed=end > last_good,
        is_standard_out_of_reach=begin > last_good,
    )


def judge_delays(
    register: Register,
    starts: Mapping[str, Start],
    waits: Iterable[Wait],
    delays: Iterable[Delay],
    rows: Iterable[Placement],
) -> list[Breach]:
    """Breaches of ``delays-listed``.

    A plan that lists no delay need not state ``delay_days`` either; a number other than 0 must be
    right all the same.
    """
    delays = list(delays)
    by_referral = {wait.referral.referral: wait for wait in waits}
    broken = list(_not_exactly_once(register, by_referral, delays)) if delays else []
    broken.extend(_wrong_delay_days(starts, by_referral, rows, must_state=bool(delays)))
    return broken


def _not_exactly_once(
    register: Register, waits: Mapping[str, Wait], delays: list[Delay]
) -> Iterator[Breach]:
    listed: dict[str, Counter[int]] = defaultdict(Counter)
    for row in delays:
        listed[row.referral][register.calendar.number(row.date)] += 1
    for name, counts in listed.items():
        if name not in waits:
            yield Breach(
                rule="delays-listed",
                who=name,
                sentence=f"delays name {name}, whom the case does not have: correct the id",
            )
            continue
        extra = counts - Counter(_midnights(register, waits[name]))
        if extra:
            sentence = (
                f"{name} has {counted(extra.total(), 'delay')} listed twice or for midnights "
                "without delay: remove them"
            )
            yield Breach(
                rule="delays-listed",
                who=name,
                by=extra.total(),
                unit="midnights",
                sentence=sentence,
            )
    for name, wait in waits.items():
        missing = Counter(_midnights(register, wait)) - listed.get(name, Counter())
        if missing:
            when = register.calendar.date(min(missing))
            sentence = (
                f"{name} has {counted(missing.total(), 'delayed midnight')} without a reason, "
                f"the first on {said(when)}: list each once"
            )
            yield Breach(
                rule="delays-listed",
                who=name,
                when=when,
                by=missing.total(),
                unit="midnights",
                sentence=sentence,
            )


def _midnights(register: Register, wait: Wait) -> range:
    """Delayed midnights of the horizon."""
    end = register.calendar.days if wait.start is None else wait.start
    return range(max(0, wait.ready), end)


def _wrong_delay_days(
    starts: Mapping[str, Start],
    waits: Mapping[str, Wait],
    rows: Iterable[Placement],
    must_state: bool,
) -> Iterator[Breach]:
    for row in rows:
        wait, start = waits.get(row.referral), starts.get(row.referral)
        if (
            wait is None
            or (start is None and row.option is not None)
            or (start is not None and row.option is None)
        ):
            continue
        right = wait.midnights
        if row.stage > 1:
            right = (
                start.waits[row.stage - 2]
                if start is not None and row.stage <= len(start.waits)
                else 0
            )
        if row.delay_days != right and (must_state or row.delay_days):
            sentence = (
                f"{row.referral}: delay_days of stage {row.stage} is {row.delay_days}, "
                f"but {counted(right, 'midnight is', 'midnights are')} waited: correct it"
            )
            yield Breach(
                rule="delays-listed",
                who=row.referral,
                by=abs(row.delay_days - right),
                unit="midnights",
                sentence=sentence,
            )
