"""A refused form in another language: what was typed is kept, nothing is done, no secret is carried on."""

from kit.db import Database
from tests import make_registry
from tests.browsing import Page

PERSON = {"name": "Selam Tesfai", "kommune": "0301", "modalities": ["screen"], "letterform": "nn"}


def test_a_refused_form_is_shown_in_another_language_with_what_was_typed_and_nothing_done(
    database: Database,
) -> None:
    officer = make_registry.officer(database)
    wrong = PERSON | {"kommune": "9999", "email": "selam@example.org", "modalities": ["telephone"]}
    refused = Page(officer, officer.post("/register/new?lang=en", data=wrong))
    assert refused.status == 422
    carried = refused.form("/register/new?lang=en").values
    turned = Page(officer, officer.post("/register/new?lang=nn", data=carried))
    assert (turned.status, '<html lang="nn">' in turned.response.text) == (200, True)
    kept = turned.form("").values
    assert (kept["name"], kept["email"], kept["modalities"]) == (
        ["Selam Tesfai"],
        ["selam@example.org"],
        ["telephone"],
    )
    full = officer.post("/register/new", data=PERSON | {"shown_again": "yes"})
    assert (full.status_code, "Selam" in officer.get("/register").text) == (200, False)


def test_a_password_is_never_carried_on_to_another_language(database: Database) -> None:
    typed = {"email": "kari@nav.example.org", "password": "blue lamp on a hill"}
    refused = make_registry.anyone(database).post("/sign-in?lang=en", data=typed)
    assert "kari@nav.example.org" in refused.text
    assert "blue lamp" not in refused.text
