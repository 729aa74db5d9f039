"""What another site can make a browser do in somebody's name: nothing."""

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from tests import make_identity
from tests.make_identity import PASSWORD

EMAIL = "kari@nav.example.org"


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "http://testserver:81"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[bad"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": "Basic eDp5"}, False),
        ({}, True),
    ],
)
def test_only_our_own_pages_and_programs_change_anything(
    database: Database, headers: dict[str, str], *, passes: bool
) -> None:
    client = _signed_in(database)
    answer = client.post("/api/v1/me/tokens", json={}, headers=headers)
    assert answer.status_code == (201 if passes else 403)
    assert passes or answer.json()["code"] == "cross_site_request"
    assert len(client.get("/api/v1/me/tokens").json()["items"]) == (1 if passes else 0)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_changing_method_is_guarded(database: Database, method: str) -> None:
    client = _signed_in(database)
    answer = client.request(method, "/api/v1/me", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.json()["code"] == "cross_site_request"


def test_following_a_link_from_another_site_works(database: Database) -> None:
    client = _signed_in(database)
    assert client.get("/api/v1/me", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_bearer_token_is_put_there_on_purpose(database: Database) -> None:
    client = make_identity.client(database, make_identity.booker(database))
    answer = client.post("/api/v1/me/tokens", json={}, headers={"Origin": "https://app.example"})
    assert answer.status_code == 201


def test_another_site_cannot_sign_a_visitor_in_as_somebody_else(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database)
    given = {"email": EMAIL, "password": PASSWORD}
    answer = client.post("/api/v1/session", json=given, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not client.cookies


def _signed_in(database: Database) -> TestClient:
    make_identity.booker(database)
    client = make_identity.client(database)
    client.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD})
    return client
