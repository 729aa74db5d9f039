"""The acts, filtered, newest first: for auditors, and for the person they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from identity.audit.tables import AuditEntry
from identity.tables import Account
from kit import paging
from kit.db import stored_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which acts are asked for; what is left out does not narrow. `until` is exclusive.

    `subjects` are several where entries were merged: what was done about the one is hers as well.
    """

    subjects: tuple[str, ...] | None = None
    account_id: int | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One act, and the name of the account behind it: empty for the service itself."""

    entry: AuditEntry
    by: str


def find(
    session: Session, wanted: Filter, *, limit: int, cursor: str | None = None
) -> tuple[list[Told], str | None]:
    """The acts that fit, newest first, and the cursor of the page after."""
    statement = select(AuditEntry)
    narrowed = {
        AuditEntry.account_id: wanted.account_id,
        AuditEntry.act: wanted.act,
    }
    for column, value in narrowed.items():
        if value is not None:
            statement = statement.where(col(column) == value)
    if wanted.subjects is not None:
        statement = statement.where(col(AuditEntry.subject).in_(wanted.subjects))
    if wanted.since is not None:
        statement = statement.where(col(AuditEntry.at) >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(col(AuditEntry.at) < wanted.until)
    place = paging.decode(cursor, paging.instant, paging.words, paging.key)
    order = (col(AuditEntry.at), col(AuditEntry.subject), col(AuditEntry.position))
    rows = session.exec(paging.after(statement, place, *order, limit=limit, backwards=True)).all()
    shown, following = paging.page(rows, limit=limit, key=lambda row: (row.at, row.subject, row.position))
    return _told(session, shown), following


def _told(session: Session, entries: Sequence[AuditEntry]) -> list[Told]:
    ids = {entry.account_id for entry in entries} - {None}
    accounts = session.exec(select(Account).where(col(Account.id).in_(ids)))
    names = {stored_id(account.id): account.name for account in accounts}
    return [Told(entry, names.get(entry.account_id or 0, "")) for entry in entries]
