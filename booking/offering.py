"""The best one is asked, one at a time, until somebody says yes or nobody is left."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from booking import notices
from booking.deviations import requiring
from booking.journal import Entry, Event, move, note
from booking.matching import everyone
from booking.matching.rules import Candidate, LeftOut, Ranking, rank
from booking.office import Office
from booking.orders import UNPLANNED_GRACE
from booking.proof import recording
from booking.proof.recording import Seen
from booking.states import (
    BookingStatus,
    OfferEnd,
    OfferStatus,
    booking_is,
    require_offer_transition,
)
from booking.tables import Booking, Offer
from kit.db import stored_id
from kit.errors import Conflict

TOO_LATE = "too_late"
"""Counts those who could have been asked, had the start not come first."""
NOBODY = "nobody_with_the_language"
"""Counts none: nobody in the register has evidence in the language, so nobody was left out either."""
UNPLANNED_ANSWER_TIME = timedelta(minutes=2)
"""What each has when somebody is needed now: asking ends five minutes after the start."""
LEAST_ANSWER_TIME = timedelta(minutes=1)
"""What whoever is asked in the last minute of what was not planned still has."""

NOBODY_LEFT, NOBODY_SUITS = "nobody_left", "nobody_suits"
"""Why asking ends, beside those two: all who could be asked have been, or nobody ever could."""

_STARTABLE = frozenset({BookingStatus.REGISTERED, BookingStatus.UNFILLED})


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
    requiring.require_kept(session, booking)
    booking.answer_minutes = None if answer_within is None else int(answer_within / timedelta(minutes=1))
    return ask_next(session, booking=booking, now=now, office=office, by=by)


def ask_next(
    session: Session,
    *,
    booking: Booking,
    now: datetime,
    office: Office,
    by: int | None = None,
    instead_of: Offer | None = None,
) -> Offer | None:
    """Ask the best of those not asked; with nobody left, or too late, the booking is unfilled (None).

    Whoever was asked `instead_of`, and is asked again, is told that it is changed. The caller holds
    the booking's lock.
    """
    session.flush()
    asked = everyone.question(booking, office.pace)
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    ranking = rank(asked.wish, people)
    seen = Seen(asked, people, ranking)
    if not ranking.items or is_too_late(booking, now):
        recording.keep(session, seen, offer=None, now=now, why=_why(ranking))
        _give_up(session, booking, ranking, now=now, office=office)
        return None
    offer = _offer(booking, ranking.items[0], now, office)
    session.add(offer)
    booking.unfilled_reasons = None
    session.flush()
    recording.keep(session, seen, offer=offer, now=now)
    move(session, booking, BookingStatus.ASKING, Entry(Event.ASKED, now, by, offer.id))
    tell = notices.offer_changed if _same_person(offer, instead_of) else notices.offer_asked
    tell(session, booking=booking, offer=offer, now=now, office=office)
    return offer


def anybody_left(session: Session, booking: Booking, *, now: datetime, office: Office) -> bool:
    """Whether there is anybody to ask after whoever is being asked, as things are now."""
    asked = everyone.question(booking, office.pace)
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    return not is_too_late(booking, now) and bool(rank(asked.wish, people).items)


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
    """The question no longer stands, and she is told."""
    _close(session, booking, offer, why, now)
    notices.offer_ended(session, booking=booking, offer=offer, now=now, office=office)


def pass_on(
    session: Session, booking: Booking, offer: Offer, *, why: OfferEnd, now: datetime, office: Office
) -> None:
    """Take the question back, and put it to the next: of a changed booking perhaps to her again.

    She is told once, and not at all when it fell because of her own yes elsewhere: unless an entry in her
    calendar has to go.
    """
    _close(session, booking, offer, why, now)
    following = ask_next(session, booking=booking, now=now, office=office, instead_of=offer)
    if _same_person(offer, following):
        return
    tell = notices.offer_over if why is OfferEnd.NOT_AVAILABLE else notices.offer_ended
    tell(session, booking=booking, offer=offer, now=now, office=office)


def end(session: Session, offer: Offer, to: OfferStatus, *, why: str | None, now: datetime) -> None:
    """Close an open offer, through the transition table."""
    require_offer_transition(offer.status, to)
    offer.status, offer.ended_reason, offer.answered_at = to, why, now
    session.add(offer)


def answer_time(booking: Booking, usual: timedelta) -> timedelta:
    """How long each has to answer: as the agency said, else as `usual`, shorter when it is needed now."""
    if booking.answer_minutes:
        return timedelta(minutes=booking.answer_minutes)
    return usual if booking.planned else min(usual, UNPLANNED_ANSWER_TIME)


def last_chance(booking: Booking) -> datetime:
    """When asking ends: at the start, or five minutes into what was not planned."""
    return booking.starts_at if booking.planned else booking.starts_at + UNPLANNED_GRACE


def is_too_late(booking: Booking, now: datetime) -> bool:
    """Whether nobody can be asked any more; what was not planned can be to the very last instant."""
    return now >= booking.starts_at if booking.planned else now > last_chance(booking)


def is_open(booking: Booking, now: datetime) -> bool:
    """Whether anyone can still be asked, now or after whoever is being asked."""
    return booking.status in {*_STARTABLE, BookingStatus.ASKING} and not is_too_late(booking, now)


def is_missed(booking: Booking, now: datetime) -> bool:
    """Whether the time came before anybody was asked: it stays registered, and can only be cancelled."""
    return booking.status is BookingStatus.REGISTERED and is_too_late(booking, now)


def require_not_started(booking: Booking, now: datetime) -> None:
    """Conflict `booking_started` once it is too late to ask anyone."""
    if is_too_late(booking, now):
        raise Conflict("booking_started", "The time has come, so this is no longer possible.")


def _close(session: Session, booking: Booking, offer: Offer, why: OfferEnd, now: datetime) -> None:
    end(session, offer, OfferStatus.WITHDRAWN, why=why.value, now=now)
    note(session, stored_id(booking.id), Entry(Event.OFFER_WITHDRAWN, now, offer_id=offer.id, why=why.value))


def _same_person(offer: Offer, other: Offer | None) -> bool:
    return other is not None and other.interpreter_id == offer.interpreter_id


def _offer(booking: Booking, best: Candidate, now: datetime, office: Office) -> Offer:
    given = answer_time(booking, office.default_answer_time)
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
    booking.unfilled_reasons = {**ranking.left_out, **unasked} or {NOBODY: 0}
    move(session, booking, BookingStatus.UNFILLED, Entry(Event.UNFILLED, now, why=_why(ranking)))
    notices.unfilled(session, booking=booking, now=now, office=office)


def _why(ranking: Ranking) -> str:
    if ranking.items:
        return TOO_LATE
    if not ranking.left_out:
        return NOBODY
    return NOBODY_LEFT if LeftOut.ALREADY_ASKED in ranking.left_out else NOBODY_SUITS
