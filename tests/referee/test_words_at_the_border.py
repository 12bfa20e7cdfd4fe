"""Does a sentence show that a sum is over what is allowed, however little?"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rosterer.referee import judge
from rosterer.referee.words import to_the_minute
from rosterer.sheets import Mapping, import_rota


def _weekly_average(path: Path, minutes: int) -> list[str]:
    """What is broken by 16 duties of twelve hours in four weeks (192 hours) and a short one."""
    monday = date(2026, 11, 2)
    rows = [
        f"Ann,{monday + timedelta(weeks=week, days=day)},08:00,20:00,0"
        for week in range(4)
        for day in range(4)
    ]
    rows += [f"Ann,2026-11-29,09:00,{9 + minutes // 60:02d}:{minutes % 60:02d},0"] * bool(minutes)
    path.write_text("\n".join(["Name,Date,Start,End,Break", *rows]), encoding="utf-8")
    told = Mapping(first_day=monday, last_day=date(2026, 11, 29))
    imported = import_rota(path, told, today=monday)
    broken = judge(imported.case, imported.plan, show_names=True).every_breach
    return [one.sentence for one in broken if one.rule == "weekly-average"]


def test_what_is_allowed_to_the_minute_is_kept(tmp_path: Path) -> None:
    assert _weekly_average(tmp_path / "rota.csv", 0) == []


def test_a_minute_over_an_average_is_told_as_a_minute_over(tmp_path: Path) -> None:
    (sentence,) = _weekly_average(tmp_path / "rota.csv", 1)
    assert "192 hours 1 minute in the 4 weeks" in sentence
    assert "are a little more than the 48 hours a week that are allowed on average" in sentence
    assert ": drop 1 minute of duties" in sentence


def test_hours_over_an_average_are_told_in_hours(tmp_path: Path) -> None:
    (sentence,) = _weekly_average(tmp_path / "rota.csv", 480)
    assert "200 hours in the 4 weeks" in sentence
    assert "are 50 hours a week; 48 are allowed on average: drop 8 hours" in sentence


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(11_520, "192 hours"), (11_521, "192 hours 1 minute"), (90, "1.5 hours"), (0.4, "1 minute")],
)
def test_no_minute_is_hidden_by_a_tenth_of_an_hour(minutes: float, words: str) -> None:
    assert to_the_minute(minutes) == words
