"""How is a repair told to people: who is asked for what, whose visits go elsewhere, who starts when
instead, and what it costs of each kind of money?
"""

import csv
import io
from collections.abc import Callable, Iterator

from rosterer.money import differences as money_differences
from rosterer.money import purse_of
from rosterer.referee.words import counted, said
from rosterer.replan.differences import DutyChange, StartChange, VisitChange
from rosterer.replan.repairing import Repair, Replanned
from rosterer.shown import hours, pounds_or_pence

HEADINGS = ("what", "who", "date", "before", "after", "notice_hours", "pounds", "sentence")
"""Columns of ``diff.csv``."""
Called = Callable[[str], str]
"""A person as sentences call them."""


def document(found: Replanned, repair: Repair, called: Called) -> dict[str, object]:
    """``diff.json``: the differences with ids and numbers, counts, money, and a sentence each."""
    told = repair.differences
    ledger = purse_of(repair.verdict.ledger)
    return {
        "now": found.now.clock.isoformat(),
        "is_published": repair.is_published,
        "is_left": repair.is_left,
        "counts": counts(repair),
        "price_of_change": told.pounds,
        "ledger": ledger.pounds,
        "more_than_left": repair.more.pounds,
        "total": round(repair.total, 2),
        "total_of_left": round(found.left.total, 2),
        "short_hours": round(repair.verdict.shortage_hours, 2),
        "short_hours_of_left": round(found.left.verdict.shortage_hours, 2),
        "delay_days": round(repair.verdict.delay_days, 2),
        "delay_days_of_left": round(found.left.verdict.delay_days, 2),
        "broken": [one.model_dump(mode="json") for one in repair.verdict.broken],
        "duties": [one.model_dump(mode="json") for one in told.duties],
        "visits": [one.model_dump(mode="json") for one in told.visits],
        "starts": [one.model_dump(mode="json") for one in told.starts],
        "agency": [one.model_dump(mode="json") for one in told.agency],
        "notes": list(found.changed.notes),
        "sentences": lines(found, repair, called),
    }


def counts(repair: Repair) -> dict[str, int]:
    """How many of what change."""
    told = repair.differences
    return {
        "people": told.people,
        "duties": len(told.chosen),
        "forced": len(told.duties) - len(told.chosen),
        "rounds": len(told.elsewhere),
        "starts": len(told.starts),
    }


def lines(found: Replanned, repair: Repair, called: Called) -> list[str]:
    """All of it in sentences, the sum of it first."""
    return [headline(repair), money_line(found, repair), *_sentences(repair, called)]


def headline(repair: Repair) -> str:
    """What a repair is, in a sentence."""
    told = repair.differences
    if repair.is_published:
        return "The published plan stays as it is."
    if repair.is_left:
        return "Leave it as it is: nobody is asked for anything."
    parts = [
        counted(told.people, "person is", "people are") + " asked for another duty",
        counted(len(told.elsewhere), "round goes", "rounds go") + " elsewhere",
        counted(len(told.starts), "start is", "starts are") + " another",
    ]
    return f"{'; '.join(part for part in parts if not part.startswith('0 ')) or 'Nothing else'}."


def money_line(found: Replanned, repair: Repair) -> str:
    """What it costs beside leaving it as it is, by kind of money, and the price of change."""
    verdict, left = repair.verdict, found.left.verdict
    if repair.is_left:
        short = f"{hours(verdict.shortage_hours)} of care and staff are short"
        return f"{short}; the ledger's total is {pounds_or_pence(verdict.cost)}."
    apart = money_differences(purse_of(verdict.ledger), purse_of(left.ledger))
    beside = ", ".join(apart) or "no money of any kind"
    return (
        f"Beside leaving it as it is: {beside}; {hours(verdict.shortage_hours)} short against "
        f"{hours(left.shortage_hours)}. The price of change is "
        f"{pounds_or_pence(repair.differences.pounds)}."
    )


def _sentences(repair: Repair, called: Called) -> Iterator[str]:
    told = repair.differences
    yield from (duty_sentence(one, called) for one in told.duties)
    yield from (start_sentence(one) for one in told.starts)
    yield from (visit_sentence(one, called) for one in told.elsewhere)
    longer = len(told.visits) - len(told.elsewhere)
    if longer:
        rounds = counted(longer, "round stays", "rounds stay")
        yield f"{rounds} longer or shorter at the same places; the plan has the minutes."
    for bought in told.agency:
        more = "more" if bought.minutes > 0 else "fewer"
        yield (
            f"{hours(abs(bought.minutes) / 60)} {more} from an agency at {bought.place} on "
            f"{said(bought.date)}."
        )


def duty_sentence(one: DutyChange, called: Called) -> str:
    """Who is asked to do what instead of what."""
    was, will = _work(one.before, one.before_unit), _work(one.after, one.after_unit)
    if one.is_forced:
        return f"{called(one.person)} on {said(one.date)}: {will} instead of {was} (what came up)."
    return (
        f"Ask {called(one.person)} on {said(one.date)}: {will} instead of {was} "
        f"({one.notice_hours:g} hours' notice, price {pounds_or_pence(one.pounds)})."
    )


def _work(shift: str, unit: str) -> str:
    if not shift:
        return "no duty"
    return f"{shift} in {unit}" if unit else f"{shift} on a round"


def visit_sentence(one: VisitChange, called: Called) -> str:
    """Where a round goes instead."""
    to = ", ".join(f"{place} ({one.more.get(place, 0.0):.0f} minutes)" for place in one.anew)
    parts = [f"also goes to {to}"] * bool(to)
    parts += [f"no longer goes to {', '.join(one.no_longer)}"] * bool(one.no_longer)
    return f"{called(one.person)} on {said(one.date)} {' and '.join(parts)}."


def start_sentence(one: StartChange) -> str:
    """Who goes home when instead."""
    was, will = _start(one.before_option, one.before_units, one), ""
    if one.before is not None:
        was = f"{was} on {said(one.before)}"
    will = _start(one.after_option, one.after_units, one)
    if one.after is not None:
        will = f"{will} on {said(one.after)}"
    return f"{one.referral}: {will} instead of {was}."


def _start(option: str, units: tuple[str, ...], one: StartChange) -> str:
    del one
    if not option:
        return "no place"
    return f"{option} ({', '.join(units)})" if units else option


def table(repair: Repair, called: Called) -> str:
    """``diff.csv``: a row a change."""
    told, out = repair.differences, io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for duty in told.duties:
        row = (
            "forced-duty" if duty.is_forced else "duty",
            duty.person,
            duty.date.isoformat(),
            f"{duty.before} {duty.before_unit}".strip(),
            f"{duty.after} {duty.after_unit}".strip(),
            duty.notice_hours,
            duty.pounds,
            duty_sentence(duty, called),
        )
        writer.writerow(row)
    for start in told.starts:
        begins = [day.isoformat() if day else "" for day in (start.before, start.after)]
        writer.writerow(("start", start.referral, "", *begins, "", "", start_sentence(start)))
    for visit in told.visits:
        told_so = visit_sentence(visit, called) if visit.is_elsewhere else ""
        who = ("round", visit.person, visit.date.isoformat())
        writer.writerow((*who, "", "", "", visit.pounds, told_so))
    for bought in told.agency:
        where = ("agency", bought.place, bought.date.isoformat())
        writer.writerow((*where, "", bought.minutes, "", "", ""))
    return out.getvalue()
