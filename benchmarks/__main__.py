"""Which benchmarks are there, and how is one run?"""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

USAGE = "usage: python -m benchmarks list | python -m benchmarks run NAME [options]"


def registry() -> dict[str, ModuleType]:
    """Every module of this folder that has NAME, SUMMARY and main, by name."""
    found = {}
    for entry in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if entry.name.startswith("_") or entry.ispkg:
            continue
        module = importlib.import_module(f"benchmarks.{entry.name}")
        if all(hasattr(module, name) for name in ("NAME", "SUMMARY", "main")):
            found[module.NAME] = module
    return dict(sorted(found.items()))


def main(argv: Sequence[str]) -> int:
    """Run the command line; 2 for a name that is not there."""
    if list(argv) == ["list"]:
        for name, module in registry().items():
            print(f"{name:20} {module.SUMMARY}")
        return 0
    if len(argv) >= 2 and argv[0] == "run":
        benchmarks = registry()
        if argv[1] in benchmarks:
            return int(benchmarks[argv[1]].main(list(argv[2:])))
        print(
            f"There is no benchmark {argv[1]!r}; there are: {', '.join(benchmarks)}",
            file=sys.stderr,
        )
        return 2
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
