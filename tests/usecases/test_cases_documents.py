"""Documents an applicant shows: what is taken, who opens them, and that they follow the evidence."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from identity.audit import Act
from identity.audit.tables import AuditEntry
from identity.permissions import Actor
from kit.db import Database, stored_id
from kit.errors import Conflict, Invalid, NotFound
from registry.cases import attaching, effects
from registry.cases.tables import Case, ClaimDocument
from registry.cases.words import Outcome
from registry.papers.tables import Document
from tests.http.test_papers import PDF
from tests.make_cases import World


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def attach(
    world: World, actor: Actor, case: Case, folder: Path, content: bytes = PDF, claim: int | None = None
) -> ClaimDocument:
    with world.database.write() as session:
        first = stored_id(effects.claims_of(session, case)[0].id)
        return attaching.attach(
            session, actor=actor, reference=case.reference, claim_id=claim or first, folder=folder,
            content=content, now=world.now,
        )  # fmt: skip


def test_a_document_follows_its_evidence_into_the_register(world: World, tmp_path: Path) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    attach(world, actor, case, tmp_path)
    world.decide(case, Outcome.LISTED)
    with world.database.read() as session:
        kept = session.exec(select(Document)).one()
        claim = effects.claims_of(session, case)[0]
    assert (kept.evidence_id, kept.size, kept.stored_by) == (claim.evidence_id, len(PDF), actor.account_id)


def test_an_officer_opens_it_and_that_is_recorded(world: World, tmp_path: Path) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    kept = attach(world, actor, case, tmp_path)
    with world.database.write() as session:
        _, path = attaching.read(
            session, case=case, document_id=stored_id(kept.id), folder=tmp_path, by=world.first, now=world.now
        )
    assert path.read_bytes() == PDF
    with world.database.read() as session:
        read = select(AuditEntry).where(col(AuditEntry.act) == Act.DOCUMENT_READ)
        assert session.exec(read).one().account_id == world.first


def test_a_document_of_another_case_is_not_found(world: World, tmp_path: Path) -> None:
    actor, other = world.newcomer(), world.newcomer("b@example.org")
    case, theirs = world.apply(actor), world.apply(other)
    kept = attach(world, actor, case, tmp_path)
    with pytest.raises(NotFound), world.database.write() as session:
        attaching.read(
            session,
            case=theirs,
            document_id=stored_id(kept.id),
            folder=tmp_path,
            by=world.first,
            now=world.now,
        )
    with pytest.raises(NotFound):
        attach(world, other, theirs, tmp_path, claim=kept.claim_id)
    with pytest.raises(NotFound):
        attach(world, other, case, tmp_path)


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"hello", "unknown_type")])
def test_what_is_no_document_is_refused(world: World, tmp_path: Path, content: bytes, code: str) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    with pytest.raises(Invalid) as refusal:
        attach(world, actor, case, tmp_path, content)
    assert [fault.code for fault in refusal.value.errors] == [code]


def test_nothing_is_added_to_what_is_being_decided(world: World, tmp_path: Path) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    world.decide(case, Outcome.REFUSED)
    with pytest.raises(Conflict, match="case_proposed"):
        attach(world, actor, case, tmp_path)
