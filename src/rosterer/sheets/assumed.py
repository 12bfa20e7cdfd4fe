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
    for kind, whose, words in (
        ("contract", " with contract hours", "contract staff, beyond their hours by consent alone"),
        ("bank", "", "taken for bank staff who can work any day"),
    ):
        number = sum(person.kind == kind for person in case.people)
        if number:
            text = f"{_people(number, whose)} no line that repeats: {words}"
            notes.append(Note("guess", text))
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


def _people(number: int, whose: str = "") -> str:
    """``1 person works`` or ``2 people work``."""
    return f"1 person{whose} works" if number == 1 else f"{number} people{whose} work"
