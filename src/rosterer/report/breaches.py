"""Where on the page stands what a breach speaks of?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.referee.verdict import Breach, Verdict
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class Finding:
    """A breach as it is listed: its number, and the id of the cell or row that it speaks of (blank
    where the page has none).
    """

    number: int
    breach: Breach
    target: str


@dataclass(frozen=True)
class Marks:
    """Numbers of breaches by the cells and rows that they speak of."""

    cells: Mapping[tuple[str, date], tuple[int, ...]]
    people: Mapping[str, tuple[int, ...]]
    referrals: Mapping[str, tuple[int, ...]]


NO_MARKS = Marks({}, {}, {})


def cell_id(person: str, day: date) -> str:
    """The id of a day of a person in the rota."""
    return f"duty-{person}-{day.isoformat()}"


def person_id(person: str) -> str:
    """The id of a person's row in the rota."""
    return f"person-{person}"


def referral_id(referral: str) -> str:
    """The id of a referral's row in the waiting list."""
    return f"referral-{referral}"


def findings(case: Case, breaches: Iterable[Breach], *, first: int = 1) -> tuple[Finding, ...]:
    """Breaches with their places, numbered in the order given."""
    people = {person.person for person in case.people}
    referrals = {referral.referral for referral in case.referrals}
    end = case.first_day + timedelta(days=case.days)

    def target(breach: Breach) -> str:
        if breach.who in people:
            on_page = breach.when is not None and case.first_day <= breach.when < end
            return (
                cell_id(breach.who, breach.when)
                if on_page and breach.when is not None
                else person_id(breach.who)
            )
        return referral_id(breach.who) if breach.who in referrals else ""

    return tuple(
        Finding(number, breach, target(breach)) for number, breach in enumerate(breaches, first)
    )


def marks_of(found: Iterable[Finding]) -> Marks:
    """Which cells and rows to mark, each with the numbers of what is listed."""
    cells: dict[tuple[str, date], list[int]] = defaultdict(list)
    people: dict[str, list[int]] = defaultdict(list)
    referrals: dict[str, list[int]] = defaultdict(list)
    for finding in found:
        breach = finding.breach
        if breach.when is not None and finding.target == cell_id(breach.who, breach.when):
            cells[breach.who, breach.when].append(finding.number)
        elif finding.target == person_id(breach.who):
            people[breach.who].append(finding.number)
        elif finding.target:
            referrals[breach.who].append(finding.number)
    return Marks(
        {key: tuple(numbers) for key, numbers in cells.items()},
        {key: tuple(numbers) for key, numbers in people.items()},
        {key: tuple(numbers) for key, numbers in referrals.items()},
    )


def found_in(case: Case, verdict: Verdict) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What the plan breaks, and what it inherits, numbered through."""
    broken = findings(case, verdict.broken)
    return broken, findings(case, verdict.inherited, first=len(broken) + 1)
