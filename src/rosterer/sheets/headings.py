"""What do the headings of a rota's columns name?"""

import re
from collections.abc import Mapping

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name",
        "names",
        "staff",
        "staff name",
        "employee",
        "employee name",
        "carer",
        "worker",
        "person",
        "full name",
        "team member",
        "workers",
        "carers",
        "employees",
        "team members",
        "people",
        "assigned to",
        "allocated to",
        "care worker",
        "care workers",
        "support worker",
        "resource",
        "assignee",
        "nurse",
        "mitarbeiter",
        "mitarbeiterin",
        "nombre",
        "empleado",
        "driver",
        "doctor",
        "clinician",
        "users",
        "user",
    ),
    "first name": ("first name", "forename", "first", "given name", "prénom", "vorname"),
    "surname": ("surname", "last name", "family name", "last", "nom", "nachname", "apellido"),
    "id": (
        "id",
        "no",
        "no.",
        "staff no",
        "staff no.",
        "staff number",
        "employee no",
        "employee number",
        "payroll",
        "payroll no",
        "ref",
    ),
    "grade": ("grade", "band", "role", "job title", "job", "position", "title", "post"),
    "contract": (
        "contract",
        "contract hours",
        "contracted",
        "contracted hours",
        "contract hrs",
        "contract h/week",
        "con hrs",
        "hours/week",
        "hrs/wk",
        "weekly hours",
        "hours",
        "hrs",
        "wte",
        "fte",
    ),
    "date": (
        "date",
        "day",
        "shift date",
        "duty date",
        "visit date",
        "start date",
        "datum",
        "fecha",
        "day of shift",
        "from date",
        "date from",
        "first day",
        "leave from",
        "leave start",
    ),
    "end date": (
        "end date",
        "finish date",
        "to date",
        "date to",
        "last day",
        "leave to",
        "leave end",
        "until",
    ),
    "code": (
        "shift",
        "code",
        "duty",
        "shift code",
        "shift type",
        "type",
        "shift name",
        "shift title",
        "absence",
    ),
    "time": ("time", "times", "shift time", "shift times", "hours worked", "visit time"),
    "break": (
        "break",
        "breaks",
        "unpaid break",
        "break min",
        "break minutes",
        "break mins",
        "meal break",
        "pause",
        "unpaid break min",
    ),
    "length": (
        "length",
        "duration",
        "paid hours",
        "paid",
        "hours paid",
        "shift length",
        "net hours",
        "arbeitszeit",
    ),
    "start": (
        "start",
        "from",
        "start time",
        "shift start",
        "time in",
        "in",
        "begin",
        "starts",
        "planned start",
        "scheduled start",
        "clock in",
        "time from",
        "begin time",
        "début",
        "debut",
        "beginn",
        "inicio",
        "von",
    ),
    "end": (
        "end",
        "to",
        "finish",
        "end time",
        "finish time",
        "shift end",
        "time out",
        "out",
        "ends",
        "shift finish",
        "planned end",
        "scheduled end",
        "clock out",
        "time to",
        "fin",
        "ende",
        "bis",
    ),
    "week": (
        "week",
        "wk",
        "week no",
        "week no.",
        "week number",
        "wk no",
        "cycle week",
        "rota week",
        "week of cycle",
        "w/c",
        "wc",
        "w/b",
        "w/e",
        "week commencing",
        "week beginning",
        "week starting",
        "week ending",
        "week of",
        "kw",
        "woche",
        "semaine",
    ),
    "team": ("team", "unit", "ward", "location", "area", "site", "department"),
}
"""Headings of the columns that are looked for, as rotas name them."""

_SOMEBODY = re.compile(r"\b(carer|worker|nurse|employee|staff member)(?: name)?$")
_SOMEBODY_ELSE = re.compile(r"\b(client|patient|service user|customer|no|number|ratio|per)\b")
FULL_TIME_HOURS = 37.5
"""A week of a whole-time equivalent (Agenda for Change)."""


def meaning_of_heading(text: str, own: Mapping[str, str]) -> str:
    """Which column a heading names; empty when none that is looked for."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    folded = " ".join(re.sub(r"[_()]", " ", text.casefold()).split()).strip(" :*.")
    numbered = re.sub(r"\s*\d$", "", folded)
    if numbered != folded and numbered in HEADINGS["name"]:
        return "name"
    for heading, meaning in own.items():
        if folded == " ".join(heading.casefold().split()):
            return meaning
    known = next((meaning for meaning, words in HEADINGS.items() if folded in words), "")
    is_somebody = _SOMEBODY.search(folded) and not _SOMEBODY_ELSE.search(folded)
    return known or ("name" if is_somebody else "")


def contract_of(heading: str, text: str) -> float | None:
    """Contract hours a week out of a cell; a whole-time equivalent is multiplied."""
    try:
        number = float(text.replace(",", ".").removesuffix("h").strip())
    except ValueError:
        return None
    if not 0 < number <= 168:
        return None
    is_share = number <= 1 or any(word in heading.casefold() for word in ("wte", "fte"))
    return round(number * FULL_TIME_HOURS, 2) if is_share and number <= 1.5 else number
