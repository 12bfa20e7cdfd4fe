"""What happens when there is no room left?"""

import random
import string
from typing import Any

from sqlalchemy import event

from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case


def test_nothing_is_half_kept_when_the_disk_is_full_and_all_goes_on_when_there_is_room(
    web: Web,
) -> None:
    client = web.client()
    before = client.post("/v1/cases", json=document_of(small_case())).json()["id"]

    def leave_no_room(connection: Any, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    dice = random.Random(7)
    large = document_of(
        small_case(note="".join(dice.choice(string.ascii_letters) for _ in range(400_000)))
    )
    event.listen(web.database.engine, "connect", leave_no_room)
    web.database.engine.dispose()
    refused = client.post("/v1/cases", json=large)
    assert_problem(refused, 503)
    assert refused.headers["retry-after"]
    assert client.get("/v1/cases").status_code == 200
    event.remove(web.database.engine, "connect", leave_no_room)
    web.database.engine.dispose()
    made = client.post("/v1/cases", json=large)
    assert made.status_code == 201
    assert [item["id"] for item in client.get("/v1/cases").json()["items"]] == [
        made.json()["id"],
        before,
    ]


def test_a_key_whose_last_use_cannot_be_noted_still_reads(web: Web) -> None:
    client = web.client()

    def let_nothing_be_written(connection: Any, record: object) -> None:
        connection.execute("PRAGMA query_only = 1")

    event.listen(web.database.engine, "connect", let_nothing_be_written)
    web.database.engine.dispose()
    assert client.get("/v1/cases").status_code == 200
    assert_problem(client.post("/v1/scenarios", json={"scenario": {"name": "a"}}), 503)
    event.remove(web.database.engine, "connect", let_nothing_be_written)
    web.database.engine.dispose()
    assert client.post("/v1/scenarios", json={"scenario": {"name": "a"}}).status_code == 201
