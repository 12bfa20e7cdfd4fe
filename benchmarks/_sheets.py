"""Was a rota sheet of the corpus read right, refused in the right words, or read wrong?

The public path alone is taken: the command ``rosterer import``, then the case and the plan that it
wrote.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from benchmarks._changes import changed
from benchmarks._corpus import Duty, Reading, Sheet, span
from rosterer.cli import app
from rosterer.files import BadInput, load_case, load_plan
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_text

DAY = timedelta(days=1)


class Verdict(StrEnum):
    """How a sheet ended."""

    READ = "read right"
    REFUSED = "refused in the right words"
    UNHELPFUL = "refused without need or in other words"
    WRONG = "wrong"


@dataclass(frozen=True)
class Score:
    """The verdict on a sheet, and what differs."""

    sheet: str
    verdict: Verdict
    why: tuple[str, ...] = ()


def score(sheet: Sheet) -> Score:
    """Import a sheet and judge what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        return _score(sheet, Path(folder))


def score_of_change(sheet: Sheet, number: int) -> Score:
    """Import a sheet that was changed a little: a refusal will do, another reading will not."""
    name, mapping = sheet.folder.name, sheet.folder / "mapping.toml"
    with tempfile.TemporaryDirectory() as folder:
        what, rota = changed(sheet, number, Path(folder))
        code, said = _import(
            sheet, mapping if mapping.exists() else None, Path(folder) / "work", rota
        )
        if code == 2:
            return Score(name, Verdict.REFUSED, (what,))
        if code != 0:
            return Score(name, Verdict.WRONG, (what, f"exit code {code}: {said[-300:]}"))
        read = _compare(replace(sheet, said=()), Path(folder) / "work", said)
        return Score(name, read.verdict, (what, *read.why))


def _score(sheet: Sheet, work: Path) -> Score:
    name, mapping = sheet.folder.name, sheet.folder / "mapping.toml"
    code, said = _import(sheet, mapping if mapping.exists() else None, work / "first")
    if code == 0:
        if sheet.outcome in ("refused", "question"):
            return Score(name, Verdict.WRONG, ("read although the meaning is not certain",))
        return _compare(sheet, work / "first", said)
    if code != 2:
        return Score(name, Verdict.WRONG, (f"exit code {code}: {said.strip()[-300:]}",))
    missing = [f"not said: {word!r}" for word in _missing(sheet.words, said)]
    if sheet.outcome == "read" or missing:
        return Score(name, Verdict.UNHELPFUL, (*missing, said.strip()))
    if sheet.outcome == "question":
        return _answered(sheet, work / "second")
    return Score(name, Verdict.REFUSED)


def _answered(sheet: Sheet, work: Path) -> Score:
    """A question is well asked when the answer makes the sheet readable."""
    name = sheet.folder.name
    code, said = _import(sheet, sheet.folder / "answers.toml", work)
    if code == 2:
        return Score(name, Verdict.UNHELPFUL, ("asked again", said.strip()))
    if code != 0:
        return Score(name, Verdict.WRONG, (f"exit code {code}: {said.strip()[-300:]}",))
    read = _compare(sheet, work, said)
    return read if read.verdict is Verdict.WRONG else Score(name, Verdict.REFUSED)


def _import(
    sheet: Sheet, mapping: Path | None, work: Path, rota: Path | None = None
) -> tuple[int, str]:
    """Exit code of the command, and all that it said."""
    work.mkdir()
    typed = ["import", str(rota or sheet.rota)]
    typed += ["--out", str(work / "case"), "--plan", str(work / "plan"), *sheet.arguments]
    if mapping is not None:
        typed += ["--mapping", str(mapping)]
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(said):
        try:
            app()(typed, prog_name="rosterer")
        except BadInput as refused:
            return 2, "\n".join(map(str, refused.faults))
        except SystemExit as ended:
            return (ended.code if isinstance(ended.code, int) else 0), said.getvalue()
        except Exception as failure:  # for a user an internal failure, exit code 3
            return 3, repr(failure)
    return 0, said.getvalue()


def _missing(words: Iterable[str], said: str) -> list[str]:
    said = " ".join(said.casefold().split())
    return [w for w in words if not any(one.casefold() in said for one in w.split("|"))]


def _compare(sheet: Sheet, work: Path, said: str) -> Score:
    name, right = sheet.folder.name, sheet.right
    if right is None:
        return Score(name, Verdict.WRONG, ("read although nothing in it can be read",))
    found = list(_differences(right, load_case(work / "case"), load_plan(work / "plan")))
    found += [f"read without saying {word!r}" for word in _missing(sheet.said, said)]
    return Score(name, Verdict.WRONG if found else Verdict.READ, tuple(found))


def _differences(right: Reading, case: Case, plan: Plan) -> Iterator[str]:
    names = {p.person: right.also.get(p.name, p.name) or p.person for p in case.people}
    people = set(names.values())
    yield from (f"is nobody: {name}" for name in sorted(people - right.people))
    yield from (f"person missing: {name}" for name in sorted(right.people - people))
    if len(people) < len(names):
        yield "two people have one name"
    paid = _duties(names, case, plan)
    yield from (f"duty invented: {duty}" for duty in sorted(paid.keys() - right.paid, key=str))
    yield from (f"duty missing: {duty}" for duty in sorted(right.paid.keys() - paid, key=str))
    for duty in sorted(right.paid.keys() & paid.keys(), key=str):
        if right.paid[duty] not in (None, paid[duty]):
            yield f"paid minutes are {paid[duty]}, not {right.paid[duty]}: {duty}"
    away = _absences(names, case)
    yield from (f"absence invented: {who} {day}" for who, day in sorted(away - right.absences))
    yield from (f"absence missing: {who} {day}" for who, day in sorted(right.absences - away))
    yield from _other_needs(right, case)
    yield from _lost_open_duties(right, case)


def _other_needs(right: Reading, case: Case) -> Iterator[str]:
    for moment, heads in sorted(right.needs.items()):
        needed = _needed(case, moment)
        if needed != heads:
            yield f"{needed} are needed at {moment:%Y-%m-%d %H:%M}, not {heads}"


def _lost_open_duties(right: Reading, case: Case) -> Iterator[str]:
    """Open duties that nobody would miss, because the people on duty are all that is needed."""
    wanted = [d for d in (*right.paid, *right.open_duties) if not d.is_training]
    for moment in sorted({d.start + (d.end - d.start) / 2 for d in right.open_duties}):
        heads = sum(d.start <= moment < d.end for d in wanted)
        needed = _needed(case, moment)
        if needed < heads:
            yield f"open duty lost: {needed} are needed at {moment:%Y-%m-%d %H:%M}, not {heads}"


def _needed(case: Case, moment: datetime) -> int:
    """Heads that the cover of all units asks for at a moment."""
    days = (moment.date(), moment.date() - DAY)
    now = {
        (band.band, day)
        for band in case.bands
        for day in days
        if (hours := span(day, band.start, band.end))[0] <= moment < hours[1]
    }
    return sum(
        row.heads * row.carers
        for row in case.cover
        for day in days
        if (row.band, day) in now
        and row.first_day <= day <= row.last_day
        and (not row.weekdays or f"{day:%a}".lower() in row.weekdays)
    )


def _duties(names: Mapping[str, str], case: Case, plan: Plan) -> dict[Duty, int]:
    """Every duty of plan and history, with its paid minutes."""
    shifts = {shift.shift: shift for shift in case.shifts}
    training = {(row.person, row.date) for row in case.fixed if row.training}
    rows = {(row.person, row.date, row.shift) for row in plan.duties}
    rows |= {(row.person, row.date, row.shift) for row in case.history}
    found = {}
    for person, day, shift in rows:
        for spell in shifts[shift].parts:
            on = day + DAY * (spell.start // MINUTES_PER_DAY)
            hours = span(on, clock_text(spell.start), clock_text(spell.end))
            duty = Duty(names[person], *hours, (person, day) in training)
            found[duty] = spell.paid_minutes
    return found


def _absences(names: Mapping[str, str], case: Case) -> frozenset[tuple[str, date]]:
    return frozenset(
        (names[row.person], row.first_day + DAY * i)
        for row in case.absences
        for i in range((row.last_day - row.first_day).days + 1)
    )
