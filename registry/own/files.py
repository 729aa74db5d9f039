"""Erased documents leave the disk after the transaction that erased their rows.

The digests wait in the outbox, written in that transaction: a crash between leaves a job that finishes.
The same file shown for somebody else stays: whoever stores and whoever erases a digest take turns.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from kit import outbox
from kit.db import take_turn
from registry.cases.tables import ClaimDocument
from registry.papers import storage
from registry.papers.tables import Document

KIND = "documents_erased"
"""What an outbox row of this kind is called."""


def post(session: Session, *, interpreter_id: int, digests: Sequence[str], now: datetime) -> None:
    """Let these files leave the disk once this has committed."""
    if digests:
        outbox.post(
            session,
            kind=KIND,
            stream=f"documents-{interpreter_id}",
            payload={"digests": sorted(set(digests))},
            now=now,
        )


def erase(session: Session, *, folder: Path, digest: str) -> None:
    """The file leaves the disk, unless a document refers to it. Doing it again harms nothing."""
    take_turn(session, f"document {digest}")
    shown = select(Document.id).where(Document.sha256 == digest)
    claimed = select(ClaimDocument.id).where(ClaimDocument.sha256 == digest)
    if session.exec(shown).first() is None and session.exec(claimed).first() is None:
        storage.path_of(folder, digest).unlink(missing_ok=True)
