"""What an officer or a party writes that is too long, or that no form asks for, is refused and never lost."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity import tokens
from identity.audit.tables import AuditEntry
from kit.clock import oslo_date
from kit.db import Database
from registry.cases.tables import Claim
from registry.cases.words import Outcome
from registry.tables import Evidence, Exclusion
from tests import browsing, make, make_registry
from tests.make_cases import AUTHORISATION, World

LONG = (
    "Han sa mer enn det som ble sagt. " * 16
)  # 528 characters: the browser's own limit counts lines otherwise
TOO_LONG = "Use at most 500 characters."


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def acting(world: World, account_id: int | None) -> TestClient:
    opened = make_registry.at(world.now, TestClient(make.app(world.database), follow_redirects=False))
    with world.database.write() as session:
        token = tokens.issue(session, account_id=account_id or 0, now=make.NOW)
    opened.headers["Authorization"] = f"Bearer {token}"
    opened.cookies.set("tongue", "en")
    return opened


def refused(client: TestClient, path: str, told: str, **typed: str) -> None:
    """The form comes again with what is wrong with it and everything that was typed."""
    answer = client.post(path, data=typed)
    assert answer.status_code == 422, answer.text
    shown = html.unescape(answer.text)
    assert told in shown
    assert LONG.strip() in shown


def test_reasons_in_a_case_that_are_too_long_are_asked_for_again(world: World) -> None:
    her, _ = world.interpreter()
    first, second = acting(world, world.first), acting(world, world.second)
    case = world.notice(her)
    decide = f"/cases/{case.reference}/decide"
    refused(first, decide, TOO_LONG, outcome="warned", reasons="Fordi.", unheard_why=LONG)
    world.decide(case, Outcome.EXCLUDED, exclusion="permanent", ground="substantial_breach",
                 from_on=oslo_date(world.now), unheard_why="Saken haster.")  # fmt: skip
    refused(second, f"/cases/{case.reference}/send-back", TOO_LONG, why=LONG)
    excluded = world.approve(case)
    refused(first, f"/cases/{case.reference}/exclusions/{excluded.exclusion_id}/lift", TOO_LONG, reason=LONG)
    with world.database.read() as session:
        assert session.exec(select(Exclusion)).one().lifted_on is None


def test_what_a_party_writes_beyond_the_limit_is_asked_for_again(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    world.ask(case, oslo_date(world.now) + timedelta(days=14))
    very = LONG * 16
    answer = acting(world, actor.account_id).post(f"/my/cases/{case.reference}/answer", data={"said": very})
    assert answer.status_code == 422, answer.status_code
    assert "Use at most 8000 characters." in html.unescape(answer.text)
    assert very.strip() in html.unescape(answer.text)


def test_reasons_in_a_file_that_are_too_long_are_asked_for_again(world: World) -> None:
    her, _ = world.interpreter()
    officer = acting(world, world.first)
    with world.database.read() as session:
        proof = session.exec(select(Evidence.id)).one()
    at = f"/register/{her.number}"
    refused(officer, f"{at}/evidence/{proof}/correct", TOO_LONG, strike="yes", reason=LONG)
    refused(officer, f"{at}/birth-number/read", TOO_LONG, why=LONG)
    with world.database.write() as session:
        other = make_registry.interpreter(session, "Selam Tesfai").number
    pair = f"/quality/possible_duplicate/{her.number}/{other}"
    refused(officer, f"{pair}/merge", TOO_LONG, standing=str(other), why=LONG)
    refused(officer, f"{pair}/different", TOO_LONG, different_why=LONG)
    with world.database.read() as session:
        acts = set(session.exec(select(AuditEntry.act)))
    assert not acts & {"corrected", "merged", "not_the_same", "birth_number_read"}


def test_a_body_with_a_name_that_is_too_long_is_asked_for_again(world: World) -> None:
    officer = acting(world, world.first)
    refused(officer, "/issuers", "Use at most 200 characters.", name=LONG, short_name="OsloMet 2")
    told = officer.post("/issuers", data={"name": "Universitetet", "short_name": "U" * 41})
    assert (told.status_code, "Use at most 40 characters." in told.text) == (422, True)


def test_a_failed_test_is_no_evidence_to_apply_with(world: World) -> None:
    actor = world.newcomer()
    claim = {"kind": "bilingual_test", "language": "som", "issuer": "OsloMet", "issued_on": "2024-05-06",
             "result": "failed"}  # fmt: skip
    person = {"name": "Amanuel Berhe", "kommune": "0301"}
    given = {"purpose": "listing", "claims": [claim], "person": person}
    answer = acting(world, actor.account_id).post("/api/v1/me/cases", json=given)
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [
        ("claims.0.result", "failed_gives_nothing")
    ]


def test_the_course_an_applicant_names_follows_into_the_register(world: World) -> None:
    actor = world.newcomer()
    claim = {"kind": "credits", "language": "som", "credits": 30, "issuer": "OsloMet",
             "issued_on": "2024-05-06", "course": "TOLK1000"}  # fmt: skip
    given = {"purpose": "listing", "claims": [claim], "person": {"name": "Amanuel Berhe", "kommune": "0301"}}
    said = acting(world, actor.account_id).post("/api/v1/me/cases", json=given)
    assert said.status_code == 201, said.text
    reference = said.json()["reference"]
    officer = acting(world, world.first)
    case = officer.get(f"/api/v1/cases/{reference}").json()
    assert case["claims"][0]["course"] == "TOLK1000"
    assert (
        "Education in interpreting, Somali, 30 credits: TOLK1000" in officer.get(f"/cases/{reference}").text
    )
    decision = {"outcome": "listed", "reasons": "Fordi.", "accepted": [case["claims"][0]["id"]]}
    assert officer.post(f"/api/v1/cases/{reference}/decisions", json=decision).status_code == 201
    with world.database.read() as session:
        assert session.exec(select(Evidence)).one().course == "TOLK1000"


def test_evidence_from_a_body_that_is_not_registered_says_which_and_what_to_do(world: World) -> None:
    case = world.apply(world.newcomer(), replace(AUTHORISATION, issuer="Prøvenemnda"))
    with world.database.read() as session:
        claim = session.exec(select(Claim.id)).one()
    officer = acting(world, world.first)
    decide, typed = f"/cases/{case.reference}/decide", {"outcome": "listed", "accepted": str(claim)}
    answer = officer.post(decide, data=typed | {"reasons": "Vedtaket bygger på bevillingen."})
    told = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "No issuing body is called “Prøvenemnda”. Register it first" in told
    assert "Vedtaket bygger på bevillingen." in told
    assert 'href="/issuers"' in told
    assert officer.post("/issuers", data={"name": "Prøvenemnda", "short_name": ""}).status_code == 303
    assert (
        officer.post(decide, data=typed | {"reasons": "Vedtaket bygger på bevillingen."}).status_code == 303
    )


def test_a_failed_test_is_told_as_failed_and_never_as_in_force(world: World) -> None:
    her, _ = world.interpreter()
    officer = acting(world, world.first)
    failed = {"kind": "bilingual_test", "language": "som", "issuer": "OsloMet", "issued_on": "2024-05-06",
              "result": "failed"}  # fmt: skip
    made = officer.post(f"/api/v1/interpreters/{her.number}/evidence", json=failed)
    assert made.status_code == 201, made.text
    words = browsing.visit(officer, f"/register/{her.number}").words
    assert "Bilingual test in Somali, not passed. Issued by OsloMet." in words
    row = words[words.index("Bilingual test in Somali, not passed OsloMet") :]
    assert "Failed" in row[:120]
    assert "In force" not in row[: row.index("State authorisation")]


def test_correcting_credits_keeps_the_course_and_calls_it_by_name(world: World) -> None:
    her, _ = world.interpreter()
    officer = acting(world, world.first)
    credits_ = {"kind": "credits", "language": "som", "credits": 30, "issuer": "OsloMet",
                "issued_on": "2024-05-06", "course": "basic_education"}  # fmt: skip
    made = officer.post(f"/api/v1/interpreters/{her.number}/evidence", json=credits_).json()["id"]
    here = f"/register/{her.number}/evidence/{made}/correct"
    form = browsing.visit(officer, here)
    assert 'value="Basic education"' in form.response.text
    typed = {**credits_, "credits": "60", "course": "Basic education", "reason": "Seksti, ikke tretti."}
    assert officer.post(here, data=typed).status_code == 303
    with world.database.read() as session:
        right = session.exec(select(Evidence).where(Evidence.replaces == made)).one()
    assert (right.credits, right.course) == (60, "basic_education")
    assert (
        "60 credits: Basic education. Issued by OsloMet."
        in browsing.visit(officer, f"/register/{her.number}").words
    )
