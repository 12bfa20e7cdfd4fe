"""What is assumed of a rota that its sheets do not say?"""

from collections.abc import Sequence

from rosterer.sheets.codes import Codes
from rosterer.sheets.entries import OpenEntry
from rosterer.sheets.meanings import said
from rosterer.sheets.notes import Note
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.settings import PriceList


def assumptions(
    case: Case,
    codes: Codes,
    people_with_contract: list[str],
    has_needs: bool,
    unfilled: Sequence[OpenEntry],
) -> list[Note]:
    """Everything that was guessed of codes, and assumed of people, need and pay."""
    notes = [Note("guess", text) for text in codes.guessed.values()]
    notes += [
        Note("guess", f"{code} has {meaning.break_minutes} unpaid minutes ({said(meaning)})")
        for code, meaning in codes.used.items()
        if meaning.hours is not None
        and meaning.unpaid_break is None
        and meaning.break_minutes
        and "break" not in codes.guessed.get(code, "")
    ]
    for kind, words in (
        ("vacant", "nobody fills them; they count as need"),
        ("agency", f"need at the agency price of £{PriceList().agency_hour:g} an hour, no people"),
    ):
        number = sum(one.kind == kind for one in unfilled)
        if number:
            named = f"{kind} shift{'s' * (number > 1)}"
            notes.append(Note("guess", f"{number} {named}: {words}"))
    repeating = sum(person.kind == "pattern" for person in case.people)
    if repeating:
        notes.append(Note("guess", f"{_people(repeating)} a line that repeats: pattern staff"))
    if repeating < len(case.people):
        free = _people(len(case.people) - repeating)
        notes.append(
            Note("guess", f"{free} no line that repeats: taken for bank staff who can work any day")
        )
    lost = sorted(
        {person.name for person in case.people if person.kind == "bank"} & set(people_with_contract)
    )
    notes += [
        Note("not read", f"contract hours of {name}, who works no line that repeats")
        for name in lost
    ]
    pay = case.employers[0].hourly_pay
    notes.append(
        Note(
            "guess",
            "everybody works in one unit of their team at one place, for one employer at "
            f"£{pay:g} an hour",
        )
    )
    usual = "the staff needed is what the rota usually has by weekday; correct table cover"
    notes.append(Note("guess", f"where no row says it, {usual}" if has_needs else usual))
    return notes


def _people(number: int) -> str:
    """``1 person works`` or ``2 people work``."""
    return "1 person works" if number == 1 else f"{number} people work"
