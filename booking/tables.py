"""Bookings, offers, assignments and invitations as stored.

The rule "one interpreter, one place at a time" is the database's own: an exclusion constraint on
PostgreSQL, triggers on SQLite (migrations/), both named `assignment_one_place`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, false, text
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.states import AssignmentStatus, BookingStatus, OfferStatus, RelationAnswer
from kit.db import code_column, guards
from kit.errors import Conflict
from registry.words import Gender, Modality

_BUSY = Conflict("interpreter_busy", "The interpreter already has an assignment at that time.")
_TAKEN = Conflict("booking_taken", "Somebody else has this assignment already.")
_ASKING = Conflict("booking_asking", "Somebody is being asked already.")
_UNDECLARED = "declarations_due_at IS NOT NULL AND declared_at IS NULL AND status = 'held'"
guards["assignment_one_place"] = _BUSY
guards["uq_assignment_one_held"] = _TAKEN
guards["assignment.booking_id"] = _TAKEN  # SQLite names the column, not the index
guards["uq_offer_one_open"] = _ASKING
guards["offer.booking_id"] = _ASKING


class SubjectArea(StrEnum):
    """What the conversation is about, as broadly as an interpreter needs to prepare."""

    HEALTH = "health"
    MENTAL_HEALTH = "mental_health"
    CHILD_WELFARE = "child_welfare"
    SOCIAL_SERVICES = "social_services"
    WORK_AND_WELFARE = "work_and_welfare"
    EDUCATION = "education"
    POLICE = "police"
    COURT = "court"
    IMMIGRATION = "immigration"
    OTHER = "other"


class Side(StrEnum):
    """Whose calendar an invitation is for."""

    AGENCY = "agency"
    INTERPRETER = "interpreter"


class Booking(SQLModel, table=True):
    """An agency's request for one language at one time.

    `version` rises whenever what an interpreter would say yes to changes. `wanted` and `refused`
    are interpreter numbers, `substitutes` language codes, `not_from` the municipalities whose inhabitants
    are left out. Latitude and longitude are degrees, the address's point. `unfilled_reasons` counts why
    nobody could take it.
    """

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_point"),
        Index("ix_booking_organisation_id_starts_at", "organisation_id", "starts_at"),
        Index("ix_booking_case", "organisation_id", "case_reference"),
        Index("ix_booking_status_ends_at", "status", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=12, unique=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime = Field(sa_type=UTCDateTime)
    status: BookingStatus = Field(sa_type=code_column(BookingStatus))
    version: int = 1
    language: str = Field(max_length=8)
    variety: str | None = Field(default=None, max_length=8)
    substitutes: list[str] = Field(default_factory=list, sa_type=JSON)
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    modality: Modality = Field(sa_type=code_column(Modality))
    kommune: str | None = Field(default=None, max_length=4)
    address: str | None = Field(default=None, max_length=300)
    latitude: float | None = None
    longitude: float | None = None
    meeting_url: str | None = Field(default=None, max_length=500)
    subject_area: SubjectArea | None = Field(default=None, sa_type=code_column(SubjectArea))
    participants: int | None = None
    case_reference: str | None = Field(default=None, max_length=60)
    planned: bool
    sensitive: bool = False
    gender: Gender | None = Field(default=None, sa_type=code_column(Gender))
    wanted: list[int] = Field(default_factory=list, sa_type=JSON)
    refused: list[int] = Field(default_factory=list, sa_type=JSON)
    not_from: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    max_category: int = 5
    answer_minutes: int | None = None
    unfilled_reasons: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class BookingViewer(SQLModel, table=True):
    """An account that may know of a sensitive booking; nobody else may."""

    __tablename__ = "booking_viewer"

    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    account_id: int = Field(primary_key=True, foreign_key="account.id")


class Offer(SQLModel, table=True):
    """The question put to one interpreter, with a deadline; one open at a time per booking.

    `booking_version` is what she saw; `reasons` is why she was the best when asked. That she may have a
    relation to somebody in the case is kept as that and no more, with what the booker answered.
    `by_calendar` is whether she was asked by an entry in her calendar as well.
    """

    __table_args__ = (
        Index(
            "uq_offer_one_open", "booking_id", unique=True,
            postgresql_where=text("status = 'open'"), sqlite_where=text("status = 'open'"),
        ),
        Index("ix_offer_interpreter_id_status", "interpreter_id", "status"),
        Index("ix_offer_booking_id", "booking_id"),
        Index(
            "ix_offer_open_expires_at", "expires_at",
            postgresql_where=text("status = 'open'"), sqlite_where=text("status = 'open'"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    interpreter_id: int = Field(foreign_key="interpreter.id")
    status: OfferStatus = Field(sa_type=code_column(OfferStatus))
    booking_version: int
    level: int
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    by_calendar: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_reason: str | None = Field(default=None, max_length=500)
    relation_said_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    relation_answer: RelationAnswer | None = Field(default=None, sa_type=code_column(RelationAnswer))
    relation_answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Assignment(SQLModel, table=True):
    """An accepted offer: who interprets, when. Only a held one makes the interpreter busy.

    After a yes from a calendar the two declarations are due; `declared_at` is when they came. A yes on
    a page or over REST carries them, and leaves both empty.
    """

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(
            "uq_assignment_one_held", "booking_id", unique=True,
            postgresql_where=text("status = 'held'"), sqlite_where=text("status = 'held'"),
        ),
        Index("ix_assignment_busy", "interpreter_id", "starts_at", "ends_at",
              postgresql_where=text("status = 'held'"), sqlite_where=text("status = 'held'")),
        Index("ix_assignment_interpreter_id_ends_at", "interpreter_id", "ends_at"),
        Index("ix_assignment_booking_id", "booking_id"),
        Index("ix_assignment_ends_at", "ends_at"),
        Index("ix_assignment_undeclared", "declarations_due_at",
              postgresql_where=text(_UNDECLARED), sqlite_where=text(_UNDECLARED)),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    offer_id: int = Field(foreign_key="offer.id", unique=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    status: AssignmentStatus = Field(sa_type=code_column(AssignmentStatus))
    booking_version: int
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    accepted_at: datetime = Field(sa_type=UTCDateTime)
    declarations_due_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    declared_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_reason: str | None = Field(default=None, max_length=500)


class BookingLog(SQLModel, table=True):
    """Append-only: who, when, what, why. Codes and ids; free text only where a person gave a reason.

    `change` tells the time and the place `from` and `to`; of a sensitive booking the time only.
    """

    __tablename__ = "booking_log"

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    event: str = Field(max_length=40)
    from_status: str | None = Field(default=None, max_length=40)
    to_status: str | None = Field(default=None, max_length=40)
    offer_id: int | None = Field(default=None, foreign_key="offer.id")
    why: str | None = Field(default=None, max_length=500)
    change: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Bar(SQLModel, table=True):
    """Never again this interpreter for this organisation, or in this one case of its."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    case_reference: str | None = Field(default=None, max_length=60)
    reason: str = Field(max_length=500)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")


class Invitation(SQLModel, table=True):
    """The calendar object one side holds: constant UID and organizer, rising SEQUENCE (RFC 5546).

    The agency's is per booking, the interpreter's per (booking, interpreter). `reply_token` is part
    of the organizer's address. `object_text` is the object last sent.
    """

    __table_args__ = (
        Index("ix_invitation_booking_id", "booking_id", "side", "interpreter_id"),
        Index("uq_invitation_agency", "booking_id", unique=True,
              postgresql_where=text("side = 'agency'"), sqlite_where=text("side = 'agency'")),
        Index("uq_invitation_interpreter", "booking_id", "interpreter_id", unique=True),
        Index("ix_invitation_interpreter_id", "interpreter_id", "booking_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id")
    side: Side = Field(sa_type=code_column(Side))
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id")
    uid: str = Field(max_length=120, unique=True)
    reply_token: str = Field(max_length=64, unique=True)
    attendee: str = Field(max_length=254)
    sequence: int
    method: str = Field(max_length=10)
    object_text: str
    sent_at: datetime = Field(sa_type=UTCDateTime)


class InvitationSent(SQLModel, table=True):
    """Append-only: one object as it was written for one side, in order (decision 0035).

    `mailed` unless nobody was left to send it to. `outbox_id` is the letter it left with, for as long as
    there is one. The text is emptied when the booking is long over (booking/replaying/).
    """

    __tablename__ = "invitation_sent"

    id: int | None = Field(default=None, primary_key=True)
    invitation_id: int = Field(foreign_key="invitation.id", index=True)
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True, ondelete="SET NULL")
    mailed: bool
    method: str = Field(max_length=10)
    sequence: int
    dtstamp: datetime = Field(sa_type=UTCDateTime)
    object_text: str


class IdempotentCall(SQLModel, table=True):
    """A repeated call by the same account with the same key gets the same booking, for 24 hours."""

    __tablename__ = "idempotent_call"

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    key: str = Field(primary_key=True, max_length=200)
    body_digest: str = Field(max_length=64)
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    at: datetime = Field(sa_type=UTCDateTime)
