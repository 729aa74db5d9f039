"""What leaves the house waits here, written in the transaction that caused it.

A worker claims a row (short transaction), sends with no transaction open, and marks it delivered.
A crash delays and may repeat a message, byte for byte the same; it never loses one.

Rows of one `stream` leave in the order they were written, so a cancellation never overtakes its
invitation. That holds for a parked row too: the rest of its stream waits until somebody resends it.
Whoever posts to a stream holds the row it is about (a booking) locked, so ids follow commits.

What was delivered is emptied after a while: that it left, and when, is kept; what it said is not.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, cast, delete, func, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, UTCDateTime, and_, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from kit.asking import write_row
from kit.db import lock, stored_id
from kit.errors import Conflict, NotFound

LEASE = timedelta(minutes=10)
"""How long a claim stands: longer than any delivery takes, so that a slow worker is not doubled."""

_FIRST_DELAY = timedelta(seconds=15)
_LONGEST_DELAY = timedelta(hours=1)
_NOTHING = "{}"  # an empty payload as stored


class Outbox(SQLModel, table=True):
    """One thing to be sent: `kind` names the handler, `payload` is all it needs."""

    __table_args__ = (
        Index("ix_outbox_waiting", "stream", "id", postgresql_where=text("delivered_at IS NULL"),
              sqlite_where=text("delivered_at IS NULL")),
        Index("ix_outbox_due", "due_at", postgresql_where=text("delivered_at IS NULL"),
              sqlite_where=text("delivered_at IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    stream: str = Field(max_length=80)
    payload: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    parked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_error: str | None = Field(default=None, max_length=200)


def post(session: Session, *, kind: str, stream: str, payload: dict[str, Any], now: datetime) -> int:
    """Put one thing in the outbox, to leave when this transaction has committed; answers its row's id."""
    key: int = write_row(
        session, Outbox, kind=kind, stream=stream, payload=payload, created_at=now, due_at=now
    )
    return key


class NotDelivered(Exception):
    """A message did not leave. `reason` is a code without addresses or the server's words.

    `permanent` when whoever takes it on refuses this very message, so that trying again is no use.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in a worker's hands; `attempt` counts from 1 and tells this claim from a later one."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How the outbox stands; `oldest` is when the longest waiting row was written."""

    waiting: int
    parked: int
    oldest: datetime | None


def is_waiting(
    session: Session, *, now: datetime, only: Collection[str] = (), apart_from: Collection[str] = ()
) -> bool:
    """Whether something could be claimed: a read, so that an idle worker never writes."""
    return session.exec(_claimable(now, only, apart_from).limit(1)).first() is not None


def claim(
    session: Session,
    *,
    now: datetime,
    park_after: int,
    only: Collection[str] = (),
    apart_from: Collection[str] = (),
    given_up: Callable[[Session, Claimed], None] | None = None,
) -> Claimed | None:
    """Take the next row that may leave, or None. Two workers never hold the same row.

    `only` these kinds, or all but those `apart_from`: a kind with a loop of its own waits for no other.
    A row claimed `park_after` times without an outcome took its worker down each time: it is parked, and
    `given_up` told of it in the same transaction.
    """
    waiting = _claimable(now, only, apart_from).limit(1)
    while (row := session.exec(lock(session, waiting, skip=True)).first()) is not None:
        if row.attempts < park_after:
            break
        _park(row, "worker_died", now)
        session.flush()
        if given_up is not None:
            given_up(session, _claimed(row))
    if row is None:
        return None
    row.attempts += 1
    row.claimed_until = now + LEASE
    session.add(row)
    session.flush()
    return _claimed(row)


def delivered(session: Session, claimed: Claimed, *, now: datetime) -> None:
    """It has left, whatever became of the claim meanwhile."""
    row = session.exec(lock(session, select(Outbox).where(col(Outbox.id) == claimed.id))).one()
    row.delivered_at = row.delivered_at or now
    row.claimed_until = None
    row.parked_at = None
    row.last_error = None
    session.add(row)


def failed(
    session: Session, claimed: Claimed, *, error: str, permanent: bool, park_after: int, now: datetime
) -> bool:
    """It did not leave: later, after a delay that doubles; or never without a person's help (True)."""
    row = session.exec(lock(session, select(Outbox).where(col(Outbox.id) == claimed.id))).one()
    if row.delivered_at is not None or row.attempts != claimed.attempt:
        return False
    row.claimed_until = None
    row.last_error = error[:200]
    row.due_at = now + delay(row.attempts)
    if permanent or row.attempts >= park_after:
        _park(row, error, now)
    session.add(row)
    return row.parked_at is not None


def delay(attempts: int) -> timedelta:
    """The wait after this many attempts: 15 seconds, doubling, at most an hour."""
    doublings = min(attempts - 1, 20)
    return min(_FIRST_DELAY * float(2**doublings), _LONGEST_DELAY)


def parked(session: Session, *, limit: int, after: int = 0) -> list[Outbox]:
    """Rows that need a person, oldest first, from beyond the id `after`."""
    statement = select(Outbox).where(col(Outbox.parked_at).is_not(None), col(Outbox.id) > after)
    return list(session.exec(statement.order_by(col(Outbox.id)).limit(limit)))


def resend(session: Session, *, row_id: int, now: datetime) -> Outbox:
    """Let a parked row try again from the first attempt. NotFound; Conflict `not_parked`."""
    row = session.exec(lock(session, select(Outbox).where(col(Outbox.id) == row_id))).one_or_none()
    if row is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    if row.parked_at is None:
        raise Conflict("not_parked", "This message is not parked: it has been sent, or will be.")
    row.parked_at = None
    row.attempts = 0
    row.due_at = now
    session.add(row)
    session.flush()
    return row


def empty(session: Session, *, before: datetime) -> None:
    """Forget what the messages delivered before this instant said, but not that they were."""
    told = cast(col(Outbox.payload), String) != _NOTHING
    session.execute(update(Outbox).where(col(Outbox.delivered_at) < before, told).values(payload={}))


def erase(session: Session, *, mentioning: str) -> None:
    """Forget everything that has left, and everything parked, that holds this text, such as an address."""
    told = cast(col(Outbox.payload), String).contains(mentioning, autoescape=True)
    session.execute(update(Outbox).where(col(Outbox.delivered_at).is_not(None), told).values(payload={}))
    session.execute(delete(Outbox).where(col(Outbox.parked_at).is_not(None), told))


def counts(session: Session) -> Counts:
    """How many rows wait, how many are parked, and since when the oldest waits."""
    undelivered = col(Outbox.delivered_at).is_(None)
    stands_still = col(Outbox.parked_at).is_not(None)
    waiting, oldest = session.exec(
        select(func.count(), func.min(col(Outbox.created_at))).where(undelivered, ~stands_still)
    ).one()
    standing = session.exec(select(func.count()).select_from(Outbox).where(undelivered, stands_still)).one()
    return Counts(waiting, standing, oldest)


def _claimable(now: datetime, only: Collection[str], apart_from: Collection[str]) -> SelectOfScalar[Outbox]:
    earlier = aliased(Outbox)
    overtakes = exists().where(
        col(earlier.stream) == col(Outbox.stream),
        col(earlier.id) < col(Outbox.id),
        col(earlier.delivered_at).is_(None),
    )
    wanted = [_is_due(now), ~overtakes]
    if only:
        wanted.append(col(Outbox.kind).in_(only))
    if apart_from:
        wanted.append(col(Outbox.kind).not_in(apart_from))
    return select(Outbox).where(*wanted).order_by(col(Outbox.due_at), col(Outbox.id))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Outbox.delivered_at).is_(None),
        col(Outbox.parked_at).is_(None),
        col(Outbox.due_at) <= now,
        or_(col(Outbox.claimed_until).is_(None), col(Outbox.claimed_until) <= now),
    )


def _claimed(row: Outbox) -> Claimed:
    return Claimed(stored_id(row.id), row.kind, row.payload, row.attempts)


def _park(row: Outbox, error: str, now: datetime) -> None:
    row.parked_at = now
    row.claimed_until = None
    row.last_error = error[:200]
