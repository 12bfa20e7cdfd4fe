"""Which kinds of job are there? One file each in this folder; a module named in the setting
``job_kinds`` adds its own.

A file of a kind has a tuple ``KINDS``; nothing else needs to know of it.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from rosterer_api.jobs.kinds.kind import Kind

KINDS: tuple[Kind, ...] = tuple(
    kind
    for module in sorted(
        found.name for found in pkgutil.iter_modules(__path__) if found.name != "kind"
    )
    for kind in import_module(f"{__name__}.{module}").KINDS
)


@cache
def known_kinds(further: str = "") -> Mapping[str, Kind]:
    """Kinds by name.

    Parameters
    ----------
    further
        Modules separated by commas, each with a tuple ``KINDS``.

    Raises
    ------
    ValueError
        When one of them cannot be loaded, or has none.
    """
    kinds = list(KINDS)
    for module in filter(None, (name.strip() for name in further.split(","))):
        try:
            kinds += import_module(module).KINDS
        except Exception as failure:
            what = f"the module {module!r} of ROSTERER_JOB_KINDS cannot be used"
            raise ValueError(f"{what} ({type(failure).__name__}: {failure})") from failure
    return MappingProxyType({kind.name: kind for kind in kinds})
