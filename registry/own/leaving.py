"""She leaves the public register from a day, and comes back: being listed is voluntary (tolkeloven § 17)."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, invalid
from registry import facts, listing, registration
from registry.tables import Interpreter, ListingChange


def leave(session: Session, *, person: Interpreter, on: date, now: datetime) -> ListingChange:
    """Out of the public register from a day, today or to come. Bookings from that day on are replaced.

    Invalid `in_the_past`; Conflict `not_listed`.
    """
    return _turn(session, person, on, now, listed=False)


def come_back(session: Session, *, person: Interpreter, on: date, now: datetime) -> ListingChange:
    """In again, for whoever left by herself; on the day she was to leave it undoes the leaving.

    Conflict `needs_application` when it was not she who took herself out, or nothing in her evidence gives
    a category that day: then an officer decides (tolkeloven § 17).
    """
    registration.held(session, person.number)
    if not may_come_back(session, person, on):
        raise Conflict(
            "needs_application", "You cannot list yourself from that day. Apply for being listed again."
        )
    return _turn(session, person, on, now, listed=True)


def stands(session: Session, person: Interpreter, on: date) -> bool:
    """Whether she is listed that day."""
    turn = _last(session, person, on)
    return turn is not None and turn.listed


def left_from(session: Session, person: Interpreter, *, today: date) -> date | None:
    """The day to come from which she has left, if she has."""
    statement = select(ListingChange).where(
        ListingChange.interpreter_id == person.id,
        col(ListingChange.effective_on) > today,
        col(ListingChange.struck_at).is_(None),
    )
    order = col(ListingChange.effective_on).desc(), col(ListingChange.id).desc()
    turn = session.exec(statement.order_by(*order).limit(1)).first()
    return None if turn is None or turn.listed else turn.effective_on


def may_come_back(session: Session, person: Interpreter, on: date) -> bool:
    """Whether she took herself out, is not shut out that day, and holds a category then."""
    turn = _last(session, person, on)
    known = facts.of_number(session, person.number)
    if turn is None or turn.listed or known is None or turn.registered_by != person.account_id:
        return False
    history = known.history
    held = any(
        span.starts_on <= on < span.ends_on for code in history.languages() for span in history.levels(code)
    )
    return person.account_id is not None and held and not history.excluded_on(on)


def _turn(session: Session, person: Interpreter, on: date, now: datetime, *, listed: bool) -> ListingChange:
    if on < oslo_date(now):
        raise invalid("effective_on", "in_the_past", "Choose today or a day to come.")
    return listing.change(
        session,
        interpreter_id=stored_id(person.id),
        listed=listed,
        effective_on=on,
        now=now,
        by=person.account_id,
    )


def _last(session: Session, person: Interpreter, day: date) -> ListingChange | None:
    statement = select(ListingChange).where(
        ListingChange.interpreter_id == person.id,
        col(ListingChange.effective_on) <= day,
        col(ListingChange.struck_at).is_(None),
    )
    order = col(ListingChange.effective_on).desc(), col(ListingChange.id).desc()
    return session.exec(statement.order_by(*order).limit(1)).first()
