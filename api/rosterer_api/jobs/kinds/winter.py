"""How does a job simulate winters, or look for the capacity that would make one bearable?

Both give tables: a list of rows each, as ``rosterer winter`` writes them. A simulation that is
stopped gives nothing, since half of one would mislead. A large one is shared out by replications;
the result is the same to the bit.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from rosterer_api.jobs.kinds.kind import Kind, Outcome, Split, Stopped, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from rosterer.winter.study import Study

Amount = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


def _differ(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    if len({one.name for one in scenarios}) < len(scenarios):
        raise ValueError("two scenarios have the same name; give each a name of its own")
    return scenarios


class WinterRequest(Fact):
    """Which winters are to be simulated, and how often."""

    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=20), AfterValidator(_differ)] = ()
    """The first is the base; blank for the case as it is."""
    saved: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """Ids of kept scenarios, which come before the others."""
    runs: Annotated[int, Field(ge=2, le=20_000)] = 1000
    weeks: Annotated[int, Field(ge=1, le=104)] = 26
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    localities: Annotated[int, Field(ge=1, le=40)] = 3
    precision: Annotated[float, Field(ge=0.0005, le=0.5, allow_inf_nan=False)] | None = None
    """Stop when the mean delay is known to this fraction."""
    plan: str | None = None
    """A plan whose rota says who is on duty; blank counts present lines."""
    bed_day: Amount = 150
    duty: Amount | None = None
    triage_slot: Amount = 60
    """Pounds a unit of capacity; a duty costs mean pay × mean paid hours when blank."""
    part_runs: Annotated[int, Field(ge=20, le=20_000)] | None = None
    """Replications of a part, when the job is shared out over all workers; blank to decide by size.
    The result is the same.
    """


class CapacityRequest(WinterRequest):
    """What is to be found for the first scenario."""

    service_level: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    """Least share of people within the standard; blank for least expected cost."""
    service_winters: Annotated[float, Field(ge=0.05, le=0.99, allow_inf_nan=False)] | None = None
    """In which share of the winters the level must be reached; blank for on average."""
    most_people: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """How many people may be hired at most; blank for as many as pay."""


PART_RUNS = 500
"""Replications of a part: some seconds of work, against about one to start the part's process."""
LARGE_RUNS = 4000
"""Replications over all scenarios from which on a job is shared out."""


def _winter(case: Case, request: WinterRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.winter.study import study

    tell = _teller(watch)
    tell("simulating")
    done = study(
        case,
        _scenarios(request),
        request.runs,
        request.weeks,
        request.seed,
        plans.get("plan"),
        request.localities,
        request.precision,
        tell=tell,
    )
    return _told(done, request, plans, tell)


def _parts(request: WinterRequest) -> Sequence[Mapping[str, int]]:
    from rosterer.winter.parts import parts_of

    number = len(_scenarios(request))
    is_large = request.part_runs is not None or number * request.runs >= LARGE_RUNS
    if request.precision is not None or not is_large:
        return ()
    return [asdict(part) for part in parts_of(number, request.runs, request.part_runs or PART_RUNS)]


def _run_part(
    case: Case,
    request: WinterRequest,
    plans: Mapping[str, Plan],
    part: Mapping[str, int],
    watch: Watch,
) -> bytes:
    from rosterer.winter.parts import Part, run_part, winter_in

    which = Part(**part)
    scenario = _scenarios(request)[which.scenario]
    _teller(watch)(f"simulating {scenario.name} from replication {which.first}")
    winter = winter_in(case, scenario, request.weeks, plans.get("plan"), request.localities)
    return run_part(winter, request.seed, which)


def _join(
    case: Case,
    request: WinterRequest,
    plans: Mapping[str, Plan],
    results: Sequence[bytes],
    watch: Watch,
) -> Outcome:
    from rosterer.winter.parts import Part, study_of

    tell = _teller(watch)
    tell("joining the parts")
    done = study_of(
        case,
        _scenarios(request),
        zip([Part(**part) for part in _parts(request)], results, strict=True),
        request.weeks,
        request.seed,
        plans.get("plan"),
        request.localities,
    )
    return _told(done, request, plans, tell)


def _told(
    done: "Study", request: WinterRequest, plans: Mapping[str, Plan], tell: Callable[[str], None]
) -> Outcome:
    """The tables and the summary of a study, however it was simulated."""
    from rosterer.winter.fingerprints import fingerprint_of
    from rosterer.winter.prices import CapacityPrices
    from rosterer.winter.report import summary_of, tables_of
    from rosterer.winter.search import find_capacity

    prices = CapacityPrices(request.bed_day, request.duty, request.triage_slot)
    found, plan = None, plans.get("plan")
    if isinstance(request, CapacityRequest):
        tell("searching capacity")
        found = find_capacity(
            done.base,
            prices,
            request.seed,
            service_level=request.service_level,
            winters=request.service_winters,
            most_people=request.most_people,
            tell=tell,
        )
    tables = tables_of(done, prices, None, found)
    summary = summary_of(done, tables, found, "" if plan is None else fingerprint_of(plan))
    rows = {name: json.loads(_as_json(table)) for name, table in tables.items()}
    return Outcome(result={"summary": summary}, tables=rows)


def _scenarios(request: WinterRequest) -> tuple[Scenario, ...]:
    return request.scenarios or (Scenario(name="base"),)


def _teller(watch: Watch) -> Callable[[str], None]:
    def tell(text: str) -> None:
        watch.tell({"doing": text})
        if watch.is_stopped():
            raise Stopped

    return tell


def _as_json(table: "pd.DataFrame") -> str:
    """The rows of a table, whose days are written as such, not as a moment."""
    days = table.select_dtypes("datetime")
    plain = table.assign(**{str(name): days[name].dt.strftime("%Y-%m-%d") for name in days})
    return str(plain.to_json(orient="records"))


_WINTER = Kind(
    "winter",
    "simulate a winter under scenarios",
    WinterRequest,
    _winter,
    plans=("plan",),
    split=Split(_parts, _run_part, _join),
    scenarios="saved",
    modules=("rosterer.winter.parts", "rosterer.winter.report", "rosterer.winter.search"),
)
_CAPACITY = "search beds, people on duty and triage slots of least expected cost"
KINDS = (
    _WINTER,
    replace(_WINTER, name="find-capacity", summary=_CAPACITY, request=CapacityRequest),
)
