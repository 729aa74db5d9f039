"""How letters about bookings reach people: who is asked by calendar, and which letters never arrived."""

from datetime import datetime

from sqlalchemy import Index, delete
from sqlmodel import Field, Session, SQLModel, UTCDateTime, col, select

from booking.tables import Side
from kit.db import code_column, lock

_LONGEST_STATUS = 20


class OfferByCalendar(SQLModel, table=True):
    """An interpreter who has chosen to get what she is asked as an entry in her calendar too."""

    __tablename__ = "offer_by_calendar"

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    chosen_at: datetime = Field(sa_type=UTCDateTime)


class BookingLetter(SQLModel, table=True):
    """A letter about a booking and where it went, so that word of its not arriving finds the booking.

    `bounced_at` is when we heard that it did not, `bounce_status` the mail servers' code (RFC 3463).
    `text_outbox_id` is the text message that was sent in its stead.
    """

    __tablename__ = "booking_letter"
    __table_args__ = (Index("ix_booking_letter_booking_id", "booking_id", "bounced_at"),)

    message_id: str = Field(primary_key=True, max_length=200)
    booking_id: int = Field(foreign_key="booking.id")
    side: Side = Field(sa_type=code_column(Side))
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id", index=True)
    address: str = Field(max_length=254)
    sent_at: datetime = Field(sa_type=UTCDateTime, index=True)
    bounced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    bounce_status: str | None = Field(default=None, max_length=_LONGEST_STATUS)
    text_outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True, ondelete="SET NULL")


def chosen(session: Session, interpreter_id: int) -> OfferByCalendar | None:
    """That she is asked by calendar and since when, or None: by letter alone."""
    return session.get(OfferByCalendar, interpreter_id)


def wants_calendar(session: Session, interpreter_id: int | None) -> bool:
    """Whether she is asked by calendar as well as by letter."""
    return interpreter_id is not None and chosen(session, interpreter_id) is not None


def choose(session: Session, *, interpreter_id: int, by_calendar: bool, now: datetime) -> None:
    """Keep what she has chosen; it counts for what she is asked from now on."""
    held = session.exec(
        lock(session, select(OfferByCalendar).where(OfferByCalendar.interpreter_id == interpreter_id))
    ).one_or_none()
    if by_calendar and held is None:
        session.add(OfferByCalendar(interpreter_id=interpreter_id, chosen_at=now))
    elif not by_calendar and held is not None:
        session.delete(held)
    session.flush()


def forget_letters(session: Session, *, before: datetime) -> None:
    """Which letters were sent where is remembered no longer than what they said."""
    session.execute(delete(BookingLetter).where(col(BookingLetter.sent_at) < before))
