"""Which commands are there? One file each; other packages add theirs by the entry-point group
``rosterer.commands``.
"""

from collections.abc import Callable, Mapping

from rosterer.commands.check import check
from rosterer.commands.convert import convert
from rosterer.commands.demo import demo
from rosterer.commands.explain import explain
from rosterer.commands.export import export
from rosterer.commands.forecast import forecast
from rosterer.commands.generate import generate
from rosterer.commands.import_rota import import_rota
from rosterer.commands.replan import replan
from rosterer.commands.report import report
from rosterer.commands.solve import solve
from rosterer.commands.template import template
from rosterer.commands.winter import winter
from rosterer.commands.words import words

COMMANDS: Mapping[str, Callable[..., None]] = {
    "demo": demo,
    "generate": generate,
    "solve": solve,
    "check": check,
    "explain": explain,
    "replan": replan,
    "import": import_rota,
    "convert": convert,
    "template": template,
    "export": export,
    "report": report,
    "forecast": forecast,
    "winter": winter,
    "words": words,
}
"""In the order of the help page."""
