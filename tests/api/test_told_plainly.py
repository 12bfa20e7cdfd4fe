"""Is what a caller wrote told in their own numbers, names and places?"""

import json
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from rosterer_api.problems import error_items
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case


@pytest.mark.parametrize("value", [{"b": 1}, [1], [["a"]]])
def test_a_value_of_none_of_several_kinds_is_told_once_where_it_stands(
    web: Web, value: object
) -> None:
    hook = {"url": "https://8.8.8.8/", "matching": {"a": value, "b": "7"}}
    (error,) = assert_problem(web.client().post("/v1/webhooks", json=hook), 422)["errors"]
    assert error["pointer"] == "/matching/a"
    assert json.dumps(value) in error["detail"]
    assert error["remedy"].startswith("write one of: a text, a whole number")


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        ({"seed": 2**31}, "2147483647"),
        ({"work": 10**10}, "1000000000"),
        ({"gap": 1.5}, "use 1 or less"),
    ],
)
def test_a_limit_is_told_in_whole(web: Web, request_: dict[str, Any], word: str) -> None:
    job = {"case": "none", "kind": "solve", "request": request_}
    (error, *_) = [
        error
        for error in assert_problem(web.client().post("/v1/jobs", json=job), 422)["errors"]
        if error["pointer"] != "/case"
    ]
    assert word in error["remedy"]


@pytest.mark.parametrize("number", [10**18, 2**64, 10**40])
def test_a_number_that_is_too_large_is_shown_as_it_was_written(web: Web, number: int) -> None:
    document = document_of(small_case())
    document["people"][0]["phase"] = number
    answer = web.client().post("/v1/cases", json=document)
    assert str(number) in assert_problem(answer, 422, "/people/0/phase")["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b'{"name": NaN}', "/name"),
        (b'{"name": "\\ud800"}', "/name"),
        (b'{"name": "\\u0000"}', "/name"),
    ],
)
def test_a_case_that_cannot_be_kept_is_answered_like_any_other_that_is_wrong(
    web: Web, text: bytes, place: str
) -> None:
    client, kind = web.client(), {"Content-Type": "application/json"}
    told = client.post("/v1/cases/validate", content=text, headers=kind)
    assert told.status_code == 200
    assert told.json()["valid"] is False
    assert place in [fault["pointer"] for fault in told.json()["faults"]]
    assert_problem(client.post("/v1/cases", content=text, headers=kind), 422, place)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"n": 1, "n": 2}', "twice"),
        ('{"n": {"m": 1, "m": 2}}', "twice"),
        ('{"n": "\\ud800"}', "half of a character"),
        ("[]", "names and values"),
        ("x", "no JSON"),
        ('{"n": 1e300}', "looked for"),
    ],
)
def test_metadata_in_an_address_are_read_like_those_of_a_body(
    web: Web, text: str, why: str
) -> None:
    answer = web.client().post("/v1/cases", params={"metadata": text}, json={})
    (error,) = assert_problem(answer, 422)["errors"]
    assert error["parameter"] == "metadata"
    assert why in error["detail"]


@pytest.mark.parametrize("number", ["1_0", "+5", " 5", "5 ", "٥", "0x1", "", "five", "1,5"])
@pytest.mark.parametrize("name", ["limit", "wait"])
def test_a_number_in_an_address_is_written_as_one(web: Web, name: str, number: str) -> None:
    path = {"limit": "/v1/jobs", "wait": "/v1/jobs/none"}[name]
    (error,) = assert_problem(web.client().get(path, params={name: number}), 422)["errors"]
    assert (error["parameter"], repr(number) in error["detail"]) == (name, True)
    assert error["remedy"].startswith("write digits")


@pytest.mark.parametrize(
    ("path", "status"), [("/v1/jobs?limit=5.0", 200), ("/v1/jobs/a?wait=0", 404)]
)
def test_a_number_that_is_one_is_taken(web: Web, path: str, status: int) -> None:
    assert web.client().get(path).status_code == status


def test_a_list_whose_only_item_is_wrong_is_not_called_too_short() -> None:
    class Asked(BaseModel):
        days: Annotated[tuple[int, ...], Field(min_length=1)]

    def told(content: object) -> list[str]:
        with pytest.raises(ValidationError) as refused:
            Asked.model_validate(content)
        errors = refused.value.errors(include_url=False)
        return [item.pointer for item in error_items(errors, content) if item.pointer is not None]

    assert told({"days": ["monday"]}) == ["/days/0"]
    assert told({"days": []}) == ["/days"]
