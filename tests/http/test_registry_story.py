"""The register over REST: a person enters, shows evidence, is listed, verified, found and counted."""

from typing import Any

from fastapi.testclient import TestClient

from kit.db import Database
from tests import make_registry as make

AUTHORISED = {
    "kind": "state_authorisation",
    "language": "tir",
    "issuer": "IMDi",
    "issued_on": "2015-03-02",
    "valid_until": "2030-03-01",
}


def test_a_person_enters_shows_evidence_is_listed_verified_and_found(database: Database) -> None:
    officer, anyone = make.officer(database), make.anyone(database)
    number, proof = _entered(officer)
    assert _answer(anyone, number)["answer"] == "not_listed"
    assert anyone.get(f"/api/v1/interpreters/{number}").status_code == 404

    listed = officer.patch(f"/api/v1/interpreters/{number}", json={"listed": True})
    assert listed.json()["listed"] is True
    _is_shown_to_anyone(anyone, number)
    found = anyone.get("/api/v1/interpreters", params={"q": "aase", "language": "tir", "kommune": "0219"})
    assert [item["number"] for item in found.json()["items"]] == [number]
    assert officer.get("/api/v1/statistics/register").json()["per_category"]["2"] == 1

    ending = {"reason": "Issued in error", "revoked_on": "2026-01-01"}
    assert officer.post(f"/api/v1/evidence/{proof}/revoke", json=ending).status_code == 200
    assert _answer(anyone, number)["answer"] == "lapsed"
    assert anyone.get("/api/v1/interpreters", params={"language": "tir"}).json()["items"] == []
    again = officer.post(f"/api/v1/evidence/{proof}/revoke", json=ending)
    assert (again.status_code, again.json()["code"]) == (409, "already_revoked")


def _entered(officer: TestClient) -> tuple[int, int]:
    entered = officer.post("/api/v1/interpreters", json={"name": "Åse Tesfai", "kommune": "0219"})
    assert entered.status_code == 201, entered.text
    assert entered.json()["kommune"] == "3201"  # Bærum, whose former number was given
    number = entered.json()["number"]
    assert entered.headers["location"] == f"/api/v1/interpreters/{number}/file"
    shown = officer.post(f"/api/v1/interpreters/{number}/evidence", json=AUTHORISED)
    assert shown.status_code == 201, shown.text
    return number, shown.json()["id"]


def _is_shown_to_anyone(anyone: TestClient, number: int) -> None:
    answer = _answer(anyone, number)
    assert answer.pop("answered_at").endswith("Z")
    assert answer == {
        "answer": "valid",
        "number": number,
        "name": "Åse Tesfai",
        "category": 2,
        "letter": "C",
        "evidence": ["state_authorisation"],
        "valid_from": "2015-03-02",
        "valid_until": "2030-03-01",
    }
    assert anyone.get(f"/api/v1/interpreters/{number}").json() == {
        "number": number,
        "excluded": False,
        "name": "Åse Tesfai",
        "kommune": "3201",
        "kommune_name": "Bærum",
        "modalities": ["on_site", "screen", "telephone"],
        "languages": [{"language": "tir", "category": 2, "letter": "C"}],
        "email": None,
        "phone": None,
    }


def _answer(client: TestClient, number: int) -> dict[str, Any]:
    response = client.get("/api/v1/verify", params={"number": number, "language": "tir"})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer
