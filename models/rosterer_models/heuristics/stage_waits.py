"""Which models of the search leave waits between stages out?

Those that look at everybody at once. Waits are most of the columns there (131 people, three stages,
up to 5 days of waiting: 84,000 of 122,000), and as one place the case costs the same without
(£390,261 both, found in a third of the time). Waits come back where minutes are settled, for those
who start near what was asked for, and in the windows of the joint model; who can be served by a
wait alone is seen there only.
"""

from rosterer_models.vocabulary.case import Case


def without_waits(case: Case) -> Case:
    """The case with nobody waiting between stages."""
    limits = case.limits.model_copy(update={"stage_wait_days": 0})
    return case.model_copy(update={"limits": limits})
