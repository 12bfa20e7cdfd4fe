"""Which duty do the options of ``explain … who`` ask about?"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rosterer.commands.asking import FILE, Options, is_date
from rosterer.files.faults import BadInput, Fault

if TYPE_CHECKING:
    from rosterer.candidates import AskedDuty, AskedGap

OPTIONS = ("person", "shift", "where", "date")


def asked_of(options: Options) -> "AskedDuty | AskedGap":
    """The duty of ``--person``, or the gap on ``--shift``, on ``--date``.

    Raises
    ------
    BadInput
        With everything that is missing, too much or unreadable.
    """
    from pydantic import ValidationError

    from rosterer.candidates import AskedDuty, AskedGap
    from rosterer.commands.asking import unreadable

    faults = list(_faults(options))
    if faults:
        raise BadInput(faults)
    when = date.fromisoformat(str(options["date"]))
    try:
        if options["person"]:
            return AskedDuty(person=str(options["person"]), date=when)
        where = options["where"]
        return AskedGap(shift=str(options["shift"]), date=when, where=str(where) if where else None)
    except ValidationError as refused:
        raise BadInput(unreadable(refused)) from refused


def _faults(options: Options) -> Iterator[Fault]:
    if bool(options["person"]) == bool(options["shift"]):
        told = "--person and --shift at once" if options["person"] else "who asks about nothing"
        yield Fault(FILE, told, "give --person for a duty, or --shift for a gap")
    if options["where"] and not options["shift"]:
        yield Fault(FILE, "--where says nothing to who --person", "leave it out")
    when = options["date"]
    if not when:
        yield Fault(FILE, "who needs a day", "add --date YYYY-MM-DD")
    elif not is_date(str(when)):
        words = f"{when!r} is not a date"
        yield Fault(FILE, words, "write YYYY-MM-DD, such as 2026-11-05", column="--date")
    for name, given in options.items():
        if given and name not in OPTIONS:
            yield Fault(FILE, f"--{name} says nothing to who", "leave it out")
