"""Which places do the duties of a class serve, in all bands together?

Variables: y (duties of a class in a shift that serve a place on a day). A duty that serves a place
in the morning and another at tea serves two, so with P places a duty at the most:

Σ_k y_k ≤ P · heads on rounds in the shift,  y_k ≤ heads on rounds in the shift;

v_k ≤ Σ_s M_k · y_k  in each band, over the shifts that have contact time in it.

Stronger than the rows by band, and two to four times as much for a solver to do.
"""

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.deployment import Deployment, DeploymentClass, contact_of
from rosterer_models.formulation.sets import Geography
from rosterer_models.formulation.useful import Useful
from rosterer_models.matrix.model import Builder, Floats

Served = dict[tuple[int, int, int, int], int]
"""(class, day, shift, place) → y."""


def add_served(
    builder: Builder, care: Care, deployment: Deployment, geography: Geography, useful: Useful
) -> Served:
    """Add y and its rows."""
    served: Served = {}
    builder.section("places of duties")
    for g, group in enumerate(deployment.classes):
        if not group.flow:
            continue
        most = _most(care, group, geography, useful)
        for t in range(care.case.days):
            _add_day(builder, care, useful, g, group, t, most, served)
    return served


def _most(care: Care, group: DeploymentClass, geography: Geography, useful: Useful) -> Floats:
    """K × D × B × S: the most minutes of use of one duty at each place."""
    sets, key = care.sets, group.key
    places = np.array(geography.round_places(key.home, key.mobile), dtype=np.int64)
    share = geography.share(key.home, key.mobile)[places]
    contact = contact_of(care).T / (1 + share[:, None, None, None])  # places × 1 × B × S
    found = np.zeros((len(sets.place), care.case.days, len(sets.band), len(sets.shift)))
    own = useful.most(key.home, places, sorted(key.skills))[..., None]
    found[places] = np.minimum(own, contact)
    return found


def _add_day(
    builder: Builder,
    care: Care,
    useful: Useful,
    g: int,
    group: DeploymentClass,
    t: int,
    most: Floats,
    served: Served,
) -> None:
    bands = [b for day, b in group.flow if day == t]
    shifts = np.flatnonzero(group.on[t] >= 0).tolist()
    for s in shifts:
        giving = [b for b in bands if most[:, t, b, s].any()]
        places = np.unique([k for b in giving for k in group.flow[t, b][1].tolist()])
        if not len(places):
            continue
        places = places.astype(np.int64)
        heads = group.on_round.get((t, s), int(group.on[t, s]))
        num_places = care.case.limits.places_per_duty
        alone = np.minimum(num_places, useful.num_places(group.key.home, places)).astype(float)
        columns = builder.columns(len(places), upper=len(group.people) * alone)
        row, each = builder.rows(1, upper=0), builder.rows(len(places), upper=0)
        builder.put(row, columns)
        builder.put(row, heads, -float(num_places))
        builder.put(each, columns)
        builder.put(each, heads, -alone)
        for k, column in zip(places.tolist(), columns.tolist(), strict=True):
            served[g, t, s, k] = column
    for b in bands:
        columns, at, _, _ = group.flow[t, b]
        for k in np.unique(at).tolist():
            row = builder.rows(1, upper=0)
            builder.put(row, columns[at == k])
            for s in shifts:
                if most[k, t, b, s] > 0:
                    builder.put(row, served[g, t, s, k], -most[k, t, b, s])
