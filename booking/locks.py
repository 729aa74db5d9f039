"""Locks in the one order that cannot deadlock: bookings by id, then the interpreter."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from booking.tables import Booking, Offer
from kit.asking import asked
from kit.db import stored_id
from kit.prepared import among, prepared
from registry.tables import Interpreter

_BOOKINGS = (
    select(Booking)
    .where(among(col(Booking.id), "ids"))
    .order_by(col(Booking.id))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_INTERPRETER = prepared(
    select(col(Interpreter.id))
    .where(col(Interpreter.id) == bindparam("interpreter_id"))
    .with_for_update(key_share=True)
)
"""As `kit.db.lock` takes rows; SQLite has no such words, and its compiler leaves them out."""


def bookings(session: Session, ids: Collection[int]) -> dict[int, Booking]:
    """These bookings as they are now, ours until the transaction ends."""
    rows = session.scalars(_BOOKINGS, {"ids": sorted(ids)}).all()
    return {stored_id(row.id): row for row in rows}


def booking(session: Session, booking_id: int) -> Booking:
    """One booking as it is now, ours until the transaction ends."""
    return bookings(session, [booking_id])[booking_id]


def interpreter(session: Session, interpreter_id: int) -> None:
    """The interpreter is ours until the transaction ends: nobody else says yes on her behalf meanwhile."""
    asked(session, _INTERPRETER, {"interpreter_id": interpreter_id})


def reread(session: Session, offer: Offer) -> None:
    """The offer as it is now that its booking is locked."""
    session.refresh(offer)
