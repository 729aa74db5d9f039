"""Requests from people in the register, as stored."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column, guards
from kit.errors import Conflict
from registry.own.words import RequestKind, RequestStatus

LONGEST = 1000
"""The most signs in what is asked, and in the answer."""


class OwnRequest(SQLModel, table=True):
    """What she has asked an officer for; one open of each kind. `said` is emptied when she is removed."""

    __tablename__ = "own_request"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered_or_open"),
        Index("uq_own_request_one_open", "interpreter_id", "kind", unique=True,
              postgresql_where=text("status = 'open'"), sqlite_where=text("status = 'open'")),
        Index("ix_own_request_status_asked_at", "status", "asked_at", "id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    kind: RequestKind = Field(sa_type=code_column(RequestKind))
    status: RequestStatus = Field(sa_type=code_column(RequestStatus))
    said: str = Field(default="", max_length=LONGEST)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answer: str = Field(default="", max_length=LONGEST)


ASKED = Conflict("asked_already", "You have asked for this already, and an officer has not answered yet.")
guards["uq_own_request_one_open"] = guards["own_request.interpreter_id"] = ASKED
