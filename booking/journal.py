"""The append-only log: who, when, what and why; and the only way a booking's status changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from booking.states import BookingStatus, require_booking_transition
from booking.tables import Booking, BookingLog
from kit.asking import write_row
from kit.db import stored_id


class Event(StrEnum):
    """What happened to a booking."""

    CREATED = "created"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLARED = "declared"
    NOT_DECLARED = "not_declared"
    DECLINED = "declined"
    EXPIRED = "expired"
    RELATION_SAID = "relation_said"
    RELATION_ANSWERED = "relation_answered"
    SENT_AGAIN = "sent_again"
    PASSED_ON = "passed_on"
    OFFER_WITHDRAWN = "offer_withdrawn"
    TIME_PROPOSED = "time_proposed"
    PROPOSAL_DECLINED = "proposal_declined"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    INTERPRETER_WITHDREW = "interpreter_withdrew"
    INTERPRETER_NOT_USABLE = "interpreter_not_usable"
    UNFILLED = "unfilled"
    COMPLETED = "completed"
    VIEWED = "viewed"
    DEVIATION_REGISTERED = "deviation_registered"
    KEPT_TO_MINIMUM = "kept_to_minimum"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `by` is an account (None: the product itself), `why` a code or what a person wrote."""

    event: Event
    at: datetime
    by: int | None = None
    offer_id: int | None = None
    why: str | None = None
    change: dict[str, Any] | None = None


def note(session: Session, booking_id: int, entry: Entry) -> None:
    """Write down something that leaves the status as it is."""
    _write(session, booking_id, entry)


def begin(session: Session, booking: Booking, entry: Entry) -> None:
    """Write down the first line: the status the booking begins in."""
    _write(session, stored_id(booking.id), entry, to=booking.status)


def move(session: Session, booking: Booking, to: BookingStatus, entry: Entry) -> None:
    """Change the status through the transition table, and write down why. Conflict `booking_<status>`."""
    require_booking_transition(booking.status, to)
    left, booking.status = booking.status, to
    session.add(booking)
    _write(session, stored_id(booking.id), entry, left=left, to=to)


def _write(
    session: Session,
    booking_id: int,
    entry: Entry,
    *,
    left: BookingStatus | None = None,
    to: BookingStatus | None = None,
) -> None:
    write_row(
        session,
        BookingLog,
        booking_id=booking_id,
        at=entry.at,
        account_id=entry.by,
        event=entry.event.value,
        from_status=left and left.value,
        to_status=to and to.value,
        offer_id=entry.offer_id,
        why=entry.why,
        change=entry.change,
    )
