"""What an entry says is erased, as when the law no longer allows it to be kept; the chain still holds."""

from datetime import datetime

from sqlmodel import Session, col, select

from identity.audit.acts import Act
from identity.audit.recording import record
from identity.audit.tables import AuditEntry
from kit.db import lock


def erase(
    session: Session,
    subject: str,
    positions: frozenset[int] | None,
    *,
    by: int | None,
    now: datetime,
    why: str,
) -> int:
    """Erase what these entries of a chain say, or all of them: how many were erased.

    That each was there, when, by whom and what kind of act stays, and so does that it was erased.
    """
    statement = select(AuditEntry).where(
        AuditEntry.subject == subject,
        col(AuditEntry.salt).is_not(None),
        AuditEntry.act != Act.CONTENT_ERASED,
    )
    if positions is not None:
        statement = statement.where(col(AuditEntry.position).in_(positions))
    entries = session.exec(lock(session, statement.order_by(col(AuditEntry.position)))).all()
    if not entries:
        return 0
    for entry in entries:
        entry.why = entry.content = entry.salt = None
    erased = [entry.position for entry in entries]
    record(session, subject, Act.CONTENT_ERASED, by=by, now=now, why=why, content={"positions": erased})
    return len(erased)
