"""Would a wrong row be seen? Each fault is planted in the model, and some good plan denies it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer_models.formulation import care as care_side
from rosterer_models.formulation import commitments, deployment, people, waiting
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Tail
from tests.cases import DUTIES, PEOPLE, PLACEMENTS, UNITS, changed, duty, small_case
from tests.models.embedded import Embedding, embedded

Plant = Callable[[pytest.MonkeyPatch], None]


def _is_noticed(found: Embedding) -> bool:
    """A row does not hold, or a label is not what the ledger says."""
    seen = {name for name, _ in found.differences()} - {"short-care", "carers-at-places"}
    return bool(found.excess().max() > 1e-6 or seen)


def _steeper(monkeypatch: pytest.MonkeyPatch) -> None:
    real = care_side._hull

    def hull(builder, care, u, b, ratio, short) -> None:  # type: ignore[no-untyped-def]
        real(builder, care, u, b, ratio, short)
        care.hull_slope[u, :, b] *= 1.1

    monkeypatch.setattr(care_side, "_hull", hull)


def _fewer_arrivals(monkeypatch: pytest.MonkeyPatch) -> None:
    real = waiting._class_wait

    def fewer(case, sets, given, ways, mine):  # type: ignore[no-untyped-def]
        rows = [row.model_copy(update={"amount": 0.9 * row.amount}) for row in mine]
        return real(case, sets, given, ways, rows)

    monkeypatch.setattr(waiting, "_class_wait", fewer)


def _midnight_less(monkeypatch: pytest.MonkeyPatch) -> None:
    real = waiting._wait

    def less(case, sets, given, ways, referral):  # type: ignore[no-untyped-def]
        found = real(case, sets, given, ways, referral)
        label = next(label for label in found.costs if label[0] == "delay")
        pounds = waiting.delay_pounds(case, referral.where, referral.priority)
        costs = {**found.costs, label: np.maximum(0, found.costs[label] - pounds)}
        return replace(found, costs=costs)

    monkeypatch.setattr(waiting, "_wait", less)


def _narrower_band(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour less is free."""
    pounds, rows = people._balance_pounds, people._balance_rows

    def narrow(case: Case) -> Case:
        hours = case.limits.balance_band_hours - 1
        limits = case.limits.model_copy(update={"balance_band_hours": hours})
        return case.model_copy(update={"limits": limits})

    monkeypatch.setattr(people, "_balance_pounds", lambda case, hours: pounds(narrow(case), hours))
    monkeypatch.setattr(
        people, "_balance_rows", lambda builder, case, *rest: rows(builder, narrow(case), *rest)
    )


def _tail_a_day_off(monkeypatch: pytest.MonkeyPatch) -> None:
    real = care_side._within
    monkeypatch.setattr(care_side, "_within", lambda total, day: real(total, day + 1))


def _wider_spacing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = people._space_floats
    monkeypatch.setattr(
        people,
        "_space_floats",
        lambda builder, days, columns, spacing, most: real(
            builder, days, columns, spacing + 1, most
        ),
    )


def _less_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    real = deployment._add_flows

    def flows(builder, care, geography, useful, mine) -> None:  # type: ignore[no-untyped-def]
        care.sets.__dict__["contact"] = care.sets.contact * 0.99
        real(builder, care, geography, useful, mine)
        del care.sets.__dict__["contact"]

    monkeypatch.setattr(deployment, "_add_flows", flows)


def _fewer_beds(monkeypatch: pytest.MonkeyPatch) -> None:
    real = commitments._beds

    def beds(case, sets, length):  # type: ignore[no-untyped-def]
        available, admissions = real(case, sets, length)
        return available - 1, admissions

    monkeypatch.setattr(commitments, "_beds", beds)


def _city() -> tuple[Case, Plan]:
    case = generate(30, 7, "tight", 1)
    return case, baseline_plan(case)


def _spaced_floats() -> tuple[Case, Plan]:
    """Cat floats on days 2 and 4, and floats two days apart are allowed."""
    case = small_case(
        limits=small_case().limits.model_copy(update={"float_spacing_days": 2}),
        people=changed(PEOPLE, "person", "cat", floats_owed=2, line_rule="kept", patterns=()),
        referrals=(),
        barriers=(),
        expected=(),
    )
    return case, Plan(duties=(*DUTIES, duty("cat", 2), duty("cat", 4)), reservations=())


def _full() -> tuple[Case, Plan]:
    """Somebody goes to the hub as soon as there is room."""
    referral = small_case().referrals[0].model_copy(update={"options": ("hub-first",)})
    units = changed(UNITS, "unit", "hub", beds=2, beds_per_staff={})
    case = small_case(referrals=(referral,), barriers=(), expected=(), units=units)
    return case, Plan(duties=DUTIES, placements=PLACEMENTS[:2], reservations=())


def _long_stays() -> tuple[Case, Plan]:
    """Packages that go on into a tail with hours for none of them, four weeks that differ."""
    case = generate(30, 7, "normal", 2)
    return case.model_copy(update={"tail": Tail(weeks=2, hours_per_week=1)}), baseline_plan(case)


FAULTS: dict[str, tuple[Plant, Callable[[], tuple[Case, Plan]]]] = {
    "hull slope": (_steeper, _city),
    "arrivals": (_fewer_arrivals, _city),
    "midnight": (_midnight_less, _city),
    "balance band": (_narrower_band, _city),
    "tail": (_tail_a_day_off, _long_stays),
    "float spacing": (_wider_spacing, _spaced_floats),
    "contact": (_less_contact, _city),
    "beds": (_fewer_beds, _full),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, made = FAULTS[name]
    case, plan = made()
    before = embedded(case, plan, joint_model(case, as_judged=True))
    assert before.verdict.broken == ()
    assert not _is_noticed(before)
    plant(monkeypatch)
    assert _is_noticed(embedded(case, plan, joint_model(case, as_judged=True)))
