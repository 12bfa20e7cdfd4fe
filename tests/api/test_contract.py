"""Is the published contract the one that is served, and does the service keep it?"""

import json
from pathlib import Path

from rosterer_api.openapi import contract_text
from rosterer_api.routes import ROUTERS
from tests.api.web import Web

PUBLISHED = Path(__file__).parents[2] / "api" / "openapi.json"


def test_the_published_contract_is_that_of_the_code() -> None:
    assert PUBLISHED.read_text() == contract_text(), (
        "run: python -m rosterer_api.openapi > api/openapi.json"
    )


def test_the_served_contract_is_the_published_one(web: Web) -> None:
    served = web.client(None).get("/v1/openapi.json").json()
    assert served["paths"] == json.loads(PUBLISHED.read_text())["paths"]


def test_every_operation_has_its_own_name_and_a_sentence() -> None:
    operations = [
        op for path in json.loads(PUBLISHED.read_text())["paths"].values() for op in path.values()
    ]
    names = [op["operationId"] for op in operations]
    assert len(names) == len(set(names)) == sum(len(router.routes) for router in ROUTERS)
    assert all(op["description"].endswith(".") or "\n" in op["description"] for op in operations)
