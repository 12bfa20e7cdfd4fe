"""Which working-time rules does the catalogue hold, and which regulation asks for each?"""

from rosterer_models.library.rules_shape import Rule

WTR = "Working Time Regulations 1998 (SI 1998/1833)"

WORKING_RULES = (
    Rule(
        name="rest-between-duties",
        family="working-time",
        level="hard",
        sentence="At least 11 hours really pass between the end of a duty and the start of the "
        "next.",
        parameters=("rules.rest_minutes",),
        citation=f"{WTR}, regulation 10: 11 consecutive hours of rest in each 24",
    ),
    Rule(
        name="weekly-rest",
        family="working-time",
        level="hard",
        sentence="In any 14 days there are at least two rest days: no duty starts, and no "
        "night ends.",
        parameters=("rules.rest_days", "rules.rest_window_days"),
        citation=f"{WTR}, regulation 11: 24 hours in each 7 days, or twice 24 or once 48 in "
        "each 14",
    ),
    Rule(
        name="consecutive-days",
        family="working-time",
        level="hard",
        sentence="Nobody works more than six days in a row.",
        parameters=("rules.max_consecutive_days",),
        citation=f"Local agreement; stricter than {WTR}, regulation 11",
    ),
    Rule(
        name="consecutive-nights",
        family="working-time",
        level="hard",
        sentence="Nobody works more than four nights in a row.",
        parameters=("rules.max_consecutive_nights",),
        citation="Local agreement; the night block of a four-on-four-off pattern",
    ),
    Rule(
        name="weekly-average",
        family="working-time",
        level="hard",
        sentence="Without a written opt-out nobody works over 48 hours a week on average over "
        "17 weeks, or over what is known of them, other jobs included.",
        parameters=(
            "rules.average_hours",
            "rules.average_weeks",
            "people.opt_out",
            "people.other_hours",
            "people.history_from",
        ),
        citation=f"{WTR}, regulation 4, rolling; days of absence left out as in regulation "
        "4(6) and (7); what is known of a shorter time as in regulation 4(4); opt-out, "
        "regulation 5",
    ),
    Rule(
        name="night-average",
        family="working-time",
        level="hard",
        sentence="Night workers work at most 8 hours in each 24 on average over 17 weeks, or "
        "over what is known of them, weekly rest left out.",
        parameters=(
            "rules.night_average_hours",
            "rules.average_weeks",
            "people.night_worker",
            "people.other_hours",
            "people.history_from",
        ),
        citation=f"{WTR}, regulation 6(1) and (5): total hours over 119 days less 17 of weekly "
        "rest; who is a night worker, regulation 2(1)",
    ),
    Rule(
        name="weekly-cap",
        family="working-time",
        level="hard",
        sentence="In each week that overlaps a person's cap, the duties that start in it stay "
        "within the capped hours.",
        parameters=(
            "caps.weekly_hours",
            "caps.first_day",
            "caps.last_day",
            "people.max_week_hours",
        ),
        citation="A personal limit: the conditions of a student's visa, a phased return to work",
    ),
    Rule(
        name="contract-hours",
        family="working-time",
        level="hard",
        sentence="Without consent to overtime nobody with a contract and no line works beyond "
        "contract hours and balance band.",
        parameters=(
            "people.contract_hours",
            "people.hours_period",
            "people.overtime",
            "people.balance_hours",
            "limits.balance_band_hours",
        ),
        citation="NHS terms and conditions of service handbook, section 3: overtime is agreed "
        "before it is worked; part-time staff have plain time for it up to full-time hours",
    ),
    Rule(
        name="period-hours",
        family="working-time",
        level="hard",
        sentence="Nobody with a contract and no line has more hours in a period of it than they "
        "have agreed at the most.",
        parameters=("people.max_period_hours", "people.hours_period"),
        citation="A personal limit, as agreed in the contract",
    ),
    Rule(
        name="forbidden-succession",
        family="working-time",
        level="hard",
        sentence="Nobody starts a shift on the day after one that it may not follow.",
        parameters=("shifts.not_next_day",),
        citation="Local agreement; shifts that rotate forwards, as HSE advises (Managing shift "
        "work, HSG256)",
    ),
    Rule(
        name="rest-after-nights",
        family="working-time",
        level="hard",
        sentence="After nights there are free days before the next duty that is none.",
        parameters=("rules.rest_days_after_nights",),
        citation="HSE, Managing shift work (HSG256): at least two full nights of sleep when "
        "changing from night to day shifts",
    ),
    Rule(
        name="week-duties",
        family="working-time",
        level="hard",
        sentence="Nobody without a line has more duties in a week than agreed.",
        parameters=("people.max_week_duties",),
        citation="A personal limit, as agreed in the contract",
    ),
    Rule(
        name="most-nights",
        family="working-time",
        level="hard",
        sentence="Nobody without a line has more nights in the horizon than agreed.",
        parameters=("people.max_nights",),
        citation="A personal limit, as agreed in the contract or advised by occupational health",
    ),
    Rule(
        name="most-weekends",
        family="working-time",
        level="hard",
        sentence="Nobody without a line works on more weekends of the horizon than agreed.",
        parameters=("people.max_weekends",),
        citation="A personal limit, as agreed in the contract",
    ),
    Rule(
        name="weekend-off",
        family="working-time",
        level="hard",
        sentence="Of so many weekends one after the other, somebody without a line has one off.",
        parameters=("people.weekend_off_every",),
        citation="Local agreement: every second or third weekend off is usual on wards",
    ),
)
"""What the judge looks at together with history and fixed duties."""
