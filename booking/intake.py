"""The need is stored: a booking is made, once, however often the call is repeated."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from booking.journal import Entry, Event, begin
from booking.orders import Order, require_no_birth_numbers, settle
from booking.states import BookingStatus
from booking.tables import Booking, BookingViewer, IdempotentCall
from identity.permissions import Action, Actor, Thing, require
from identity.roles import Role
from kit.db import stored_id, take_turn
from kit.errors import invalid

KEPT_FOR = timedelta(hours=24)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_LENGTH = 10


def create(session: Session, *, order: Order, actor: Actor, now: datetime, key: str | None = None) -> Booking:
    """A registered booking at the actor's organisation; nobody is asked yet.

    The same `key` by the same account within 24 hours gives the same booking; with another order
    it is Invalid `idempotency_key_reused`. Simultaneous repeats make one booking.
    """
    organisation_id = booking_for(actor)
    if key is None:
        return _store(session, order, organisation_id, actor, now)
    call, first = _claim(session, actor, key, order, now)
    if first is not None:
        return first
    booking = _store(session, order, organisation_id, actor, now)
    call.booking_id = booking.id
    session.flush()
    return booking


def forget_repeats(session: Session, *, now: datetime) -> None:
    """Forget the keys that no repeat is recognised by any more."""
    session.execute(delete(IdempotentCall).where(col(IdempotentCall.at) <= now - KEPT_FOR))


def booking_for(actor: Actor) -> int:
    """The organisation the actor books for, or Forbidden: the first she is a booker or administrator of."""
    grants = [grant for role in (Role.BOOKER, Role.AGENCY_ADMINISTRATOR) for grant in actor.grants
              if grant.role is role]  # fmt: skip
    organisation_id = grants[0].organisation_id if grants else None
    require(actor, Action.BOOK, Thing(organisation_id=organisation_id))
    assert organisation_id is not None  # noqa: S101 - nobody may book for no organisation
    return organisation_id


def _claim(
    session: Session, actor: Actor, key: str, order: Order, now: datetime
) -> tuple[IdempotentCall, Booking | None]:
    require_no_birth_numbers({"Idempotency-Key": key})
    take_turn(session, f"idempotent:{actor.account_id}:{key}")
    digest = hashlib.sha256(order.model_dump_json().encode()).hexdigest()
    call = session.get(IdempotentCall, (actor.account_id, key))
    if call is None or call.at <= now - KEPT_FOR:
        fresh = IdempotentCall(account_id=stored_id(actor.account_id), key=key, body_digest=digest, at=now)
        return session.merge(fresh), None
    if call.body_digest != digest:
        raise invalid(
            "Idempotency-Key", "idempotency_key_reused", "Use a new key: this one belongs to another order."
        )
    return call, session.get_one(Booking, call.booking_id)


def _store(session: Session, order: Order, organisation_id: int, actor: Actor, now: datetime) -> Booking:
    account_id = stored_id(actor.account_id)
    facts: dict[str, Any] = settle(order, now=now).model_dump()
    booking = Booking(
        **facts,
        reference="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)),
        organisation_id=organisation_id,
        created_by=account_id,
        created_at=now,
        status=BookingStatus.REGISTERED,
    )
    session.add(booking)
    session.flush()
    if booking.sensitive:
        session.add(BookingViewer(booking_id=stored_id(booking.id), account_id=account_id))
    begin(session, booking, Entry(Event.CREATED, now, account_id))
    session.flush()
    return booking
