"""Do the pages on the service name everything that there is?"""

from dataclasses import fields
from pathlib import Path

from rosterer_api.auth.roles import ROLES
from rosterer_api.jobs.kinds import KINDS
from rosterer_api.settings import PREFIX, Settings
from rosterer_api.webhooks.outbox import EVENTS

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "run-the-service.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")


def test_every_setting_is_described_with_its_default() -> None:
    rows = {
        line.split("|")[1].strip(" `"): line.split("|")[2].strip()
        for line in HOW_TO.splitlines()
        if line.startswith(f"| `{PREFIX}")
    }
    assert set(rows) == {PREFIX + setting.name.upper() for setting in fields(Settings)}
    defaults = Settings().environment()
    for name, default in rows.items():
        if name == f"{PREFIX}DATABASE":
            continue
        if default.replace(".", "").isdigit():
            assert float(default) == float(defaults[name]), name
        else:
            assert default.strip("`") == (defaults[name] or "none"), name


def test_every_event_role_and_kind_is_described() -> None:
    for word in (*EVENTS, *(kind.name for kind in KINDS)):
        assert f"`{word}`" in REFERENCE, word
    assert f"| | {' | '.join(ROLES)} |" in REFERENCE
