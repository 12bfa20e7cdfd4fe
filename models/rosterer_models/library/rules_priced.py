"""Which rules may be broken at a price?"""

from rosterer_models.library.rules_shape import Rule

PRICED_RULES = (
    Rule(
        name="line-changes",
        family="price",
        level="priced",
        sentence="Changeable people stay on their present line.",
        parameters=("prices.line_change", "people.line_rule"),
    ),
    Rule(
        name="broken-wishes",
        family="price",
        level="priced",
        sentence="Wishes for days off, duties and shifts are met.",
        parameters=("prices.broken_wish", "requests.price"),
    ),
    Rule(
        name="unsocial-duties",
        family="price",
        level="priced",
        sentence="Nights, weekends and bank holidays are shared out as targeted; each further "
        "one costs more than the last.",
        parameters=("prices.unsocial_duty", "people.unsocial_target"),
    ),
    Rule(
        name="hours-balance",
        family="price",
        level="priced",
        sentence="Hours worked stay near the contract, within a band either way.",
        parameters=(
            "prices.balance_hour",
            "limits.balance_band_hours",
            "people.contract_hours",
            "people.balance_hours",
            "people.hours_period",
        ),
    ),
    Rule(
        name="split-weekends",
        family="price",
        level="priced",
        sentence="Contract staff work both days of a weekend or none.",
        parameters=("prices.split_weekend", "people.days_off"),
    ),
    Rule(
        name="lone-nights",
        family="price",
        level="priced",
        sentence="Nights of contract staff come in blocks.",
        parameters=("prices.lone_night", "people.days_off"),
    ),
    Rule(
        name="lone-duties",
        family="price",
        level="priced",
        sentence="Contract staff seldom come in for one day between two days off.",
        parameters=("prices.lone_duty", "people.days_off"),
    ),
    Rule(
        name="carers-at-places",
        family="price",
        level="priced",
        sentence="Care at a place is given by few different people in a week.",
        parameters=("prices.carer_at_place",),
        citation="NICE NG21: continuity of care by workers who are known",
    ),
    Rule(
        name="short-care",
        family="price",
        level="priced",
        sentence="Every hour of care that existing clients need is given.",
        parameters=("prices.short_hour", "cover.minutes", "cover.carers", "cover.short_hour"),
    ),
    Rule(
        name="unsafe-units",
        family="price",
        level="priced",
        sentence="Each unit has its least staff, enough for its occupied beds, and its named "
        "skills.",
        parameters=(
            "prices.unsafe_hour",
            "units.min_staff",
            "units.beds_per_staff",
            "cover.heads",
            "cover.short_hour",
        ),
    ),
    Rule(
        name="delay",
        family="price",
        level="priced",
        sentence="Nobody waits at midnight once they are ready.",
        parameters=(
            "prices.delay_acute",
            "prices.delay_community",
            "prices.delay_home",
            "prices.priority_1_percent",
            "prices.priority_2_percent",
            "prices.priority_3_percent",
        ),
    ),
    Rule(
        name="stage-waits",
        family="price",
        level="priced",
        sentence="Nobody waits in a bed for the next stage of their option.",
        parameters=("prices.delay_community", "limits.stage_wait_days"),
    ),
    Rule(
        name="tail-delay",
        family="price",
        level="priced",
        sentence="Nobody is left waiting beyond the last day.",
        parameters=("tail.wait_days",),
    ),
    Rule(
        name="standard-missed",
        family="price",
        level="priced",
        sentence="Everybody starts within two days of referral.",
        parameters=("prices.standard_missed", "limits.standard_days"),
        citation="NICE QS173 and NG74 (bed-based intermediate care); NHS Long Term Plan "
        "(reablement)",
    ),
    Rule(
        name="expected-delay",
        family="price",
        level="priced",
        sentence="Care is kept free for people who are expected but not yet referred.",
        parameters=("expected.amount",),
    ),
    Rule(
        name="expected-tail-delay",
        family="price",
        level="priced",
        sentence="Nobody of those expected is left waiting beyond the last day.",
        parameters=("tail.wait_days",),
    ),
    Rule(
        name="tail-hours",
        family="price",
        level="priced",
        sentence="Packages started now fit into the care hours of the weeks after the horizon.",
        parameters=("prices.tail_hour", "tail.hours_per_week"),
    ),
    Rule(
        name="tail-beds",
        family="price",
        level="priced",
        sentence="Stays started now fit into the beds of the weeks after the horizon.",
        parameters=("prices.tail_bed_day",),
    ),
)
"""Notional and preference lines of the ledger."""
