"""Auditors read who did what; nobody else does, and taking a copy is itself logged."""

import re

from identity.roles import Role
from kit.db import Database
from tests import make_identity
from tests import make_registry as make
from tests.make_booking import World


def test_an_auditor_finds_what_was_done_about_one_interpreter_and_by_whom(database: Database) -> None:
    with database.write() as session:
        number = make.interpreter(session, "Selam Tesfai").number
        other = make.interpreter(session, "Another").number
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    officer = make.officer(database)
    officer.post("/api/v1/evidence/1/revoke", json={"reason": "A forgery.", "revoked_on": "2026-11-20"})
    reader = make_identity.client(database, auditor)
    page = reader.get(f"/audit?lang=en&number={number}").text
    assert "Evidence revoked" in page
    assert "A forgery." in page
    assert str(other) not in page
    mine = reader.get("/audit?lang=en&email=officer@imdi.example.org&act=evidence_revoked").text
    assert "Evidence revoked" in mine
    assert "Listing changed</td>" not in mine
    assert "Nothing fits what you asked for" in reader.get("/audit?lang=en&until=2020-01-01").text
    for asked, field in [("number=1", "number"), ("email=no@example.org", "email"), ("since=x", "since")]:
        refused = reader.get(f"/audit?lang=en&{asked}")
        assert refused.status_code == 422
        assert f'id="{field}-error1"' in refused.text


def test_a_copy_of_the_log_is_logged_and_harmless_to_a_spreadsheet(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session, "Selam Tesfai")
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    reader = make_identity.client(database, auditor)
    rows = reader.get("/audit.csv?act=listing_changed").text.splitlines()
    assert len(rows) == 2
    assert "listing_changed" in rows[1]
    assert "Copy of the log taken out" in reader.get("/audit?lang=en&act=audit_exported").text
    assert reader.get("/audit/seals.jsonl").status_code == 200


def test_the_officers_copy_of_the_register_is_logged(database: Database) -> None:
    officer = make.officer(database)
    assert officer.get("/register.csv").status_code == 200
    with database.write() as session:
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    page = make_identity.client(database, auditor).get("/audit?lang=en").text
    assert "Copy of the register taken out" in page


def test_the_log_is_for_auditors_alone(database: Database) -> None:
    officer = make.officer(database)
    for address in ("/audit", "/audit.csv", "/audit/seals.jsonl"):
        assert officer.get(address).status_code == 403
        assert make.anyone(database).get(address, follow_redirects=False).status_code in {303, 401, 403}


def test_a_copy_of_bookings_or_of_cases_is_logged(database: Database) -> None:
    world = World(database)
    world.add(90001)
    world.book()
    assert world.agency.get("/bookings.csv").status_code == 200
    assert make.officer(database).get("/cases.csv").status_code == 200
    with database.write() as session:
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    page = make_identity.client(database, auditor).get("/audit?lang=en").text
    assert "Copy of bookings taken out" in page
    assert "Copy of the register taken out" in page


def test_subjects_are_called_what_people_call_them_and_fingerprints_are_short(database: Database) -> None:
    world = World(database)
    world.add(90001)
    reference = world.asked()["reference"]
    with database.write() as session:
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    reader = make_identity.client(database, auditor)
    page = reader.get("/audit?lang=en&act=offering_run").text
    assert f"Booking {reference}" in page
    assert re.search(r"digest: [0-9a-f]{12}…", page)
    assert re.search(r"[0-9a-f]{64}", reader.get("/audit.csv?act=offering_run").text)
