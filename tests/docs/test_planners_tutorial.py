"""Are the figures of the planners' tutorial those that its own commands give?"""

import re
import sys
from pathlib import Path

import pytest

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"


def test_every_picture_of_the_tutorial_is_there() -> None:
    page = (TUTORIALS / "planners.md").read_text("utf-8")
    pictures = re.findall(r"\]\((planners/[\w-]+\.svg)\)", page)
    assert pictures
    assert {p.name for p in (TUTORIALS / "planners").glob("*.svg")} == {
        Path(one).name for one in pictures
    }


@pytest.mark.slow
def test_the_tutorial_says_what_its_commands_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(TUTORIALS), *sys.path])
    import make_planner_pictures as made

    from rosterer.winter.prices import CapacityPrices
    from rosterer.winter.search import find_capacity

    page = (TUTORIALS / "planners.md").read_text("utf-8")
    done = made.simulated()
    for sentence in made.sentences(done):
        assert sentence in page
    found = find_capacity(done.base, CapacityPrices())
    for line in made.capacity_lines(done, found):
        assert line in page
