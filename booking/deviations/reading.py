"""One deviation with its history, and lists of them, always filtered by who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from booking import queries
from booking.deviations.requiring import is_latest
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationGround, DeviationKind
from booking.tables import Booking
from identity.permissions import Action, Actor, Thing, require_sight
from identity.tables import Account, Organisation
from kit import paging
from kit.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Told:
    """A deviation as its agency reads it: whose, by whom, and in which booking."""

    row: Deviation
    organisation: str
    by: str
    booking: Booking | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deviations: `text` is sought in references and texts; the days are the meeting's."""

    kind: DeviationKind | None = None
    ground: DeviationGround | None = None
    planned: bool | None = None
    language: str | None = None
    text: str | None = None
    first: date | None = None
    last: date | None = None
    booking_id: int | None = None


_TOLD = (
    select(Deviation, Organisation.name, Account.name, Booking)
    .join(Organisation, col(Organisation.id) == col(Deviation.organisation_id))
    .join(Account, col(Account.id) == col(Deviation.registered_by))
    .outerjoin(Booking, col(Booking.id) == col(Deviation.booking_id))
)


def find(session: Session, actor: Actor, reference: str) -> Told:
    """The latest edition, or NotFound unless the actor may see it and the booking it stands in."""
    return editions(session, actor, reference)[0]


def editions(session: Session, actor: Actor, reference: str) -> list[Told]:
    """Every edition, the latest first, or NotFound."""
    plain = queries.plain(reference)
    statement = _TOLD.where(Deviation.reference == plain, _visible(actor)).order_by(
        col(Deviation.edition).desc()
    )
    found = [Told(*row) for row in session.exec(statement)]
    thing = Thing(organisation_id=found[0].row.organisation_id if found else None)
    require_sight(actor, Action.SEE_DEVIATION, thing)
    if not found:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return found


def listed(
    session: Session, actor: Actor, wanted: Filter, *, limit: int, cursor: str | None
) -> tuple[list[Told], str | None]:
    """The deviations of the actor's organisations, the latest meeting first; those in error are left out."""
    theirs = organisations(actor)
    statement = paging.after(
        _TOLD.where(
            col(Deviation.organisation_id).in_(theirs),
            col(Deviation.withdrawn).is_(other=False),
            is_latest(),
            _visible(actor),
            *_matching(wanted),
        ),
        paging.decode(cursor, date.fromisoformat, paging.key),
        col(Deviation.happened_on),
        col(Deviation.id),
        limit=limit,
        backwards=True,
    )
    rows = [Told(*row) for row in session.exec(statement)]
    return paging.page(rows, limit=limit, key=lambda one: (one.row.happened_on.isoformat(), one.row.id))


def of_booking(session: Session, booking: Booking) -> Sequence[Deviation]:
    """The deviations in a booking the actor may see, the first registered first."""
    statement = select(Deviation).where(
        Deviation.booking_id == booking.id, col(Deviation.withdrawn).is_(other=False), is_latest()
    )
    return session.exec(statement.order_by(col(Deviation.id))).all()


def organisations(actor: Actor) -> frozenset[int]:
    """Whose deviations the actor may see, or Forbidden."""
    theirs = actor.organisations(*queries.BOOKERS)
    if not theirs:
        raise Forbidden("not_allowed", "Your account does not have the role this needs.")
    return theirs


def _visible(actor: Actor) -> Any:
    """A deviation in a sensitive booking is for the booking's named viewers."""
    return or_(col(Deviation.booking_id).is_(None), queries.is_visible(actor.account_id))


def _matching(wanted: Filter) -> list[Any]:
    found: list[Any] = [
        column == value
        for column, value in (
            (col(Deviation.kind), wanted.kind),
            (col(Deviation.ground), wanted.ground),
            (col(Deviation.planned), wanted.planned),
            (col(Deviation.language), wanted.language),
            (col(Deviation.booking_id), wanted.booking_id),
        )
        if value is not None
    ]
    if wanted.text:
        sought = wanted.text.strip().lower().replace("\x00", "")
        columns = (Deviation.reference, Deviation.text, Booking.reference, Booking.case_reference)
        found.append(or_(*(func.lower(col(one)).contains(sought, autoescape=True) for one in columns)))
    if wanted.first is not None:
        found.append(col(Deviation.happened_on) >= wanted.first)
    if wanted.last is not None:
        found.append(col(Deviation.happened_on) <= wanted.last)
    return found
