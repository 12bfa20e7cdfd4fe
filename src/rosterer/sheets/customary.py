"""What do codes mean in most rotas, where nobody explains them?"""

from collections.abc import Mapping
from dataclasses import replace

from rosterer.sheets.meanings import Meaning
from rosterer.sheets.times import Hours, at_night


def _shift(start: int, end: int) -> Meaning:
    return Meaning("shift", Hours(start * 30, end * 30))


_OFF = "OFF O DO D/O RD R REST RDO NWD - – — -- / . OO"
_LEAVE = "AL A/L A.L A.L. LEAVE HOL HOLIDAY HOLS TOIL BHL PTO"
_SICK = "SICK S/L SL SICKNESS"
_PARENTAL = "MAT MATERNITY PARENTAL"
_AWAY = "ML PL UL CL COMP COMPASSIONATE X UNAVAILABLE ABSENT"

CUSTOMARY: Mapping[str, Meaning] = {
    **dict.fromkeys(("D", "LD", "DAY", "LONG DAY"), _shift(14, 39)),
    **dict.fromkeys(("N", "LN", "NIGHT"), _shift(38, 15)),
    **dict.fromkeys(("E", "EARLY"), _shift(14, 30)),
    **dict.fromkeys(("L", "LATE"), _shift(29, 45)),
    **dict.fromkeys(
        ("TR", "TRG", "TRAINING", "STUDY", "SD", "IND", "INDUCTION"),
        Meaning("training", Hours(540, 1020)),
    ),
    **dict.fromkeys((*_OFF.split(), "DAY OFF"), Meaning("off")),
    **dict.fromkeys((*_LEAVE.split(), "ANNUAL LEAVE"), Meaning("leave")),
    **dict.fromkeys(_SICK.split(), Meaning("sickness")),
    **dict.fromkeys(_PARENTAL.split(), Meaning("parental")),
    "UNPAID": Meaning("unpaid"),
    **dict.fromkeys(_AWAY.split(), Meaning("unavailable")),
}
"""A key in the file or a mapping comes first, and each use is told as a guess."""
_EVENING = 18 * 60


def by_its_code(code: str, meaning: Meaning) -> Meaning:
    """What is said of a code: 8-8 of one that is customary for nights is a night."""
    custom = CUSTOMARY.get(code)
    if meaning.hours is None or custom is None or custom.hours is None:
        return meaning
    is_night = custom.hours.start >= _EVENING
    return replace(meaning, hours=at_night(meaning.hours)) if is_night else meaning
