"""The calendars of others as stored: where each is, sealed, and how reading it goes."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.calendars.words import SourceKind
from kit.db import code_column, guards
from kit.errors import Conflict


class CalendarSource(SQLModel, table=True):
    """One calendar of an interpreter's own; what it makes busy lies in `busy_span`.

    `secret` is its address and login, sealed by kit/vault.py; `secret_digest` tells whether she has given it
    before. `host` is what is shown of it. `read_on` is the Oslo day whose window was read last. `parked_at`
    is when we stopped asking; `silence_told_at` when she was told that it is silent.
    """

    __tablename__ = "calendar_source"
    __table_args__ = (
        Index("uq_calendar_source_secret", "interpreter_id", "secret_digest", unique=True),
        Index("ix_calendar_source_due", "due_at", postgresql_where=text("parked_at IS NULL"),
              sqlite_where=text("parked_at IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    kind: SourceKind = Field(sa_type=code_column(SourceKind))
    label: str = Field(max_length=60)
    host: str = Field(max_length=253)
    secret: str
    secret_digest: str = Field(max_length=64)
    added_at: datetime = Field(sa_type=UTCDateTime)
    etag: str | None = Field(default=None, max_length=200)
    last_modified: str | None = Field(default=None, max_length=200)
    body_digest: str | None = Field(default=None, max_length=64)
    read_on: date | None = None
    due_at: datetime = Field(sa_type=UTCDateTime)
    last_attempt_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_success_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failure: str | None = Field(default=None, max_length=40)
    failures: int = 0
    parked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    silence_told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


_KNOWN = Conflict("calendar_known", "You have given this calendar already.")
guards["uq_calendar_source_secret"] = _KNOWN
guards["calendar_source.interpreter_id, calendar_source.secret_digest"] = _KNOWN  # as SQLite names it
