"""Locks in the one order that cannot deadlock: bookings by id, then the interpreter."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from booking.tables import Booking, Offer
from kit.db import lock
from registry.tables import Interpreter


def bookings(session: Session, ids: Collection[int]) -> dict[int, Booking]:
    """These bookings as they are now, ours until the transaction ends."""
    statement = select(Booking).where(col(Booking.id).in_(ids)).order_by(col(Booking.id))
    rows = session.exec(lock(session, statement).execution_options(populate_existing=True)).all()
    return {row.id: row for row in rows if row.id is not None}


def booking(session: Session, booking_id: int) -> Booking:
    """One booking as it is now, ours until the transaction ends."""
    return bookings(session, [booking_id])[booking_id]


def interpreter(session: Session, interpreter_id: int) -> None:
    """The interpreter is ours until the transaction ends: nobody else says yes on her behalf meanwhile."""
    session.exec(lock(session, select(Interpreter.id).where(col(Interpreter.id) == interpreter_id))).one()


def reread(session: Session, offer: Offer) -> None:
    """The offer as it is now that its booking is locked."""
    session.refresh(offer)
