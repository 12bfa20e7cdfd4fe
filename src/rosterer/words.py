"""What do the words of reports and tables mean? The glossary of the documentation, word by word."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

PAGE = "glossary.md"
_IN_CHECKOUT = Path(__file__).parents[2] / "docs" / PAGE
_SECTION = re.compile(r"^## ([^\n]+)\n\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| ([a-z]+) \| (.+) \|$", re.MULTILINE)
_OF_MATHEMATICS = "Words of the mathematics"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@cache
def glossary() -> Mapping[str, str]:
    """Explanations by heading, in the order of the page, without its marks."""
    packaged = files("rosterer") / PAGE
    page = packaged if packaged.is_file() else _IN_CHECKOUT
    text = page.read_text(encoding="utf-8")
    sections = dict(_SECTION.findall(text))
    rows = {
        word: body for word, body in _ROW.findall(sections.pop(_OF_MATHEMATICS)) if word != "word"
    }
    return {name: _plain(body) for name, body in (sections | rows).items()}


def explained(word: str) -> tuple[str, str] | None:
    """The heading and the explanation of a word; None where there is none."""
    wanted = {word.strip().casefold(), word.strip().casefold().removesuffix("s")}
    for name, text in glossary().items():
        if wanted & {name.casefold(), *re.split(r",\s*|\s+and\s+", name.casefold())}:
            return name, text
    return None


def _plain(body: str) -> str:
    text = _LINK.sub(r"\1", body).replace("`", "")
    return re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"\1", text).strip()
