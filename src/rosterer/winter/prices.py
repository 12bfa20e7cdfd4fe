"""What does capacity cost a day, whether it is used or not?"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.vocabulary.case import Case

BED_DAY_POUNDS = 150.0
"""A staffed community bed day (IPACS, pathway 2); an input of every study."""


@dataclass(frozen=True)
class CapacityPrices:
    """What capacity costs a day whether it is used or not.

    Parameters
    ----------
    bed_day
        A staffed bed, open for a day.
    duty
        A carer's duty at home; None: the mean hourly pay of the case's employers times the paid
        hours of its shift. Of duties in units nothing is paid beside the staffed bed.
    triage_slot
        A slot of the triage team.
    """

    bed_day: float = BED_DAY_POUNDS
    duty: float | None = None
    triage_slot: float = 60.0

    def bed_of(self, case: Case, unit: str) -> float:
        """Pounds a bed day of a unit; nothing where its options are bought by the day used, lest
        they be paid twice.
        """
        kind = next(u.kind for u in case.units if u.unit == unit)
        return (
            0.0
            if any(o.setting == kind and o.cost_per_day > 0 for o in case.options)
            else self.bed_day
        )

    def duty_of(self, case: Case, shift: str) -> float:
        """Pounds a duty on a shift."""
        if self.duty is not None or not case.employers:
            return self.duty or 0.0
        pay = float(np.mean([e.hourly_pay for e in case.employers]))
        return pay * next(s.paid_minutes for s in case.shifts if s.shift == shift) / 60
