"""Statuses, and the one table of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum

from kit.errors import Conflict
from kit.i18n import mark


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
    RELATION = "relation"
    ANOTHER_ASKED = "another_asked"
    NOT_REACHED = "not_reached"


class RelationAnswer(StrEnum):
    """What the booker answers an interpreter who may have a relation to somebody in the case."""

    GO_ON = "go_on"
    ASK_NEXT = "ask_next"


class AssignmentStatus(StrEnum):
    """An accepted offer: it holds (and the interpreter is taken), or how it ended."""

    HELD = "held"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


ANOTHER_ASKED = OfferEnd.ANOTHER_ASKED.value
"""Why an assignment ended that the agency asks somebody else to take; she is not told more."""
NOT_DECLARED = "not_declared"
"""Why an assignment ended whose two declarations were not given in time, after a yes from a calendar."""
RELATION_UNANSWERED = "relation_unanswered"
"""Why an offer expired that the interpreter had answered with a doubt the agency did not."""
NOT_USABLE = "not_usable"
"""Why an assignment ended that neither side gave up: the register no longer lets her be used for it."""

_B, _O, _A = BookingStatus, OfferStatus, AssignmentStatus
BOOKING_TRANSITIONS: Mapping[BookingStatus, frozenset[BookingStatus]] = {
    _B.DRAFT: frozenset({_B.REGISTERED, _B.CANCELLED}),
    _B.REGISTERED: frozenset({_B.ASKING, _B.UNFILLED, _B.CANCELLED}),
    _B.ASKING: frozenset({_B.ASKING, _B.BOOKED, _B.UNFILLED, _B.CANCELLED}),
    _B.BOOKED: frozenset({_B.BOOKED, _B.ASKING, _B.UNFILLED, _B.COMPLETED, _B.CANCELLED}),
    _B.UNFILLED: frozenset({_B.ASKING, _B.UNFILLED, _B.CANCELLED}),
    _B.COMPLETED: frozenset(),
    _B.CANCELLED: frozenset(),
}
"""A status followed by itself is a change of time or place, or the next interpreter asked."""

OVER = frozenset(status for status, following in BOOKING_TRANSITIONS.items() if not following)
"""What has ended: nothing follows it."""

OFFER_TRANSITIONS: Mapping[OfferStatus, frozenset[OfferStatus]] = {
    _O.OPEN: frozenset({_O.ACCEPTED, _O.DECLINED, _O.EXPIRED, _O.WITHDRAWN}),
    _O.ACCEPTED: frozenset(),
    _O.DECLINED: frozenset(),
    _O.EXPIRED: frozenset(),
    _O.WITHDRAWN: frozenset(),
}


_BOOKING_SAYS: Mapping[BookingStatus, str] = {
    _B.DRAFT: mark("The booking is a draft."),
    _B.REGISTERED: mark("Nobody has been asked yet."),
    _B.ASKING: mark("Somebody is being asked already."),
    _B.BOOKED: mark("An interpreter has said yes already."),
    _B.COMPLETED: mark("The assignment is over."),
    _B.UNFILLED: mark("Nobody could take the assignment."),
    _B.CANCELLED: mark("The agency has cancelled the assignment."),
}
_OFFER_SAYS: Mapping[OfferStatus, str] = {
    _O.OPEN: mark("The question is not answered yet."),
    _O.ACCEPTED: mark("You have said yes already. Withdraw from the assignment instead."),
    _O.DECLINED: mark("You have said no already."),
    _O.EXPIRED: mark("The deadline has passed, and the question no longer stands."),
    _O.WITHDRAWN: mark("The question no longer stands."),
}
_ASSIGNMENT_SAYS: Mapping[AssignmentStatus, str] = {
    _A.HELD: mark("An interpreter has said yes already."),
    _A.WITHDRAWN: mark("You have withdrawn from the assignment."),
    _A.CANCELLED: mark("The agency has cancelled the assignment."),
    _A.COMPLETED: mark("The assignment is over."),
}


def booking_is(status: BookingStatus) -> Conflict:
    """The refusal of what a booking in this status does not allow: `booking_<status>`."""
    return Conflict(f"booking_{status.value}", _BOOKING_SAYS[status])


def offer_is(status: OfferStatus) -> Conflict:
    """The refusal of what an offer in this status does not allow: `offer_<status>`."""
    return Conflict(f"offer_{status.value}", _OFFER_SAYS[status])


def assignment_is(status: AssignmentStatus) -> Conflict:
    """The refusal of what an assignment in this status does not allow: `assignment_<status>`."""
    return Conflict(f"assignment_{status.value}", _ASSIGNMENT_SAYS[status])


def require_booking_transition(current: BookingStatus, to: BookingStatus) -> None:
    """Conflict `booking_<status>` unless `to` may follow `current`."""
    if to not in BOOKING_TRANSITIONS[current]:
        raise booking_is(current)


def require_offer_transition(current: OfferStatus, to: OfferStatus) -> None:
    """Conflict `offer_<status>` unless `to` may follow `current`."""
    if to not in OFFER_TRANSITIONS[current]:
        raise offer_is(current)
