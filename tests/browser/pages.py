"""Which pages does the product write, and in which states?"""

from collections.abc import Callable, Mapping
from pathlib import Path

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.report import write_report
from rosterer.report.posters import write_posters
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.report import write
from rosterer.winter.search import find_capacity
from rosterer.winter.study import study
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.person import Team
from rosterer_models.vocabulary.plan import Plan
from tests.cases import PEOPLE, changed, duty, small_case, small_plan

PLAIN = {"census": (), "expected": (), "cover": (), "referrals": (), "barriers": ()}
BREAKING = Plan(
    duties=(
        duty("ann", 0),
        duty("ann", 1, "N", place="hub"),
        duty("ann", 2),
        duty("cat", 1, place="FAR"),
    )
)
"""Too little rest, and a round out of reach."""


def imported() -> Case:
    """As an import makes it: one team in a unit of its own, no referrals, no beds."""
    unit = small_case().units[0]
    own = {"unit": "ward-unit", "name": "Ward", "kind": "team", "beds": 0, "admissions": {}}
    people = tuple(one.model_copy(update={"team": "ward"}) for one in PEOPLE)
    return small_case(
        **PLAIN,
        teams=(Team(team="ward"),),
        people=people,
        units=(unit.model_copy(update={**own, "beds_per_staff": {}}),),
    )


def _report(case: Case, plan: Plan, folder: Path, *, compared: bool = False) -> Path:
    path = folder / "report.html"
    baseline = judge(case, Plan()) if compared else None
    write_report(case, plan, judge(case, plan), path, baseline=baseline)
    return path


def _winter(folder: Path) -> Path:
    names = ("base", "many-more-arrivals-than-in-any-winter-that-anybody-remembers")
    changes: list[dict[str, object]] = [{"kind": "arrivals", "percent": 20}]
    scenarios = [
        Scenario(name=names[0]),
        Scenario.model_validate({"name": names[1], "change": changes}),
    ]
    prices = CapacityPrices()
    done = study(generate(people=20, days=14, seed=5), scenarios, runs=5, weeks=3)
    write(folder, done, prices, None, find_capacity(done.base, prices, runs=2))
    return folder / "report.html"


def _of_four_weeks(folder: Path) -> Path:
    names = changed(PEOPLE, "person", "ann", name="Anne-Marie Featherstonehaugh")
    case = small_case(days=28, people=names)
    return _report(case, small_plan(), folder)


def _poster(folder: Path, kind: str) -> Path:
    case = small_case(days=28)
    write_posters(case, BREAKING, judge(case, BREAKING), folder)
    return folder / f"{kind}-north.html"


WRITERS: Mapping[str, Callable[[Path], Path]] = {
    "report": lambda folder: _report(small_case(), small_plan(), folder),
    "report with breaches": lambda folder: _report(small_case(), BREAKING, folder),
    "report with a comparison": lambda folder: _report(
        small_case(), small_plan(), folder, compared=True
    ),
    "report without referrals": lambda folder: _report(
        small_case(**PLAIN), small_plan(placements=()), folder
    ),
    "report of an imported rota": lambda folder: _report(
        imported(), Plan(duties=(duty("ann", 0, place="ward-unit"),)), folder
    ),
    "report of four weeks": _of_four_weeks,
    "rota poster": lambda folder: _poster(folder, "poster"),
    "day sheets": lambda folder: _poster(folder, "days"),
    "winter report": _winter,
}
