"""Booked interpreters followed between booking and start: what the register posts, and what nobody posted."""

from collections.abc import Sequence
from datetime import datetime

from booking import replacing
from booking.office import Office
from kit import outbox
from kit.db import Database
from kit.logs import log
from kit.outbox import Claimed
from registry import lost


def follow_next(database: Database, office: Office, *, park_after: int, now: datetime) -> bool:
    """Look again at the bookings of the next interpreter who has lost something; False when none has.

    Each booking is a transaction. A crash between two of them repeats the row, and harms nothing.
    """
    only = frozenset({lost.KIND})
    with database.read() as session:
        if not outbox.is_waiting(session, now=now, only=only):
            return False
    with database.write() as session:
        claimed = outbox.claim(session, now=now, park_after=park_after, only=only)
    if claimed is None:
        return False
    try:
        with database.read() as session:
            found = replacing.of_interpreter(
                session, interpreter_id=claimed.payload["interpreter_id"], now=now
            )
        _replace(database, found, office, now)
    except Exception:
        _try_later(database, claimed, park_after, now)
        raise
    with database.write() as session:
        outbox.delivered(session, claimed, now=now)
    return True


def watch(database: Database, office: Office, *, now: datetime) -> bool:
    """The same of everybody, whether or not a word was posted; never more at once."""
    with database.read() as session:
        found = replacing.of_anybody(session, now=now)
    _replace(database, found, office, now)
    return False


def _replace(database: Database, bookings: Sequence[int], office: Office, now: datetime) -> None:
    for booking_id in bookings:
        with database.write() as session:
            replacing.replace(session, booking_id=booking_id, now=now, office=office)
        log().info("interpreter_replaced", booking=booking_id)


def _try_later(database: Database, claimed: Claimed, park_after: int, now: datetime) -> None:
    with database.write() as session:
        outbox.failed(
            session, claimed, error="replacing_failed", permanent=False, park_after=park_after, now=now
        )
