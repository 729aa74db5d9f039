"""Documents shown for evidence in an application: kept apart until it is accepted, then the register's own.

Stored outside the database as the register's documents are; seen by officers only, each reading recorded.
"""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from identity import audit
from identity.permissions import Actor
from kit.db import stored_id
from kit.errors import Conflict, NotFound
from registry.cases import applying, records, states
from registry.cases.tables import Case, Claim, ClaimDocument
from registry.cases.words import CaseStatus, Event
from registry.papers import documents, storage

_MOST = 10
_ANSWERABLE = frozenset({CaseStatus.OPEN, CaseStatus.RETURNED})


def attach(
    session: Session,
    *,
    actor: Actor,
    reference: str,
    claim_id: int,
    folder: Path,
    content: bytes,
    now: datetime,
) -> ClaimDocument:
    """Keep a document for a piece of evidence in one's own case: a PDF, PNG or JPEG of at most 10 MB.

    Invalid says what it was instead; Conflict `case_<status>` once it is decided, `too_many_documents`.
    """
    case = applying.own(session, actor, reference, taking=True)
    if case.status not in _ANSWERABLE:
        raise states.case_is(case.status)
    claim = session.get(Claim, claim_id)
    if claim is None or claim.case_id != case.id:
        raise records.unknown()
    if len(of_claims(session, [claim_id])) >= _MOST:
        raise Conflict("too_many_documents", "There are enough documents for this evidence already.")
    media_type = documents.kind_of(content)
    documents.take(session, content)
    kept = ClaimDocument(
        claim_id=claim_id,
        sha256=storage.keep(folder, content),
        media_type=media_type,
        size=len(content),
        stored_at=now,
        stored_by=actor.id,
    )
    session.add(kept)
    records.change(session, case, Event.ATTACHED, by=actor.id, now=now)
    return kept


def of_claims(session: Session, claim_ids: list[int]) -> list[ClaimDocument]:
    """The documents shown for these pieces of evidence, oldest first."""
    told = select(ClaimDocument).where(col(ClaimDocument.claim_id).in_(claim_ids))
    return list(session.exec(told.order_by(col(ClaimDocument.id))))


def read(
    session: Session, *, case: Case, document_id: int, folder: Path, by: int, now: datetime
) -> tuple[ClaimDocument, Path]:
    """A document and where its file lies, for an officer: the reading is recorded.

    NotFound unless it belongs to the case, and `document_lost` when the file is gone or has been changed.
    """
    found = session.get(ClaimDocument, document_id)
    claim = session.get(Claim, found.claim_id) if found is not None else None
    if found is None or claim is None or claim.case_id != case.id:
        raise records.unknown()
    if not storage.is_whole(folder, found.sha256):
        raise NotFound("document_lost", "The file is gone from the documents folder, or has been changed.")
    told = {"case": case.reference, "claim_document": stored_id(found.id)}
    audit.record(session, records.subject_of(case), audit.Act.DOCUMENT_READ, by=by, now=now, content=told)
    return found, storage.path_of(folder, found.sha256)
