"""Which breaches of working rules are the plan's, and which were there before any plan?

A breach is the plan's when a duty of it takes part and history and fixed duties alone do not break
the rule as much already, or when the plan alone makes the night limit theirs.
"""

from collections.abc import Iterable, Mapping

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.finding import Finding
from rosterer.referee.working_rules import findings_of

Planned = Mapping[int, ShiftHours]
"""A person's duties of the plan that are not fixed, by day."""

Key = tuple[str, int]
"""A rule, and what tells its breaches apart."""


def before_any_plan(settled: Diary) -> dict[Key, Finding]:
    """Findings of history and fixed duties that touch the horizon."""
    return {
        key: finding
        for key, finding in _findings(settled, _every_duty(settled)).items()
        if finding.last >= 0 and finding.day < settled.calendar.days
    }


def of_the_plan(
    settled: Diary, diary: Diary, planned: Planned, before: Mapping[Key, Finding]
) -> dict[Key, Finding]:
    """Findings that the plan brings.

    Parameters
    ----------
    settled
        History and fixed duties alone.
    diary
        The same and the plan's duties.
    before
        What is found in ``settled``.
    """
    found = {
        key: finding
        for key, finding in _findings(diary, planned.items()).items()
        if finding != before.get(key)
    }
    return found | _of_night_worker(settled, diary, planned, found)


def still_inherited(
    diary: Diary, before: Mapping[Key, Finding], found: Mapping[Key, Finding]
) -> dict[Key, Finding]:
    """Findings that are there before any plan, to which this one adds nothing."""
    return {
        key: finding
        for key, finding in before.items()
        if _still_stands(diary, finding) and not _is_told_by_more(finding, found)
    }


def _still_stands(diary: Diary, finding: Finding) -> bool:
    """More duties mend nothing, but so many days may make somebody no night worker."""
    return finding.rule != "night-average" or diary.is_night_worker


def _is_told_by_more(finding: Finding, found: Mapping[Key, Finding]) -> bool:
    """The plan adds to it, so that it is told as the plan's."""
    if finding.rule in ("rest-between-duties", "forbidden-succession", "rest-after-nights"):
        # Two duties are as close as before, whatever stands between or beside them.
        return False
    if finding.rule in ("consecutive-days", "consecutive-nights"):
        return any(
            other.rule == finding.rule and other.day <= finding.day and finding.last <= other.last
            for other in found.values()
        )
    return (finding.rule, finding.key) in found


def _findings(diary: Diary, duties: Iterable[tuple[int, ShiftHours]]) -> dict[Key, Finding]:
    """Findings in which some duties of the diary take part, each once."""
    found: dict[Key, Finding] = {}
    for day, shift in sorted(duties, key=lambda duty: (duty[0], duty[1].start)):
        for finding in findings_of(diary, day, shift):
            found.setdefault((finding.rule, finding.key), finding)
    return found


def _every_duty(diary: Diary) -> list[tuple[int, ShiftHours]]:
    return [(day, shift) for day, duties in diary.duties.items() for shift in duties]


def _of_night_worker(
    settled: Diary, diary: Diary, planned: Planned, found: Mapping[Key, Finding]
) -> dict[Key, Finding]:
    """Night averages that are exceeded, maybe without a duty of the plan in their period, for
    somebody whom the plan's own nights or line make a night worker.
    """
    if not diary.is_night_worker:
        return {}
    without_nights = settled.copy()
    for day, shift in planned.items():
        if not shift.is_night:
            without_nights.add(day, shift)
    if without_nights.is_night_worker:
        return {}
    every = _findings(diary, _every_duty(diary))
    remedy = "only the plan makes the person one, so give fewer nights, or a line with fewer"
    return {
        key: finding._replace(sentence=f"{finding.sentence.rpartition(': ')[0]}: {remedy}")
        for key, finding in every.items()
        if finding.rule == "night-average" and key not in found
    }
