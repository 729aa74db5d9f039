"""One need, and the work list, always filtered by who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from booking import queries
from booking.needs.tables import Need
from booking.needs.words import NeedStatus
from booking.tables import Booking
from identity.permissions import Action, Actor, Thing, require_sight
from identity.tables import Account, Organisation
from kit import paging
from kit.db import lock
from kit.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Told:
    """A need as its unit reads it: whose, by whom, and the booking it became."""

    row: Need
    organisation: str
    by: str
    booking: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which needs: `text` is sought in references and in what the language was called.

    `unclear`: only those whose language nobody has settled.
    """

    status: NeedStatus | None = NeedStatus.DRAFT
    language: str | None = None
    text: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    unclear: bool = False


_TOLD = (
    select(Need, Organisation.name, Account.name, Booking.reference)
    .join(Organisation, col(Organisation.id) == col(Need.organisation_id))
    .join(Account, col(Account.id) == col(Need.created_by))
    .outerjoin(Booking, col(Booking.id) == col(Need.booking_id))
)


def find(session: Session, actor: Actor, reference: str) -> Told:
    """The need, or NotFound unless the actor works at its unit, or has registered it."""
    row = session.exec(_TOLD.where(Need.reference == queries.plain(reference))).one_or_none()
    thing = Thing(
        organisation_id=row[0].organisation_id if row else None,
        account_id=row[0].created_by if row else None,
    )
    require_sight(actor, Action.SEE_NEED, thing)
    assert row is not None  # noqa: S101 - nobody may see what belongs to no organisation
    return Told(*row)


def take(session: Session, actor: Actor, reference: str) -> Need:
    """The need, locked to be changed, or NotFound unless the actor books for its unit."""
    statement = select(Need).where(Need.reference == queries.plain(reference))
    row = session.exec(lock(session, statement).execution_options(populate_existing=True)).one_or_none()
    require_sight(actor, Action.COMPLETE_NEED, Thing(organisation_id=row.organisation_id if row else None))
    assert row is not None  # noqa: S101 - nobody may change what belongs to no organisation
    return row


def listed(
    session: Session, actor: Actor, wanted: Filter, *, limit: int, cursor: str | None
) -> tuple[list[Told], str | None]:
    """The needs of the actor's organisations, the first wished for first."""
    statement = paging.after(
        _TOLD.where(col(Need.organisation_id).in_(organisations(actor)), *_matching(wanted)),
        paging.decode(cursor, paging.instant, paging.key),
        col(Need.wished_from),
        col(Need.id),
        limit=limit,
        backwards=wanted.status is not NeedStatus.DRAFT,
    )
    rows = [Told(*row) for row in session.exec(statement)]
    return paging.page(rows, limit=limit, key=lambda one: (one.row.wished_from.isoformat(), one.row.id))


def organisations(actor: Actor) -> frozenset[int]:
    """Whose needs the actor works with, or Forbidden."""
    theirs = actor.organisations(*queries.BOOKERS)
    if not theirs:
        raise Forbidden("not_allowed", "Your account does not have the role this needs.")
    return theirs


def _matching(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.status is not None:
        found.append(col(Need.status) == wanted.status)
    if wanted.language is not None:
        found.append(col(Need.language) == wanted.language)
    if wanted.unclear:
        found.append(col(Need.language).is_(None))
    if wanted.text:
        sought = wanted.text.strip().lower().replace("\x00", "")
        columns = (Need.reference, Need.case_reference, Need.asked_language)
        found.append(or_(*(func.lower(col(one)).contains(sought, autoescape=True) for one in columns)))
    if wanted.start is not None:
        found.append(col(Need.wished_to) > wanted.start)
    if wanted.end is not None:
        found.append(col(Need.wished_from) < wanted.end)
    return found
