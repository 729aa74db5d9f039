"""What was done is kept in chains that show it when a row was changed, removed or put in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from identity import audit
from identity.audit import Act, erasing, reading, verifying
from identity.audit.reading import Filter
from identity.audit.tables import AuditEntry
from identity.audit.verifying import Fault
from identity.roles import Role
from kit.db import Database, stored_id
from registry import listing, registration
from registry.words import EvidenceKind
from tests import make, make_identity
from tests.make_registry import TODAY, interpreter, proof, shut_out

SUBJECT = audit.about_interpreter(7)


def acts(session: Session, *given: Act, subject: str = SUBJECT) -> None:
    for place, act in enumerate(given):
        told = {"place": place, "name": "Åse"}
        audit.record(session, subject, act, by=None, now=make.NOW, why="a reason", content=told)


def faults(database: Database) -> list[Fault]:
    with database.read() as session:
        return list(verifying.faults(session))


def test_whole_chains_hold(database: Database) -> None:
    with database.write() as session:
        acts(session, Act.PERSON_REGISTERED, Act.EVIDENCE_REGISTERED, Act.LISTING_CHANGED)
        acts(session, Act.REGISTER_EXPORTED, subject=audit.about_register())
    assert faults(database) == []


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("UPDATE audit_entry SET content = '{\"place\": 9}' WHERE position = 2", (2, "changed_content")),
        ("UPDATE audit_entry SET why = 'another reason' WHERE position = 2", (2, "changed_content")),
        ("UPDATE audit_entry SET act = 'excluded' WHERE position = 2", (2, "changed_entry")),
        ("UPDATE audit_entry SET account_id = 1 WHERE position = 1", (1, "changed_entry")),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE position = 3", (3, "changed_entry")),
        ("DELETE FROM audit_entry WHERE position = 2", (2, "missing_entry")),
        ("DELETE FROM audit_entry WHERE position = 3", (3, "cut_short")),
        (
            "UPDATE audit_entry SET why = NULL, content = NULL, salt = NULL WHERE position = 2",
            (2, "unexplained_erasure"),
        ),
        ("UPDATE audit_chain SET length = 2", (3, "cut_short")),
    ],
)
def test_tampering_with_one_row_shows(database: Database, tampering: str, fault: tuple[int, str]) -> None:
    with database.write() as session:
        make_identity.account(session, "officer@example.org", Role.AUDITOR)
        acts(session, Act.PERSON_REGISTERED, Act.EVIDENCE_REGISTERED, Act.LISTING_CHANGED)
    with database.write() as session:
        session.execute(text(tampering))
    assert Fault(SUBJECT, *fault) in faults(database)


def test_content_can_be_erased_and_the_chain_still_holds(database: Database) -> None:
    with database.write() as session:
        acts(session, Act.PERSON_REGISTERED, Act.EVIDENCE_REGISTERED)
    for _again in range(2):
        with database.write() as session:
            erasing.erase(session, SUBJECT, None, by=None, now=make.NOW, why="The person has left.")
    with database.read() as session:
        kept = session.exec(select(AuditEntry).order_by(col(AuditEntry.position))).all()
        assert [(row.why, row.content) for row in kept[:2]] == [(None, None)] * 2
        assert [row.act for row in kept] == ["person_registered", "evidence_registered", "content_erased"]
    assert faults(database) == []


def test_many_at_once_about_one_and_about_many_leave_whole_chains(database: Database) -> None:
    def act(number: int) -> None:
        with database.write() as session:
            acts(session, Act.EVIDENCE_REGISTERED, subject=audit.about_interpreter(number % 3))

    with ThreadPoolExecutor(8) as clerks:
        list(clerks.map(act, range(24)))
    with database.read() as session:
        rows = session.exec(select(AuditEntry.subject, AuditEntry.position)).all()
    assert sorted(rows) == [(f"interpreter:{which}", place) for which in range(3) for place in range(1, 9)]
    assert faults(database) == []


def test_every_change_to_the_register_is_in_the_chain_of_whom_it_is_about(database: Database) -> None:
    with database.write() as session:
        account = make_identity.account(session, "selam@example.org", Role.INTERPRETER)
        person = interpreter(session, "Selam Tesfai")
        kept = proof(session, person, EvidenceKind.BACHELOR, "tir")
        registration.change(session, number=person.number, changes={"name": "Selam Berhe"}, now=make.NOW)
        registration.change(session, number=person.number, changes={"name": "Selam Berhe"}, now=make.NOW)
        registration.link_account(
            session, number=person.number, account_id=stored_id(account.id), now=make.NOW
        )
        listing.change(
            session,
            interpreter_id=stored_id(person.id),
            listed=False,
            effective_on=TODAY + timedelta(days=3),
            now=make.NOW,
        )
        shut_out(session, person)
        subject = audit.about_interpreter(stored_id(person.id))
    with database.read() as session:
        told, _next = reading.find(session, Filter(subjects=(subject,)), limit=20)
    assert [one.entry.act for one in reversed(told)] == [
        "person_registered", "evidence_registered", "listing_changed", "evidence_registered",
        "particulars_changed", "account_linked", "listing_changed", "excluded",
    ]  # fmt: skip
    registered = next(one.entry for one in told if one.entry.act == "evidence_registered")
    assert registered.content == {"evidence": kept.id, "kind": "bachelor", "language": "tir"}
    assert faults(database) == []
