"""Somebody is removed: nothing tells who she was, the past counts the same, and the law's part is kept."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from identity import accounts
from identity.audit import verifying
from identity.roles import Role
from identity.tables import Account, BearerToken
from kit import sms
from kit.clock import oslo_date
from kit.db import Database
from kit.outbox import Outbox
from migrations.metadata import METADATA
from registry import exclusion, registration
from registry.cases.tables import Case
from registry.cases.tables import Decision as RegisterDecision
from registry.cases.words import Outcome
from registry.exclusion import Decision
from registry.own import removing
from registry.papers.tables import PersonSecret
from registry.registration import Particulars
from registry.statistics import counting, spread
from registry.statistics.levels import AsOf
from registry.tables import Interpreter
from registry.words import ExclusionKind
from tests import make, make_cases, make_registry
from tests.browsing import visit
from tests.make_booking import told
from tests.make_removal import BIRTH_NUMBER, NUMBER, TELLING, Removal
from web.erasing import erase_next

WITHHELD = {"receipt"}
"""Kept as they were signed, and shown to nobody with the name (docs/decisions/0015)."""


@pytest.fixture
def removal(database: Database) -> Removal:
    return Removal(database)


def texts(session: Session, leaving_out: set[str]) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    for table in METADATA.sorted_tables:
        if table.name not in leaving_out:
            for row in session.execute(table.select()):
                yield table.name, json.dumps([str(value) for value in row], ensure_ascii=False)


def test_nothing_that_is_stored_tells_who_she_was(removal: Removal) -> None:
    removal.live()
    removal.ask()
    with removal.database.read() as session:
        before = " ".join(text for _, text in texts(session, set()))
    assert all(word in before for word in TELLING)
    with removal.database.write() as session:
        session.execute(update(Outbox).values(delivered_at=removal.world.now))
    assert "The person is removed." in removal.carry_out().words
    with removal.database.read() as session:
        left = [(name, text) for name, text in texts(session, WITHHELD | {"outbox"})]
        letters = [text for name, text in texts(session, set()) if name == "outbox"]
    assert [(name, word) for name, text in left for word in TELLING if word in text] == []
    about_her = [text for text in letters if "tolk90001@example.org" in text]
    assert len(about_her) == 1, "the last letter, until it has left and is emptied"
    assert "Du er slettet fra tolkeregisteret" in about_her[0]


def test_a_text_message_to_her_is_emptied(removal: Removal) -> None:
    removal.live()
    removal.ask()
    with removal.database.write() as session:
        message = sms.TextMessage("+4791111111", "Noe nytt", "Tolkebok", removal.world.now)
        row_id = sms.send(session, message, about="booking-1", now=removal.world.now)
        session.get_one(Outbox, row_id).delivered_at = removal.world.now
    assert "The person is removed." in removal.carry_out().words
    with removal.database.read() as session:
        assert session.exec(select(col(Outbox.payload)).where(Outbox.kind == sms.KIND)).one() == {}


def test_the_past_is_counted_the_same(removal: Removal) -> None:
    removal.live()
    removal.ask()

    def figures() -> list[object]:
        known = removal.world.now - timedelta(days=1)
        days = [AsOf(date(2020, 6, 30)), AsOf(date(2025, 12, 31)), AsOf(oslo_date(known), known)]
        with removal.database.read() as session:
            counted = [counting.register_on(session, on=one.on, known_at=one.known_at) for one in days]
            by = [count(session, one) for one in days for count in (spread.by_county, spread.by_language)]
            return [*counted, *by]

    before = figures()
    assert "1" in str(before[0])
    removal.carry_out()
    assert figures() == before


def test_the_number_answers_as_one_nobody_has(removal: Removal) -> None:
    removal.live()
    receipt = told(
        removal.world.client(None).post("/api/v1/verify/receipts", json={"number": NUMBER, "language": "tir"})
    )
    assert receipt["name"] == "Selam Tesfai"
    removal.ask()
    removal.carry_out()
    anyone = removal.world.client(None)
    asked = [
        told(anyone.get("/api/v1/verify", params={"number": number, "language": "tir"}))
        for number in (str(NUMBER), "7")
    ]
    assert asked[0]["answer"] == "unknown_number"
    assert asked[0] == asked[1]
    assert anyone.get(f"/interpreters/{NUMBER}").status_code == 404
    assert told(anyone.get("/api/v1/interpreters", params={"q": "Selam"}))["items"] == []
    seen = told(anyone.get(f"/api/v1/receipts/{receipt['reference']}"))
    assert seen["name"] is None
    assert "Selam" not in json.dumps(seen, ensure_ascii=False)


def test_the_number_is_never_given_again_and_nothing_more_is_registered(removal: Removal) -> None:
    removal.live()
    removal.ask()
    removal.carry_out()
    facts = Particulars(name="En Annen", kommune="0301")
    with removal.database.write() as session, pytest.raises(Exception, match="number_taken"):
        registration.register(session, particulars=facts, now=make.NOW, number=NUMBER)
    proof = {"kind": "bachelor", "language": "tir", "issuer": "oslomet", "issued_on": "2020-06-01"}
    for address, body in (
        (f"/api/v1/interpreters/{NUMBER}/evidence", {"json": proof}),
        ("/api/v1/evidence/1/documents", {"files": {"document": ("a.pdf", b"%PDF-1.7 %%EOF")}}),
    ):
        refused = removal.officer.post(address, **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "person_removed"), address
    assert "Removed from the register" in visit(removal.officer, f"/register/{NUMBER}").words


def test_her_sign_in_ends_at_once_unless_she_holds_another_role(removal: Removal) -> None:
    removal.ask()
    with removal.database.write() as session:
        holder = session.get_one(Account, removal.her.row.account_id)
        accounts.grant(session, account=holder, role=Role.AUDITOR, organisation_id=None, now=make.NOW)
    removal.carry_out()
    assert removal.her.http.get("/audit").status_code == 200
    assert removal.her.http.get("/my/data").status_code == 403
    other = removal.world.add(90002)
    visit(other.http, "/my/data/requests/new/removal").send("/my/data/requests/new/removal")
    removal.officer.post("/requests/2/remove", data={"number": "90002"})
    assert other.http.get("/api/v1/me/offers").status_code == 401
    with removal.database.read() as session:
        closed = session.get_one(Account, other.row.account_id)
        tokens = select(BearerToken).where(BearerToken.account_id == closed.id)
        assert session.exec(tokens).all() == []
    assert closed.disabled_at is not None
    assert closed.name == removing.REMOVED


def test_the_log_holds_after_what_it_said_is_erased(removal: Removal) -> None:
    removal.live()
    removal.ask()
    removal.carry_out()
    with removal.database.read() as session:
        assert list(verifying.faults(session)) == []


def test_the_files_leave_the_disk_after_the_commit_and_a_crash_only_delays_it(removal: Removal) -> None:
    removal.live()
    other = removal.world.add(90002)
    told(
        removal.officer.post("/api/v1/evidence/2/documents", files={"document": ("b.pdf", b"%PDF-2 x %%EOF")})
    )
    with removal.database.read() as session:
        digests = [row.sha256 for row in session.execute(METADATA.tables["document"].select()).all()]
    folder = removal.world.app.state.settings.documents_dir
    files = [folder / digest[:2] / digest for digest in digests]
    told(removal.officer.post(f"/api/v1/evidence/{_proof_of(removal, other.row)}/documents",
                              files={"document": ("c.pdf", b"%PDF-2 x %%EOF")}))  # fmt: skip
    removal.ask()
    removal.carry_out()
    assert all(file.is_file() for file in files), "not before the worker has it"
    assert erase_next(removal.database, folder, park_after=3, now=removal.world.now)
    assert [file.is_file() for file in files] == [False, True], "what another person shows stays"
    assert not erase_next(removal.database, folder, park_after=3, now=removal.world.now)


def _proof_of(removal: Removal, person: Interpreter) -> int:
    with removal.database.read() as session:
        table = METADATA.tables["evidence"]
        rows = session.execute(table.select().where(table.c.interpreter_id == person.id)).all()
    return int(rows[0].id)


def test_the_file_of_the_removed_offers_nothing_that_would_be_refused(removal: Removal) -> None:
    removal.live()
    removal.ask()
    removal.carry_out()
    shown = visit(removal.officer, f"/register/{NUMBER}")
    assert "Removed from the register" in shown.words
    for form in (f'{NUMBER}/evidence"', "/listing", "/particulars", "/revoke", "/correct", "/notices/new?"):
        assert form not in shown.response.text
    assert "Removed" in visit(removal.officer, f"/register?q={NUMBER}").words


def test_the_number_must_be_typed_and_what_is_open_settled_first(removal: Removal) -> None:
    removal.ask()
    assert removal.carry_out(typed="90002").status == 422
    removal.world.asked()
    assert removal.carry_out().status == 409
    assert "Questions she has not answered" in visit(removal.officer, "/requests/1").words
    removal.her.accept()
    assert "Assignments ahead" in visit(removal.officer, "/requests/1").words
    assert removal.carry_out().status == 409
    removal.world.wait(timedelta(days=4))
    assert "The person is removed." in removal.carry_out().words
    assert removal.carry_out().status == 409


def test_an_open_case_is_decided_first_and_what_was_decided_stays_without_her_name(removal: Removal) -> None:
    removal.ask()
    cases = make_cases.World(removal.database)
    case = cases.notice(removal.her.row, told="Selam Tesfai ringte i pausen og fortalte videre.")
    assert "An open case" in visit(removal.officer, "/requests/1").words
    assert removal.carry_out().status == 409
    reasons = "Selam Tesfai har brutt taushetsplikten."
    cases.decide(case, Outcome.WARNED, unheard_why="Hun har selv meldt fra.", reasons=reasons)
    removal.register_birth_number()
    assert "The person is removed." in removal.carry_out().words
    with removal.database.read() as session:
        (decision,) = session.exec(select(RegisterDecision)).all()
        assert (decision.outcome, decision.reasons) == (
            Outcome.WARNED, "Sletta person har brutt taushetsplikten."
        )  # fmt: skip
        (kept,) = session.exec(select(Case)).all()
        assert (kept.told, kept.name) == ("", removing.REMOVED)
        assert len(session.exec(select(PersonSecret)).all()) == 1, "the warning still counts"


def test_an_exclusion_outlives_the_removal(removal: Removal) -> None:
    removal.ask()
    until = oslo_date(make.NOW) + timedelta(days=30)
    decision = Decision(
        kind=ExclusionKind.DATED, from_on=oslo_date(make.NOW), until_on=until, reason="Tre advarsler."
    )
    with removal.database.write() as session:
        exclusion.exclude(session, number=NUMBER, decision=decision, now=make.NOW)
    assert removal.carry_out().status == 409
    assert "no birth number is registered" in visit(removal.officer, "/requests/1").words
    removal.register_birth_number()
    removal.carry_out()
    with removal.database.write() as session:
        again = make_registry.interpreter(session, "Selam Tesfai")
    page = visit(removal.officer, f"/register/{again.number}/birth-number")
    refused = page.send(f"/register/{again.number}/birth-number", birth_number=BIRTH_NUMBER)
    assert refused.status == 409
    assert "Another interpreter is registered with this birth number" in refused.words
    for day, kept in ((29, 1), (31, 0)):
        with removal.database.write() as session:
            removing.forget_secrets(session, now=make.NOW + timedelta(days=day))
        with removal.database.read() as session:
            assert len(session.exec(select(PersonSecret)).all()) == kept


def test_every_table_about_a_person_stands_in_the_decision() -> None:
    text = next(Path("docs/decisions").glob("*-removed-with-what-the-law-requires-kept.md")).read_text(
        encoding="utf-8"
    )
    told_of = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    about = {
        table.name
        for table in METADATA.sorted_tables
        if table.name in {"interpreter", "account", "outbox", "receipt", "batch_row", "audit_entry"}
        or any(key.column.table.name == "interpreter" for key in table.foreign_keys)
        or any(key.column.table.name == "register_case" for key in table.foreign_keys)
        or any(key.parent.name == "account_id" for key in table.foreign_keys)
    }
    assert about - told_of == set()
