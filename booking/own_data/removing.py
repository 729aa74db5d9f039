"""Somebody is removed: the officer's act, in one transaction over what the register and booking hold.

Kept: that offers were made and assignments took place, which are the agencies' records (arkivlova § 9).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, update
from sqlmodel import Session, col, or_, select

from booking.availability import kept
from booking.availability.tables import AVAILABILITY
from booking.calendars import sources
from booking.channels import BookingLetter, OfferByCalendar
from booking.feeds.tables import Feed
from booking.proof import erasing
from booking.replies.tables import ReceivedMessage
from booking.states import OVER, AssignmentStatus, OfferStatus
from booking.tables import Assignment, Bar, Booking, BookingLog, Invitation, InvitationSent, Offer, Side
from booking.travel.tables import InterpreterReach
from kit.db import stored_id
from kit.errors import Conflict, invalid
from registry import registration
from registry.cases.house import House
from registry.own import asking, letters, removing
from registry.own.tables import OwnRequest
from registry.own.words import Block, RequestKind
from registry.tables import Interpreter, Merge

_BLOCKED = Conflict(
    "removal_blocked", "Something must be settled before this person can be removed. It stands on the page."
)


def blocks(session: Session, person: Interpreter, *, now: datetime) -> list[Block]:
    """What must be settled first, in booking and in the register."""
    found = []
    held = Assignment.interpreter_id == person.id, col(Assignment.status) == AssignmentStatus.HELD
    if session.exec(select(Assignment.id).where(*held).limit(1)).first() is not None:
        found.append(Block.HELD_ASSIGNMENTS)
    asked = Offer.interpreter_id == person.id, col(Offer.status) == OfferStatus.OPEN
    if session.exec(select(Offer.id).where(*asked).limit(1)).first() is not None:
        found.append(Block.OPEN_OFFERS)
    return [*found, *removing.blocks(session, person, now=now)]


def remove(
    session: Session, *, request_id: int, typed_number: str, house: House, now: datetime, by: int
) -> OwnRequest:
    """Carry out a request for removal, for good: nothing brings back what is erased.

    The officer types the number she means: Invalid `not_the_number`. Conflict `removal_blocked` while
    something stands in the way, `answered_already` for the second of two officers. She is told by a last
    letter.
    """
    asked = asking.taken(session, request_id)
    if asked.kind is not RequestKind.REMOVAL:
        raise Conflict("not_a_removal", "This request does not ask for removal.")
    known = session.get_one(Interpreter, asked.interpreter_id)
    person = registration.held(session, known.number)
    if typed_number.strip() != str(person.number):
        raise invalid("number", "not_the_number", "Type the number of the one to be removed.")
    if blocks(session, person, now=now):
        raise _BLOCKED
    told = letters.removal(person, to=asking.address_of(session, person), house=house)
    _erase(session, person)
    removing.erase(session, person=person, by=by, now=now)
    asking.carried_out(session, asked, now=now, by=by)
    if told is not None:
        letters.post(session, person, told, house=house, now=now)
    return asked


def _entries(session: Session, her: int) -> Sequence[Interpreter]:
    """Her own entry, and those merged into it."""
    merged = select(Merge.merged_id).where(Merge.standing_id == her)
    return session.exec(
        select(Interpreter).where(or_(Interpreter.id == her, col(Interpreter.id).in_(merged)))
    ).all()


def _erase(session: Session, person: Interpreter) -> None:
    her = stored_id(person.id)
    for table in (*AVAILABILITY, Bar, InterpreterReach, OfferByCalendar, BookingLetter):
        session.execute(delete(table).where(col(table.interpreter_id) == her))
    sources.remove_all(session, her)
    kept.refresh(session, [her])
    over = select(Assignment.booking_id).join(Booking, col(Booking.id) == col(Assignment.booking_id))
    hers = over.where(Assignment.interpreter_id == her, col(Booking.status).in_(OVER))
    agencys = and_(col(Invitation.side) == Side.AGENCY, col(Invitation.booking_id).in_(hers))
    telling = or_(col(Invitation.interpreter_id) == her, agencys)
    sent = col(InvitationSent.invitation_id).in_(select(Invitation.id).where(telling))
    session.execute(delete(InvitationSent).where(sent))
    session.execute(delete(Invitation).where(telling))
    wrote_to_us = col(ReceivedMessage.interpreter_id) == her
    session.execute(update(ReceivedMessage).where(wrote_to_us).values(content=None))
    said_no = col(Offer.interpreter_id) == her, col(Offer.status) == OfferStatus.DECLINED
    session.execute(update(Offer).where(*said_no).values(ended_reason=None))
    withdrew = col(Assignment.interpreter_id) == her, col(Assignment.status) == AssignmentStatus.WITHDRAWN
    session.execute(update(Assignment).where(*withdrew).values(ended_reason=None))
    if person.account_id is not None:
        wrote = col(BookingLog.account_id) == person.account_id
        session.execute(update(BookingLog).where(wrote).values(why=None))
        session.execute(delete(Feed).where(col(Feed.account_id) == person.account_id))
    for entry in _entries(session, her):
        erasing.erase(session, entry)
    session.flush()
