"""What holds on every page: headers, errors with a way on, no traceback, a reference for programs."""

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from tests import make, make_identity, make_registry

PUBLIC = [
    "/",
    "/interpreters",
    "/verify",
    "/languages",
    "/statistics",
    "/receipts/check",
    "/notices/new",
    "/apply",
    "/design",
    "/docs",
]


@pytest.mark.parametrize("path", [*PUBLIC, "/nowhere", "/api/v1/languages", "/static/tolkebok.css"])
def test_no_answer_lets_anything_foreign_in(database: Database, path: str) -> None:
    headers = make_registry.anyone(database).get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_carries_script_or_style_of_its_own_or_of_others(database: Database, path: str) -> None:
    shown = make_registry.anyone(database).get(path).text
    assert "<script" not in shown
    assert " style=" not in shown
    assert "<style" not in shown
    assert 'src="http' not in shown
    assert shown.count("<h1") == 1


def test_an_unknown_address_is_told_as_a_page_with_a_way_on(database: Database) -> None:
    shown = make_registry.anyone(database).get("/nowhere?lang=en")
    assert shown.status_code == 404
    assert "not_found" not in shown.text
    assert 'href="/"' in shown.text


@pytest.mark.parametrize("path", ["/interpreters/abc", "/interpreters/0"])
def test_a_number_that_is_none_is_an_address_that_is_not_there(database: Database, path: str) -> None:
    shown = make_registry.anyone(database).get(f"{path}?lang=en")
    assert shown.status_code == 404
    assert "This page was not found" in shown.text


def test_no_link_of_a_page_leads_to_another_site(database: Database) -> None:
    shown = make_registry.anyone(database).get("http://testserver//evil.example/?lang=nn").text
    assert 'href="/evil.example/?lang=en"' in shown
    assert 'href="//' not in shown


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(database: Database) -> None:
    sent = make_registry.anyone(database).get("/register?q=Selam", follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/sign-in?next=%2Fregister%3Fq%3DSelam"


def test_a_fault_of_ours_shows_no_traceback_and_keeps_the_headers(database: Database) -> None:
    app = make.app(database)

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("a secret detail")

    shown = TestClient(app, raise_server_exceptions=False).get("/fault?lang=en")
    assert shown.status_code == 500
    assert "Something went wrong on our side" in shown.text
    assert "<code>internal_error</code>" in shown.text
    assert "secret detail" not in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]


def test_a_form_takes_no_more_text_than_a_form_needs(database: Database) -> None:
    officer = make_registry.officer(database)
    refused = officer.post("/register/new", data={"name": "x" * 1_000_000})
    assert refused.status_code == 413
    assert "Dette er mer tekst enn et skjema tar." in refused.text


def test_static_files_are_kept_for_good_when_their_address_names_their_content(database: Database) -> None:
    client = make_registry.anyone(database)
    address = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" not in client.get("/static/tolkebok.css").headers["cache-control"]


def test_the_reference_names_every_call_of_the_api(database: Database) -> None:
    client = make_registry.anyone(database)
    shown = client.get("/docs").text
    for path in client.get("/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in shown


def test_a_signed_in_persons_pages_are_kept_by_nobody(database: Database) -> None:
    officer = make_registry.officer(database)
    assert officer.get("/").headers["cache-control"] == "no-store"
    assert make_identity.client(database).get("/").headers["cache-control"] == "no-cache"
