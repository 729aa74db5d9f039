"""The quality of the register as its officers see it, on pages, as files and over REST."""

import csv
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from registry.quality import measuring
from registry.quality.rules import Rule
from registry.quality.tables import QualityMeasure
from registry.tables import Interpreter, ParticularsChange
from registry.words import EvidenceKind
from tests import browsing, make_identity
from tests import make_registry as registry
from tests.make import NOW
from tests.make_registry import TODAY


def test_the_overview_tells_every_rule_with_its_count_change_and_trend(database: Database) -> None:
    with database.write() as session:
        registry.interpreter(session, "Selam Tesfai")
        for days_ago, count in ((40, 3), (10, 2)):
            on = TODAY - timedelta(days=days_ago)
            session.add(QualityMeasure(rule="no_contact", on=on, count=count, measured_at=NOW))
    officer = registry.officer(database)
    shown = browsing.visit(officer, "/quality")
    assert "No e-mail and no telephone" in shown.words
    assert "2 fewer" in shown.words
    assert "From 3 on 14 October 2026 to 2 on 13 November 2026; 3 at the most." in shown.words
    assert shown.response.text.count('role="img"') == 1
    for rule in Rule:
        assert f'href="/quality/{rule}"' in shown.response.text
        assert officer.get(f"/quality/{rule}").status_code == 200


def test_a_page_of_a_rule_finds_pages_and_leads_to_the_file(database: Database) -> None:
    with database.write() as session:
        people = [registry.interpreter(session, f"Tolk {chr(97 + n)}q") for n in range(26)]
        number = people[3].number
    officer = registry.officer(database)
    first = browsing.visit(officer, "/quality/no_contact")
    assert f'href="/register/{people[0].number}"' in first.response.text
    assert "Shown: 25" in first.words
    following = first.response.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Shown: 1" in browsing.visit(officer, following).words
    found = browsing.visit(officer, "/quality/no_contact?q=DQ")
    assert "Shown: 1" in found.words
    assert f'href="/register/{number}"' in found.response.text
    assert "Nobody here has that name" in browsing.visit(officer, "/quality/no_contact?q=zz").words
    assert (
        "Everybody who is listed has a category."
        in browsing.visit(officer, "/quality/without_category").words
    )


def test_a_former_number_is_put_right_in_one_tap_and_the_history_tells_it(database: Database) -> None:
    with database.write() as session:
        bergen, unknown = registry.interpreter(session, "Bergen"), registry.interpreter(session, "Unknown")
        bergen.kommune, unknown.kommune = "1201", "1850"
    officer = registry.officer(database)
    shown = browsing.visit(officer, "/quality/former_kommune")
    assert f'href="/register/{unknown.number}/particulars"' in shown.response.text
    after = shown.send(f"/quality/former_kommune/{bergen.number}")
    assert after.path == "/quality/former_kommune"
    assert "Kommunen har fått dagens nummer." in after.words
    with database.read() as session:
        rows = session.exec(select(Interpreter.kommune).where(Interpreter.number == bergen.number)).one()
        assert rows == "4601"
        (change,) = session.exec(select(ParticularsChange)).all()
        assert (change.field, change.old, change.new) == ("kommune", "1201", "4601")
    assert officer.post(f"/quality/former_kommune/{unknown.number}").status_code == 409


def test_who_breaks_a_rule_is_taken_as_a_file_and_the_copy_is_recorded(database: Database) -> None:
    with database.write() as session:
        person = registry.interpreter(session, "=cmd()", ("tir", EvidenceKind.BACHELOR))
        registry.proof(session, person, EvidenceKind.TRANSLATOR, valid_until=TODAY + timedelta(days=9))
    officer = registry.officer(database)
    told = officer.get("/quality/evidence_expiring.csv").content.decode("utf-8-sig")
    assert list(csv.reader(told.splitlines())) == [
        ["number", "name", "kommune", "listed", "expires_on", "confirmed_at"],
        [str(person.number), "'=cmd()", "0301", "True", "2026-12-02", ""],
    ]
    with database.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "register_exported")).one()
        assert entry.content == {"what": "quality", "rule": "evidence_expiring"}


def test_measures_are_taken_as_a_file_and_read_over_rest(database: Database) -> None:
    with database.write() as session:
        registry.interpreter(session, "Selam Tesfai")
        measuring.take(session, now=NOW)
    officer = registry.officer(database)
    told = officer.get("/quality.csv").content.decode("utf-8-sig").splitlines()
    assert "no_contact,2026-11-23,1" in told
    rules = officer.get("/api/v1/quality").json()["items"]
    assert {"rule": "no_contact", "count": 1, "month_ago": None} in rules
    one = officer.get("/api/v1/quality/no_contact?limit=1").json()
    assert one["measures"] == [{"on": "2026-11-23", "count": 1}]
    assert [(row["name"], row["listed"]) for row in one["items"]] == [("Selam Tesfai", True)]


@pytest.mark.parametrize(
    "address", ["/quality", "/quality.csv", "/quality/no_contact", "/quality/no_contact.csv"]
)
def test_only_officers_see_the_quality_of_the_register(database: Database, address: str) -> None:
    booker = make_identity.client(database, make_identity.booker(database))
    assert booker.get(address).status_code == 403
    nobody = registry.anyone(database)
    assert nobody.get(address, follow_redirects=False).status_code == 303


def test_rest_is_for_officers_and_an_unknown_rule_is_not_found(database: Database) -> None:
    officer = registry.officer(database)
    assert _refused(officer, "/api/v1/quality/nothing") == (404, "unknown_rule")
    assert _refused(officer, "/api/v1/quality/no_contact?cursor=forged") == (422, "invalid_input")
    assert officer.get("/quality/nothing").status_code == 404
    with database.write() as session:
        holder = make_identity.account(session, "auditor@imdi.example.org", Role.AUDITOR)
    auditor = make_identity.client(database, holder)
    assert _refused(auditor, "/api/v1/quality") == (403, "not_allowed")


def _refused(client: TestClient, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.json()["code"]
