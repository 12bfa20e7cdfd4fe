"""How are ledger lines, dates and places said in plain words?"""

from datetime import date

from rosterer.cautions import WHERE_WORDS

__all__ = ["LINE_WORDS", "WHERE_WORDS", "day_words"]

LINE_WORDS = {
    "contract-pay": "contracted pay",
    "fixed-pay": "pay of fixed duties and training",
    "enhancements": "enhancements for nights, weekends and holidays",
    "bank-pay": "pay of bank staff",
    "overtime-pay": "pay of overtime",
    "line-changes": "people moved off their present line",
    "broken-wishes": "wishes not met",
    "unsocial-duties": "nights, weekends and holidays above a fair share",
    "hours-balance": "hours owed or in surplus",
    "split-weekends": "weekends of which one day is worked",
    "lone-nights": "nights alone",
    "lone-duties": "duties alone",
    "carers-at-places": "different people at a place in a week",
    "agency": "agency hours",
    "travel": "miles travelled",
    "short-care": "care at home that nobody gives",
    "unsafe-units": "units with too few staff",
    "delay": "delay of people who are known",
    "stage-waits": "waits to leave a unit",
    "tail-delay": "delay after the last day",
    "standard-missed": "starts after the standard",
    "expected-delay": "delay of people who are expected",
    "expected-tail-delay": "delay of expected people after the last day",
    "options": "beds and packages of people placed",
    "census-options": "beds and packages of people in care at the start",
    "tail-hours": "care hours over capacity after the last day",
    "tail-beds": "bed days over capacity after the last day",
}
"""A ledger line as somebody would say it who has not read the reference."""


def day_words(day: date) -> str:
    """``Mon 2 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"
