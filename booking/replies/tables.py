"""Messages received, and the times that were proposed in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.replies.words import Channel, State
from kit.db import code_column, guards
from kit.errors import Conflict

_ANSWERED = Conflict("proposal_answered", "The proposal is answered already, or no longer stands.")
guards["uq_time_proposal_one_open"] = _ANSWERED
guards["time_proposal.booking_id"] = _ANSWERED


class ReceivedMessage(SQLModel, table=True):
    """One message as it came, once (`digest`), and what became of it. Rows are added and never removed.

    `content` is erased after a while, and so is whoever it was from; `token` is the part of our address
    behind the plus. `booking_id` and `interpreter_id` (None: the booker) are set when the token was known.
    `method` to `stamp` are what the calendar object said. `settled` is when a person had looked at what was
    kept.
    """

    __tablename__ = "received_message"
    __table_args__ = (
        Index("ix_received_message_waiting", "id", postgresql_where=text("state = 'waiting'"),
              sqlite_where=text("state = 'waiting'")),
        Index("ix_received_message_state", "state", "id"),
        Index("ix_received_message_booking_id", "booking_id", "interpreter_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    received_at: datetime = Field(sa_type=UTCDateTime)
    channel: Channel = Field(sa_type=code_column(Channel))
    digest: str = Field(max_length=64, unique=True)
    token: str | None = Field(default=None, max_length=64)
    size: int
    content: bytes | None = None
    state: State = Field(sa_type=code_column(State))
    why: str | None = Field(default=None, max_length=60)
    attempts: int = 0
    handled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id")
    method: str | None = Field(default=None, max_length=20)
    answer: str | None = Field(default=None, max_length=20)
    sequence: int | None = None
    stamp: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_by: int | None = Field(default=None, foreign_key="account.id")


class ProposalStatus(StrEnum):
    """Where a proposed time is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


class TimeProposal(SQLModel, table=True):
    """Another time, proposed by an interpreter from her calendar (RFC 5546 § 3.2.7); the booker answers it.

    It is about the booking in the version it then had: what has changed since makes it void. One open each
    booking.
    """

    __tablename__ = "time_proposal"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(
            "uq_time_proposal_one_open", "booking_id", unique=True,
            postgresql_where=text("status = 'open'"), sqlite_where=text("status = 'open'"),
        ),
        Index("ix_time_proposal_interpreter_id", "interpreter_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    interpreter_id: int = Field(foreign_key="interpreter.id")
    booking_version: int
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    status: ProposalStatus = Field(sa_type=code_column(ProposalStatus))
    proposed_at: datetime = Field(sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: int | None = Field(default=None, foreign_key="account.id")
