"""What do the spells of a shift mean to the working rules?"""

from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.spell import Spell
from rosterer_models.vocabulary.time import MINUTES_PER_DAY


def working_minutes(shift: Shift, rules: Rules) -> int:
    """Minutes that averages and caps count."""
    counted = ("work", "sleep-in") if rules.sleep_in == "work" else ("work",)
    return sum(one.minutes - one.unpaid_break for one in shift.parts if one.kind in counted)


def rest_bounds(shift: Shift, rules: Rules) -> tuple[int, int]:
    """From when to when the shift is no rest."""
    active = _active(shift, rules) or shift.parts
    return active[0].start, active[-1].end


def breaks_rest(shift: Shift, rules: Rules) -> bool:
    """A duty of 24 hours without the rest that each 24 hours need."""
    if "rest-between-duties" in rules.off:
        return False
    start, end = shift.parts[0].start, shift.parts[-1].end
    if end - start < MINUTES_PER_DAY:
        return False
    longest, free_from = 0, start
    for one in _active(shift, rules):
        longest, free_from = max(longest, one.start - free_from), one.end
    return max(longest, end - free_from) < rules.rest_minutes


def _active(shift: Shift, rules: Rules) -> tuple[Spell, ...]:
    rest = {"on-call", "sleep-in"} if rules.sleep_in == "rest" else {"on-call"}
    return tuple(one for one in shift.parts if one.kind not in rest)
