"""Statuses, and the one table of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum

from kit.errors import Conflict


class BookingStatus(StrEnum):
    """Where a booking is; why and by whom it ended stands in its log."""

    DRAFT = "draft"
    REGISTERED = "registered"
    ASKING = "asking"
    BOOKED = "booked"
    COMPLETED = "completed"
    UNFILLED = "unfilled"
    CANCELLED = "cancelled"


class OfferStatus(StrEnum):
    """Where an offer is; why it ended is `ended_reason`."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OfferEnd(StrEnum):
    """Why an offer was withdrawn; a declined one carries the interpreter's own words, if any."""

    BOOKING_CHANGED = "booking_changed"
    BOOKING_CANCELLED = "booking_cancelled"
    NOT_AVAILABLE = "not_available"
    NOT_ELIGIBLE = "not_eligible"


class AssignmentStatus(StrEnum):
    """An accepted offer: it holds (and the interpreter is taken), or how it ended."""

    HELD = "held"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


_B, _O = BookingStatus, OfferStatus
BOOKING_TRANSITIONS: Mapping[BookingStatus, frozenset[BookingStatus]] = {
    _B.DRAFT: frozenset({_B.REGISTERED, _B.CANCELLED}),
    _B.REGISTERED: frozenset({_B.ASKING, _B.UNFILLED, _B.CANCELLED}),
    _B.ASKING: frozenset({_B.ASKING, _B.BOOKED, _B.UNFILLED, _B.CANCELLED}),
    _B.BOOKED: frozenset({_B.BOOKED, _B.ASKING, _B.UNFILLED, _B.COMPLETED, _B.CANCELLED}),
    _B.UNFILLED: frozenset({_B.REGISTERED, _B.ASKING, _B.UNFILLED, _B.CANCELLED}),
    _B.COMPLETED: frozenset(),
    _B.CANCELLED: frozenset(),
}
"""A status followed by itself is a change of time or place, or the next interpreter asked."""

OFFER_TRANSITIONS: Mapping[OfferStatus, frozenset[OfferStatus]] = {
    _O.OPEN: frozenset({_O.ACCEPTED, _O.DECLINED, _O.EXPIRED, _O.WITHDRAWN}),
    _O.ACCEPTED: frozenset(),
    _O.DECLINED: frozenset(),
    _O.EXPIRED: frozenset(),
    _O.WITHDRAWN: frozenset(),
}


def require_booking_transition(current: BookingStatus, to: BookingStatus) -> None:
    """Conflict `booking_<status>` unless `to` may follow `current`."""
    if to not in BOOKING_TRANSITIONS[current]:
        raise Conflict(
            f"booking_{current.value}",
            "The booking is {status}, so this is no longer possible.",
            status=current.value,
        )


def require_offer_transition(current: OfferStatus, to: OfferStatus) -> None:
    """Conflict `offer_<status>` unless `to` may follow `current`."""
    if to not in OFFER_TRANSITIONS[current]:
        raise Conflict(
            f"offer_{current.value}",
            "The offer is already {status}.",
            status=current.value,
        )
