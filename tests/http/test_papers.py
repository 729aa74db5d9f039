"""Issuing bodies, documents and birth numbers: what officers keep behind evidence, and nobody else sees."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from registry.papers.tables import Document, PersonSecret
from registry.tables import Evidence
from tests import make_identity
from tests import make_registry as make

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
BIRTH_NUMBER, BORN = "15108695088", "1986-10-15"
PROOF: dict[str, Any] = {
    "kind": "bachelor",
    "language": "som",
    "issuer": "oslomet",
    "issued_on": "2020-06-01",
}


def world(database: Database) -> tuple[TestClient, int]:
    with database.write() as session:
        number = make.interpreter(session, "Selam Tesfai").number
    return make.officer(database), number


def acts(database: Database, act: str) -> list[AuditEntry]:
    with database.read() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.act == act)))


def faults(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 422, response.text
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def test_evidence_names_a_known_body_however_it_is_written(database: Database) -> None:
    officer, number = world(database)
    kept = officer.post(f"/api/v1/interpreters/{number}/evidence", json=PROOF)
    assert kept.json()["issuer"] == "OsloMet"
    again = officer.post(f"/api/v1/interpreters/{number}/evidence", json=PROOF | {"issuer": " OSLOMET "})
    assert again.json()["code"] == "evidence_exists"


def test_an_unknown_issuer_is_refused_until_the_body_is_registered(database: Database) -> None:
    officer, number = world(database)
    address = f"/api/v1/interpreters/{number}/evidence"
    given = PROOF | {"issuer": "Göteborgs universitet"}
    assert faults(officer.post(address, json=given)) == [("issuer", "unknown_issuer")]
    with database.read() as session:
        assert len(session.exec(select(Evidence)).all()) == 1
    body = {"name": "Göteborgs universitet", "short_name": "GU"}
    assert officer.post("/api/v1/issuers", json=body).status_code == 201
    taken = officer.post("/api/v1/issuers", json={"name": "gu  ", "short_name": "GU"})
    assert (taken.status_code, taken.json()["code"]) == (409, "issuer_exists")
    assert officer.post(address, json=given).status_code == 201
    names = [one["name"] for one in make.anyone(database).get("/api/v1/issuers").json()["items"]]
    assert "Göteborgs universitet" in names
    assert names == sorted(names, key=str.casefold)


def test_a_document_is_kept_outside_the_database_and_every_reading_is_recorded(database: Database) -> None:
    officer, number = world(database)
    stored = officer.post("/api/v1/evidence/1/documents", files={"document": ("Selam 1508.pdf", PDF)})
    assert stored.status_code == 201
    told = stored.json()
    assert (told["media_type"], told["size"]) == ("application/pdf", len(PDF))
    read = officer.get(f"/api/v1/documents/{told['id']}")
    assert read.content == PDF
    assert read.headers["cache-control"] == "no-store"
    assert "attachment" in read.headers["content-disposition"]
    assert "Selam" not in read.headers["content-disposition"]
    (kept,) = acts(database, "document_stored")
    (seen,) = acts(database, "document_read")
    assert kept.account_id == seen.account_id == 1
    page = officer.get(f"/register/{number}/evidence/1/documents?lang=en").text
    assert "Document 1" in page


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html>%PDF-1.7</html>", "unknown_type"),
        (b"%PDF-1.7\nhalf of a file", "broken_pdf"),
        (b"PK\x03\x04a zip", "unknown_type"),
        (PDF + b"\0" * 10_000_000, "too_large"),
    ],
)
def test_what_is_no_document_is_refused_by_what_it_holds(
    database: Database, content: bytes, code: str
) -> None:
    officer, number = world(database)
    refused = officer.post("/api/v1/evidence/1/documents", files={"document": ("a.pdf", content)})
    assert faults(refused) == [("document", code)]
    address = f"/register/{number}/evidence/1/documents?lang=en"
    page = officer.post(address, files={"document": ("a.pdf", content)})
    assert page.status_code == 422
    assert 'id="document-error1"' in page.text
    with database.read() as session:
        assert session.exec(select(Document)).all() == []


def test_two_hundred_megabytes_are_stopped_on_the_way(database: Database) -> None:
    officer, _number = world(database)

    def endless() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
        for _ in range(200):
            yield b"\0" * 1_000_000

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    refused = officer.post("/api/v1/evidence/1/documents", content=endless(), headers=kind)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_a_document_that_is_gone_or_changed_is_said_to_be(database: Database) -> None:
    officer, _number = world(database)
    identity = officer.post("/api/v1/evidence/1/documents", files={"document": ("a.png", PNG)}).json()["id"]
    with database.read() as session:
        digest = session.get_one(Document, identity).sha256
    from registry.papers import storage  # noqa: PLC0415
    from tests.make import settings  # noqa: PLC0415

    path = storage.path_of(settings(database).documents_dir, digest)
    path.write_bytes(PNG + b"another")
    lost = officer.get(f"/api/v1/documents/{identity}")
    path.unlink()
    assert (lost.status_code, lost.json()["code"]) == (404, "document_lost")


def test_a_birth_number_is_read_with_a_reason_and_the_reading_is_recorded(database: Database) -> None:
    officer, number = world(database)
    address = f"/api/v1/interpreters/{number}/birth-number"
    assert officer.put(address, json={"birth_number": BIRTH_NUMBER}).status_code == 204
    assert BIRTH_NUMBER not in officer.get(f"/api/v1/interpreters/{number}/file").text
    assert BIRTH_NUMBER not in officer.get(f"/register/{number}/birth-number").text
    assert faults(officer.post(f"{address}/read", json={"why": " "})) == [("why", "blank")]
    assert acts(database, "birth_number_read") == []
    read = officer.post(f"{address}/read", json={"why": "Two people have the same name."})
    assert read.json() == {"birth_number": BIRTH_NUMBER, "birth_date": BORN}
    assert read.headers["cache-control"] == "no-store"
    (entry,) = acts(database, "birth_number_read")
    assert (entry.why, entry.content) == ("Two people have the same name.", None)
    page = officer.post(f"/register/{number}/birth-number/read", data={"why": "A question."})
    assert BIRTH_NUMBER in page.text
    assert len(acts(database, "birth_number_read")) == 2
    with database.read() as session:
        for entry in session.exec(select(AuditEntry)):
            assert BIRTH_NUMBER not in str(entry.content) + str(entry.why)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, ("birth_number", "missing")),
        ({"birth_number": "15108695089"}, ("birth_number", "not_a_birth_number")),
        ({"birth_number": "1"}, ("birth_number", "not_a_birth_number")),
        ({"birth_number": BIRTH_NUMBER, "birth_date": "1986-10-16"}, ("birth_date", "another_date")),
        ({"birth_date": "2030-01-01"}, ("birth_date", "in_the_future")),
    ],
)
def test_a_wrong_birth_number_is_refused_without_being_told_back(
    database: Database, given: dict[str, str], fault: tuple[str, str]
) -> None:
    officer, number = world(database)
    refused = officer.put(f"/api/v1/interpreters/{number}/birth-number", json=given)
    assert faults(refused) == [fault]
    page = officer.post(f"/register/{number}/birth-number?lang=en", data=given)
    assert page.status_code == 422
    for text in (refused.text, page.text):
        assert "1510869508" not in text
        assert BIRTH_NUMBER not in text
    with database.read() as session:
        assert session.exec(select(PersonSecret)).all() == []


def test_two_people_cannot_have_one_birth_number(database: Database) -> None:
    officer, number = world(database)
    with database.write() as session:
        other = make.interpreter(session, "Another").number
    given = {"birth_number": BIRTH_NUMBER}
    assert officer.put(f"/api/v1/interpreters/{number}/birth-number", json=given).status_code == 204
    refused = officer.put(f"/api/v1/interpreters/{other}/birth-number", json=given)
    assert (refused.status_code, refused.json()["code"]) == (409, "birth_number_taken")
    assert BIRTH_NUMBER not in refused.text


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/api/v1/documents/1"),
        ("POST", "/api/v1/evidence/1/documents"),
        ("PUT", "/api/v1/interpreters/1/birth-number"),
        ("POST", "/api/v1/interpreters/1/birth-number/read"),
        ("POST", "/api/v1/issuers"),
    ],
)
def test_papers_are_for_officers(database: Database, method: str, address: str) -> None:
    with database.write() as session:
        booker = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    bodies: dict[str, Any] = {
        "/api/v1/issuers": {"json": {"name": "X"}},
        "/api/v1/evidence/1/documents": {"files": {"document": ("a.pdf", PDF)}},
        "/api/v1/interpreters/1/birth-number/read": {"json": {"why": "x"}},
        "/api/v1/interpreters/1/birth-number": {"json": {}},
    }
    body = bodies.get(address, {}) if method != "GET" else {}
    assert make.anyone(database).request(method, address, **body).status_code == 401
    assert make_identity.client(database, booker).request(method, address, **body).status_code == 403
