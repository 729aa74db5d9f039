"""What an interpreter reads: who she is in the register, her offers and her assignments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import Select

from booking.availability.stretches import LONGEST_REPEATED
from booking.availability.tables import Absence, ExtraHours, OnCall
from booking.states import AssignmentStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer
from identity.permissions import Action, Actor, Thing, require
from identity.tables import Organisation
from kit import paging
from kit.clock import oslo_date
from kit.errors import Forbidden, NotFound
from registry.tables import Interpreter

Hers = TypeVar("Hers", Offer, Assignment)
Stored = TypeVar("Stored", Absence, ExtraHours, OnCall)
Times = tuple[datetime | None, datetime | None]

_HERS = frozenset({AssignmentStatus.HELD, AssignmentStatus.COMPLETED})


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """A question put to her, the booking it is about, and whose it is."""

    offer: Offer
    booking: Booking
    organisation: str

    @property
    def version(self) -> int:
        """The booking as she was asked about it."""
        return self.offer.booking_version

    @property
    def stands(self) -> bool:
        """Whether she is being asked about the booking as it is."""
        return self.offer.status is OfferStatus.OPEN and self.version == self.booking.version

    @property
    def known_times(self) -> Times:
        """When it was to be as she was asked; what a change has made of it since is not hers to know."""
        unchanged = self.version == self.booking.version
        return (self.booking.starts_at, self.booking.ends_at) if unchanged else (None, None)


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """A yes of hers, the booking it is for, and whose it is."""

    assignment: Assignment
    booking: Booking
    organisation: str

    @property
    def version(self) -> int:
        """The booking as she last had it."""
        return self.assignment.booking_version

    @property
    def stands(self) -> bool:
        """Whether it is hers, or was to its end."""
        return self.assignment.status in _HERS

    @property
    def declares(self) -> bool:
        """Whether both declarations remain to be given, after a yes from a calendar."""
        given = self.assignment.declared_at is not None
        return self.assignment.status is AssignmentStatus.HELD and not given

    @property
    def known_times(self) -> Times:
        """When it is, or was to be when she last had it."""
        return self.assignment.starts_at, self.assignment.ends_at


@dataclass(frozen=True, slots=True)
class Period:
    """Assignments that overlap [start, end), either open; in order of time, or backwards."""

    start: datetime | None = None
    end: datetime | None = None
    newest_first: bool = False


def me(session: Session, actor: Actor, action: Action = Action.ANSWER_OFFER) -> Interpreter:
    """The interpreter the actor is, or Forbidden."""
    require(actor, action, Thing(account_id=actor.account_id))
    found = session.exec(
        select(Interpreter).where(col(Interpreter.account_id) == actor.account_id)
    ).one_or_none()
    if found is None:
        raise Forbidden("not_in_the_register", "Your account is not tied to anyone in the register.")
    return found


def offers(
    session: Session, interpreter: Interpreter, *, now: datetime, limit: int, cursor: str | None
) -> tuple[list[OwnOffer], str | None]:
    """The questions she can still answer, the one to be answered first at the top."""
    open_now = col(Offer.status) == OfferStatus.OPEN, col(Offer.expires_at) > now
    statement = paging.after(
        _about(Offer, interpreter).where(*open_now),
        paging.decode(cursor, paging.instant, paging.key),
        col(Offer.expires_at),
        col(Offer.id),
        limit=limit,
    )
    rows = [OwnOffer(*row) for row in session.exec(statement)]
    return paging.page(rows, limit=limit, key=lambda row: (row.offer.expires_at.isoformat(), row.offer.id))


def offer(session: Session, interpreter: Interpreter, offer_id: int) -> OwnOffer:
    """One question put to her, whatever became of it, or NotFound."""
    found = session.exec(_about(Offer, interpreter).where(col(Offer.id) == offer_id)).one_or_none()
    if found is None:
        raise _nothing()
    return OwnOffer(*found)


def assignments(
    session: Session, interpreter: Interpreter, period: Period, *, limit: int, cursor: str | None
) -> tuple[list[OwnAssignment], str | None]:
    """Her assignments in the period, also those that ended before their time."""
    statement = paging.after(
        _about(Assignment, interpreter).where(*_within(period)),
        paging.decode(cursor, paging.instant, paging.key),
        col(Assignment.starts_at),
        col(Assignment.id),
        limit=limit,
        backwards=period.newest_first,
    )
    rows = [OwnAssignment(*row) for row in session.exec(statement)]
    return paging.page(
        rows, limit=limit, key=lambda row: (row.assignment.starts_at.isoformat(), row.assignment.id)
    )


def assignment(session: Session, interpreter: Interpreter, assignment_id: int) -> OwnAssignment:
    """One assignment of hers, or NotFound."""
    session.flush()
    found = session.exec(
        _about(Assignment, interpreter).where(col(Assignment.id) == assignment_id)
    ).one_or_none()
    if found is None:
        raise _nothing()
    return OwnAssignment(*found)


def assignment_for(session: Session, interpreter: Interpreter, offered: OwnOffer) -> OwnAssignment | None:
    """What came of her yes to the question, or None when she has not said yes."""
    found = session.exec(
        _about(Assignment, interpreter).where(col(Assignment.offer_id) == offered.offer.id)
    ).one_or_none()
    return None if found is None else OwnAssignment(*found)


def ahead(
    session: Session,
    table: type[Stored],
    interpreter: Interpreter,
    *,
    now: datetime,
    limit: int,
    cursor: str | None,
) -> tuple[list[Stored], str | None]:
    """Her absences, extra hours or time on call not over yet, in order of the first time."""
    still = oslo_date(now) - LONGEST_REPEATED - timedelta(days=1)
    again = col(table.every_weeks).is_not(None) & or_(col(table.until).is_(None), col(table.until) >= still)
    statement = paging.after(
        select(table).where(table.interpreter_id == interpreter.id, or_(col(table.ends_at) > now, again)),
        paging.decode(cursor, paging.instant, paging.key),
        col(table.starts_at),
        col(table.id),
        limit=limit,
    )
    rows = session.exec(statement).all()
    return paging.page(rows, limit=limit, key=lambda row: (row.starts_at.isoformat(), row.id))


def _about(kind: type[Hers], interpreter: Interpreter) -> Select[Hers, Booking, str]:
    return (
        select(kind, Booking, Organisation.name)
        .join(Booking, col(Booking.id) == col(kind.booking_id))
        .join(Organisation, col(Organisation.id) == col(Booking.organisation_id))
        .where(col(kind.interpreter_id) == interpreter.id)
    )


def _within(period: Period) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if period.start is not None:
        found.append(col(Assignment.ends_at) > period.start)
    if period.end is not None:
        found.append(col(Assignment.starts_at) < period.end)
    return found


def _nothing() -> NotFound:
    return NotFound("not_found", "There is nothing here, or it is not yours to see.")
