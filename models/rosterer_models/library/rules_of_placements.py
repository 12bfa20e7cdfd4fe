"""Which rules does each placement, reservation and purchase keep?"""

from rosterer_models.library.rules_shape import Rule

PLACEMENT_RULES = (
    Rule(
        name="placement-known",
        family="placement",
        level="hard",
        sentence="A referral goes to one option that triage allows, stage by stage, in units "
        "that take its people.",
        parameters=("referrals.options", "units.kind", "units.accepts"),
        citation="Implementing the Home First discharge policy (DHSC and DLUHC, 2021): triage "
        "decides pathway and destination",
    ),
    Rule(
        name="not-ready",
        family="placement",
        level="hard",
        sentence="Nobody starts before they are ready.",
        parameters=("referrals.ready", "referrals.referred"),
    ),
    Rule(
        name="barrier",
        family="placement",
        level="hard",
        sentence="Nobody starts an option while a barrier such as housing or equipment still "
        "blocks it.",
        parameters=("barriers.clears", "barriers.blocks"),
        citation="District Direct (South Norfolk) and ASSIST (Mansfield): non-medical barriers "
        "decide the day of discharge",
    ),
    Rule(
        name="stage-order",
        family="placement",
        level="hard",
        sentence="Each stage starts when the one before ends, after at most a short planned wait.",
        parameters=("limits.stage_wait_days",),
    ),
    Rule(
        name="beds",
        family="placement",
        level="hard",
        sentence="Expected occupancy, with a buffer for stays of uncertain end, fits into the "
        "beds that are open.",
        parameters=("units.beds", "closures.beds", "limits.bed_buffer"),
    ),
    Rule(
        name="admissions",
        family="placement",
        level="hard",
        sentence="A unit admits no more people a day than it can, and nobody while it is "
        "closed to admissions.",
        parameters=("units.admissions", "closures.admissions"),
    ),
    Rule(
        name="triage-slots",
        family="placement",
        level="hard",
        sentence="No more people are triaged on a day than there are slots.",
        parameters=("triage.slots",),
    ),
    Rule(
        name="reservations",
        family="placement",
        level="hard",
        sentence="Care is reserved for no more people than are expected by the day.",
        parameters=("expected.amount", "expected.options"),
    ),
    Rule(
        name="hours-are-there",
        family="placement",
        level="hard",
        sentence="A package starts only on care hours that are there.",
    ),
    Rule(
        name="agency-limit",
        family="placement",
        level="hard",
        sentence="Agency hours stay within the day's limit.",
        parameters=("limits.agency_hours_per_day",),
    ),
    Rule(
        name="delays-listed",
        family="placement",
        level="hard",
        sentence="Where delays are listed, each delayed midnight is there once, with one reason.",
    ),
)
"""What is wrong with who goes where, and on which day."""
