"""The need is stored: a booking is made, once, however often the call is repeated."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from booking import queries
from booking.deviations import registering, requiring
from booking.deviations.given import Departure
from booking.journal import Entry, Event, begin
from booking.matching import seats
from booking.orders import Order, require_no_birth_numbers, settle
from booking.states import BookingStatus
from booking.tables import Booking, BookingViewer, IdempotentCall
from identity.permissions import Action, Actor, Thing, require
from kit.db import stored_id, take_turn
from kit.errors import invalid
from registry.words import Modality

KEPT_FOR = timedelta(hours=24)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """How an order comes in: by whom, when, under which key, and where if not at the actor's first place.

    `departure` is the deviation put forward with it, for an order below the agency's minimum (§ 7).
    """

    actor: Actor
    now: datetime
    key: str | None = None
    departure: Departure | None = None
    organisation_id: int | None = None


def create(session: Session, *, order: Order, actor: Actor, now: datetime, key: str | None = None) -> Booking:
    """A registered booking at the actor's organisation; nobody is asked yet. See `take_in`."""
    return take_in(session, order, Taken(actor, now, key))


def take_in(session: Session, order: Order, taken: Taken) -> Booking:
    """A registered booking; nobody is asked yet.

    The same `key` by the same account within 24 hours gives the same booking; with another order
    it is Invalid `idempotency_key_reused`. Simultaneous repeats make one booking. Without a limit of
    its own the order takes the agency's minimum category; below that it is Invalid `deviation_required`
    unless a deviation is put forward, which is then registered with it.
    """
    organisation_id = _place(taken)
    if taken.key is None:
        return _store(session, order, organisation_id, taken)
    call, first = _claim(session, taken, taken.key, order)
    if first is not None:
        return first
    booking = _store(session, order, organisation_id, taken)
    call.booking_id = booking.id
    session.flush()
    return booking


def forget_repeats(session: Session, *, now: datetime) -> None:
    """Forget the keys that no repeat is recognised by any more."""
    session.execute(delete(IdempotentCall).where(col(IdempotentCall.at) <= now - KEPT_FOR))


def _place(taken: Taken) -> int:
    if taken.organisation_id is None:
        return queries.booking_for(taken.actor)
    require(taken.actor, Action.BOOK, Thing(organisation_id=taken.organisation_id))
    return taken.organisation_id


def _claim(session: Session, taken: Taken, key: str, order: Order) -> tuple[IdempotentCall, Booking | None]:
    actor, now = taken.actor, taken.now
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


def _store(session: Session, order: Order, organisation_id: int, taken: Taken) -> Booking:
    account_id, now = stored_id(taken.actor.account_id), taken.now
    facts: dict[str, Any] = settle(order, now=now).model_dump(include=set(Order.model_fields))
    facts["max_category"] = _limit(session, order, organisation_id, taken.departure)
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
    if booking.modality is Modality.ON_SITE and booking.kommune:
        seats.know_places(session, booking.kommune)
    if booking.sensitive:
        session.add(BookingViewer(booking_id=stored_id(booking.id), account_id=account_id))
    begin(session, booking, Entry(Event.CREATED, now, account_id))
    if taken.departure is not None:
        registering.put_forward(session, booking=booking, departure=taken.departure, by=account_id, now=now)
    session.flush()
    return booking


def _limit(session: Session, order: Order, organisation_id: int, departure: Departure | None) -> int:
    """How far down is asked: as the order says, else as the agency has laid down."""
    minimum = requiring.lowest(session, organisation_id=organisation_id, subject_area=order.subject_area)
    below = "max_category" in order.model_fields_set and order.max_category > minimum
    if below and departure is None:
        raise requiring.below_minimum(minimum)
    if departure is not None and not below:
        raise invalid(
            "max_category",
            "deviation_not_needed",
            "This keeps to your agency's lowest category, so it is no deviation. Leave the ground and the "
            "text out, or choose a lower category.",
        )
    return order.max_category if "max_category" in order.model_fields_set else minimum
