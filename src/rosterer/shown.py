"""How is a figure shown, and is it nothing at that precision?

What is told, sorted and branched on is what is shown: a billionth of an hour that only floating
point leaves is no shortage, and puts nothing above anything.
"""

import math

NOTHING = "–"
"""What stands where a figure is nothing at the precision shown."""
POUND, TENTH, PER_CENT = 1.0, 0.1, 0.01
"""Precisions: of money, of days, hours and other figures, of chances."""
NOISE = 1e-3
"""Days or hours that tolerances leave; above it something is there, however little is shown."""
SMALL_POUNDS = 10.0
"""Below it a sentence tells differences of money to the penny, so that pence are not nothing."""
_MANY = 100
"""From here on a figure of a table has no decimal."""
_HALF_UP = 1e-9
"""Lifts what is a half in exact arithmetic over the half that floating point leaves it under."""


def to_step(number: float, step: float) -> float:
    """The nearest multiple of a precision, halves away from nothing."""
    whole = math.floor(abs(number) / step + 0.5 + _HALF_UP)
    return math.copysign(round(whole * step, 6), number) if whole else 0.0


def is_nothing(number: float, step: float = TENTH) -> bool:
    """Whether a figure is nothing at a precision."""
    return to_step(number, step) == 0


def as_shown(number: float) -> float:
    """The figure that a table shows: tenths, and whole ones from a hundred on."""
    tenths = to_step(number, TENTH)
    return tenths if abs(tenths) < _MANY else to_step(number, 1.0)


def amount(number: float) -> str:
    """A figure of a table."""
    figure = as_shown(number) if math.isfinite(number) else 0.0
    if not figure:
        return NOTHING
    digits = 0 if abs(figure) >= _MANY or figure == int(figure) else 1
    return _sign(figure) + f"{abs(figure):,.{digits}f}"


def whole(number: float) -> str:
    """A figure of a table, without decimals: parts and their sum agree as they are shown."""
    return amount(to_step(number, 1.0))


def signed(number: float) -> str:
    """A difference of two figures of a table, with its sign."""
    return f"+{amount(number)}" if as_shown(number) > 0 else amount(number)


def pounds(money: float) -> str:
    """Money in whole pounds, in a sentence."""
    figure = to_step(money, POUND)
    return f"{_sign(figure)}£{abs(figure):,.0f}"


def pounds_cell(money: float) -> str:
    """Money in whole pounds, in a table."""
    return NOTHING if is_nothing(money, POUND) else pounds(money)


def tenths(number: float) -> str:
    """Days or hours to the tenth, however many, so that parts add up to their sum; what is less is
    told as that and not as nothing.
    """
    figure = to_step(number, TENTH)
    if not figure:
        return "less than 0.1" if abs(number) > NOISE else "0"
    return f"{_sign(figure)}{abs(figure):,.{0 if figure == int(figure) else 1}f}"


def hundredths(number: float) -> str:
    """A figure to the hundredth, where a tenth would hide why something does not fit."""
    return f"{_sign(number)}{abs(number):,.2f}".rstrip("0").rstrip(".") or "0"


def tenths_cell(number: float) -> str:
    """Days or hours in a table, as sentences tell them."""
    return NOTHING if is_naught(number) else tenths(number)


def is_naught(number: float) -> bool:
    """Whether days or hours are nothing but what tolerances leave."""
    return abs(number) <= NOISE


def days(number: float) -> str:
    """Days in a sentence: ``1 day``, ``316.5 days``."""
    return f"{tenths(number)} day{'' if to_step(number, TENTH) == 1 else 's'}"


def hours(number: float) -> str:
    """Hours in a sentence: ``1 hour``, ``12.6 hours``, ``less than 0.1 hours``."""
    return f"{tenths(number)} hour{'' if to_step(number, TENTH) == 1 else 's'}"


def pounds_or_pence(money: float) -> str:
    """Money in a sentence, to the penny where whole pounds would round much of it away."""
    if abs(money) >= SMALL_POUNDS or is_nothing(money, 0.01):
        return pounds(money)
    return f"{_sign(money)}£{abs(money):.2f}"


def percent(share: float) -> int:
    """A share in whole per cent, to compare as it is shown."""
    return round(100 * to_step(share, PER_CENT))


def chance(share: float) -> str:
    """A share in whole per cent."""
    return f"{percent(share)}%"


def _sign(figure: float) -> str:
    return "−" if figure < 0 else ""
