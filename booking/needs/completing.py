"""A need becomes a booking with everything that was known of it, is given its language, or is let go."""

from datetime import datetime

from sqlmodel import Session

from booking import intake
from booking.intake import Taken
from booking.needs import reading
from booking.needs.tables import Need
from booking.needs.words import NeedStatus
from booking.orders import Order
from booking.tables import Booking, IdempotentCall
from identity.permissions import Actor
from kit.errors import Conflict
from kit.personal_data import refuse_birth_numbers
from registry import languages

_OVER = {
    NeedStatus.BOOKED: Conflict("need_booked", "Somebody has made this need a booking already."),
    NeedStatus.DROPPED: Conflict("need_dropped", "Somebody has said that nobody is needed after all."),
    NeedStatus.LAPSED: Conflict(
        "need_lapsed", "The time this was needed for has passed. Make a new booking."
    ),
}


def complete(session: Session, *, reference: str, order: Order, taken: Taken) -> Booking:
    """The need's booking, at the need's unit. Conflict `need_booked`, `need_dropped` or `need_lapsed`.

    Sent twice under one key it is one booking.
    """
    need = reading.take(session, taken.actor, reference)
    if need.status is NeedStatus.BOOKED and _is_repeat(session, need, taken):
        return session.get_one(Booking, need.booking_id)
    _require_open(need)
    at_the_unit = Taken(taken.actor, taken.now, taken.key, taken.departure, need.organisation_id)
    booking = intake.take_in(session, order, at_the_unit)
    need.booking_id = booking.id
    if need.language is None:
        need.language, need.variety = booking.language, booking.variety
    _close(session, need, NeedStatus.BOOKED, taken.actor, taken.now)
    return booking


def settle_language(
    session: Session, *, reference: str, actor: Actor, language: str, variety: str | None
) -> Need:
    """Which language the need is in, said by a person; what was written is kept beside it."""
    need = reading.take(session, actor, reference)
    _require_open(need)
    languages.require_variety(languages.require_bookable(language), variety)
    need.language, need.variety = language, variety
    session.flush()
    return need


def drop(session: Session, *, reference: str, actor: Actor, why: str | None, now: datetime) -> Need:
    """Nobody is needed after all: counted as such, and no reminder is sent."""
    refuse_birth_numbers("why", why)
    need = reading.take(session, actor, reference)
    if need.status is NeedStatus.DROPPED:
        return need
    _require_open(need)
    need.why = why
    _close(session, need, NeedStatus.DROPPED, actor, now)
    return need


def _is_repeat(session: Session, need: Need, taken: Taken) -> bool:
    call = session.get(IdempotentCall, (taken.actor.id, taken.key)) if taken.key else None
    return call is not None and call.booking_id == need.booking_id


def _require_open(need: Need) -> None:
    if need.status is not NeedStatus.DRAFT:
        raise _OVER[need.status]


def _close(session: Session, need: Need, to: NeedStatus, actor: Actor, now: datetime) -> None:
    need.status, need.closed_at, need.closed_by = to, now, actor.id
    session.flush()
