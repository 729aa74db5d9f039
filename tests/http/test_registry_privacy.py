"""Protected identities are nowhere public; the shut out are shown only as that; contact is by consent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from kit.db import Database
from registry.tables import Interpreter
from tests import make_registry as make
from tests.make_registry import TODAY

NAME = "Selam Tesfai"
CONTACT: dict[str, Any] = {"email": "selam@example.org", "phone": "+47 22 00 11 22", "contact_consent": True}


def _protected(session: Session) -> Interpreter:
    return make.interpreter(session, NAME, protected=True, **CONTACT | {"contact_consent": False})


def _unlisted(session: Session) -> Interpreter:
    return make.interpreter(session, NAME, listed=False, **CONTACT)


def _protected_and_shut_out(session: Session) -> Interpreter:
    person = _protected(session)
    make.shut_out(session, person)
    return person


def _shut_out(session: Session) -> Interpreter:
    person = make.interpreter(session, NAME, **CONTACT)
    make.shut_out(session, person, TODAY - timedelta(days=30), TODAY + timedelta(days=30))
    return person


@pytest.mark.parametrize("hidden", [_protected, _unlisted, _protected_and_shut_out, _shut_out])
def test_nothing_public_names_whoever_is_hidden(
    database: Database, hidden: Callable[[Session], Interpreter]
) -> None:
    with database.write() as session:
        number = hidden(session).number
    anyone = make.anyone(database)
    asked = [
        f"/api/v1/interpreters/{number}",
        f"/api/v1/interpreters/{number}/qualifications",
        f"/api/v1/interpreters/{number}/qualifications?on=2020-01-01",
        f"/api/v1/interpreters/{number}/qualifications?on=2040-01-01",
        f"/api/v1/interpreters?q={number}",
        "/api/v1/interpreters?q=selam",
        "/api/v1/interpreters?language=tir&kommune=0301",
        f"/api/v1/verify?number={number}&language=tir",
        f"/api/v1/verify?number={number}&language=tir&on=2020-01-01",
        f"/api/v1/verify?number={number}&language=tir&on=2040-01-01",
    ]
    for address in asked:
        told = anyone.get(address).text
        assert not any(secret in told for secret in ("Selam", "selam@", "22 00 11 22")), address


@pytest.mark.parametrize("hidden", [_protected, _protected_and_shut_out])
def test_a_protected_identity_answers_as_a_number_nobody_has(
    database: Database, hidden: Callable[[Session], Interpreter]
) -> None:
    with database.write() as session:
        number = hidden(session).number
        unused = number + 1
    anyone = make.anyone(database)
    for address in (
        "/api/v1/interpreters/{}",
        "/api/v1/interpreters/{}/qualifications",
        "/api/v1/verify?number={}&language=tir",
    ):
        real, nobody = anyone.get(address.format(number)), anyone.get(address.format(unused))
        assert real.status_code == nobody.status_code
        assert {**real.json(), "answered_at": ""} == {**nobody.json(), "answered_at": ""}


def test_a_protected_identity_counts_in_the_national_figures(database: Database) -> None:
    with database.write() as session:
        _protected(session)
    assert make.anyone(database).get("/api/v1/statistics/register").json()["listed"] == 1


def test_the_profile_of_one_shut_out_says_only_that(database: Database) -> None:
    with database.write() as session:
        number = _shut_out(session).number
    anyone = make.anyone(database)
    told = anyone.get(f"/api/v1/interpreters/{number}").json()
    assert {name: value for name, value in told.items() if value} == {"number": number, "excluded": True}
    assert anyone.get(f"/api/v1/interpreters/{number}/qualifications").json()["items"] == []


@pytest.mark.parametrize("consent", [True, False])
def test_contact_facts_are_public_by_consent_alone(database: Database, *, consent: bool) -> None:
    with database.write() as session:
        number = make.interpreter(session, NAME, **{**CONTACT, "contact_consent": consent}).number
    told = make.anyone(database).get(f"/api/v1/interpreters/{number}").json()
    shown = (told["email"], told["phone"])
    assert shown == (("selam@example.org", "+47 22 00 11 22") if consent else (None, None))


def test_the_officers_file_is_for_officers(database: Database) -> None:
    with database.write() as session:
        number = _protected(session).number
    address = f"/api/v1/interpreters/{number}/file"
    refused = make.anyone(database).get(address)
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_required")
    told = make.officer(database).get(address).json()
    assert (told["name"], told["protected"], told["languages"]) == (
        NAME,
        True,
        [{"language": "tir", "category": 2, "letter": "C"}],
    )
