"""What does a person read once a plan is there? How it stands, what it costs of each kind of money,
who waits and why, and how it compares with a careful manager's.
"""

from collections.abc import Sequence

from rosterer.cautions import Caution
from rosterer.explain.free_places import FreePlace
from rosterer.explain.waterfall import DelayPart
from rosterer.explain.waterfall import told as delay_told
from rosterer.money import purse_of, told
from rosterer.referee import Verdict
from rosterer.report.comparison import cash_alone, compared
from rosterer.shown import hours, is_naught
from rosterer.standing import Standing

MOST_NAMED = 5
"""People who wait although a place is free, on a screen; the report has them all."""
CAREFUL_MANAGER = "a careful manager's plan"


def ending(
    standing: Standing,
    verdict: Verdict,
    delays: Sequence[DelayPart],
    free: Sequence[FreePlace],
    baseline: Verdict | None = None,
    *,
    in_cash: bool = False,
) -> list[str]:
    """The lines, the standing first; without a comparison where the careful manager's plan is the
    one.

    Parameters
    ----------
    in_cash
        Whether plans are compared in hours, breaches and cash alone: see `is_of_a_rota_alone`.
    """
    lines = [standing.sentence, *(f"  {told}" for told in standing.details)]
    lines += [f"  {line}" for line in judgement(verdict, delays, free)]
    if baseline is not None and standing.source != "baseline":
        ours, theirs = (cash_alone(one) if in_cash else one for one in (verdict, baseline))
        lines.append(f"  {compared(ours, theirs, CAREFUL_MANAGER)}")
    return lines


def judgement(
    verdict: Verdict, delays: Sequence[DelayPart], free: Sequence[FreePlace]
) -> list[str]:
    """What the referee says of money, delay and shortage, each kind by itself."""
    avoidable = purse_of(line for line in verdict.ledger if line.avoidable)
    short = verdict.shortage_hours
    lines = [
        "By a referee that shares no code with the search: " + verdict.summary.splitlines()[0],
        f"Money: {told(purse_of(verdict.ledger))}; of it depends on the plan: {told(avoidable)}.",
        delay_told(delays),
        "Nothing is short." if is_naught(short) else f"{hours(short)} of care and staff are short.",
    ]
    lines += [place.sentence for place in free[:MOST_NAMED]]
    if len(free) > MOST_NAMED:
        more = len(free) - MOST_NAMED
        lines.append(f"{more} more wait although a place is free; the report names them.")
    return lines


def cautions_told(cautions: Sequence[Caution]) -> list[str]:
    """What in the case is probably not meant."""
    return [f"Is this meant? {caution}." for caution in cautions]
