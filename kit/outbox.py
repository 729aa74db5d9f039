"""What leaves the house waits here, written in the transaction that caused it.

A worker claims a row (short transaction), sends with no transaction open, and marks it delivered.
A crash delays and may repeat a message, byte for byte the same; it never loses one. Rows of one
`stream` leave in the order they were written, so a cancellation never overtakes its invitation.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, Session, SQLModel, UTCDateTime


class Outbox(SQLModel, table=True):
    """One thing to be sent: `kind` names the handler, `payload` is all it needs."""

    __table_args__ = (
        Index("ix_outbox_waiting", "stream", "id", postgresql_where=text("delivered_at IS NULL"),
              sqlite_where=text("delivered_at IS NULL")),
        Index("ix_outbox_due", "due_at", postgresql_where=text("delivered_at IS NULL"),
              sqlite_where=text("delivered_at IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    stream: str = Field(max_length=80)
    payload: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    parked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_error: str | None = Field(default=None, max_length=200)


def post(session: Session, *, kind: str, stream: str, payload: dict[str, Any], now: datetime) -> Outbox:
    """Put one thing in the outbox, to leave when this transaction has committed."""
    row = Outbox(kind=kind, stream=stream, payload=payload, created_at=now, due_at=now)
    session.add(row)
    session.flush()
    return row
