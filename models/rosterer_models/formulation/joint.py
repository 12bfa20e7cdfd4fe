"""What is the joint model? Rota, deployment and placements in one programme, in pounds."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.deployment import Deployment, add_deployment
from rosterer_models.formulation.leeway import JUDGED, NONE, Leeway
from rosterer_models.formulation.people import People, add_people
from rosterer_models.formulation.served import Served, add_served
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.formulation.useful import Useful, useful_of
from rosterer_models.matrix.model import Builder, Label, Programme
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class Joint:
    """The model of a case and where its columns are."""

    case: Case
    sets: Sets
    people: People
    care: Care
    deployment: Deployment
    programme: Programme
    unavoidable: dict[Label, float]
    """Pounds that no decision changes."""
    served: Served = field(default_factory=dict)
    """Duties that serve a place, where the model has them."""


def joint_model(
    case: Case,
    geography: Geography | None = None,
    useful: Useful | None = None,
    *,
    as_judged: bool = False,
    leeway: Leeway | None = None,
    by_duty: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Joint:
    """Build the joint model: people in lines and duties, classes in flows, patients in starts.

    Which person serves which place is not in it, and so neither are the people who come to a place
    in a week (``carers-at-places``). They never cost less than nothing, so what bounds this model
    bounds every plan, if it is built ``as_judged``.

    Parameters
    ----------
    geography
        Who reaches what, where that is not as the case's own distances have it.
    useful
        The most minutes of use of a duty at a place, where places stand for several.
    as_judged
        See ``add_people``: for bounds. Limits then have the leeway that the referee gives.
    leeway
        Another one, where places stand for several.
    by_duty
        With rows for the places of a duty in all its bands together, which are stronger and take
        two to four times as long to solve.
    stop
        Asked all the time; see Raises.

    Raises
    ------
    BuildingStoppedError
        When told to stop before the model was whole.
    """
    sets = Sets(case)
    builder = Builder(stop)
    people = add_people(builder, case, as_judged=as_judged)
    leeway = leeway or (JUDGED if as_judged else NONE)
    care = add_care(builder, case, sets, leeway)
    useful = useful or useful_of(sets, care.commitments, care.waiting)
    geography = geography or Geography(case)
    deployment = add_deployment(builder, case, care, people, geography, useful)
    served = add_served(builder, care, deployment, geography, useful) if by_duty else {}
    unavoidable = dict(people.unavoidable)
    for pounds in (care.commitments.pounds, *(wait.unavoidable for wait in care.waiting.referrals)):
        for label, amount in pounds.items():
            unavoidable[label] = unavoidable.get(label, 0.0) + amount
    return Joint(case, sets, people, care, deployment, builder.build(), unavoidable, served)
