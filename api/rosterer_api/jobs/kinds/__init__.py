"""Which kinds of job are there? One file each; a module named in the setting ``job_kinds`` adds its own."""

from collections.abc import Mapping
from importlib import import_module

from rosterer_api.jobs.kinds.check import CHECK
from rosterer_api.jobs.kinds.kind import Kind
from rosterer_api.jobs.kinds.solve import SOLVE
from rosterer_api.jobs.kinds.winter import FIND_CAPACITY, WINTER

KINDS: tuple[Kind, ...] = (SOLVE, CHECK, WINTER, FIND_CAPACITY)


def known_kinds(further: str = "") -> Mapping[str, Kind]:
    """Kinds by name.

    Parameters
    ----------
    further
        Modules separated by commas, each with a tuple ``KINDS``.
    """
    kinds = list(KINDS)
    for module in filter(None, (name.strip() for name in further.split(","))):
        kinds += import_module(module).KINDS
    return {kind.name: kind for kind in kinds}
