"""What does the reference page show? Its examples are files; together they are a case, and a plan
of it.
"""

import re
from pathlib import Path

PAGES = Path(__file__).parents[2] / "docs" / "reference"
_SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"```(?:csv|toml|json)\n(.*?)```", re.DOTALL)


def examples(page: str) -> dict[str, str]:
    """The example of each file that a page describes."""
    text = (PAGES / page).read_text(encoding="utf-8")
    blocks = {name: _BLOCK.search(body) for name, body in _SECTION.findall(text)}
    return {name: block[1] for name, block in blocks.items() if block}


def write_example(page: str, directory: Path) -> Path:
    """The examples of a page as a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in examples(page).items():
        (directory / name).write_text(content, encoding="utf-8")
    return directory


def write_example_case(directory: Path) -> Path:
    """The case of the page on the case format."""
    return write_example("case-format.md", directory)


def write_example_plan(directory: Path) -> Path:
    """The plan of the page on the plan format."""
    return write_example("plan-format.md", directory)
