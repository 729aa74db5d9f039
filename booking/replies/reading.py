"""What was received, read by whoever keeps the installation: above all what was kept for a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from booking.replies import mime
from booking.replies.mime import NotUnderstood
from booking.replies.tables import ReceivedMessage
from booking.replies.words import KEPT, State
from booking.tables import Booking
from kit import paging
from kit.db import lock
from kit.errors import NotFound

_MOST_SHOWN = 4000
_WITH_BOOKING = select(ReceivedMessage, Booking.reference).outerjoin(
    Booking, and_(col(Booking.id) == col(ReceivedMessage.booking_id), col(Booking.sensitive).is_(False))
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says, to a person: whom it claims to be from, its subject and its plain text."""

    sender: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """One message, and the booking its token led to; a sensitive one is not told of."""

    row: ReceivedMessage
    reference: str | None


def messages(
    session: Session, *, only_kept: bool, text: str, limit: int, cursor: str | None
) -> tuple[list[Received], str | None]:
    """Messages, the newest first: what is kept for a person and not settled, or all.

    `text` is sought in the booking's reference; a number is a message's own.
    """
    statement = _WITH_BOOKING
    if only_kept:
        statement = statement.where(
            col(ReceivedMessage.state).in_(KEPT), col(ReceivedMessage.settled_at).is_(None)
        )
    if sought := text.strip().replace("\x00", ""):
        by_number = col(ReceivedMessage.id) == (int(sought) if _is_number(sought) else 0)
        in_reference = func.lower(col(Booking.reference)).contains(sought.lower(), autoescape=True)
        statement = statement.where(or_(by_number, in_reference))
    place = paging.decode(cursor, paging.key)
    found = session.exec(
        paging.after(statement, place, col(ReceivedMessage.id), limit=limit, backwards=True)
    ).all()
    return paging.page([Received(*one) for one in found], limit=limit, key=lambda one: (one.row.id,))


def kept(session: Session) -> int:
    """How many messages wait for a person."""
    return session.exec(
        select(func.count())
        .select_from(ReceivedMessage)
        .where(col(ReceivedMessage.state).in_(KEPT), col(ReceivedMessage.settled_at).is_(None))
    ).one()


def one(session: Session, message_id: int) -> Received:
    """One message, or NotFound."""
    found = session.exec(_WITH_BOOKING.where(ReceivedMessage.id == message_id)).one_or_none()
    if found is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return Received(*found)


def letter(row: ReceivedMessage) -> Letter | None:
    """What the message says, or None when it cannot be opened or is erased."""
    if row.content is None:
        return None
    try:
        mail = mime.opened(row.content)
    except NotUnderstood:
        return None
    return Letter(mail.header("From"), mail.header("Subject"), mail.text[:_MOST_SHOWN])


def settle(session: Session, *, message_id: int, by: int, now: datetime) -> None:
    """A person has looked at what was kept. Twice changes nothing; NotFound for what was not kept."""
    row = session.exec(
        lock(session, select(ReceivedMessage).where(ReceivedMessage.id == message_id))
    ).one_or_none()
    if row is None or row.state not in KEPT:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    if row.settled_at is None:
        row.settled_at, row.settled_by = now, by
        session.add(row)


def waiting(session: Session) -> int:
    """How many messages have not been looked at."""
    return session.exec(
        select(func.count()).select_from(ReceivedMessage).where(ReceivedMessage.state == State.WAITING)
    ).one()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004 - what a key can hold
