"""How does a job simulate winters, or look for the capacity that would make one bearable?

Both give tables: a list of rows each, as ``rosterer winter`` writes them. A simulation that is stopped gives nothing, since
half of one would mislead.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from rosterer.files.faults import BadInput, Fault
from rosterer_api.jobs.kinds.kind import Kind, Outcome, Watch
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import UnknownNameError
from rosterer_models.vocabulary.plan import Plan

Amount = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class WinterRequest(Fact):
    """Which winters are to be simulated, and how often."""

    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=20)] = ()
    """The first is the base; blank for the case as it is."""
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


class CapacityRequest(WinterRequest):
    """What is to be found for the first scenario."""

    service_level: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    """Least share of starts within the standard; blank for least expected cost."""


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody wants the work to end."""


def _winter(case: Case, request: WinterRequest, plans: Mapping[str, Plan], watch: Watch) -> Outcome:
    from rosterer.winter.fingerprints import fingerprint_of
    from rosterer.winter.measures import CapacityPrices
    from rosterer.winter.report import summary_of, tables_of
    from rosterer.winter.search import find_capacity
    from rosterer.winter.study import study

    def tell(text: str) -> None:
        watch.tell({"doing": text})
        if watch.is_stopped():
            raise _Stopped

    scenarios = request.scenarios or (Scenario(name="base"),)
    if len({one.name for one in scenarios}) < len(scenarios):
        raise BadInput([Fault("scenarios", "two scenarios have the same name", "give each a name of its own")])
    prices, plan = CapacityPrices(request.bed_day, request.duty, request.triage_slot), plans.get("plan")
    tell("simulating")
    try:
        done = study(
            case, scenarios, request.runs, request.weeks, request.seed, plan, request.localities, request.precision, tell=tell
        )
        found = None
        if isinstance(request, CapacityRequest):
            tell("searching capacity")
            found = find_capacity(done.base, prices, request.seed, service_level=request.service_level, tell=tell)
    except UnknownNameError as unknown:
        raise BadInput([Fault("scenarios", str(unknown), "correct the id")]) from unknown
    except _Stopped:
        return Outcome()
    tables = tables_of(done, prices, None, found)
    summary = summary_of(done, tables, found, "" if plan is None else fingerprint_of(plan))
    rows: dict[str, Any] = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
    return Outcome(result={"summary": summary, "tables": rows})


WINTER = Kind("winter", "simulate a winter under scenarios", WinterRequest, _winter, plans=("plan",))
FIND_CAPACITY = Kind(
    "find-capacity",
    "search beds, people on duty and triage slots of least expected cost",
    CapacityRequest,
    _winter,
    plans=("plan",),
)
