"""What is a kind of job?

A name, what may be asked for, and a function that does it in a process of its own, where it can be watched, stopped and capped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


class Watch(Protocol):
    """How work speaks to the outside."""

    def tell(self, progress: Mapping[str, float | int | str | None]) -> None:
        """Say where the work stands."""

    def keep(self, plan: Plan) -> None:
        """Keep the best plan so far, in case this process ends before its time."""

    def is_stopped(self) -> bool:
        """Whether the work is to end with the best answer so far."""


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
    """

    plan: Plan | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)
    cover: Sequence[Mapping[str, Any]] = ()
    occupancy: Sequence[Mapping[str, Any]] = ()
    result: Mapping[str, Any] | None = None


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
    """

    name: str
    summary: str
    request: type[Fact]
    run: Callable[[Case, Any, Mapping[str, Plan], Watch], Outcome]
    plans: tuple[str, ...] = ()
