"""How does a case, with its rota and the conditions of a scenario, become a network that can be
simulated?

The case is first carried on to the winter's last day and changed by the scenario. Units become
nodes of beds with a post for the staff that they take; each locality becomes a node of care at home
in every band (and, where skills bind, of those who have them); people on duty alike become crews;
options bought in become a node without limit. Referrals and expected arrivals alike in locality,
options, priority and place of waiting become one stream.
"""

from datetime import timedelta

import numpy as np

from rosterer.files.faults import BadInput, Fault
from rosterer.winter.abilities import abilities_of
from rosterer.winter.calendar import carried_on, daily
from rosterer.winter.conditions import Conditions
from rosterer.winter.courses import courses_of
from rosterer.winter.nodes import nodes_of
from rosterer.winter.staff import bands_of, staff_of
from rosterer.winter.streams import census_in, streams_of, told_of, waiting_in
from rosterer.winter.supply import Footing, footing_of
from rosterer.winter.winters import Winter
from rosterer_models.simulation.network import Ints, Network, Severity
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


def winter_of(
    case: Case,
    conditions: Conditions,
    weeks: int,
    plan: Plan | None = None,
    localities: int = 3,
    footing: Footing | None = None,
    notes: tuple[str, ...] = (),
) -> Winter:
    """Translate a case.

    Parameters
    ----------
    weeks
        Length of the simulation from the first day of the case.
    plan
        Whose rota staffs beds and care at home; None: present lines.
    localities
        Into how many pools care at home falls.
    footing
        What the scenarios of a report share, instead of a plan and localities; the case is then
        carried on already, with ``notes``.
    """
    if footing is None:
        footing = footing_of(case, plan, localities)
        case, notes = carried_on(case, 7 * weeks)
    places, abilities, days = footing.localities, abilities_of(case), 7 * weeks
    staff = staff_of(case, footing, abilities, days)
    streams = streams_of(case, places, days)
    waiting, left_out = waiting_in(case, places, streams)
    if not streams.index:
        remedy = "add rows to expected, or referrals with options"
        raise BadInput([Fault("case", "expects nobody and refers nobody", remedy)])
    nodes, facts = nodes_of(case, conditions, places, abilities, days)
    courses = courses_of(case, conditions, places, abilities, nodes)
    comers, stream_facts, groups = told_of(case, conditions, streams, courses)
    census = census_in(case, places, streams, courses, nodes)
    number = {node.name: i for i, node in enumerate(nodes)}
    dates = [case.first_day + timedelta(days=day) for day in range(days)]
    network = Network(
        days=days,
        nodes=tuple(nodes),
        stages=courses.stages,
        streams=tuple(comers),
        starters=(*waiting, *census),
        groups=tuple(f"P{pathway} {locality}" for pathway, locality in groups) or ("all",),
        triage_slots=_triage(case, days),
        sickness=np.array([conditions.sickness_on(day) for day in dates]),
        severity=Severity(spread=conditions.spread_percent / 100),
        standard_days=float(case.limits.standard_days),
        crews=staff.crews_at(number),
        posts=staff.posts_at(number),
        bands=tuple(bands_of(case)),
        part_band=staff.part_band,
        ageing_days=conditions.ageing_days,
    )
    return Winter(
        case=case,
        network=network,
        nodes=tuple(facts),
        streams=tuple(stream_facts),
        groups=tuple(groups),
        localities=places,
        crews=staff.facts,
        parts=staff.parts,
        readmitted_days=conditions.leaving.readmitted_days,
        notes=(*footing.notes, *notes),
        warnings=tuple(dict.fromkeys((*left_out, *courses.warnings))),
    )


def _triage(case: Case, days: int) -> Ints | None:
    if not case.triage:
        return None
    slots = daily(case.triage, case.first_day, days, "slots")
    return np.round(slots).astype(np.int64)
