"""What registry officers do over REST: who may, and what is refused with which field and code."""

import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity.roles import Role
from kit.db import Database
from registry.tables import Evidence, Interpreter, ListingChange
from tests import make_identity
from tests import make_registry as make
from tests.make import NOW

Case = tuple[Any, str, str]
"""What is sent, the field that is wrong, and the code it is refused with."""

BIRTH_NUMBER = "15108695088"
PERSON: dict[str, Any] = {"name": "Selam Tesfai", "kommune": "0301"}
PROOF: dict[str, Any] = {
    "kind": "state_authorisation", "language": "tir", "issuer": "IMDi", "issued_on": "2015-03-02"
}  # fmt: skip
CREDITS = {**PROOF, "kind": "credits", "credits": 30}
TAO: dict[str, Any] = {"kind": "tao", "issuer": "IMDi", "issued_on": "2015-03-02"}


WRONG_PEOPLE: list[Case] = [
    ({"name": ""}, "name", "blank"),
    ({"name": "  "}, "name", "blank"),
    ({"name": None}, "name", "not_text"),
    ({"name": "x" * 201}, "name", "too_long"),
    ({"name": "x" * 1_000_000}, "name", "too_long"),
    ({"name": "Se\u0000lam"}, "name", "unusable_text"),
    ({"name": f"Selam {BIRTH_NUMBER}"}, "name", "birth_number"),
    ({"kommune": "9999"}, "kommune", "unknown_kommune"),
    ({"kommune": "1850"}, "kommune", "divided_kommune"),
    ({"kommune": 301}, "kommune", "not_text"),
    ({"gender": "other"}, "gender", "unknown_value"),
    ({"modalities": []}, "modalities", "missing"),
    ({"modalities": ["fax"]}, "modalities.0", "unknown_value"),
    ({"email": "no address"}, "email", "invalid_email"),
    ({"phone": "call me"}, "phone", "not_a_phone"),
    ({"number": 0}, "number", "too_small"),
    ({"number": 2**63}, "number", "too_large_number"),
    ({"number": "90001"}, "number", "not_a_number"),
    ({"category": 1}, "category", "unknown_field"),
    ({"listed": True}, "listed", "unknown_field"),
]


def test_a_wrong_person_is_refused_by_field_and_nothing_is_stored(database: Database) -> None:
    officer = make.officer(database)
    for change, field, code in WRONG_PEOPLE:
        refused = officer.post("/api/v1/interpreters", json={**PERSON, **change})
        assert (change, _faults(refused)) == (change, [(field, code)])
    with database.read() as session:
        assert session.exec(select(Interpreter)).all() == []


WRONG_EVIDENCE: list[Case] = [
    ({**PROOF, "kind": "diploma"}, "kind", "unknown_value"),
    ({**PROOF, "language": None}, "language", "missing"),
    ({**PROOF, "language": "xxx"}, "language", "unknown_language"),
    ({**PROOF, "language": "kur"}, "language", "language_too_broad"),
    ({**PROOF, "language": "apc"}, "language", "variety_not_language"),
    ({**TAO, "language": "tir"}, "language", "not_used"),
    ({**PROOF, "issued_on": "2026-11-24"}, "issued_on", "in_the_future"),
    ({**PROOF, "issued_on": "1815-03-02"}, "issued_on", "year_out_of_range"),
    ({**PROOF, "valid_until": "2101-01-01"}, "valid_until", "year_out_of_range"),
    ({**PROOF, "issuer": 5}, "issuer", "not_text"),
    ({**PROOF, "issued_on": "2015-02-30"}, "issued_on", "not_a_date"),
    ({**PROOF, "issued_on": "2015-03-02T00:00:00Z"}, "issued_on", "not_a_date"),
    ({**PROOF, "issued_on": 1425254400}, "issued_on", "not_a_date"),
    ({**PROOF, "valid_until": "2015-03-01"}, "valid_until", "before_issued_on"),
    ({**PROOF, "issuer": " "}, "issuer", "blank"),
    ({**PROOF, "issuer": f"by {BIRTH_NUMBER[:6]} {BIRTH_NUMBER[6:]}"}, "issuer", "birth_number"),
    ({**PROOF, "reference": BIRTH_NUMBER}, "reference", "birth_number"),
    ({**PROOF, "reference": "\ud800"}, "reference", "unusable_text"),
    ({**PROOF, "credits": 30}, "credits", "not_used"),
    ({**CREDITS, "credits": None}, "credits", "missing"),
    ({**CREDITS, "credits": 0}, "credits", "out_of_range"),
    ({**CREDITS, "credits": -30}, "credits", "out_of_range"),
    ({**CREDITS, "credits": 10**12}, "credits", "out_of_range"),
    ({**CREDITS, "credits": 29.5}, "credits", "not_a_number"),
    ({**CREDITS, "credits": True}, "credits", "not_a_number"),
    ({**PROOF, "category": 1}, "category", "unknown_field"),
]


def test_wrong_evidence_is_refused_by_field_and_nothing_is_stored(database: Database) -> None:
    officer = make.officer(database)
    number = officer.post("/api/v1/interpreters", json=PERSON).json()["number"]
    for proof, field, code in WRONG_EVIDENCE:
        refused = _post_anything(officer, f"/api/v1/interpreters/{number}/evidence", proof)
        assert (proof, _faults(refused)) == (proof, [(field, code)])
    with database.read() as session:
        assert session.exec(select(Evidence)).all() == []


def test_every_wrong_field_is_named_at_once(database: Database) -> None:
    officer = make.officer(database)
    number = officer.post("/api/v1/interpreters", json=PERSON).json()["number"]
    wrong = {"kind": "credits", "issuer": "", "issued_on": "2030-01-01", "valid_until": "2029-01-01"}
    refused = officer.post(f"/api/v1/interpreters/{number}/evidence", json=wrong)
    named = {field for field, _ in _faults(refused)}
    assert named == {"issuer", "issued_on", "valid_until", "language", "credits"}


WRONG_REVOCATIONS: list[Case] = [
    ({"reason": "", "revoked_on": "2026-01-01"}, "reason", "blank"),
    ({"reason": BIRTH_NUMBER, "revoked_on": "2026-01-01"}, "reason", "birth_number"),
    ({"reason": "Error", "revoked_on": "2015-03-01"}, "revoked_on", "before_issued_on"),
    ({"reason": "Error", "revoked_on": "2026-11-24"}, "revoked_on", "in_the_future"),
    ({"reason": "Error", "revoked_on": "9999-12-31"}, "revoked_on", "year_out_of_range"),
    ({"reason": "Error"}, "revoked_on", "missing"),
]


def test_a_wrong_revocation_is_refused_and_the_evidence_stands(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session).number
    officer = make.officer(database)
    proof = officer.get(f"/api/v1/interpreters/{number}/file").json()["evidence"][0]["id"]
    for ending, field, code in WRONG_REVOCATIONS:
        refused = officer.post(f"/api/v1/evidence/{proof}/revoke", json=ending)
        assert (ending, _faults(refused)) == (ending, [(field, code)])
    assert officer.get(f"/api/v1/verify?number={number}&language=tir").json()["answer"] == "valid"


def test_a_correction_strikes_what_was_wrong_and_the_past_can_still_be_asked(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session).number
    officer = make.officer(database, NOW + timedelta(hours=1))
    file = f"/api/v1/interpreters/{number}/file"
    (wrong,) = officer.get(file).json()["evidence"]
    right = {"kind": "bachelor", "language": "tir", "issuer": "OsloMet", "issued_on": "2016-06-01"}
    address = f"/api/v1/evidence/{wrong['id']}/correct"
    for given, field, code in [
        ({"reason": " "}, "reason", "blank"),
        ({"reason": "Wrong", "right": {**right, "credits": -5}}, "credits", "not_used"),
        (
            {"reason": "Wrong", "right": {**right, "kind": "credits", "credits": -5}},
            "credits",
            "out_of_range",
        ),
        ({"reason": "Wrong", "right": {**right, "issued_on": "2030-01-01"}}, "issued_on", "in_the_future"),
    ]:
        assert (given, _faults(officer.post(address, json=given))) == (given, [(field, code)])
    assert officer.get(file).json()["evidence"] == [wrong]
    made = officer.post(address, json={"reason": "Read the wrong line.", "right": right})
    assert (made.status_code, made.json()["replaces"]) == (200, wrong["id"])
    again = officer.post(address, json={"reason": "Again"})
    assert (again.status_code, again.json()["code"]) == (409, "already_corrected")
    asked = f"/api/v1/verify?number={number}&language=tir&on=2020-01-01"
    assert officer.get(asked).json()["category"] == 3
    assert officer.get(f"{asked}&known_at=2026-11-23T08:30:00Z").json()["category"] == 2
    for known_at, code in [("2026-11-23", "offset_missing"), ("2027-01-01T00:00:00Z", "in_the_future")]:
        assert _faults(officer.get(f"{asked}&known_at={known_at}"))[0] == ("known_at", code)


WRONG_CHANGES: list[Case] = [
    ({"name": " "}, "name", "blank"),
    ({"kommune": None}, "kommune", "not_text"),
    ({"effective_on": "2026-12-01"}, "effective_on", "not_used"),
    ({"listed": "yes"}, "listed", "not_a_yes_or_no"),
    ({"number": 5}, "number", "unknown_field"),
]


def test_a_wrong_change_is_refused_and_nothing_changes(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session).number
    officer = make.officer(database)
    address = f"/api/v1/interpreters/{number}"
    before = officer.get(f"{address}/file").json()
    for change, field, code in WRONG_CHANGES:
        assert (change, _faults(officer.patch(address, json=change))) == (change, [(field, code)])
    assert officer.get(f"{address}/file").json() == before


def test_a_change_touches_only_what_it_names(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session, "Selam Tesfai", email="selam@example.org").number
    officer = make.officer(database)
    address = f"/api/v1/interpreters/{number}"
    before = officer.get(f"{address}/file").json()
    change = {"name": "Selam Åsheim", "email": None, "modalities": ["screen"], "kommune": "1201"}
    after = officer.patch(address, json=change).json()
    assert after == {**before, **change, "kommune": "4601"}
    found = officer.get("/api/v1/interpreters", params={"q": "aasheim"}).json()["items"]
    assert [item["number"] for item in found] == [number]


def test_listing_may_be_changed_from_a_day_to_come(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session, listed=False).number
    officer = make.officer(database)
    change = {"listed": True, "effective_on": "2031-05-01"}
    assert officer.patch(f"/api/v1/interpreters/{number}", json=change).json()["listed"] is False
    verify = f"/api/v1/verify?number={number}&language=tir"
    assert officer.get(verify).json()["answer"] == "not_listed"
    assert officer.get(f"{verify}&on=2031-04-30").json()["answer"] == "not_listed"
    assert officer.get(f"{verify}&on=2031-05-01").json()["answer"] == "valid"
    assert officer.get("/api/v1/statistics/register?on=2031-05-01").json()["listed"] == 1
    assert officer.get("/api/v1/statistics/register?on=2031-04-30").json()["listed"] == 0


def test_the_same_listing_sent_again_is_answered_and_one_that_changes_nothing_refused(
    database: Database,
) -> None:
    with database.write() as session:
        number = make.interpreter(session, listed=False).number
    officer = make.officer(database)
    address, change = f"/api/v1/interpreters/{number}", {"listed": True, "effective_on": "2026-11-01"}
    assert [officer.patch(address, json=change).status_code for _ in range(2)] == [200, 200]
    with database.read() as session:
        assert len(session.exec(select(ListingChange)).all()) == 1
    later = officer.patch(address, json={**change, "effective_on": "2026-11-09"})
    assert (later.status_code, later.json()["code"]) == (409, "already_listed")


OFFICERS_CALLS = [
    ("POST", "/api/v1/interpreters", PERSON),
    ("PATCH", "/api/v1/interpreters/{number}", {"listed": False}),
    ("POST", "/api/v1/interpreters/{number}/evidence", PROOF),
    ("POST", "/api/v1/evidence/{proof}/revoke", {"reason": "Error", "revoked_on": "2026-01-01"}),
    ("GET", "/api/v1/interpreters/{number}/file", None),
]


@pytest.mark.parametrize("role", [None, *Role])
def test_only_registry_officers_and_administrators_write(database: Database, role: Role | None) -> None:
    with database.write() as session:
        number = make.interpreter(session).number
        proof = session.exec(select(Evidence.id)).one()
    somebody = _with_role(database, role)
    statuses = [
        somebody.request(method, path.format(number=number, proof=proof), json=body).status_code
        for method, path, body in OFFICERS_CALLS
    ]
    if role in {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR}:
        assert statuses == [201, 200, 201, 200, 200]
        return
    assert statuses == [401 if role is None else 403] * len(OFFICERS_CALLS)
    with database.read() as session:
        assert len(session.exec(select(Interpreter)).all()) == 1
        assert len(session.exec(select(ListingChange)).all()) == 1
        assert [row.revoked_on for row in session.exec(select(Evidence))] == [None]


def test_what_is_not_there_cannot_be_changed(database: Database) -> None:
    officer = make.officer(database)
    assert officer.patch("/api/v1/interpreters/123456", json={"listed": True}).status_code == 404
    assert officer.post("/api/v1/interpreters/123456/evidence", json=PROOF).status_code == 404
    ending = {"reason": "Error", "revoked_on": "2026-01-01"}
    assert officer.post("/api/v1/evidence/123456/revoke", json=ending).status_code == 404
    assert officer.post(f"/api/v1/evidence/{2**40}/revoke", json=ending).status_code == 422


def test_a_number_in_use_cannot_be_given_again(database: Database) -> None:
    officer = make.officer(database)
    assert officer.post("/api/v1/interpreters", json={**PERSON, "number": 90001}).status_code == 201
    again = officer.post("/api/v1/interpreters", json={**PERSON, "number": 90001})
    assert (again.status_code, again.json()["code"]) == (409, "number_taken")


def _faults(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert BIRTH_NUMBER not in response.text
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def _post_anything(client: TestClient, address: str, body: dict[str, Any]) -> Any:
    """Half a surrogate pair is a text to JSON, but httpx would not encode it unescaped."""
    return client.post(address, content=json.dumps(body), headers={"content-type": "application/json"})


def _with_role(database: Database, role: Role | None) -> TestClient:
    if role is None:
        return make.anyone(database)
    with database.write() as session:
        at = make_identity.organisation(session)
        holder = make_identity.account(session, "some@example.org", role, at)
    return make.at(NOW, make_identity.client(database, holder))
