"""Cases over REST: the same use cases as the pages, with versions and stable codes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from kit.db import Database
from registry.cases.tables import Case
from tests.http.test_case_pages import acting
from tests.http.test_papers import PDF
from tests.make_booking import done, faults, refused, told
from tests.make_cases import WHAT_HAPPENED, World

CLAIM = {"kind": "state_authorisation", "language": "tir", "issuer": "IMDi", "issued_on": "2020-05-04"}
PERSON = {"name": "Amanuel Berhe", "kommune": "0301", "letterform": "nn"}
APPLICATION: dict[str, Any] = {"purpose": "listing", "claims": [CLAIM], "person": PERSON}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def officer(world: World) -> TestClient:
    return acting(world, world.first)


def applied(world: World) -> tuple[TestClient, dict[str, Any]]:
    her = acting(world, world.newcomer().account_id)
    return her, told(her.post("/api/v1/me/cases", json=APPLICATION))


def test_an_application_is_decided_and_the_letter_read(world: World, officer: TestClient) -> None:
    her, case = applied(world)
    address = f"/api/v1/cases/{case['reference']}"
    seen = told(officer.get(address))
    assert (seen["status"], seen["outcomes"], seen["version"]) == ("open", ["listed", "refused"], 1)
    decided = told(
        officer.post(
            f"{address}/decisions",
            json={
                "outcome": "listed", "reasons": "Dokumentert.", "version": 1,
                "accepted": [claim["id"] for claim in seen["claims"]],
            },
        )
    )  # fmt: skip
    assert decided["status"] == "closed"
    number = decided["number"]
    own = told(her.get(f"/api/v1/me/cases/{case['reference']}"))
    assert [one["outcome"] for one in own["decisions"]] == ["listed"]
    assert own["letters"][-1]["heading"] == "Vedtak: Søknaden din er innvilga"
    answer = told(officer.get(f"/api/v1/interpreters/{number}"))
    assert answer["languages"] == [{"language": "tir", "category": 2, "letter": "C"}]


def test_an_older_version_is_refused_and_nothing_happens(world: World, officer: TestClient) -> None:
    _, case = applied(world)
    address = f"/api/v1/cases/{case['reference']}"
    told(officer.post(f"{address}/assignment", json={"officer": world.second, "version": 1}))
    decision = {"outcome": "refused", "reasons": "Ikke nok.", "version": 1}
    assert refused(officer.post(f"{address}/decisions", json=decision)) == (409, "case_changed")
    assert told(officer.get(address))["decisions"] == []


def test_a_refusal_takes_two_officers(world: World, officer: TestClient) -> None:
    her, case = applied(world)
    address = f"/api/v1/cases/{case['reference']}"
    proposed = told(officer.post(f"{address}/decisions", json={"outcome": "refused", "reasons": "Ikke nok."}))
    assert (proposed["status"], proposed["outcomes"]) == ("proposed", [])
    assert told(her.get(f"/api/v1/me/cases/{case['reference']}"))["decisions"] == []
    assert refused(officer.post(f"{address}/approval", json={})) == (409, "second_officer")
    approved = told(acting(world, world.second).post(f"{address}/approval", json={}))
    assert approved["decisions"][0]["appeal_by"] == "2026-12-14"
    assert approved["decisions"][0]["approved_by"] == "Hans"


def test_a_proposal_goes_back(world: World, officer: TestClient) -> None:
    _, case = applied(world)
    address = f"/api/v1/cases/{case['reference']}"
    told(officer.post(f"{address}/decisions", json={"outcome": "refused", "reasons": "Ikke nok."}))
    second = acting(world, world.second)
    back = told(second.post(f"{address}/refusal-of-approval", json={"why": "Kurset er der."}))
    assert (back["status"], back["decisions"][0]["sent_back_why"]) == ("open", "Kurset er der.")


def test_more_is_asked_for_and_sent(world: World, officer: TestClient) -> None:
    her, case = applied(world)
    reference = case["reference"]
    asked = {"what": "Send beviset.", "due_on": "2026-12-14"}
    assert told(officer.post(f"/api/v1/cases/{reference}/questions", json=asked))["due_on"] == "2026-12-14"
    answer = {"said": "Her er det.", "claims": [{"kind": "tao", "issuer": "IMDi", "issued_on": "2024-09-02"}]}
    own = told(her.post(f"/api/v1/me/cases/{reference}/answers", json=answer))
    assert (own["status"], len(own["claims"])) == ("open", 2)
    assert told(officer.post(f"/api/v1/cases/{reference}/questions", json=asked))["status"] == "returned"
    assert told(officer.post(f"/api/v1/cases/{reference}/return", json={}))["status"] == "open"


def test_an_appeal_goes_to_the_appeal_body_and_is_upheld(world: World, officer: TestClient) -> None:
    her, case = applied(world)
    decision = world.refuse(_case(world))
    appealed = told(her.post(f"/api/v1/me/decisions/{decision.id}/appeal", json={"said": "Jeg er uenig."}))
    address = f"/api/v1/cases/{appealed['reference']}"
    assert told(officer.post(f"{address}/forwarding", json={"why": "Ikke nytt."}))["status"] == "forwarded"
    told(
        officer.post(f"{address}/decisions", json={"outcome": "upheld", "reasons": "Klageinstansen er enig."})
    )
    items = told(her.get("/api/v1/me/cases"))["items"]
    assert [(one["kind"], one["status"]) for one in items] == [
        ("appeal", "closed"),
        ("application", "closed"),
    ]
    assert case["reference"] == items[1]["reference"]


def test_an_appeal_on_paper_is_registered_with_its_day(world: World, officer: TestClient) -> None:
    applied(world)
    decision = world.refuse(_case(world))
    received = {"said": "Jeg klager.", "received_on": "2026-11-24"}
    answer = officer.post(f"/api/v1/decisions/{decision.id}/appeals", json=received)
    assert faults(answer) == {"received_on": "in_the_future"}
    told(
        officer.post(
            f"/api/v1/decisions/{decision.id}/appeals", json=received | {"received_on": "2026-11-23"}
        )
    )


def test_a_notice_is_received_from_anyone_and_worked_on(world: World, officer: TestClient) -> None:
    her, _ = world.interpreter()
    anyone = acting(world, None)
    given = {"told": WHAT_HAPPENED, "name": "Ukjent tolk"}
    assert anyone.post("/api/v1/notices", json=given).json() == {"received": True}
    case = done(officer.get("/api/v1/cases?kind=notice"))["items"][0]
    assert (case["name"], case["number"]) == ("Ukjent tolk", None)
    address = f"/api/v1/cases/{case['reference']}"
    assert told(officer.post(f"{address}/interpreter", json={"number": her.number}))["number"] == her.number
    told(officer.post(f"{address}/notes", json={"said": "Ringte oppdragsgiver."}))
    warned = {"outcome": "warned", "reasons": "Brudd.", "unheard_why": "Hun har selv meldt fra."}
    story = told(officer.post(f"{address}/decisions", json=warned))
    assert (story["warnings"], story["warnings_counted"]) == (["2026-11-23"], 1)


def test_an_exclusion_is_lifted(world: World, officer: TestClient) -> None:
    her, _ = world.interpreter()
    decision = world.exclude(her)
    lift = f"/api/v1/exclusions/{decision.exclusion_id}/lift"
    assert faults(officer.post(lift, json={"reason": " "})) == {"reason": "blank"}
    assert officer.post(lift, json={"reason": "Nytt."}).status_code == 204
    assert refused(officer.post(lift, json={"reason": "Igjen."})) == (409, "not_in_force")
    assert refused(officer.post("/api/v1/exclusions/999/lift", json={"reason": "Nytt."})) == (
        404, "unknown_exclusion"
    )  # fmt: skip


def test_a_document_is_shown_and_opened(world: World, tmp_path: Path) -> None:
    her, case = applied(world)
    for client in (her, officer := acting(world, world.first)):
        settings = client.app.state.settings  # type: ignore[attr-defined]  # the application itself
        client.app.state.settings = replace(settings, documents_dir=tmp_path)  # type: ignore[attr-defined]
    address = f"/api/v1/me/cases/{case['reference']}/claims/{case['claims'][0]['id']}/documents"
    own = told(her.post(address, files={"document": ("bevis.pdf", PDF)}))
    kept = own["documents"][0]
    assert (kept["media_type"], kept["size"]) == ("application/pdf", len(PDF))
    read = f"/api/v1/cases/{case['reference']}/documents/{kept['id']}"
    assert officer.get(read).content == PDF
    assert refused(her.get(read)) == (403, "not_allowed")
    assert faults(her.post(address, files={"document": ("bevis.pdf", b"hei")})) == {
        "document": "unknown_type"
    }


def test_lists_are_filtered_and_paged(world: World, officer: TestClient) -> None:
    for number in range(5):
        world.apply(world.newcomer(f"a{number}@example.org"), name=f"Søker {number}")
    told(officer.post(f"/api/v1/cases/{_case(world).reference}/assignment", json={"officer": world.first}))
    first = told(officer.get("/api/v1/cases?limit=3"))
    rest = told(officer.get(f"/api/v1/cases?limit=3&cursor={first['next']}"))
    names = [one["name"] for one in (*first["items"], *rest["items"])]
    assert (names, rest["next"]) == ([f"Søker {number}" for number in range(5)], None)
    assert len(told(officer.get(f"/api/v1/cases?officer={world.first}"))["items"]) == 1
    assert len(told(officer.get("/api/v1/cases?unassigned=true"))["items"]) == 4
    assert told(officer.get("/api/v1/cases?late=true"))["items"] == []


def test_others_learn_nothing(world: World) -> None:
    _, case = applied(world)
    stranger = acting(world, world.newcomer("b@example.org").account_id)
    reference = case["reference"]
    assert refused(stranger.get(f"/api/v1/me/cases/{reference}")) == (404, "not_found")
    assert refused(stranger.get(f"/api/v1/cases/{reference}")) == (403, "not_allowed")
    assert refused(acting(world, None).get("/api/v1/me/cases")) == (401, "sign_in_required")
    assert refused(acting(world, world.first).get("/api/v1/cases/SXXXXXXX")) == (404, "not_found")


def _case(world: World) -> Case:
    with world.database.read() as session:
        return session.exec(select(Case).order_by("id")).all()[0]
