"""Whatever a program sends wrongly, it is told in the house's own words which field, and what to do."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from tests import make, make_identity, make_registry
from tests.make_booking import faults, refused, wanted

JSON = {"Content-Type": "application/json"}
UNREADABLE = [b"{", b"\xff\xfe", b"[" * 100_000, b'{"email": "\xe6"}', b"not json"]
WRONG_SESSIONS: list[tuple[Any, dict[str, str]]] = [
    ([], {"body": "not_an_object"}),
    ("text", {"body": "not_an_object"}),
    ({"email": 5, "password": None}, {"email": "not_text", "password": "not_text"}),
    ({"email": "a", "password": "x"}, {"email": "too_short"}),
]


@pytest.fixture
def agency(database: Database) -> TestClient:
    return make_identity.client(database, make_identity.booker(database))


@pytest.mark.parametrize("body", UNREADABLE, ids=len)
def test_a_body_that_cannot_be_read_is_no_json(database: Database, body: bytes) -> None:
    answer = TestClient(make.app(database)).post("/api/v1/session", content=body, headers=JSON)
    assert (refused(answer), faults(answer)) == ((422, "invalid_input"), {"body": "not_json"})


def test_json_without_its_content_type_is_told_to_name_it(database: Database) -> None:
    client = TestClient(make.app(database))
    for headers in ({}, {"Content-Type": "text/plain"}):
        answer = client.post("/api/v1/session", content=b'{"email": "a@b.no"}', headers=headers)
        assert (answer.status_code, faults(answer)) == (422, {"Content-Type": "not_json"})
        assert "application/json" in answer.json()["errors"][0]["detail"]


def test_wrong_kinds_of_value_have_codes_of_our_own(database: Database) -> None:
    client = TestClient(make.app(database))
    for body, told in WRONG_SESSIONS:
        answer = client.post("/api/v1/session", json=body)
        assert (body, faults(answer)) == (body, told)


def test_every_part_of_a_booking_is_refused_in_our_words(agency: TestClient) -> None:
    wrong: list[tuple[dict[str, Any], str, str, str]] = [
        ({"wanted": 5}, "wanted", "not_a_list", "list"),
        ({"wanted": list(range(1, 60))}, "wanted", "too_long", "at most 50 of these"),
        ({"address": "x" * 301}, "address", "too_long", "at most 300 characters"),
        ({"address": ["x"]}, "address", "not_text", "text"),
        ({"language": "tir", "variety": "x"}, "variety", "unknown_variety", "has no varieties"),
    ]
    for change, field, code, words in wrong:
        answer = agency.post("/api/v1/bookings", json=wanted(**change))
        [error] = answer.json()["errors"]
        assert (error["field"], error["code"]) == (field, code)
        assert words in error["detail"]


def test_a_field_is_named_as_it_was_written_and_told_once(agency: TestClient) -> None:
    for query in ("from=Thursday", "from=2026-11-26T10:00:00", "to=1"):
        [error] = agency.get(f"/api/v1/bookings?{query}").json()["errors"]
        assert error["field"] == query.partition("=")[0]
    for key in ("", "k" * 201):
        answer = agency.post("/api/v1/bookings", json=wanted(), headers={"Idempotency-Key": key})
        assert list(faults(answer)) == ["Idempotency-Key"]


def test_every_call_refuses_a_parameter_it_does_not_take(database: Database) -> None:
    client = make_registry.anyone(database)
    calls = client.get("/openapi.json").json()["paths"]
    asked = 0
    for path, methods in calls.items():
        for method in methods if path.startswith("/api/") else ():
            address = path.replace("{", "").replace("}", "") + "?limits=1&reference=2"
            answer = client.request(method, address)
            assert refused(answer) == (422, "invalid_input"), address
            assert faults(answer) == {"limits": "unknown_field", "reference": "unknown_field"}
            asked += 1
    assert asked > 40


def test_who_tried_too_often_is_told_when_to_try_again(database: Database) -> None:
    client = TestClient(make.app(database))
    wrong = {"email": "kari@nav.example.org", "password": "wrong"}
    answers = [client.post("/api/v1/session", json=wrong) for _ in range(11)]
    assert refused(answers[-1]) == (429, "too_many_attempts")
    assert answers[-1].headers["retry-after"] == "900"


@pytest.mark.parametrize(("path", "methods"), [("/api/v1/verify", {"GET"}), ("/verify", {"GET", "HEAD"})])
def test_a_wrong_method_is_told_the_right_ones(database: Database, path: str, methods: set[str]) -> None:
    answer = TestClient(make.app(database)).put(path)
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, methods)
