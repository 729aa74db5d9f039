"""The agency changes or cancels, the interpreter withdraws; whoever is affected hears of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from booking import locks, notices, offering
from booking.availability import reading
from booking.deviations import requiring
from booking.journal import Entry, Event, move, note
from booking.matching import everyone, seats
from booking.office import Office
from booking.orders import (
    Change,
    require_no_birth_numbers,
    require_place,
    require_point,
    require_time,
    todays,
)
from booking.states import (
    AssignmentStatus,
    BookingStatus,
    OfferEnd,
    assignment_is,
    booking_is,
    require_booking_transition,
)
from booking.tables import Assignment, Booking
from booking.travel import neighbours
from booking.travel.rules import place_of
from kit.db import stored_id
from kit.errors import Conflict, NotFound
from kit.interval import Interval
from registry.tables import Interpreter
from registry.words import Modality

_TIME = frozenset({"starts_at", "ends_at"})
_POINT = frozenset({"latitude", "longitude"})
_PLACE = frozenset({"kommune", "address", *_POINT})


def change(
    session: Session,
    *,
    booking: Booking,
    change: Change,
    by: int,
    now: datetime,
    office: Office,
    seen: int | None = None,
) -> Booking:
    """A new time or place. Whoever is being asked is asked no more, and asking begins anew.

    An interpreter who has said yes keeps the assignment when she is free at the new time and can get to
    the new place, and may withdraw; otherwise it is Conflict `interpreter_busy`, `travel_too_short`, or
    `no_longer_qualified` when the register does not have her as qualified on the new day, and nothing
    changes. A booking nobody could take is asked about anew as well. Given the version `seen`, it is
    Conflict `booking_changed` when somebody has changed it since. The caller holds the booking's lock.
    """
    if seen is not None and seen != booking.version:
        raise Conflict("booking_changed", "Somebody has changed the booking since you opened this page.")
    require_booking_transition(booking.status, BookingStatus.CANCELLED)  # what has ended cannot change
    offering.require_not_started(booking, now)
    changed = _changed(booking, change, now)
    if not changed:
        return booking
    before = _logged(booking)
    for name, value in changed.items():
        setattr(booking, name, value)
    if booking.modality is Modality.ON_SITE and "kommune" in changed:
        seats.know_places(session, changed["kommune"])
    booking.version += 1
    moved = {"from": before, "to": _logged(booking)}
    entry = Entry(Event.CHANGED, now, by, why=", ".join(sorted(changed)), change=moved)
    match booking.status:
        case BookingStatus.BOOKED:
            _keep_if_free(session, booking, entry, changed.keys(), office)
            notices.changed(
                session, booking=booking, assignment=_held(session, booking), now=now, office=office
            )
        case BookingStatus.ASKING | BookingStatus.UNFILLED:
            requiring.require_kept(session, booking)
            note(session, stored_id(booking.id), entry)
            _ask_anew(session, booking, now, office)
        case _:
            note(session, stored_id(booking.id), entry)
    return booking


def cancel(
    session: Session, *, booking: Booking, reason: str | None, by: int, now: datetime, office: Office
) -> Booking:
    """The agency needs nobody any more; Conflict `booking_completed` once the time is over.

    The caller holds the booking's lock.
    """
    require_no_birth_numbers({"reason": reason})
    if booking.status is BookingStatus.BOOKED and now >= booking.ends_at:
        raise booking_is(BookingStatus.COMPLETED)
    held = _held(session, booking) if booking.status is BookingStatus.BOOKED else None
    asked = offering.open_offer(session, booking)
    move(session, booking, BookingStatus.CANCELLED, Entry(Event.CANCELLED, now, by, why=reason))
    if asked is not None:
        offering.take_back(session, booking, asked, why=OfferEnd.BOOKING_CANCELLED, now=now, office=office)
    if held is not None:
        _end(session, held, AssignmentStatus.CANCELLED, now, reason)
    notices.cancelled(session, booking=booking, assignment=held, now=now, office=office)
    return booking


def withdraw(
    session: Session,
    *,
    assignment_id: int,
    by: Interpreter,
    reason: str | None,
    now: datetime,
    office: Office,
) -> Assignment:
    """The interpreter cannot after all: the next is asked. Withdrawing twice changes nothing."""
    require_no_birth_numbers({"reason": reason})
    assignment = assignment_of(session, assignment_id, by)
    booking = locks.booking(session, assignment.booking_id)
    session.refresh(assignment)
    if assignment.status is AssignmentStatus.WITHDRAWN:
        return assignment
    if assignment.status is not AssignmentStatus.HELD:
        raise assignment_is(assignment.status)
    offering.require_not_started(booking, now)
    _end(session, assignment, AssignmentStatus.WITHDRAWN, now, reason)
    entry = Entry(Event.INTERPRETER_WITHDREW, now, by.account_id, assignment.offer_id, reason)
    note(session, assignment.booking_id, entry)
    notices.interpreter_withdrew(session, booking=booking, assignment=assignment, now=now, office=office)
    offering.ask_next(session, booking=booking, now=now, office=office)
    return assignment


def assignment_of(session: Session, assignment_id: int, interpreter: Interpreter) -> Assignment:
    """An assignment of hers, or NotFound."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.interpreter_id != interpreter.id:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return assignment


def _changed(booking: Booking, change: Change, now: datetime) -> dict[str, Any]:
    given = change.model_dump(exclude_unset=True)
    if "kommune" in given:
        require_place(booking.modality, given["kommune"], None)
        given["kommune"] = todays(given["kommune"])
    changed = {name: value for name, value in given.items() if value != getattr(booking, name)}
    if not _PLACE.isdisjoint(changed) and _POINT.isdisjoint(given):
        changed |= {
            name: None for name in _POINT if getattr(booking, name) is not None
        }  # it was the old place's
    after = {name: changed.get(name, getattr(booking, name)) for name in Change.model_fields}
    if _TIME & changed.keys():
        require_time(after["starts_at"], after["ends_at"], planned=booking.planned, now=now)
    require_place(booking.modality, after["kommune"], after["meeting_url"])
    require_point(booking.modality, after["kommune"], after["latitude"], after["longitude"])
    require_no_birth_numbers({name: after[name] for name in ("address", "meeting_url")})
    return changed


def _logged(booking: Booking) -> dict[str, Any]:
    """The time and the place as the log keeps them; a sensitive booking's place is not repeated there."""
    names = _TIME if booking.sensitive else Change.model_fields
    stands = Change.model_construct(**{name: getattr(booking, name) for name in names})
    return stands.model_dump(mode="json", exclude_unset=True)


def _keep_if_free(
    session: Session, booking: Booking, entry: Entry, changed: Collection[str], office: Office
) -> None:
    held = _held(session, booking)
    locks.interpreter(session, held.interpreter_id)
    span = Interval(booking.starts_at, booking.ends_at)
    time_changed = not _TIME.isdisjoint(changed)
    if time_changed and not everyone.still_qualified(session, booking, interpreter_id=held.interpreter_id):
        raise Conflict("no_longer_qualified", "The interpreter is not qualified for this at that time.")
    if time_changed and not reading.is_free_for(session, booking, interpreter_id=held.interpreter_id):
        raise Conflict("interpreter_busy", "The interpreter is not free at that time.")
    if time_changed or not _PLACE.isdisjoint(changed):
        neighbours.require_time_to_travel(
            session, interpreter_id=held.interpreter_id, place=place_of(booking), span=span,
            apart_from=held.booking_id, pace=office.pace,
        )  # fmt: skip
    held.starts_at, held.ends_at, held.booking_version = span.start, span.end, booking.version
    session.add(held)
    seats.work_changed(session, held.interpreter_id)
    move(session, booking, BookingStatus.BOOKED, entry)


def _ask_anew(session: Session, booking: Booking, now: datetime, office: Office) -> None:
    session.flush()
    notices.changed(session, booking=booking, assignment=None, now=now, office=office)
    asked = offering.open_offer(session, booking)
    if asked is None:
        offering.ask_next(session, booking=booking, now=now, office=office)
    else:
        offering.pass_on(session, booking, asked, why=OfferEnd.BOOKING_CHANGED, now=now, office=office)


def _held(session: Session, booking: Booking) -> Assignment:
    return session.exec(
        select(Assignment)
        .where(col(Assignment.booking_id) == booking.id)
        .where(col(Assignment.status) == AssignmentStatus.HELD)
        .execution_options(populate_existing=True)
    ).one()


def _end(
    session: Session, assignment: Assignment, to: AssignmentStatus, now: datetime, reason: str | None
) -> None:
    assignment.status, assignment.ended_at, assignment.ended_reason = to, now, reason
    session.add(assignment)
    seats.work_changed(session, assignment.interpreter_id)
