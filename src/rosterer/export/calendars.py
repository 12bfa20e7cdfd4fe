"""How does a duty get into the calendar of the person who works it, and stay right when the plan
changes?

One file a person. A duty keeps its id (person and date) from plan to plan, so that a calendar that
has seen the old file changes its entry. When the old file is still there, a duty that fell away is
written as cancelled, and a changed one counts up its sequence. A plan speaks of its own days and
teams alone: entries of other days, of other teams' rotas and of other programs stay as they are.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from rosterer.export.calendar_files import (
    DOMAIN,
    CalendarFile,
    Known,
    calendar_bytes,
    read_calendar,
)
from rosterer.export.calendar_words import Entry, Words, entries_of
from rosterer.files.atomic import write_file
from rosterer.files.faults import BadInput, Fault
from rosterer.referee.words import counted
from rosterer.report.worked import WorkedDay, worked_days
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class Reach:
    """Which entries a plan may change or cancel: those of its days that are of its teams' rotas."""

    first_day: date
    last_day: date
    teams: frozenset[str]

    def has(self, entry: Entry) -> bool:
        """Whether a plan that does not have this entry says that it fell away."""
        return self.is_of_its_days(entry) and (not entry.team or entry.team in self.teams)

    def is_of_its_days(self, entry: Entry) -> bool:
        """By the day on which the entry begins where it is worked."""
        return self.first_day <= entry.starts.date() <= self.last_day


def reach_of(case: Case, replaces: Collection[str] = ()) -> Reach:
    """The days and teams of a case; ``replaces`` are former names of its teams."""
    last_day = case.first_day + timedelta(days=case.days - 1)
    return Reach(
        case.first_day, last_day, frozenset((*(team.team for team in case.teams), *replaces))
    )


def write_calendars(
    case: Case,
    plan: Plan,
    directory: Path,
    now: datetime,
    *,
    show_names: bool = True,
    replaces: Collection[str] = (),
) -> list[Path]:
    """Write one calendar file for each person of the case.

    Parameters
    ----------
    directory
        Files are named after the person's id; older files there are brought up to date.
    now
        The time stamp of entries that are new or changed.
    show_names
        Whether calendars are called by the staff's display names or by their ids.
    replaces
        Teams that the case no longer knows, whose entries of these days it replaces.

    Returns
    -------
    list of Path
        The files, in the order of the case's people.

    Raises
    ------
    BadInput
        When a file of that name is the calendar of somebody else.
    OSError
        When nothing can be written there.
    """
    reach, words = reach_of(case, replaces), Words.of(case)
    duties: dict[str, list[WorkedDay]] = {person.person: [] for person in case.people}
    for worked in worked_days(case, plan):
        duties[worked.person.person].append(worked)
    files = {person: read_calendar(directory / f"{person}.ics") for person in duties}
    _refuse_strangers(case, directory, files, reach)
    names = {one.person: (one.name if show_names else "") or one.person for one in case.people}
    written = []
    for person, worked_by in duties.items():
        old = files[person]
        entries = [(worked, entries_of(worked, words)) for worked in worked_by]
        content = calendar_bytes(
            case.zone, names[person], brought_up_to_date(old, entries, reach, now), old.others
        )
        path = directory / f"{person}.ics"
        write_file(path, content)
        written.append(path)
    return written


def brought_up_to_date(
    old: CalendarFile,
    entries: Collection[tuple[WorkedDay, tuple[Entry, ...]]],
    reach: Reach,
    now: datetime,
) -> dict[str, Known]:
    """What the file is to hold: what the plan says of its own days, and the rest as it was."""
    known = dict(old.entries)
    said: dict[str, Entry] = {}
    for worked, spells in entries:
        for number, entry in enumerate(spells):
            uid = uid_of(worked, spell=number)
            if uid in known and known[uid].entry.team and known[uid].entry.team not in reach.teams:
                uid = uid_of(worked, entry.team, spell=number)
            said[uid] = entry
    fallen = {
        uid: replace(one.entry, is_cancelled=True)
        for uid, one in known.items()
        if uid not in said and reach.has(one.entry)
    }
    for uid, entry in {**fallen, **said}.items():
        before = known.get(uid)
        if before is None or before.entry != entry:
            known[uid] = Known(entry, 0 if before is None else before.sequence + 1, now)
    return known


def uid_of(worked: WorkedDay, team: str = "", spell: int = 0) -> str:
    """The id of a duty's spell: there is one duty a day, so person, date and the number of the
    spell, where it is not the first, are enough, whatever the plan; with the team, where another
    team's rota has that id.
    """
    mark = f".{team}" if team else ""
    number = f"~{spell + 1}" if spell else ""
    return f"{worked.date:%Y%m%d}{number}.{worked.person.person}{mark}{DOMAIN}"


def what_stays(case: Case, directory: Path, replaces: Collection[str] = ()) -> list[str]:
    """What the folder holds for the plan's days that the plan does not speak of, a sentence each:
    duties in the rotas of other teams, and calendars of people whom the case does not know.
    """
    reach, people = reach_of(case, replaces), {person.person for person in case.people}
    of_others: Counter[str] = Counter()
    of_unknown = []
    for path in sorted(directory.glob("*.ics")):
        entries = [known.entry for known in read_calendar(path).entries.values()]
        live = [one for one in entries if reach.is_of_its_days(one) and not one.is_cancelled]
        if path.stem in people:
            of_others.update(one.team for one in live if not reach.has(one))
        elif any(one.team in reach.teams for one in live):
            of_unknown.append(path.name)
    sentences = [
        f"{counted(count, 'duty', 'duties')} of these days in the rota of team {team} "
        f"{'stays' if count == 1 else 'stay'} in these calendars; "
        f"if it is this rota under a former name, add --replaces {team}."
        for team, count in sorted(of_others.items())
    ]
    sentences += [
        f"{name} has duties of these days for somebody who is not in this case; "
        "if they have left, withdraw their calendar."
        for name in of_unknown
    ]
    return sentences


def _refuse_strangers(
    case: Case, directory: Path, files: Mapping[str, CalendarFile], reach: Reach
) -> None:
    """Two rotas may call different people by one id: neither gets the duties of the other."""
    faults = []
    for person in case.people:
        old = files[person.person]
        teams = {one.entry.team for one in old.entries.values()}
        is_named = person.name and old.name not in ("", person.person)
        if is_named and old.name != person.name and teams and not teams & {"", *reach.teams}:
            faults.append(
                Fault(
                    str(directory / f"{person.person}.ics"),
                    f"is the calendar of {old.name}, and {person.person} is {person.name} here",
                    "choose another folder, or delete the file if they are one person",
                )
            )
    if faults:
        raise BadInput(faults)
