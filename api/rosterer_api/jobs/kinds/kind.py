"""What is a kind of job?

A name, what may be asked for, and a function that does it in a process of its own, where it can be
watched, stopped and capped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


class Watch(Protocol):
    """How work speaks to the outside."""

    most_seconds: float
    """The longest time that the service gives to a search."""

    def tell(self, progress: Mapping[str, float | int | str | None]) -> None:
        """Say where the work stands."""

    def keep(self, plan: Plan) -> None:
        """Keep the best plan so far, in case this process ends before its time."""

    def is_stopped(self) -> bool:
        """Whether the work is to end with the best answer so far."""


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The work was asked to stop; raised where half of it would mislead, and nothing is kept."""


@dataclass(frozen=True)
class Outcome:
    """What a job came to.

    Attributes
    ----------
    summary
        Figures of the plan, as ``rosterer solve --json`` prints them.
    cover, occupancy
        Derived tables of the plan.
    result
        What there is besides, or instead of, a plan.
    tables
        Rows of a study by table; they are kept as a resource of their own under ``/v1/winters``,
        with ``result`` as the summary.
    """

    plan: Plan | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)
    cover: Sequence[Mapping[str, Any]] = ()
    occupancy: Sequence[Mapping[str, Any]] = ()
    result: Mapping[str, Any] | None = None
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None


@dataclass(frozen=True)
class Split:
    """How a large job is shared out over all workers.

    Attributes
    ----------
    parts
        ``parts(request)``: what each part is to do, as JSON; fewer than two when the job is not
        worth sharing out.
    run
        ``run(case, request, plans, part, watch)``: a part, in a process of its own.
    join
        ``join(case, request, plans, results, watch)``: the whole from the results of the parts, in
        order.
    """

    parts: Callable[[Any], Sequence[Mapping[str, Any]]]
    run: Callable[[Case, Any, Mapping[str, Plan], Mapping[str, Any], Watch], bytes]
    join: Callable[[Case, Any, Mapping[str, Plan], Sequence[bytes], Watch], Outcome]


@dataclass(frozen=True)
class Kind:
    """A kind of job.

    Attributes
    ----------
    request
        What may be asked for; refused at the door when it does not fit.
    plans
        Fields of the request that hold ids of plans; ``run`` finds these plans by field.
    run
        ``run(case, request, plans, watch)``.
    split
        How it is shared out when it is large; None when it never is.
    modules
        What it imports that is slow to load; a process that waits for a job has it loaded already.
    scenarios
        Field of the request that holds ids of kept scenarios; they are put before those in the
        field ``scenarios``.
    """

    name: str
    summary: str
    request: type[Fact]
    run: Callable[[Case, Any, Mapping[str, Plan], Watch], Outcome]
    plans: tuple[str, ...] = ()
    split: Split | None = None
    scenarios: str | None = None
    modules: tuple[str, ...] = ()
