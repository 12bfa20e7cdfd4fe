"""Is every word that reports use explained, on the page and on the terminal alike?"""

import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.words import explained, glossary

NEEDED = ("float", "band", "contact", "phase", "avoidable", "proof", "ledger", "gap", "cash")


@pytest.mark.parametrize("word", [*NEEDED, "Floats", "notional", "tail", "dive"])
def test_a_word_is_explained_in_plain_text(word: str) -> None:
    found = explained(word)
    assert found is not None
    assert not set("`[]") & set(found[1])


def test_no_explanation_is_longer_than_half_a_screen() -> None:
    long = {name for name, text in glossary().items() if len(text) > 12 * 80}
    assert long == set()


def test_the_terminal_lists_words_and_explains_one() -> None:
    listed = CliRunner().invoke(app(), ["words"]).stdout.splitlines()
    assert listed == list(glossary())
    told = CliRunner().invoke(app(), ["words", "phase"]).stdout
    assert told.startswith("phase\n\nThe day of its pattern")


def test_a_word_that_is_not_explained_is_bad_input() -> None:
    refused = CliRunner().invoke(app(), ["words", "flaot"])
    assert "did you mean 'float'" in str(refused.exception)
