"""Of what shape are the figures that the service remembers of a case, a plan and a study?"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, create_model

from rosterer.money import MoneyKind
from rosterer.referee import Breach, NotJudged, Verdict
from rosterer.standing import Standing

Count = int | None


class _Open(BaseModel):
    """Further figures may be there."""

    model_config = ConfigDict(extra="allow")


class CaseAbout(_Open):
    """How large a case is."""

    first_day: date
    days: int
    people: int
    referrals: int
    units: int
    teams: list[str]


class WorkedOrigin(BaseModel):
    """The first change of a case that follows from a plan that was worked."""

    kind: Literal["worked"]
    plan: str
    first_day: date


class PlanSummary(_Open):
    """What a search says of its plan, as ``rosterer solve --json`` prints it; else empty."""

    status: str | None = None
    cost: float | None = None
    """Pounds, as all that follows until ``gap``."""
    gap_pounds: float | None = None
    baseline_cost: float | None = None
    unavoidable: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float | None = None
    seed: Count = None
    work: Count = None
    delay_days: float | None = None
    avoidable_delay_days: float | None = None
    shortage_hours: float | None = None
    people: Count = None
    referrals: Count = None
    version: str | None = None
    fingerprint: str | None = None
    origin: str | None = None
    remark: str | None = None
    standing: Standing | None = None
    broken: list[Breach] = []
    inherited: list[Breach] = []
    not_judged: list[NotJudged] = []


class VerdictSummary(_Open):
    """The referee's verdict in a few figures; nothing when the work ended before it came."""

    is_good: bool | None = None
    num_broken: Count = None
    broken_rules: list[str] | None = None
    ledger_agrees: bool | None = None
    certificate_agrees: bool | None = None
    cost: float | None = None
    unavoidable: float | None = None
    delay_days: float | None = None
    avoidable_delay_days: float | None = None
    shortage_hours: float | None = None
    num_inherited: Count = None
    not_judged: list[str] | None = None
    """Sentences."""
    standing: Standing | None = None
    money: dict[MoneyKind, float] | None = None
    """Pounds of each kind by itself: cash, notional bed days of known and of expected people, what
    is missing, preferences."""


CheckResult = create_model(
    "CheckResult",
    __doc__="What a job of the kind ``check`` came to.",
    is_good=(bool, ...),
    standing=(Standing, ...),
    **{name: (field.annotation, field) for name, field in Verdict.model_fields.items()},  # type: ignore[call-overload]
)


class ScenarioFigures(_Open):
    """What a study says of one scenario."""

    name: str
    fingerprint: str
    delayed_people: dict[str, float | None]
    mean_wait_days: float | None
    p95_wait_days: float | None
    share_within_standard: float | None
    pounds_cash: float | None
    pounds_notional: float | None
    unstable: list[str]
    checks_passed: bool
    warnings: list[str]
    notes: list[str] = []
    """What was supposed where the case says nothing."""


class WinterSummary(_Open):
    """What a study says, as ``rosterer winter --json`` prints it."""

    case_fingerprint: str | None = None
    plan_fingerprint: str | None = None
    runs: Count = None
    weeks: Count = None
    seed: Count = None
    version: str | None = None
    scenarios: list[ScenarioFigures] = []
    capacity: dict[str, int] | None = None
    """By lever, as in ``capacity_now``; of a search for capacity alone, as all that follows."""
    capacity_now: dict[str, int] | None = None
    capacity_pounds_cash: float | None = None
    capacity_pounds_cash_now: float | None = None
    capacity_pounds_notional: float | None = None
    capacity_pounds_notional_now: float | None = None
    capacity_share_within_standard: float | None = None
    people_per_pattern: dict[str, float] | None = None


class WinterResult(_Open):
    """What a simulation came to; nothing when it was stopped."""

    summary: WinterSummary | None = None
    winter: str | None = None
    """The id under which its tables are kept."""
