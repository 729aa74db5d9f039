"""A removal and an officer's act at the same moment: one of them is first, and the other sees it."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select

from booking.own_data import removing
from identity.roles import Role
from kit.db import Database, stored_id
from kit.errors import Refusal
from registry import evidence
from registry.evidence import NewEvidence
from registry.own import asking
from registry.own.tables import OwnRequest
from registry.own.words import RequestKind
from registry.papers import documents
from registry.papers.tables import Document
from registry.tables import Evidence, Interpreter
from registry.words import EvidenceKind
from tests import make, make_identity
from tests.make_booking import World, interpreter
from tests.make_cases import HOUSE
from tests.make_removal import NUMBER, PDF

LATE = NewEvidence(
    kind=EvidenceKind.BACHELOR, issuer="OsloMet", issued_on=date(2020, 6, 1), language="tir",
    reference="Ref-4711",
)  # fmt: skip


class Both:
    """A removal that has been asked for, and an act done while it, or before it, is under way."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.world = World(database)
        with database.write() as session:
            person = interpreter(session, NUMBER)
            officer = make_identity.account(session, "grete@imdi.example.org", Role.REGISTRY_OFFICER)
            asked = asking.ask(session, person=person, kind=RequestKind.REMOVAL, said="", now=make.NOW)
            self.person_id, self.request_id = stored_id(person.id), stored_id(asked.id)
            self.officer = stored_id(officer.id)

    def remove(self, session: Session) -> None:
        session.get_one(Interpreter, self.person_id)
        removing.remove(
            session, request_id=self.request_id, typed_number=str(NUMBER), house=HOUSE, now=make.NOW,
            by=self.officer,
        )  # fmt: skip

    def register(self, session: Session) -> None:
        session.get_one(Interpreter, self.person_id)
        evidence.register(session, number=NUMBER, proof=LATE, now=make.NOW)

    def store(self, session: Session) -> None:
        folder = self.world.app.state.settings.documents_dir
        session.get_one(Interpreter, self.person_id)
        documents.store(
            session, folder=folder, interpreter_id=self.person_id, content=PDF, now=make.NOW, evidence_id=1
        )

    def overlapping(self, first: Callable[[Session], None], second: Callable[[Session], None]) -> list[str]:
        """The first act done and not committed when the second begins; the codes of those refused."""
        refusals: list[str] = []
        begun = threading.Event()

        def later() -> None:
            try:
                with self.database.write() as session:
                    session.get_one(Interpreter, self.person_id) if not self.database.is_sqlite else None
                    begun.set()
                    second(session)
            except Refusal as refusal:
                refusals.append(refusal.code)

        other = threading.Thread(target=later)
        with self.database.write() as session:
            first(session)
            other.start()
            begun.wait(5)
            other.join(0.5)
            assert other.is_alive(), "the second waits for the first"
        other.join(20)
        assert not other.is_alive()
        return refusals


@pytest.fixture
def both(database: Database) -> Both:
    return Both(database)


def test_evidence_registered_while_she_is_removed_is_refused(both: Both) -> None:
    assert both.overlapping(both.remove, both.register) == ["person_removed"]
    with both.database.read() as session:
        assert [one.reference for one in session.exec(select(Evidence))] == [None]


def test_evidence_registered_just_before_is_there_without_its_reference(both: Both) -> None:
    assert both.overlapping(both.register, both.remove) == []
    with both.database.read() as session:
        kept = {one.kind: one.reference for one in session.exec(select(Evidence))}
    assert kept == {EvidenceKind.STATE_AUTHORISATION: None, EvidenceKind.BACHELOR: None}


def test_a_document_stored_while_she_is_removed_is_refused(both: Both) -> None:
    assert both.overlapping(both.remove, both.store) == ["person_removed"]
    with both.database.read() as session:
        assert session.exec(select(Document)).all() == []


def test_a_document_stored_just_before_is_erased(both: Both) -> None:
    assert both.overlapping(both.store, both.remove) == []
    with both.database.read() as session:
        assert session.exec(select(Document)).all() == []


def test_two_officers_remove_her_once(both: Both) -> None:
    assert both.overlapping(both.remove, both.remove) == ["answered_already"]
    with both.database.read() as session:
        assert len(session.exec(select(OwnRequest)).all()) == 1
