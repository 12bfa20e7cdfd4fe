"""How does a job simulate winters, or look for the capacity that would make one bearable?

Both give tables: a list of rows each, as ``rosterer winter`` writes them. A simulation that is
stopped gives nothing, since half of one would mislead. A large one is shared out by replications;
the result is the same to the bit.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from rosterer.files.faults import BadInput, Fault
from rosterer_api.jobs.kinds.kind import Kind, Outcome, Split, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import TooMuchError, UnknownNameError
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from rosterer.winter.study import Study

Amount = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class WinterRequest(Fact):
    """Which winters are to be simulated, and how often."""

    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=20)] = ()
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
    """Least share of starts within the standard; blank for least expected cost."""


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody wants the work to end."""


PART_RUNS = 500
"""Replications of a part: some seconds of work, against about one to start the part's process."""
LARGE_RUNS = 4000
"""Replications over all scenarios from which on a job is shared out."""


def _scenarios(request: WinterRequest) -> tuple[Scenario, ...]:
    scenarios = request.scenarios or (Scenario(name="base"),)
    if len({one.name for one in scenarios}) < len(scenarios):
        raise BadInput(
            [Fault("scenarios", "two scenarios have the same name", "give each a name of its own")]
        )
    return scenarios


def _teller(watch: Watch) -> Callable[[str], None]:
    def tell(text: str) -> None:
        watch.tell({"doing": text})
        if watch.is_stopped():
            raise _Stopped

    return tell


def _winter(case: Case, request: WinterRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.winter.study import study

    def simulated(tell: Callable[[str], None]) -> "Study":
        tell("simulating")
        scenarios, plan = _scenarios(request), plans.get("plan")
        return study(
            case,
            scenarios,
            request.runs,
            request.weeks,
            request.seed,
            plan,
            request.localities,
            request.precision,
            tell=tell,
        )

    return _told(simulated, request, plans, watch)


def _told(
    simulated: Callable[[Callable[[str], None]], "Study"],
    request: WinterRequest,
    plans: Mapping[str, Plan],
    watch: Watch,
) -> Outcome:
    """The tables and the summary of a study, however it was simulated."""
    from rosterer.winter.fingerprints import fingerprint_of
    from rosterer.winter.measures import CapacityPrices
    from rosterer.winter.report import summary_of, tables_of
    from rosterer.winter.search import find_capacity

    prices, plan, found = (
        CapacityPrices(request.bed_day, request.duty, request.triage_slot),
        plans.get("plan"),
        None,
    )
    tell = _teller(watch)
    try:
        done = simulated(tell)
        if isinstance(request, CapacityRequest):
            tell("searching capacity")
            found = find_capacity(
                done.base, prices, request.seed, service_level=request.service_level, tell=tell
            )
    except (TooMuchError, UnknownNameError) as unknown:
        raise BadInput([Fault("scenarios", str(unknown), "correct the id")]) from unknown
    except _Stopped:
        return Outcome()
    tables = tables_of(done, prices, None, found)
    summary = summary_of(done, tables, found, "" if plan is None else fingerprint_of(plan))
    rows: dict[str, Any] = {
        name: json.loads(_with_dates(table).to_json(orient="records"))
        for name, table in tables.items()
    }
    return Outcome(result={"summary": summary}, tables=rows)


def _with_dates(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose days are written as such, not as a moment."""
    days = table.select_dtypes("datetime")
    return table.assign(**{str(name): days[name].dt.strftime("%Y-%m-%d") for name in days})


def _parts(request: WinterRequest) -> Sequence[Mapping[str, int]]:
    from rosterer.winter.parts import parts_of

    num_scenarios = max(1, len(request.scenarios))
    is_large = request.part_runs is not None or num_scenarios * request.runs >= LARGE_RUNS
    if request.precision is not None or not is_large:
        return ()
    return [
        asdict(part)
        for part in parts_of(num_scenarios, request.runs, request.part_runs or PART_RUNS)
    ]


def _run_part(
    case: Case,
    request: WinterRequest,
    plans: Mapping[str, Plan],
    part: Mapping[str, int],
    watch: Watch,
) -> bytes | None:
    from rosterer.winter.parts import Part, run_part, winter_in

    which, tell = Part(**part), _teller(watch)
    scenario = _scenarios(request)[which.scenario]
    try:
        tell(f"simulating {scenario.name} from replication {which.first}")
        return run_part(
            winter_in(case, scenario, request.weeks, plans.get("plan"), request.localities),
            request.seed,
            which,
        )
    except (TooMuchError, UnknownNameError) as unknown:
        raise BadInput([Fault("scenarios", str(unknown), "correct the id")]) from unknown
    except _Stopped:
        return None


def _join(
    case: Case,
    request: WinterRequest,
    plans: Mapping[str, Plan],
    results: Sequence[bytes],
    watch: Watch,
) -> Outcome:
    from rosterer.winter.parts import Part, study_of

    def simulated(tell: Callable[[str], None]) -> "Study":
        tell("joining the parts")
        parts = zip([Part(**part) for part in _parts(request)], results, strict=True)
        return study_of(
            case,
            _scenarios(request),
            parts,
            request.weeks,
            request.seed,
            plans.get("plan"),
            request.localities,
        )

    return _told(simulated, request, plans, watch)


SPLIT = Split(_parts, _run_part, _join)
MODULES = ("rosterer.winter.parts", "rosterer.winter.report", "rosterer.winter.search")
KINDS = (
    Kind(
        "winter",
        "simulate a winter under scenarios",
        WinterRequest,
        _winter,
        plans=("plan",),
        split=SPLIT,
        scenarios="saved",
        modules=MODULES,
    ),
    Kind(
        "find-capacity",
        "search beds, people on duty and triage slots of least expected cost",
        CapacityRequest,
        _winter,
        plans=("plan",),
        split=SPLIT,
        scenarios="saved",
        modules=MODULES,
    ),
)
