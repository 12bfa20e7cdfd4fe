"""Is there a plan that can keep each fixed duty?

A duty fixed in a unit must be worked there, and nobody works in a unit that is out of reach or that
has no use for their skills: then no plan keeps both, and the row is refused. Training is not judged
so: who is trained in a unit serves nothing there.
"""

from collections.abc import Iterator

from rosterer.files.checks.look import entries, fault_at
from rosterer.files.faults import Fault
from rosterer.files.tables import Draft
from rosterer.referee.geography import Geography
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import FixedDuty, Person, Skill
from rosterer_models.vocabulary.place import Place, Unit
from rosterer_models.vocabulary.settings import Limits


def duties_nobody_can_keep(draft: Draft) -> Iterator[Fault]:
    """Fixed duties in a unit out of reach, and in one where the person is of no use."""
    limits = draft.settings.get("limits", Limits())
    if not isinstance(limits, Limits):
        return
    places = {entry.fact.place: entry.fact for entry in entries(draft, "places", Place)}
    people = {entry.fact.person: entry.fact for entry in entries(draft, "people", Person)}
    units = {entry.fact.unit: entry.fact for entry in entries(draft, "units", Unit)}
    covers = {entry.fact.skill: entry.fact.covers for entry in entries(draft, "skills", Skill)}
    named: dict[str, set[str]] = {}
    for cover in entries(draft, "cover", Cover):
        if cover.fact.unit is not None:
            named.setdefault(cover.fact.unit, set()).add(cover.fact.skill)
    geography = Geography(places.values(), limits)
    for entry in entries(draft, "fixed", FixedDuty):
        person, unit = people.get(entry.fact.person), units.get(entry.fact.unit or "")
        if person is None or unit is None or entry.fact.training:
            continue
        if person.home in places and unit.place in places:
            minutes = geography.travel_minutes(person.home, unit.place, mobile=True)
            if not geography.reaches_unit(person.home, unit.place):
                message = (
                    f"{unit.unit} is {minutes:.0f} minutes from the home of {person.person}, and "
                    f"commute_minutes is {limits.commute_minutes:g}"
                )
                remedy = "name a nearer unit, or correct the home or the setting"
                yield fault_at(draft, "fixed", entry, "unit", message, remedy)
        if unit.skill is None:
            message = f"{unit.unit} has its own staff (no skill in units)"
            yield fault_at(draft, "fixed", entry, "unit", message, "name another unit, or none")
            continue
        able = {skill for own in person.skills for skill in (own, *covers.get(own, ()))}
        if unit.skill not in able and not able & named.get(unit.unit, set()):
            message = f"{person.person} can do nothing that {unit.unit} needs ({unit.skill})"
            remedy = "fix somebody who can, name another unit, or correct the skills"
            yield fault_at(draft, "fixed", entry, "unit", message, remedy)
