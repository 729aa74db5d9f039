"""An officer's look at somebody's file is recorded: once for each officer and Oslo day."""

from datetime import datetime

from sqlmodel import Session, col, select

from identity import audit
from identity.audit.tables import AuditEntry
from kit.clock import oslo_date, oslo_midnight
from kit.db import Database


def note(database: Database, *, interpreter_id: int | None, by: int, now: datetime) -> None:
    """Record that the officer has the file, or a case about her, before her; nothing for nobody's case.

    Reading it again the same day writes nothing.
    """
    if interpreter_id is None:
        return
    with database.read() as session:
        if _noted(session, interpreter_id, by, now):
            return
    with database.write() as session:
        subject = audit.about_interpreter(interpreter_id)
        audit.record(session, subject, audit.Act.FILE_READ, by=by, now=now)


def _noted(session: Session, interpreter_id: int, by: int, now: datetime) -> bool:
    statement = select(AuditEntry.position).where(
        AuditEntry.subject == audit.about_interpreter(interpreter_id),
        AuditEntry.account_id == by,
        AuditEntry.act == audit.Act.FILE_READ,
        col(AuditEntry.at) >= oslo_midnight(oslo_date(now)),
    )
    return session.exec(statement.limit(1)).first() is not None
