"""Whose secret this is, whether it still may see, and whether anything is new: the hot read.

A calendar asks every quarter of an hour and almost always hears that nothing is new. That is answered from
a stamp: counts and sums over the rows the feed is made of. Every change alters it, since a SEQUENCE only
rises and a row's id is never another's. Nothing is rendered for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Executable, Select, bindparam, case, cast, func, select, union_all
from sqlmodel import Session, col, exists

from booking.availability.tables import OnCall
from booking.feeds.publishing import is_allowed
from booking.feeds.tables import Feed
from booking.feeds.words import Detail, Means, Scope
from booking.queries import is_visible
from booking.states import AssignmentStatus, BookingStatus
from booking.tables import Assignment, Booking, Invitation, Side
from identity import acting
from identity.permissions import Actor
from kit.clock import oslo_date, oslo_midnight
from kit.db import Database
from kit.prepared import prepared
from kit.secrets import digest
from registry.tables import Interpreter

VERSION = 2
"""Rises when the same rows are told otherwise than before, so that calendars fetch them anew."""
APART = 2**40
"""Her time on call has ids below nought and this far down, so that none is taken for an assignment's."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A feed in the hands of whoever has its secret, and the account whose it is, as it is now."""

    id: int
    scope: Scope
    organisation_id: int | None
    detail: Detail
    read_on: date | None
    actor: Actor

    def facts(self, since: datetime) -> dict[str, object]:
        """What the statements about it ask for."""
        whose: dict[Scope, dict[str, object]] = {
            Scope.ASSIGNMENTS: {"account_id": self.actor.id},
            Scope.UNIT: {"account_id": self.actor.id, "organisation_id": self.organisation_id},
            Scope.DUTY: {"organisation_id": self.organisation_id},
        }
        return whose[self.scope] | {"since": since}


def opened(database: Database, secret: str, means: Means) -> Opened | None:
    """The feed this secret opens; None when there is none, or its account may no longer see it."""
    rows = database.kept(_BY_SECRET, {"digest": digest(secret), "means": means})
    if not rows:
        return None
    feed_id, account_id, scope, organisation_id, detail, read_on = rows[0]
    actor = acting.kept_as_of_now(database, account_id)
    if not actor.signed_in or not is_allowed(actor, Scope(scope), organisation_id):
        return None
    return Opened(feed_id, Scope(scope), organisation_id, Detail(detail), read_on, actor)


def since(now: datetime) -> datetime:
    """From when entries are shown: the beginning of the month before, so that it changes once a month."""
    first = oslo_date(now).replace(day=1)
    return oslo_midnight((first - timedelta(days=1)).replace(day=1))


def stamp(database: Database, feed: Opened, *, now: datetime) -> str:
    """Tells this state of the feed from every other; the same as long as nothing in it has changed.

    Names on a duty list may change with nothing else, so that one is new every day.
    """
    begins = since(now)
    (counted,) = database.kept(_STAMPS[feed.scope], feed.facts(begins))
    today = oslo_date(now) if feed.scope is Scope.DUTY else ""
    told = (VERSION, feed.id, feed.detail, feed.actor.tongue, begins, today, *map(str, counted))
    return digest(repr(told))[:32]


def mark_read(session: Session, feed: Opened, *, now: datetime) -> None:
    """Today it was fetched; not how often or from where."""
    found = session.get(Feed, feed.id)
    if found is not None:
        found.read_on = oslo_date(now)
        session.add(found)


def sent(scope: Scope, *columns: Any) -> Select[Any]:
    """Invitations of the scope, those that are cancelled as well, to what begins from `since` on."""
    found = select(*columns).select_from(Invitation).join(Booking, _ITS)
    return _within(scope, found, col(Invitation.interpreter_id)).where(col(Invitation.side) == _SIDES[scope])


def unsent(scope: Scope, *columns: Any) -> Select[Any]:
    """What is to be in the calendar though nobody could be written to when it was settled."""
    told = exists().where(_ITS, col(Invitation.side) == _SIDES[scope])
    if scope is Scope.UNIT:
        found = select(*columns).select_from(Booking).where(col(Booking.status).in_(_FILLED))
        return _within(scope, found, None).where(~told)
    found = select(*columns).select_from(Assignment)
    found = found.join(Booking, col(Booking.id) == col(Assignment.booking_id))
    hers = col(Invitation.interpreter_id) == col(Assignment.interpreter_id)
    held = col(Assignment.status).in_(_KEPT)
    lasting = col(Assignment.ends_at) > bindparam("since")  # what its index is for
    return _within(scope, found, col(Assignment.interpreter_id)).where(held, lasting, ~told.where(hers))


def on_duty(scope: Scope, *columns: Any) -> Select[Any]:
    """Time on call that may still touch `since`: of the organisation's duty list, or an interpreter's own."""
    still = col(OnCall.ends_at) > bindparam("since")
    if scope is Scope.DUTY:
        whose = col(OnCall.organisation_id) == bindparam("organisation_id")
    else:
        whose = col(Interpreter.account_id) == bindparam("account_id")
    found = select(*columns).select_from(OnCall)
    found = found.join(Interpreter, col(Interpreter.id) == col(OnCall.interpreter_id))
    return found.where(whose, still | col(OnCall.every_weeks).is_not(None))


_ITS = col(Booking.id) == col(Invitation.booking_id)
_KEPT = (AssignmentStatus.HELD, AssignmentStatus.COMPLETED)
_FILLED = (BookingStatus.BOOKED, BookingStatus.COMPLETED)
_CONFIRMED = case((col(OnCall.confirmed_at).is_(None), 0), else_=1)
_SIDES = {Scope.ASSIGNMENTS: Side.INTERPRETER, Scope.UNIT: Side.AGENCY}


def _within(scope: Scope, found: Select[Any], interpreter_id: Any) -> Select[Any]:
    found = found.where(col(Booking.starts_at) >= bindparam("since"))
    if scope is Scope.UNIT:
        theirs = col(Booking.organisation_id) == bindparam("organisation_id")
        return found.where(theirs, is_visible(bindparam("account_id")))
    her = col(Interpreter.id) == interpreter_id
    return found.join(Interpreter, her).where(col(Interpreter.account_id) == bindparam("account_id"))


def _counted(rows: Any) -> Executable:
    one = rows.subquery()
    kept = (func.count(), *(sum_of(one.c[n]) for n in (0, 1) for sum_of in (func.sum, func.max)))
    return prepared(select(*kept).select_from(one))


def _of_bookings(scope: Scope) -> Executable:
    """Rows not sent have ids below nought, so that neither is taken for the other."""
    row = Assignment if scope is Scope.ASSIGNMENTS else Booking
    rows = [
        sent(scope, col(Invitation.id).label("id"), col(Invitation.sequence).label("version")),
        unsent(scope, (-col(row.id)).label("id"), col(Booking.version).label("version")),
    ]
    if scope is Scope.ASSIGNMENTS:
        rows.append(on_duty(scope, -cast(OnCall.id, BigInteger) - APART, _CONFIRMED))
    return _counted(union_all(*rows))


_STAMPS: Mapping[Scope, Executable] = {
    Scope.ASSIGNMENTS: _of_bookings(Scope.ASSIGNMENTS),
    Scope.UNIT: _of_bookings(Scope.UNIT),
    Scope.DUTY: _counted(on_duty(Scope.DUTY, col(OnCall.id), _CONFIRMED)),
}
_BY_SECRET = prepared(
    select(
        col(Feed.id),
        col(Feed.account_id),
        col(Feed.scope),
        col(Feed.organisation_id),
        col(Feed.detail),
        col(Feed.read_on),
    ).where(col(Feed.secret_digest) == bindparam("digest"), col(Feed.means) == bindparam("means"))
)
