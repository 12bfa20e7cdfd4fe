"""How is a page made from the layout and a package's own templates?"""

from dataclasses import dataclass
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


@dataclass(frozen=True)
class Chapter:
    """A part of a page that the navigation leads to: the id of its heading, and its name."""

    key: str
    name: str


@cache
def page_environment(package: str) -> Environment:
    """Templates of a package, which extend ``frame/layout.html`` and use ``frame/parts.html``; each
    is compiled once.

    Parameters
    ----------
    package
        With a folder ``templates``; texts are escaped, and a name that is not there is an error.
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("rosterer.frame")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
