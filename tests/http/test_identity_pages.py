"""Signing in, a forgotten password and one's own account, as pages."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import col, select

from identity.roles import Role
from kit.db import Database
from kit.outbox import Outbox
from tests import make_identity
from tests.make_identity import PASSWORD
from web.pages.signing import local

EMAIL = "kari@nav.example.org"
NEW = "quiet river at dawn"


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ("/my/offers/7", "/my/offers/7"),
        ("/bookings?status=open&lang=nn", "/bookings?status=open&lang=nn"),
        ("", None),
        ("my", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("\\/evil.example", None),
        ("/\t/evil.example", None),
        ("/\n/evil.example", None),
        ("https://evil.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_signing_in_goes_on_to_pages_of_ours_alone(given: str, followed: str | None) -> None:
    assert local(given) == followed


def test_a_page_that_needs_an_account_asks_for_one_and_comes_back(database: Database) -> None:
    client = _browser(database)
    sent = client.get("/account?lang=en", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2Faccount%3Flang%3Den")
    shown = client.get(sent.headers["location"])
    hidden = re.search(r'name="next" value="([^"]+)"', shown.text)
    assert hidden is not None
    back = _sign_in(client, going=hidden[1])
    assert (back.status_code, back.headers["location"]) == (303, "/account?lang=en")
    assert EMAIL in client.get("/account?lang=en").text


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.INTERPRETER, "/my"),
        (Role.BOOKER, "/bookings"),
        (Role.AGENCY_ADMINISTRATOR, "/bookings"),
        (Role.REGISTRY_OFFICER, "/register"),
    ],
)
def test_each_role_begins_on_its_own_page(database: Database, role: Role, page: str) -> None:
    with database.write() as session:
        make_identity.account(session, EMAIL, role, make_identity.organisation(session))
    client = make_identity.client(database)
    assert _sign_in(client).headers["location"] == "/home"
    assert client.get("/home", follow_redirects=False).headers["location"] == page
    assert client.get("/sign-in", follow_redirects=False).headers["location"] == "/home"


@pytest.mark.parametrize(
    ("role", "href"),
    [(Role.VERIFIER, "/verify"), (Role.COORDINATOR, "/interpreters"), (Role.AUDITOR, "/statistics")],
)
def test_a_role_without_a_page_of_its_own_is_told_what_it_may_do(
    database: Database, role: Role, href: str
) -> None:
    with database.write() as session:
        make_identity.account(session, EMAIL, role, make_identity.organisation(session))
    client = make_identity.client(database)
    _sign_in(client)
    assert f'<a class="button button-primary" href="{href}">' in client.get("/home").text


def test_a_wrong_password_shows_the_form_again_with_the_address_and_not_the_password(
    database: Database,
) -> None:
    client = _browser(database)
    for _ in range(10):
        answer = _sign_in(client, password="not the password")
        assert answer.status_code == 401
    assert "The e-mail address or the password is wrong." in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert "not the password" not in answer.text
    tired = _sign_in(client)
    assert tired.status_code == 429
    assert "Wait 15 minutes and try again." in tired.text


def test_an_empty_form_says_what_is_missing(database: Database) -> None:
    answer = _sign_in(_browser(database), password="")
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text


def test_spaces_in_a_password_are_part_of_it(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    given = {"current_password": PASSWORD, "new_password": " quiet river at dawn "}
    assert client.post("/account/password", data=given, follow_redirects=False).status_code == 303
    client.post("/sign-out")
    assert _sign_in(client, password="quiet river at dawn").status_code == 401
    assert _sign_in(client, password=" quiet river at dawn ").status_code == 303


def test_signing_out_ends_the_session(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    kept = client.cookies["tolkebok"]
    assert client.post("/sign-out", follow_redirects=False).headers["location"] == "/"
    client.cookies.set("tolkebok", kept)
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_a_forgotten_password_is_replaced_through_the_mailed_link(database: Database) -> None:
    client = _browser(database)
    assert "Look in your mail" in client.post("/forgotten", data={"email": EMAIL}).text
    link = _mailed(database)
    for _ in range(2):  # a mail scanner opens it first
        shown = client.get(link)
        assert shown.status_code == 200
        assert shown.headers["cache-control"] == "no-store"
    token = link.partition("token=")[2]
    poor = client.post("/reset", data={"token": token, "new_password": "short"})
    assert poor.status_code == 422
    assert token in poor.text
    chosen = client.post("/reset", data={"token": token, "new_password": NEW}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/sign-in?saved=password_chosen")
    for ended in (client.get(link), client.post("/reset", data={"token": token, "new_password": NEW})):
        assert ended.status_code == 409
        assert "This link works no more" in ended.text
    assert _sign_in(client, password=NEW).status_code == 303


def test_the_page_never_tells_whether_there_is_an_account(database: Database) -> None:
    client = _browser(database)
    known = client.post("/forgotten", data={"email": EMAIL})
    unknown = client.post("/forgotten", data={"email": "nobody@nav.example.org"})
    assert unknown.status_code == known.status_code == 200
    assert unknown.text == known.text.replace(EMAIL, "nobody@nav.example.org")


def test_a_link_can_be_asked_for_three_times(database: Database) -> None:
    client = _browser(database)
    told = [client.post("/forgotten", data={"email": EMAIL}).status_code for _ in range(4)]
    assert told == [200, 200, 200, 429]


def test_the_account_page_changes_the_language(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    answer = client.post("/account/language", data={"tongue": "nn"})
    assert "Kontoen min" in answer.text
    assert '<html lang="nn">' in answer.text
    assert client.get("/api/v1/me").json()["tongue"] == "nn"
    assert client.post("/account/language", data={"tongue": "xx"}).status_code == 422


def test_a_password_is_changed_on_a_page_of_its_own(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    wrong = client.post("/account/password", data={"current_password": "a guess", "new_password": NEW})
    assert wrong.status_code == 422
    assert "This is not your present password." in wrong.text
    right = client.post("/account/password", data={"current_password": PASSWORD, "new_password": NEW})
    assert "Your password is changed." in right.text
    assert _sign_in(client, password=NEW).status_code == 303


def test_a_token_is_made_shown_once_and_ended(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    made = client.post("/account/tokens", data={"label": "journal"})
    found = re.search(r'class="token">([\w-]{43})<', made.text)
    assert found is not None
    assert made.headers["cache-control"] == "no-store"
    bearer = {"Authorization": f"Bearer {found[1]}"}
    assert TestClient(client.app).get("/api/v1/me", headers=bearer).status_code == 200
    listed = client.get("/account").text
    assert "journal" in listed
    assert found[1] not in listed
    named = re.search(r'name="token" value="(\w{12})"', listed)
    assert named is not None
    client.post("/account/tokens/revoke", data={"token": named[1]})
    assert TestClient(client.app).get("/api/v1/me", headers=bearer).status_code == 401


def test_another_site_cannot_sign_a_person_out(database: Database) -> None:
    client = _browser(database)
    _sign_in(client)
    answer = client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert client.get("/account", follow_redirects=False).status_code == 200


def _browser(database: Database) -> TestClient:
    make_identity.booker(database)
    client = make_identity.client(database)
    client.headers["Accept-Language"] = "en"
    client.cookies.set("tongue", "en")
    return client


def _sign_in(client: TestClient, *, password: str = PASSWORD, going: str = "") -> Response:
    given = {"email": EMAIL, "password": password, "next": going}
    return client.post("/sign-in", data=given, follow_redirects=False)


def _mailed(database: Database) -> str:
    with database.read() as session:
        row = session.exec(select(Outbox).order_by(col(Outbox.id).desc())).first()
    assert row is not None
    found = re.search(r"/reset\?token=\S+", row.payload["letter"]["text"])
    assert found is not None
    return found[0]
