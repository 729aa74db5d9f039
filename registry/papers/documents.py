"""A document shown for a piece of evidence: stored outside the database, seen by officers only.

What it is is decided by its first bytes, never by its name: the name is not kept, since people put
names and birth numbers in them.
"""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock, stored_id, take_turn
from kit.errors import NotFound, invalid
from registry.papers import storage
from registry.papers.tables import Document
from registry.registration import refuse_removed
from registry.tables import Evidence, Interpreter
from registry.words import MediaType

LARGEST_BYTES = 10_000_000

_BEGINNINGS = {
    MediaType.PDF: b"%PDF-",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
    MediaType.JPEG: b"\xff\xd8\xff",
}
_PDF_ENDS = b"%%EOF"
_PDF_TAIL = 2_048


def store(
    session: Session,
    *,
    folder: Path,
    interpreter_id: int,
    content: bytes,
    now: datetime,
    evidence_id: int | None = None,
    by: int | None = None,
) -> Document:
    """Keep a document: a PDF, PNG or JPEG of at most 10 MB. Invalid says what it was instead.

    The file is written before the row: a crash between leaves a file nobody refers to, never the reverse.
    """
    media_type = kind_of(content)
    _refuse_removed(session, interpreter_id)
    take(session, content)
    document = Document(
        interpreter_id=interpreter_id,
        evidence_id=evidence_id,
        sha256=storage.keep(folder, content),
        media_type=media_type,
        size=len(content),
        stored_at=now,
        stored_by=by,
    )
    session.add(document)
    session.flush()
    told = {"document": document.id, "evidence": evidence_id, "sha256": document.sha256}
    subject = audit.about_interpreter(interpreter_id)
    audit.record(session, subject, audit.Act.DOCUMENT_STORED, by=by, now=now, content=told)
    return document


def attach(session: Session, *, document: Document, evidence: Evidence) -> None:
    """Say which proof a document was shown for, once the proof is registered."""
    document.evidence_id = stored_id(evidence.id)
    session.add(document)
    session.flush()


def of_evidence(session: Session, evidence_id: int) -> Evidence:
    """The proof a document is shown for; NotFound `unknown_evidence`."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise NotFound("unknown_evidence", "There is no evidence with this id.")
    return found


def of_interpreter(session: Session, interpreter_id: int) -> list[Document]:
    """Every document of one interpreter, oldest first."""
    statement = select(Document).where(Document.interpreter_id == interpreter_id)
    return list(session.exec(statement.order_by(col(Document.id))))


def read(
    session: Session, *, folder: Path, document_id: int, now: datetime, by: int | None = None
) -> tuple[Document, Path]:
    """A document and where its file lies, for an officer: the reading is recorded.

    NotFound `unknown_document`, and `document_lost` when the file is gone or another than it was.
    """
    document = session.get(Document, document_id)
    if document is None or session.get(Interpreter, document.interpreter_id) is None:
        raise NotFound("unknown_document", "There is no document with this id.")
    if not storage.is_whole(folder, document.sha256):
        raise NotFound("document_lost", "The file is gone from the documents folder, or has been changed.")
    subject = audit.about_interpreter(document.interpreter_id)
    told = {"document": document.id}
    audit.record(session, subject, audit.Act.DOCUMENT_READ, by=by, now=now, content=told)
    return document, storage.path_of(folder, document.sha256)


def take(session: Session, content: bytes) -> None:
    """Before a file is kept: whoever erases the same file waits, or is waited for (registry/own/files.py)."""
    take_turn(session, f"document {storage.digest_of(content)}")


def _refuse_removed(session: Session, interpreter_id: int) -> None:
    statement = lock(session, select(Interpreter).where(col(Interpreter.id) == interpreter_id))
    refuse_removed(session.exec(statement.execution_options(populate_existing=True)).one())


def kind_of(content: bytes) -> MediaType:
    """What the bytes are. Invalid `empty`, `too_large`, `broken_pdf` or `unknown_type`."""
    if not content:
        raise invalid("document", "empty", "The file is empty. Choose another.")
    if len(content) > LARGEST_BYTES:
        raise invalid("document", "too_large", "The file is larger than {most} MB. Scan it smaller.", most=10)
    for kind, beginning in _BEGINNINGS.items():
        if content.startswith(beginning):
            if kind is MediaType.PDF and _PDF_ENDS not in content[-_PDF_TAIL:]:
                raise invalid("document", "broken_pdf", "The PDF stops in the middle. Make it anew.")
            return kind
    raise invalid("document", "unknown_type", "This is no PDF, PNG or JPEG, whatever its name says.")
