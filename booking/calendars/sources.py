"""An interpreter's own calendars: given, listed, taken away; and what reading one changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from booking.availability import changing
from booking.availability.tables import BusySpan
from booking.calendars.reading import Address, Found
from booking.calendars.tables import CalendarSource
from booking.tables import Booking, Invitation
from kit.db import lock, stored_id
from kit.errors import Conflict, NotFound

MOST = 10
"""How many calendars one interpreter may give."""
READ_EVERY = timedelta(minutes=15)
SILENT_AFTER = timedelta(hours=24)
PARK_AFTER = 20
"""How many failures in a row until we stop asking: about four days."""
_LONGEST_DELAY = timedelta(hours=6)
_SHOWN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """A calendar as its owner reads it; `ahead` is how many busy spans there are in the next two weeks."""

    source: CalendarSource
    ahead: int
    silent: bool


def of(session: Session, interpreter_id: int, *, now: datetime) -> list[Told]:
    """Her calendars, the oldest first."""
    hers = select(CalendarSource).where(CalendarSource.interpreter_id == interpreter_id)
    found = session.exec(hers.order_by(col(CalendarSource.id))).all()
    counts = _ahead(session, [stored_id(one.id) for one in found], now=now)
    return [Told(one, counts.get(stored_id(one.id), 0), is_silent(one, now=now)) for one in found]


def one_of(session: Session, interpreter_id: int, source_id: int, *, now: datetime) -> Told:
    """One of her calendars, or NotFound."""
    found = next((one for one in of(session, interpreter_id, now=now) if one.source.id == source_id), None)
    if found is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return found


def taken(session: Session, interpreter_id: int, source_id: int) -> CalendarSource:
    """One of her calendars, for this transaction to change; NotFound when it is not hers."""
    hers = CalendarSource.id == source_id, CalendarSource.interpreter_id == interpreter_id
    source = session.exec(lock(session, select(CalendarSource).where(*hers))).one_or_none()
    if source is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return source


def refuse_more(session: Session, interpreter_id: int) -> None:
    """Conflict `too_many_calendars` when she has given as many as she may."""
    count = select(func.count()).where(CalendarSource.interpreter_id == interpreter_id)
    if session.exec(count).one() >= MOST:
        raise Conflict("too_many_calendars", "Keep to {most} calendars. Remove one first.", most=MOST)


def add(
    session: Session,
    *,
    interpreter_id: int,
    address: Address,
    sealed: str,
    named: tuple[str, str],
    found: Found,
    now: datetime,
) -> CalendarSource:
    """Keep a calendar that has just been read; `named` is her label for it, and its host.

    Conflict `calendar_known` for one she has given already, `too_many_calendars`.
    """
    refuse_more(session, interpreter_id)
    label, host = named
    source = CalendarSource(
        interpreter_id=interpreter_id,
        kind=address.kind,
        label=label,
        host=host,
        secret=sealed,
        secret_digest=address.digest,
        added_at=now,
        due_at=now,
        last_attempt_at=now,
    )
    session.add(source)
    session.flush()
    succeeded(session, source, found, now=now)
    return source


def remove(session: Session, *, interpreter_id: int, source_id: int, now: datetime) -> None:
    """Forget a calendar, its address and everything it made busy; NotFound when it is not hers."""
    source = taken(session, interpreter_id, source_id)
    session.exec(delete(BusySpan).where(col(BusySpan.source_id) == source_id))
    session.delete(source)
    session.flush()
    changing.changed(session, interpreter_id=interpreter_id, now=now)


def remove_all(session: Session, interpreter_id: int) -> None:
    """Forget all of somebody's calendars: she is removed from the register."""
    hers = select(CalendarSource.id).where(CalendarSource.interpreter_id == interpreter_id)
    session.exec(delete(BusySpan).where(col(BusySpan.source_id).in_(hers)))
    session.exec(delete(CalendarSource).where(col(CalendarSource.interpreter_id) == interpreter_id))


def succeeded(session: Session, source: CalendarSource, found: Found, *, now: datetime) -> None:
    """A reading went well: new spans stand in place of the old at once, unless nothing has changed."""
    source.etag, source.last_modified = found.known.tag.etag, found.known.tag.last_modified
    source.body_digest, source.read_on = found.known.body_digest, found.known.read_on
    source.last_success_at, source.due_at = now, now + READ_EVERY
    source.failure, source.failures, source.parked_at, source.silence_told_at = None, 0, None, None
    session.add(source)
    if found.busy is not None:
        source_id = stored_id(source.id)
        session.exec(delete(BusySpan).where(col(BusySpan.source_id) == source_id))
        session.add_all(
            BusySpan(
                source_id=source_id,
                interpreter_id=source.interpreter_id,
                starts_at=one.start,
                ends_at=one.end,
            )
            for one in found.busy
        )
        session.flush()
        changing.changed(session, interpreter_id=source.interpreter_id, now=now)
    session.flush()


def failed(session: Session, source: CalendarSource, code: str, *, now: datetime) -> None:
    """A reading went wrong: what was read before stands, and we ask again later, or no more."""
    source.failure, source.failures = code, source.failures + 1
    source.due_at = now + delay(source.failures)
    if source.failures >= PARK_AFTER:
        source.parked_at = now
    session.add(source)
    session.flush()


def delay(failures: int) -> timedelta:
    """The wait after so many failures in a row: a quarter of an hour, doubling, at most six hours."""
    return min(READ_EVERY * float(2 ** min(failures - 1, 10)), _LONGEST_DELAY)


def is_silent(source: CalendarSource, *, now: datetime) -> bool:
    """Whether it has told us nothing for a day and a night."""
    return now - (source.last_success_at or source.added_at) >= SILENT_AFTER


def our_invitations(session: Session, interpreter_id: int, *, now: datetime) -> tuple[str, ...]:
    """The UIDs of our invitations to her that are not over: they count as assignments, not as busy."""
    ahead = (
        select(Invitation.uid)
        .join(Booking, col(Booking.id) == col(Invitation.booking_id))
        .where(Invitation.interpreter_id == interpreter_id, col(Booking.ends_at) > now)
    )
    return tuple(sorted(session.exec(ahead)))


def forget_past(session: Session, *, now: datetime) -> None:
    """Busy spans that are over say nothing any more."""
    session.exec(delete(BusySpan).where(col(BusySpan.ends_at) <= now - timedelta(days=1)))


def _ahead(session: Session, ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """How many busy spans each has in the next two weeks."""
    counted = (
        select(BusySpan.source_id, func.count())
        .where(
            col(BusySpan.source_id).in_(ids),
            col(BusySpan.ends_at) > now,
            col(BusySpan.starts_at) < now + _SHOWN,
        )
        .group_by(col(BusySpan.source_id))
    )
    return dict(session.exec(counted).all())
