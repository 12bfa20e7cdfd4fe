"""What would one more be worth: a person, a bed, a slot, a barrier's day?"""

from rosterer.explain.worth.more import More, Worth
from rosterer.explain.worth.values import worth_of

__all__ = ["More", "Worth", "worth_of"]
