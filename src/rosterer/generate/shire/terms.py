"""Which bands, shifts, patterns and terms are there in the shire?"""

from rosterer_models.vocabulary.person import Employer, Skill
from rosterer_models.vocabulary.shift import Band, Pattern, Shift
from rosterer_models.vocabulary.time import clock_minutes

BANDS = (
    Band(band="early", start="06:00", end="09:00"),
    Band(band="forenoon", start="09:00", end="12:00"),
    Band(band="noon", start="12:00", end="15:00"),
    Band(band="afternoon", start="15:00", end="18:00"),
    Band(band="evening", start="18:00", end="22:00"),
    Band(band="night", start="22:00", end="06:00"),
)
CLOCKS = (
    ("A", "06:00", "10:00", 0),
    ("B", "07:00", "12:00", 0),
    ("C", "09:00", "15:30", 30),
    ("E", "14:00", "22:00", 30),
    ("L", "08:00", "18:30", 30),
    ("N", "21:30", "07:30", 60),
)
"""Shift, start, end and unpaid break: 4, 5, 6, 7.5 and 10 paid hours by day, 9 by night."""
HANDOVER_MINUTES, FACE_TO_FACE = 15, 0.85
"""At each end of a shift, and of what lies between: the rest is breaks and writing (assumed)."""
LEAST_CONTACT = 30
"""Minutes; a shift that touches a band for less is not on duty in it."""


def _contact(start: str, end: str, unpaid_break: int) -> dict[str, int]:
    first, last = clock_minutes(start), clock_minutes(end)
    last += 1440 if last <= first else 0
    part = FACE_TO_FACE * (1 - unpaid_break / (last - first))
    first, last = first + HANDOVER_MINUTES, last - HANDOVER_MINUTES
    found = {}
    for band in BANDS:
        begins = clock_minutes(band.start)
        spans = [(begins + day, begins + day + band.minutes) for day in (-1440, 0, 1440)]
        shared = sum(max(0, min(last, high) - max(first, low)) for low, high in spans)
        if shared >= LEAST_CONTACT:
            found[band.band] = int(part * shared) // 5 * 5
    return found


SHIFTS = tuple(
    Shift(shift=shift, start=start, end=end, unpaid_break=rest, contact=_contact(start, end, rest))
    for shift, start, end, rest in CLOCKS
)
PATTERN_SHARES = (
    ("LLLL----", 0.14),
    ("LLLL----NNNN----", 0.16),
    ("EEEE--BB-CCC----", 0.2),
    ("CCCCC--EEE--EE", 0.2),
    ("AAAAA--BBBB-A-", 0.15),
    ("NNN----NNNN---", 0.15),
)
"""Cycles of 8, of 16 and of 14 days."""
OTHER_PATTERNS = {
    "LLLL----": ("LLLL----NNNN----",),
    "LLLL----NNNN----": ("LLLL----", "NNN----NNNN---"),
    "EEEE--BB-CCC----": ("CCCCC--EEE--EE",),
    "CCCCC--EEE--EE": ("EEEE--BB-CCC----",),
    "AAAAA--BBBB-A-": (),
    "NNN----NNNN---": ("LLLL----NNNN----",),
}
SKILLS = (
    Skill(skill="care"),
    Skill(skill="medicines", covers=("care",)),
    Skill(skill="nurse", covers=("care", "medicines")),
)
EMPLOYERS = (
    Employer(
        employer="county",
        hourly_pay=15.2,
        night_percent=33,
        saturday_percent=25,
        sunday_percent=50,
        holiday_percent=100,
        bank_percent=112,
    ),
    Employer(
        employer="trust",
        hourly_pay=16.8,
        night_percent=35,
        saturday_percent=35,
        sunday_percent=69,
        holiday_percent=69,
        bank_percent=115,
    ),
)


def pattern_named(letters: str) -> Pattern:
    """A letter a day."""
    return Pattern(pattern=letters, cycle=tuple(letters))
