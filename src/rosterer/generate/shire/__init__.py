"""How does one get a case unlike the city's, so that what works on one is seen to be a method?

A county of market towns: short shifts in six bands, patterns of a fortnight and of sixteen days,
people based at hubs, rounds of few places, packages of several stages of known length, beds that
are full on the first day.
"""

from rosterer.generate.shire.build import generate_shire

__all__ = ["generate_shire"]
