"""What is read of bookings, always filtered by who asks; a booking is looked up here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, or_, select

from booking.journal import Entry, Event, note
from booking.states import OVER, AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, BookingLog, BookingViewer, Invitation, Offer, Side
from identity.permissions import Action, Actor, Thing, require, require_sight
from identity.roles import Role
from identity.tables import Account, Organisation
from kit import paging
from kit.db import Database, lock, stored_id
from kit.errors import Forbidden, NotFound
from registry.tables import Interpreter

BOOKERS = (Role.BOOKER, Role.AGENCY_ADMINISTRATOR)
"""Who books, and sees what their organisations have booked."""

_Asked, _Taking = aliased(Interpreter, name="asked"), aliased(Interpreter, name="taking")


@dataclass(frozen=True, slots=True)
class Told:
    """A booking with what its agency may know beside it: who is asked until when, who has said yes."""

    booking: Booking
    organisation: str
    offer: Offer | None
    asked: Interpreter | None
    assignment: Assignment | None
    interpreter: Interpreter | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which bookings: `text` is sought in references, the span [start, end) in starting times.

    Those `ahead_of` an instant start then or later and are not over; those `behind` it are the others.
    """

    status: BookingStatus | None = None
    text: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    ahead_of: datetime | None = None
    behind: datetime | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a booking's log; an interpreter is told by number only."""

    row: BookingLog
    by: str | None
    number: int | None


_TOLD = (
    rows_of(Booking, col(Organisation.name), Offer, _Asked, Assignment, _Taking)
    .join(Organisation, col(Organisation.id) == col(Booking.organisation_id))
    .outerjoin(
        Offer, and_(col(Offer.booking_id) == col(Booking.id), col(Offer.status) == OfferStatus.OPEN)
    )
    .outerjoin(_Asked, col(_Asked.id) == col(Offer.interpreter_id))
    .outerjoin(
        Assignment,
        and_(
            col(Assignment.booking_id) == col(Booking.id),
            col(Assignment.status).in_((AssignmentStatus.HELD, AssignmentStatus.COMPLETED)),
        ),
    )
    .outerjoin(_Taking, col(_Taking.id) == col(Assignment.interpreter_id))
)  # fmt: skip


def booking_for(actor: Actor) -> int:
    """The organisation the actor books for, or Forbidden: the first she is a booker or administrator of."""
    grants = [grant for role in BOOKERS for grant in actor.grants
              if grant.role is role]  # fmt: skip
    organisation_id = grants[0].organisation_id if grants else None
    require(actor, Action.BOOK, Thing(organisation_id=organisation_id))
    assert organisation_id is not None  # noqa: S101 - nobody may book for no organisation
    return organisation_id


def find(session: Session, actor: Actor, reference: str) -> Booking:
    """The booking, or NotFound unless the actor may see it."""
    return _sought(session, actor, reference, Action.SEE_BOOKING, locked=False)


def take(session: Session, actor: Actor, reference: str) -> Booking:
    """The booking, locked to be changed, or NotFound unless the actor may change it."""
    return _sought(session, actor, reference, Action.CHANGE_BOOKING, locked=True)


def told(session: Session, booking: Booking) -> Told:
    """The booking with what stands around it now."""
    session.flush()
    statement = _TOLD.where(col(Booking.id) == booking.id).execution_options(populate_existing=True)
    return Told(*session.execute(statement).one())


def bookings(
    session: Session, actor: Actor, wanted: Filter, *, limit: int, cursor: str | None
) -> tuple[list[Told], str | None]:
    """The bookings of the actor's organisations, by start; sensitive ones only to their named viewers."""
    organisations = actor.organisations(*BOOKERS)
    if not organisations:
        raise Forbidden("not_allowed", "Your account does not have the role this needs.")
    theirs = col(Booking.organisation_id).in_(organisations), _visible_to(actor)
    statement = paging.after(
        _TOLD.where(*theirs, *_matching(wanted)),
        paging.decode(cursor, paging.instant, paging.key),
        col(Booking.starts_at),
        col(Booking.id),
        limit=limit,
        backwards=wanted.newest_first,
    )
    rows = [Told(*row) for row in session.execute(statement)]
    return paging.page(rows, limit=limit, key=lambda row: (row.booking.starts_at.isoformat(), row.booking.id))


def log_of(session: Session, booking: Booking) -> list[Line]:
    """What has happened to the booking, in order."""
    offered = aliased(Interpreter, name="offered")
    acting = aliased(Interpreter, name="acting")
    statement = (
        select(BookingLog, Account.name, col(acting.number), col(offered.number))
        .outerjoin(Account, col(Account.id) == col(BookingLog.account_id))
        .outerjoin(acting, col(acting.account_id) == col(BookingLog.account_id))
        .outerjoin(Offer, col(Offer.id) == col(BookingLog.offer_id))
        .outerjoin(offered, col(offered.id) == col(Offer.interpreter_id))
        .where(col(BookingLog.booking_id) == booking.id)
        .order_by(col(BookingLog.id))
    )
    return [
        Line(row, None if interpreter else name, interpreter or number)
        for row, name, interpreter, number in session.exec(statement)
    ]


def invitation_text(session: Session, booking: Booking, *, interpreter_id: int | None = None) -> str:
    """The calendar object last sent to the agency, or to this interpreter; NotFound when none was."""
    side = Side.AGENCY if interpreter_id is None else Side.INTERPRETER
    found = session.exec(
        select(Invitation.object_text)
        .where(col(Invitation.booking_id) == booking.id, col(Invitation.side) == side)
        .where(col(Invitation.interpreter_id).is_not_distinct_from(interpreter_id))
    ).one_or_none()
    if found is None:
        raise NotFound("no_invitation", "No invitation has been sent for this booking.")
    return found


def log_views(database: Database, seen: Iterable[Booking], *, actor: Actor, now: datetime) -> None:
    """Write down, before anything is shown, that the sensitive ones of these bookings were seen."""
    sensitive = [booking for booking in seen if booking.sensitive]
    if sensitive:
        with database.write() as session:
            for booking in sensitive:
                log_view(session, booking, actor=actor, now=now)


def log_view(session: Session, seen: Booking, *, actor: Actor, now: datetime) -> None:
    """The same of one booking, in the transaction of the call that answers with it."""
    if seen.sensitive:
        note(session, stored_id(seen.id), Entry(Event.VIEWED, now, actor.account_id))


def require_seen(actor: Actor, organisation_id: int | None, *, named: bool) -> None:
    """NotFound unless the actor may see a booking of the organisation; `named`: it is open to the account."""
    viewers = None if named else frozenset[int]()
    require_sight(actor, Action.SEE_BOOKING, Thing(organisation_id=organisation_id, viewers=viewers))


def is_visible(account_id: object) -> ColumnElement[bool]:
    """Whether a booking is not sensitive, or the account is one of its viewers."""
    viewing = exists().where(
        col(BookingViewer.booking_id) == col(Booking.id), col(BookingViewer.account_id) == account_id
    )
    return or_(col(Booking.sensitive).is_(other=False), viewing)


def plain(reference: str) -> str:
    """The reference as we write it, or nothing when it cannot be one of ours."""
    return reference.upper() if reference.isascii() and reference.isalnum() else ""


def _sought(session: Session, actor: Actor, reference: str, action: Action, *, locked: bool) -> Booking:
    statement = select(Booking).where(col(Booking.reference) == plain(reference))
    found = session.exec(lock(session, statement) if locked else statement).one_or_none()
    viewers: Sequence[int] = ()
    if found is not None and found.sensitive:
        viewers = session.exec(
            select(BookingViewer.account_id).where(col(BookingViewer.booking_id) == found.id)
        ).all()
    thing = Thing(
        organisation_id=found.organisation_id if found else None,
        viewers=frozenset(viewers) if found and found.sensitive else None,
    )
    require_sight(actor, action, thing)
    assert found is not None  # noqa: S101 - nobody may see what belongs to no organisation
    return found


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    return is_visible(actor.account_id)


def _matching(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.status is not None:
        found.append(col(Booking.status) == wanted.status)
    if wanted.text:
        sought = wanted.text.strip().lower().replace("\x00", "")
        in_case = func.lower(col(Booking.case_reference)).contains(sought, autoescape=True)
        found.append(or_(func.lower(col(Booking.reference)).contains(sought, autoescape=True), in_case))
    if wanted.start is not None:
        found.append(col(Booking.starts_at) >= wanted.start)
    if wanted.end is not None:
        found.append(col(Booking.starts_at) < wanted.end)
    over = col(Booking.status).in_(OVER)
    if wanted.ahead_of is not None:
        found.append(and_(col(Booking.starts_at) >= wanted.ahead_of, not_(over)))
    if wanted.behind is not None:
        found.append(or_(col(Booking.starts_at) < wanted.behind, over))
    return found
