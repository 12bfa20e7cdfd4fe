"""What would it take? The cheapest changes from a priced menu that cure a shortage or a delay."""

from rosterer.explain.takes.ask import what_it_takes
from rosterer.explain.takes.menu import Cure, Menu, Step, Takes

__all__ = ["Cure", "Menu", "Step", "Takes", "what_it_takes"]
