"""Does a notebook see what the tables hold?"""

from datetime import date
from pathlib import Path

import pytest
from example_case import write_example_case, write_example_plan

from rosterer.files import load_case, load_plan
from rosterer.files.case_tables import CASE_TABLES
from rosterer.files.frames import frames
from rosterer_models.vocabulary.plan import Plan


def test_every_table_of_a_case_is_a_frame_with_its_columns(tmp_path: Path) -> None:
    tables = frames(load_case(write_example_case(tmp_path)))
    assert list(tables) == list(CASE_TABLES)
    assert list(tables.people["person"]) == ["p1", "p2", "p3"]
    assert tables.people["phase"].isna().tolist() == [False, True, True]
    assert tables.shifts["contact"][0] == "morning=180;lunch=150;tea=150"
    assert tables.people["mobile"].tolist() == [True, False, True]


def test_dates_can_be_counted_with(tmp_path: Path) -> None:
    duties = frames(load_plan(write_example_plan(tmp_path))).duties
    assert (duties["date"].max() - duties["date"].min()).days == 2
    assert duties["date"][0].date() == date(2026, 11, 2)


def test_an_empty_plan_has_frames_without_rows() -> None:
    tables = frames(Plan())
    assert {len(table) for table in tables.values()} == {0}
    assert "delay_days" in tables["placements"].columns
    assert str(tables.duties["date"].dtype).startswith("datetime64")


def test_a_table_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(AttributeError, match=r"no table 'rota'; there are lines, duties"):
        _ = frames(Plan()).rota
