"""The best one is asked, one at a time, until somebody says yes or nobody is left."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from booking import candidates, notices
from booking.journal import Entry, Event, move, note, stored_id
from booking.matching import Candidate, Ranking
from booking.office import Office
from booking.orders import UNPLANNED_GRACE
from booking.states import (
    BookingStatus,
    OfferEnd,
    OfferStatus,
    booking_is,
    require_offer_transition,
)
from booking.tables import Booking, Offer
from kit.errors import Conflict

TOO_LATE = "too_late"
"""Counts those who could have been asked, had the start not come first."""
LEAST_ANSWER_TIME = timedelta(minutes=1)
"""What whoever is asked in the last minute of what was not planned still has."""

_STARTABLE = frozenset({BookingStatus.REGISTERED, BookingStatus.UNFILLED})
_TOLD = frozenset({OfferEnd.BOOKING_CHANGED, OfferEnd.BOOKING_CANCELLED, OfferEnd.NOT_ELIGIBLE})


def start(
    session: Session,
    *,
    booking: Booking,
    answer_within: timedelta | None,
    by: int,
    now: datetime,
    office: Office,
) -> Offer | None:
    """Begin asking, the best first. Conflict `booking_<status>` when it is too late or already done."""
    if booking.status not in _STARTABLE:
        raise booking_is(booking.status)
    require_not_started(booking, now)
    booking.answer_minutes = None if answer_within is None else int(answer_within / timedelta(minutes=1))
    return ask_next(session, booking=booking, now=now, office=office, by=by)


def ask_next(
    session: Session, *, booking: Booking, now: datetime, office: Office, by: int | None = None
) -> Offer | None:
    """Ask the best of those not asked; with nobody left, or too late, the booking is unfilled (None).

    The caller holds the booking's lock.
    """
    ranking = candidates.find(session, booking, now=now)
    if not ranking.items or is_too_late(booking, now):
        _give_up(session, booking, ranking, now=now, office=office)
        return None
    offer = _offer(booking, ranking.items[0], now, office)
    session.add(offer)
    booking.unfilled_reasons = None
    session.flush()
    move(session, booking, BookingStatus.ASKING, Entry(Event.ASKED, now, by, offer.id))
    notices.offer_asked(session, booking=booking, offer=offer, now=now, office=office)
    return offer


def open_offer(session: Session, booking: Booking) -> Offer | None:
    """The question that is out, if one is."""
    return session.exec(
        select(Offer)
        .where(col(Offer.booking_id) == booking.id)
        .where(col(Offer.status) == OfferStatus.OPEN)
        .execution_options(populate_existing=True)
    ).one_or_none()


def take_back(
    session: Session, booking: Booking, offer: Offer, *, why: OfferEnd, now: datetime, office: Office
) -> None:
    """The question no longer stands; she is told, unless it fell because of her own yes elsewhere."""
    end(session, offer, OfferStatus.WITHDRAWN, why=why.value, now=now)
    note(session, stored_id(booking.id), Entry(Event.OFFER_WITHDRAWN, now, offer_id=offer.id, why=why.value))
    if why in _TOLD:
        notices.offer_ended(session, booking=booking, offer=offer, now=now, office=office)


def pass_on(
    session: Session, booking: Booking, offer: Offer, *, why: OfferEnd, now: datetime, office: Office
) -> None:
    """Take the question back, and put it to the next."""
    take_back(session, booking, offer, why=why, now=now, office=office)
    ask_next(session, booking=booking, now=now, office=office)


def end(session: Session, offer: Offer, to: OfferStatus, *, why: str | None, now: datetime) -> None:
    """Close an open offer, through the transition table."""
    require_offer_transition(offer.status, to)
    offer.status, offer.ended_reason, offer.answered_at = to, why, now
    session.add(offer)
    session.flush()


def last_chance(booking: Booking) -> datetime:
    """When asking ends: at the start, or five minutes into what was not planned."""
    return booking.starts_at if booking.planned else booking.starts_at + UNPLANNED_GRACE


def is_too_late(booking: Booking, now: datetime) -> bool:
    """Whether nobody can be asked any more; what was not planned can be to the very last instant."""
    return now >= booking.starts_at if booking.planned else now > last_chance(booking)


def require_not_started(booking: Booking, now: datetime) -> None:
    """Conflict `booking_started` once it is too late to ask anyone."""
    if is_too_late(booking, now):
        raise Conflict("booking_started", "The time has come, so this is no longer possible.")


def _offer(booking: Booking, best: Candidate, now: datetime, office: Office) -> Offer:
    given = (
        timedelta(minutes=booking.answer_minutes) if booking.answer_minutes else office.default_answer_time
    )
    return Offer(
        booking_id=stored_id(booking.id),
        interpreter_id=best.interpreter_id,
        status=OfferStatus.OPEN,
        booking_version=booking.version,
        level=best.level,
        reasons=list(best.reasons),
        asked_at=now,
        expires_at=_deadline(booking, given, now),
    )


def _deadline(booking: Booking, given: timedelta, now: datetime) -> datetime:
    """When she must have answered: before asking ends, yet even the last one asked can read the question."""
    latest = last_chance(booking)
    return min(now + given, latest if booking.planned else max(latest, now + LEAST_ANSWER_TIME))


def _give_up(session: Session, booking: Booking, ranking: Ranking, *, now: datetime, office: Office) -> None:
    unasked = {TOO_LATE: len(ranking.items)} if ranking.items else {}
    booking.unfilled_reasons = {**ranking.left_out, **unasked}
    move(session, booking, BookingStatus.UNFILLED, Entry(Event.UNFILLED, now))
    notices.unfilled(session, booking=booking, now=now, office=office)
