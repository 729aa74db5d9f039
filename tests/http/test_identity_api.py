"""One's own account over HTTP, as a program and a browser meet it."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import col, select

from identity.roles import Role
from identity.tables import Account, ResetLink
from kit.db import Database
from kit.outbox import Outbox
from tests import make_identity
from tests.make_identity import PASSWORD

EMAIL = "kari@nav.example.org"
NEW = "quiet river at dawn"


def test_nobody_is_told_to_sign_in(database: Database) -> None:
    client = make_identity.client(database)
    for method, path in (
        ("GET", "me"),
        ("GET", "me/tokens"),
        ("POST", "me/tokens"),
        ("GET", "organisations"),
    ):
        answer = client.request(method, f"/api/v1/{path}", json={} if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_says_who_is_acting_until_it_is_revoked(database: Database) -> None:
    client = make_identity.client(database, make_identity.booker(database))
    me = client.get("/api/v1/me").json()
    assert (me["email"], me["tongue"]) == (EMAIL, "nb")
    assert [(role["role"], role["organisation"]["name"]) for role in me["roles"]] == [
        ("booker", "NAV Grünerløkka")
    ]
    (token,) = client.get("/api/v1/me/tokens").json()["items"]
    assert client.delete(f"/api/v1/me/tokens/{token['id']}").status_code == 204
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


def test_a_new_token_works_and_the_list_never_shows_it(database: Database) -> None:
    client = make_identity.client(database, make_identity.booker(database))
    made = client.post("/api/v1/me/tokens", json={"label": "journal"})
    assert made.status_code == 201
    listed = client.get("/api/v1/me/tokens")
    assert made.json()["id"] in {item["id"] for item in listed.json()["items"]}
    assert made.json()["token"] not in listed.text
    bearer = {"Authorization": f"bearer {made.json()['token']}"}
    assert TestClient(client.app).get("/api/v1/me", headers=bearer).json()["email"] == EMAIL


def test_an_unknown_token_is_not_the_same_as_none(database: Database) -> None:
    client = make_identity.client(database)
    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer made-up"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


def test_a_session_is_a_cookie_scripts_cannot_read_and_ends_at_sign_out(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database)
    answer = _sign_in(client)
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 204
    assert cookie.startswith("tolkebok=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert client.get("/api/v1/me").json()["email"] == EMAIL
    stolen = client.cookies["tolkebok"]
    assert client.delete("/api/v1/session").status_code == 204
    assert "tolkebok" not in client.cookies
    client.cookies.set("tolkebok", stolen)
    assert client.get("/api/v1/me").status_code == 401


def test_over_https_the_cookie_is_bound_to_the_host(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database, TOLKEBOK_PUBLIC_URL="https://tolkebok.example")
    cookie = _sign_in(client).headers["set-cookie"]
    assert cookie.startswith("__Host-tolkebok=")
    assert "Secure" in cookie.split("; ")
    assert "Domain" not in cookie


def test_wrong_passwords_are_401_then_429_although_each_request_was_undone(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database)
    told = [_sign_in(client, password="not the password") for _ in range(11)]
    assert [answer.status_code for answer in told] == [401] * 10 + [429]
    assert [told[0].json()["code"], told[-1].json()["code"]] == ["wrong_credentials", "too_many_attempts"]
    assert _sign_in(client).status_code == 429


def test_a_changed_password_keeps_this_session_and_ends_the_others(database: Database) -> None:
    make_identity.booker(database)
    here, there = make_identity.client(database), make_identity.client(database)
    _sign_in(here)
    _sign_in(there)
    answer = here.post("/api/v1/me/password", json={"current_password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 204
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert _sign_in(there).status_code == 401
    assert _sign_in(there, password=NEW).status_code == 204


def test_a_forgotten_password_is_answered_alike_and_replaced_by_the_mailed_link(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database)
    known, unknown = (
        client.post("/api/v1/password-resets", json={"email": email})
        for email in (EMAIL, "nobody@nav.example.org")
    )
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 202
    given = {"token": _mailed(database), "new_password": NEW}
    assert client.post("/api/v1/password-resets/use", json=given).status_code == 204
    again = client.post("/api/v1/password-resets/use", json=given)
    assert (again.status_code, again.json()["code"]) == (409, "reset_link_ended")
    assert _sign_in(client, password=NEW).status_code == 204


def test_the_reset_links_token_is_not_what_is_stored(database: Database) -> None:
    make_identity.booker(database)
    client = make_identity.client(database)
    client.post("/api/v1/password-resets", json={"email": EMAIL})
    with database.read() as session:
        assert _mailed(database) not in set(session.exec(select(ResetLink.token_digest)).all())


@pytest.mark.parametrize(
    ("path", "given", "field", "code"),
    [
        ("session", {"email": EMAIL}, "password", "missing"),
        ("session", {"email": EMAIL, "password": "x" * 1_000_000}, "password", "too_long"),
        ("session", {"email": EMAIL, "password": PASSWORD, "remember": True}, "remember", "unknown_field"),
        ("password-resets", {"email": "x" * 300}, "email", "too_long"),
        ("password-resets/use", {"token": "t", "new_password": ""}, "new_password", "too_short"),
    ],
)
def test_a_malformed_request_names_its_field(
    database: Database, path: str, given: dict[str, object], field: str, code: str
) -> None:
    answer = make_identity.client(database).post(f"/api/v1/{path}", json=given)
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]


def test_a_closed_account_is_nobody_at_once(database: Database) -> None:
    holder = make_identity.booker(database)
    browser, program = make_identity.client(database), make_identity.client(database, holder)
    _sign_in(browser)
    with database.write() as session:
        session.get_one(Account, holder.id).disabled_at = holder.created_at
    assert browser.get("/api/v1/me").status_code == 401
    assert program.get("/api/v1/me").status_code == 401


def test_an_administrator_sees_and_fills_the_units_below(database: Database) -> None:
    with database.write() as session:
        top = make_identity.organisation(session, "Oslo universitetssykehus")
        below = make_identity.organisation(session, "Føden", top)
        beside = make_identity.organisation(session, "UDI")
        chief = make_identity.account(session, "sjef@ous.example.org", Role.AGENCY_ADMINISTRATOR, top)
    client = make_identity.client(database, chief)
    names = [item["name"] for item in client.get("/api/v1/organisations").json()["items"]]
    assert names == ["Føden", "Oslo universitetssykehus"]
    for name in ("berit", "anne", "cecilie"):
        given = {"email": f"{name}@ous.example.org", "name": name.title(), "role": "booker"}
        assert client.post(f"/api/v1/organisations/{below.id}/roles", json=given).status_code == 201
    seen, cursor = [], None
    for _ in range(3):
        page = client.get(f"/api/v1/organisations/{below.id}/roles", params=_page(cursor)).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == (["Anne", "Berit", "Cecilie"], None)
    for unknown in (beside.id, 404, 2**31 - 1):
        assert client.get(f"/api/v1/organisations/{unknown}/roles").status_code == 404
    assert client.get(f"/api/v1/organisations/{2**63}/roles").status_code == 422


def test_a_dismissed_booker_reaches_the_organisation_no_more(database: Database) -> None:
    with database.write() as session:
        office = make_identity.organisation(session)
        chief = make_identity.account(session, "sjef@nav.example.org", Role.AGENCY_ADMINISTRATOR, office)
        booker = make_identity.account(session, EMAIL, Role.BOOKER, office)
    client, theirs = make_identity.client(database, chief), make_identity.client(database, booker)
    (held,) = [
        item
        for item in client.get(f"/api/v1/organisations/{office.id}/roles").json()["items"]
        if item["email"] == EMAIL
    ]
    assert theirs.delete(f"/api/v1/roles/{held['id']}").status_code == 404
    assert client.delete(f"/api/v1/roles/{held['id']}").status_code == 204
    assert theirs.get("/api/v1/organisations").json()["items"] == []


def _page(cursor: str | None) -> dict[str, str]:
    return {"limit": "1"} | ({"cursor": cursor} if cursor else {})


def _sign_in(client: TestClient, *, password: str = PASSWORD) -> Response:
    return client.post("/api/v1/session", json={"email": EMAIL, "password": password})


def _mailed(database: Database) -> str:
    with database.read() as session:
        row = session.exec(select(Outbox).order_by(col(Outbox.id).desc())).first()
    assert row is not None
    found = re.search(r"reset\?token=(\S+)", row.payload["letter"]["text"])
    assert found is not None
    return found[1]
