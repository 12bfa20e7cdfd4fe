"""Does every row and column of the joint model say what it stands for?"""

from collections import Counter

import pytest

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.formulation.names import Names
from rosterer_models.vocabulary.settings import Limits
from tests.cases import day, small_case


@pytest.fixture(scope="module")
def joint() -> Joint:
    return joint_model(small_case(limits=Limits(detour=1, agency_hours_per_day=3)), as_judged=True)


@pytest.fixture(scope="module")
def names(joint: Joint) -> Names:
    return Names(joint)


def test_no_two_have_the_same_name_and_none_has_no_name(joint: Joint, names: Names) -> None:
    rows = Counter(names.row(i) for i in range(joint.programme.num_rows))
    columns = Counter(names.column(j) for j in range(joint.programme.num_columns))
    assert [name for name, count in (rows + columns).items() if count > 1] == []
    assert not any(name.startswith(("row[", "column[")) for name in rows + columns)


def test_a_row_is_described_in_the_words_of_the_case(joint: Joint, names: Names) -> None:
    sets = joint.sets
    at = sets.place["A"], 0, sets.band["morning"], sets.skill["care"]
    text = names.describe(int(joint.care.cell[at]))
    assert text.startswith(f"cover[A, {day(0)}, morning, care]: ")
    assert f"+1 short[A, {day(0)}, morning, care]" in text
    assert f"+1 agency[A, {day(0)}, morning, care]" in text
    assert f"+1 minutes[class 0, {day(0)}, morning, A, care]" in text
    assert "-60 care[column" in text  # all who start there on a day, counted in one column
    # Two hours of base cover, and 40 minutes of somebody two days into their package.
    assert text.endswith("≥ 160")


def test_rows_of_people_stand_in_their_section(joint: Joint, names: Names) -> None:
    sections = {names.row(i).split("[")[0] for i in range(joint.programme.num_rows)}
    assert {"cover", "unit staff", "contact time", "few places", "beds", "placements"} <= sections
    assert {"rota of ann", "rota of dan"} <= sections
    columns = {names.column(j) for j in range(joint.programme.num_columns)}
    assert f"start[r1, home-care, stage 1, {day(0)}]" in columns
    assert f"start[r1, hub-first, stage 1, {day(0)}, hub, wait 2]" in columns
    assert names.column(int(joint.people.persons[0].line[0])) == "line[ann, days, 0]"


def test_prices_are_told_by_block(joint: Joint, names: Names) -> None:
    outcome = LinearSolver(joint.programme).solve()
    assert outcome.row_duals is not None
    prices = names.prices(outcome.row_duals)
    assert set(prices) <= {names.row(i).split("[")[0] for i in range(joint.programme.num_rows)}
    # More cover asked for never makes a plan cheaper.
    assert min(prices["cover"].values()) >= 0
    assert max(prices["cover"].values()) > 0
