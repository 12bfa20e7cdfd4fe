"""Who works, for whom, and what do we know of each person's time?"""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.time import Weekday

Minutes = Annotated[int, Field(ge=0)]
Pounds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)]
LeaveHours = Annotated[float, Field(ge=0, le=2000, allow_inf_nan=False)]
AbsenceKind = Literal[
    "leave",
    "sickness",
    "unpaid",
    "parental",
    "training",
    "other",
    "unavailable",
    "not-employed",
]
NOT_EMPLOYED: AbsenceKind = "not-employed"
"""Before a contract begins or after it ends: nothing is owed, credited or paid."""
HOURS_A_DAY = 24
"""``leave`` is annual leave; ``unavailable`` leaves open why."""


class Employer(Fact):
    """An organisation that employs people and carries their cost."""

    employer: Id
    hourly_pay: Pounds
    """Pounds a paid hour, with on-costs."""
    night_percent: Pounds = 0
    """Enhancement in per cent of hourly pay for night work."""
    saturday_percent: Pounds = 0
    sunday_percent: Pounds = 0
    holiday_percent: Pounds = 0
    """For work on a Saturday, Sunday or bank holiday. The highest that applies counts, once."""
    bank_percent: Pounds = 100
    """What a bank person's paid hour costs, in per cent of hourly pay."""
    overtime_percent: Pounds = 150
    """What an hour of overtime of a contract person costs, in per cent of hourly pay."""
    enhanced_by: Literal["night-shift", "hours", "start"] = "night-shift"
    """hours: each minute by the day and the time of day on which it falls, nights from 20:00 to
    06:00; night-shift: the same, and all of a shift is night work when most of it lies there
    (Agenda for Change, section 2); start: a whole duty by the day on which it starts, a night by
    the Working Time Regulations.
    """
    clock_change: Literal["clock", "elapsed"] = "clock"
    """What is paid of a duty in which the clocks change: what the clock shows, or what passes."""
    sleep_in_pay: Pounds = 0
    """Pounds for a sleep-in spell, whoever does it and however long it is."""
    on_call_pay: Pounds = 0
    """Pounds for an on-call spell."""


class Team(Fact):
    """People who share a rota page and a manager."""

    team: Id
    name: str = ""


class Skill(Fact):
    """What somebody can do; who has it can also stand in for every skill it covers (not
    transitive).
    """

    skill: Id
    covers: tuple[Id, ...] = ()


OF_FREE_STAFF = ("max_week_duties", "max_nights", "max_weekends", "weekend_off_every")
"""What a line says by itself, so that nobody with one has it."""

OF_CONTRACT_STAFF: dict[str, str | bool | None] = {
    "hours_period": "horizon",
    "max_period_hours": None,
    "overtime": False,
    "overtime_percent": None,
}
"""What a contract without a line alone has, and what everybody else has there."""

LINE_OF_A_KIND: JsonDict = {
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "bank"}}, "required": ["kind"]},
            "then": {"properties": {"pattern": {"type": "null"}, "contract_hours": {"maximum": 0}}},
        },
        {
            "if": {"properties": {"kind": {"const": "contract"}}, "required": ["kind"]},
            "then": {
                "required": ["contract_hours"],
                "properties": {
                    "pattern": {"type": "null"},
                    "contract_hours": {"exclusiveMinimum": 0},
                    "floats_owed": {"maximum": 0},
                    "floats_back": {"maximum": 0},
                },
            },
        },
        {
            "if": {"properties": {"kind": {"enum": ["bank", "contract"]}}, "required": ["kind"]},
            "else": {
                "required": ["pattern", "phase"],
                "properties": {
                    "pattern": {"type": "string"},
                    "phase": {"type": "integer"},
                    "days_off": {"maxItems": 0},
                    **{name: {"type": "null"} for name in OF_FREE_STAFF},
                },
            },
        },
        {
            "if": {"properties": {"kind": {"const": "contract"}}, "required": ["kind"]},
            "else": {"properties": {name: {"const": v} for name, v in OF_CONTRACT_STAFF.items()}},
        },
    ]
}
"""What a person of each kind has, as the JSON Schema says it; ``_line_is_given`` asks for it."""


class Person(Fact):
    """A member of the staff bank."""

    model_config = ConfigDict(json_schema_extra=LINE_OF_A_KIND)

    person: Id
    name: str = ""
    """Optional; hidden from those who may not see names."""
    employer: Id
    team: Id
    grade: str = ""
    skills: tuple[Id, ...] = Field(json_schema_extra={"minItems": 1})
    """At least one; the first is what the person does when a duty names no skill."""
    home: Id
    """The place where rounds start."""
    mobile: bool = True
    """Drives, so can do rounds beyond walking distance."""
    contract_hours: Hours = 0
    """A week; 0 for a bank person, and more for a contract person."""
    kind: Literal["pattern", "contract", "bank"] = "pattern"
    """pattern: a line; contract: hours owed, on days that vary; bank: no obligation."""
    pattern: Id | None = None
    phase: Annotated[int, Field(ge=0)] | None = None
    """The present line (pattern staff)."""
    line_rule: Literal["kept", "free", "changeable"] = "kept"
    """kept: the present line; free: any phase of any allowed pattern; changeable: the same at the
    price ``line_change``.
    """
    patterns: tuple[Id, ...] = ()
    """Further patterns that a free or changeable line may take."""
    floats_owed: Annotated[int, Field(ge=0, le=31)] = 0
    """Most duties beyond the line in the horizon."""
    floats_back: Annotated[int, Field(ge=0, le=31)] = 0
    """Most duties of the line given back in the horizon."""
    max_duties: Annotated[int, Field(ge=0, le=400)] | None = None
    """Most duties of a bank or contract person in the horizon; blank for no limit but the rules."""
    hours_period: Literal["week", "four-weeks", "horizon"] = "horizon"
    """Over what a contract person's hours are balanced: weeks from Monday, four of them, or all of
    the horizon.
    """
    max_period_hours: Annotated[float, Field(ge=0, le=10000, allow_inf_nan=False)] | None = None
    """Most paid hours of a contract person in such a period; blank for no limit but the rules."""
    max_week_hours: Hours | None = None
    """Most paid hours in a Monday-to-Sunday week; blank for no limit but the rules."""
    overtime: bool = False
    """Has agreed to work, for overtime pay, beyond contract and balance band (contract people)."""
    overtime_percent: Pounds | None = None
    """Their rate of overtime, in per cent of hourly pay; blank for the employer's."""
    max_week_duties: Annotated[int, Field(ge=0, le=7)] | None = None
    """Most duties of a bank or contract person in a Monday-to-Sunday week; blank for no limit."""
    max_nights: Annotated[int, Field(ge=0, le=400)] | None = None
    """Most nights of theirs in the horizon; blank for no limit but the rules."""
    max_weekends: Annotated[int, Field(ge=0, le=60)] | None = None
    """Most weekends of the horizon in which they have a duty; blank for no limit."""
    weekend_off_every: Annotated[int, Field(ge=1, le=12)] | None = None
    """Of so many weekends, one after the other, one is off; blank for no such rule."""
    days_off: tuple[Weekday, ...] = ()
    """Days of the week on which they start no duty."""
    nights: bool = True
    """May be rostered at night."""
    night_worker: bool | None = None
    """The night average is theirs (reg 2(1)); blank to tell by the nights that they work."""
    opt_out: bool = False
    """Has opted out of the 48-hour week in writing."""
    other_hours: Hours = 0
    """Hours a week worked elsewhere; they count towards both averages."""
    history_from: date | None = None
    """Whatever they worked from this day on is in the history, whether that is much or nothing;
    blank to tell by the history itself.
    """
    balance_hours: Annotated[float, Field(ge=-2000, le=2000, allow_inf_nan=False)] = 0
    """Hours worked beyond contract at the start of the horizon; negative when hours are owed."""
    leave_hours: Annotated[float, Field(ge=-2000, le=2000, allow_inf_nan=False)] | None = None
    """Hours of annual leave that are left at the start of the horizon; blank where nobody counts
    them here.
    """
    unsocial_target: Annotated[int, Field(ge=0)] | None = None
    """Fair number of night, weekend and bank-holiday duties in the horizon; blank for no target."""

    @model_validator(mode="after")
    def _line_is_given(self) -> "Person":
        if not self.skills:
            raise ValueError("skills is empty; name at least one skill")
        if self.kind == "pattern" and (self.pattern is None or self.phase is None):
            raise ValueError(
                "a pattern person needs both pattern and phase, or kind 'contract' or 'bank'"
            )
        if self.kind == "bank" and (self.pattern is not None or self.contract_hours > 0):
            raise ValueError(
                "a bank person has neither pattern nor contract_hours; clear them or use kind "
                "'pattern' or 'contract'"
            )
        if self.kind == "contract":
            self._contract_is_whole()
        given = [
            name for name in (*OF_FREE_STAFF, "days_off") if getattr(self, name) not in (None, ())
        ]
        if self.kind == "pattern" and given:
            raise ValueError(
                f"a pattern person works the line: clear {', '.join(given)}, or use kind "
                "'contract' or 'bank'"
            )
        if self.kind != "contract":
            self._has_nothing_of_a_contract()
        return self

    def _has_nothing_of_a_contract(self) -> None:
        given = [name for name, usual in OF_CONTRACT_STAFF.items() if getattr(self, name) != usual]
        if given:
            raise ValueError(
                f"only a contract person has {', '.join(given)}: clear it, or use kind 'contract'"
            )

    def _contract_is_whole(self) -> None:
        if self.contract_hours <= 0:
            raise ValueError("a contract person needs contract_hours above 0, or kind 'bank'")
        if self.pattern is not None:
            raise ValueError("a contract person has no pattern; clear it or use kind 'pattern'")
        if self.floats_owed or self.floats_back:
            raise ValueError(
                "a contract person has no line to float from; clear floats_owed and floats_back"
            )


class Cap(Fact):
    """Most paid hours a person may work in each Monday-to-Sunday week that overlaps the dates (a
    student visa, a phased return).
    """

    person: Id
    first_day: date
    last_day: date
    weekly_hours: Hours


class Absence(Fact):
    """Days on which a person does not start a duty. Whatever the kind, the hours that it is worth
    are credited towards the contract; on days without a contract nothing is owed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"kind": {"const": NOT_EMPLOYED}}, "required": ["kind"]},
            "then": {"properties": {"hours": {"type": "null"}}},
        }
    )

    person: Id
    first_day: date
    last_day: date
    kind: AbsenceKind = "leave"
    hours: LeaveHours | None = None
    """What all its days together are worth; blank for the hours of the line's duties in it."""

    @model_validator(mode="after")
    def _hours_fit(self) -> "Absence":
        days = (self.last_day - self.first_day).days + 1
        if self.hours is not None and self.kind == NOT_EMPLOYED:
            raise ValueError("days without a contract are worth no hours; clear hours")
        if self.hours is not None and 0 < HOURS_A_DAY * days < self.hours:
            span = "a day" if days == 1 else f"{days} days"
            raise ValueError(
                f"{self.hours:g} hours are too many for {span}; correct hours, which are those of "
                "all days of the row together"
            )
        return self


class Request(Fact):
    """A wish: a day off, any duty, or one shift, on a date."""

    person: Id
    date: date
    wish: Literal["off", "on"] | Id = "off"
    """``off``, ``on`` (any shift) or a shift id."""
    price: Pounds | None = None
    """Pounds if broken; blank for the price list's."""


class FixedDuty(Fact):
    """A duty that is settled: published, or training. It comes before the line."""

    person: Id
    date: date
    shift: Id
    training: bool = False
    """Working time that gives no cover."""
    unit: Id | None = None
    """The unit in which it must be worked; blank leaves that open."""


class WorkedDuty(Fact):
    """A duty worked before the horizon (17 weeks, for averages and rest)."""

    person: Id
    date: date
    shift: Id


class Availability(Fact):
    """Days and shifts on which a bank person can be rostered, or a contract person who has such
    rows; one without any can be rostered on every day.
    """

    person: Id
    first_day: date
    last_day: date
    shifts: tuple[Id, ...] = ()
    """Blank for every shift."""
