"""How are moments and days said, in the zone of the service or of a case?

Never in that of a browser: whoever looks from elsewhere sees the same days.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rosterer.report.words import day_words
from rosterer_models.vocabulary.case import Case

USUAL_ZONE = str(Case.model_fields["zone"].default)


def moment_words(seconds: float, zone: str = USUAL_ZONE) -> str:
    """``Mon 2 Nov 14:05``."""
    moment = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    return f"{day_words(moment.date())} {moment:%H:%M}"


def about_words(about: dict[str, Any]) -> str:
    """The days of a case: ``Mon 2 Nov to Sun 29 Nov 2026``."""
    if not about.get("first_day"):
        return ""
    first = date.fromisoformat(about["first_day"])
    last = first + timedelta(days=int(about["days"]) - 1)
    return f"{day_words(first)} to {day_words(last)} {last.year}"
