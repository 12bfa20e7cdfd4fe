"""The small case with somebody whose hours are owed on days that vary: all three kinds of staff."""

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.settings import Limits
from tests.cases import DUTIES, PEOPLE, duty, small_case, small_plan

EVE = Person(
    person="eve",
    name="Eve Bell",
    employer="council",
    team="north",
    skills=("care",),
    home="A",
    kind="contract",
    contract_hours=22,
)
"""Two of the 11-hour duties a week."""


def eve(**changes: object) -> Person:
    """The contract person, with fields changed."""
    return Person.model_validate({**dict(EVE), **changes})


def three_kinds(person: Person = EVE, *, band: float = 4, **changes: object) -> Case:
    """The small case with a contract person, and a balance band in which no whole duty fits."""
    limits = Limits(detour=1, piece_minutes=30, balance_band_hours=band)
    return small_case(**{"people": (*PEOPLE, person), "limits": limits, **changes})


def on_days(*numbers: int, shift: str = "D") -> tuple[DutyPiece, ...]:
    """Rounds of the contract person at home."""
    return tuple(duty("eve", number, shift, source="contract") for number in numbers)


def plan_with(*numbers: int) -> Plan:
    """The small plan, and the contract person on some days."""
    return small_plan(duties=(*DUTIES, *on_days(*numbers)))
