"""Which rules does each duty and each line keep?"""

from rosterer_models.library.rules_shape import Rule

DUTY_RULES = (
    Rule(
        name="known-names",
        family="duty",
        level="hard",
        sentence="Every duty names a person, shift, place, band and skill of the case and a "
        "date of the horizon.",
    ),
    Rule(
        name="one-duty-a-day",
        family="duty",
        level="hard",
        sentence="A person has at most one duty a day, of one shift, either in one unit or on "
        "a round.",
    ),
    Rule(
        name="absence",
        family="duty",
        level="hard",
        sentence="Nobody starts a duty on a day of leave or other absence, unless the duty was "
        "fixed.",
        parameters=("absences.first_day", "absences.last_day"),
    ),
    Rule(
        name="fixed-duty",
        family="duty",
        level="hard",
        sentence="Duties already settled, such as training, are worked as they were fixed.",
        parameters=("fixed.shift", "fixed.unit"),
    ),
    Rule(
        name="availability",
        family="duty",
        level="hard",
        sentence="Bank people, and contract people who say when they can, work only on days and "
        "shifts that they have offered.",
        parameters=("availability.first_day", "availability.last_day", "availability.shifts"),
    ),
    Rule(
        name="days-off",
        family="duty",
        level="hard",
        sentence="Nobody without a line starts a duty on a day of the week that they have off.",
        parameters=("people.days_off",),
        citation="A personal agreement, as after a request for flexible working (Employment Rights "
        "Act 1996, section 80F)",
    ),
    Rule(
        name="max-duties",
        family="duty",
        level="hard",
        sentence="A bank or contract person has no more duties in the horizon than agreed.",
        parameters=("people.max_duties",),
    ),
    Rule(
        name="nights",
        family="duty",
        level="hard",
        sentence="Who does not work nights has no night duty.",
        parameters=("people.nights",),
        citation="Working Time Regulations 1998 (SI 1998/1833), regulation 7: assessment and "
        "transfer of night workers",
    ),
    Rule(
        name="line-allowed",
        family="line",
        level="hard",
        sentence="Pattern staff work their present line or one of the lines that they have "
        "agreed to.",
        parameters=("people.line_rule", "people.pattern", "people.phase", "people.patterns"),
    ),
    Rule(
        name="floats-owed",
        family="line",
        level="hard",
        sentence="Nobody works more duties beyond the line than the contract owes.",
        parameters=("people.floats_owed",),
    ),
    Rule(
        name="floats-back",
        family="line",
        level="hard",
        sentence="Nobody gives back more duties of the line than agreed.",
        parameters=("people.floats_back",),
    ),
    Rule(
        name="float-spacing",
        family="line",
        level="hard",
        sentence="Two duties beyond the line start at least a week apart.",
        parameters=("limits.float_spacing_days",),
    ),
    Rule(
        name="float-fits-line",
        family="line",
        level="hard",
        sentence="Each duty beyond the line fits between the duties of the whole line, on a "
        "day that is free, with all rest kept.",
        parameters=("people.nights",),
    ),
    Rule(
        name="round-reach",
        family="duty",
        level="hard",
        sentence="A round serves the sectors nearest to the person's home, within the longest "
        "travel time.",
        parameters=("limits.nearest_places", "limits.reach_minutes", "people.mobile"),
    ),
    Rule(
        name="unit-reach",
        family="duty",
        level="hard",
        sentence="Nobody is sent to a unit farther from home than the longest commute.",
        parameters=("limits.commute_minutes",),
    ),
    Rule(
        name="skill",
        family="duty",
        level="hard",
        sentence="Everybody does only what they, or the skills that theirs cover, can do.",
        parameters=("people.skills", "skills.covers", "units.skill"),
    ),
    Rule(
        name="contact-time",
        family="duty",
        level="hard",
        sentence="Care and travel in a band fit into the contact time that the shift gives there.",
        parameters=("shifts.contact", "limits.local_travel", "limits.round_minutes"),
    ),
    Rule(
        name="places-per-duty",
        family="duty",
        level="hard",
        sentence="A round serves at most three places.",
        parameters=("limits.places_per_duty",),
    ),
    Rule(
        name="piece-minutes",
        family="duty",
        level="hard",
        sentence="A round stays at a place for at least half an hour in a band, or not at all.",
        parameters=("limits.piece_minutes",),
        citation="NICE NG21: home-care visits of at least 30 minutes, with few exceptions",
    ),
)
"""What is wrong with a duty or a line by itself."""
