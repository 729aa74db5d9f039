"""Bookings over REST, for agencies; the interpreters' own calls are in api_me."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from sqlmodel import Session

from booking import changing, intake, offering, queries
from booking.api_free import router as free_router
from booking.api_hours import router as hours_router
from booking.api_me import InOffice
from booking.api_me import router as own_router
from booking.api_reach import router as reach_router
from booking.deviations.given import OrderGiven, terms_of
from booking.inputs import Asking, BookingFilter, Cancelling
from booking.intake import Taken
from booking.orders import Change
from booking.schemas import BookingView, LogLineView
from booking.tables import Booking
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.db import stored_id
from kit.http import InDatabase, InSettings, Now, Writing
from kit.paging import Page

router = APIRouter(prefix="/api/v1")
router.include_router(own_router)
router.include_router(free_router)
router.include_router(hours_router)
router.include_router(reach_router)

_AT_ONCE = Asking()


@router.post("/bookings", status_code=201, tags=["bookings"])
def create_booking(
    order: OrderGiven,
    session: Writing,
    actor: SignedIn,
    settings: InSettings,
    now: Now,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=200)] = None,
) -> BookingView:
    """Register a booking. A repeated call with the same Idempotency-Key gives the same one.

    Below the agency's lowest category it takes a `deviation`: the ground, and why.
    """
    departure = order.departure(terms_of(settings))
    booking = intake.take_in(session, order, Taken(actor, now, idempotency_key, departure))
    return _shown(session, booking, actor, now)


@router.get("/bookings", tags=["bookings"])
def list_bookings(
    sought: Annotated[BookingFilter, Query()], database: InDatabase, actor: SignedIn, now: Now
) -> Page[BookingView]:
    """The bookings of your organisation, the latest start first."""
    with database.read() as session:
        found, onward = queries.bookings(
            session, actor, sought.wanted, limit=sought.limit, cursor=sought.cursor
        )
    queries.log_views(database, [told.booking for told in found], actor=actor, now=now)
    return Page(items=[BookingView.of(told) for told in found], next=onward)


@router.get("/bookings/{reference}", tags=["bookings"])
def show_booking(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> BookingView:
    """One booking."""
    with database.read() as session:
        told = queries.told(session, queries.find(session, actor, reference))
    queries.log_views(database, [told.booking], actor=actor, now=now)
    return BookingView.of(told)


@router.get("/bookings/{reference}/log", tags=["bookings"])
def show_log(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> Page[LogLineView]:
    """What has happened to the booking, in order."""
    with database.read() as session:
        booking = queries.find(session, actor, reference)
        lines = queries.log_of(session, booking)
    queries.log_views(database, [booking], actor=actor, now=now)
    return Page(items=[LogLineView.of(line) for line in lines])


@router.get(
    "/bookings/{reference}/invitation.ics",
    tags=["bookings"],
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def show_invitation(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> Response:
    """The agency's calendar object as last sent."""
    with database.read() as session:
        booking = queries.find(session, actor, reference)
        text = queries.invitation_text(session, booking)
    queries.log_views(database, [booking], actor=actor, now=now)
    return Response(text, media_type="text/calendar; charset=utf-8")


@router.post("/bookings/{reference}/offers", status_code=201, tags=["bookings"])
def start_asking(
    reference: str, session: Writing, actor: SignedIn, now: Now, office: InOffice, asking: Asking = _AT_ONCE
) -> BookingView:
    """Ask the best one, then the next, until somebody says yes or nobody is left."""
    booking = queries.take(session, actor, reference)
    offering.start(
        session,
        booking=booking,
        answer_within=asking.answer_within,
        by=stored_id(actor.account_id),
        now=now,
        office=office,
    )
    return _shown(session, booking, actor, now)


@router.patch("/bookings/{reference}", tags=["bookings"])
def change_booking(
    reference: str, change: Change, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> BookingView:
    """A new time or place. Whoever is being asked is asked no more, and asking begins anew.

    So it does for a booking nobody could take.
    """
    booking = queries.take(session, actor, reference)
    changing.change(
        session, booking=booking, change=change, by=stored_id(actor.account_id), now=now, office=office
    )
    return _shown(session, booking, actor, now)


@router.post("/bookings/{reference}/cancel", tags=["bookings"])
def cancel_booking(
    reference: str, cancelling: Cancelling, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> BookingView:
    """Nobody is needed any more: whoever is asked or booked is told."""
    booking = queries.take(session, actor, reference)
    changing.cancel(
        session,
        booking=booking,
        reason=cancelling.reason,
        by=stored_id(actor.account_id),
        now=now,
        office=office,
    )
    return _shown(session, booking, actor, now)


def _shown(session: Session, booking: Booking, actor: Actor, now: datetime) -> BookingView:
    """The booking as it now is; an answer that shows a sensitive one is a view, whatever was asked."""
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))
