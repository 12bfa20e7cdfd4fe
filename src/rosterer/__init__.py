"""What can a notebook do with a case?

``plan = rosterer.solve(rosterer.load("case"), time_limit=60).plan``; each function is imported when
it is first used, so that ``import rosterer`` is quick and reaches no solver.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from rosterer.explain import explain
    from rosterer.files import load_case as load
    from rosterer.files import load_plan, save_case, save_plan
    from rosterer.files.frames import frames
    from rosterer.generate import generate
    from rosterer.referee import judge as check
    from rosterer.replan import replan
    from rosterer.session import session
    from rosterer.solve import solve

__all__ = [
    "check",
    "explain",
    "frames",
    "generate",
    "load",
    "load_plan",
    "replan",
    "save_case",
    "save_plan",
    "session",
    "solve",
]

_PLACES = {
    "check": ("rosterer.referee", "judge"),
    "explain": ("rosterer.explain", "explain"),
    "frames": ("rosterer.files.frames", "frames"),
    "generate": ("rosterer.generate", "generate"),
    "load": ("rosterer.files", "load_case"),
    "load_plan": ("rosterer.files", "load_plan"),
    "replan": ("rosterer.replan", "replan"),
    "save_case": ("rosterer.files", "save_case"),
    "save_plan": ("rosterer.files", "save_plan"),
    "session": ("rosterer.session", "session"),
    "solve": ("rosterer.solve", "solve"),
}


class _Facade(ModuleType):
    """Keeps ``rosterer.solve`` the function although a module of that name is imported under this
    package.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in _PLACES and isinstance(value, ModuleType):
            value = getattr(value, _PLACES[name][1], value)
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> object:
        found: object
        if name == "__version__":
            found = import_module("importlib.metadata").version("rosterer")
        elif name in _PLACES:
            module, function = _PLACES[name]
            found = getattr(import_module(module), function)
        else:
            raise AttributeError(f"rosterer has no {name!r}")
        setattr(self, name, found)
        return found

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_PLACES})


sys.modules[__name__].__class__ = _Facade
