"""A deviation is registered with three fields: in a booking, or at a meeting that was never booked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import queries
from booking.deviations import registering
from booking.deviations.given import LOWEST, Lowering, Unbooked, terms_of
from booking.deviations.words import DeviationKind
from booking.queries import Told
from booking.states import BookingStatus
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.http import Now, Writing, database_of, settings_of
from web.pages import choosing, duty
from web.pages.forms import Form, Posted, asked, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

_PLANNED: Mapping[str, bool] = {"yes": True, "no": False}
_STILL_ASKING = frozenset({BookingStatus.REGISTERED, BookingStatus.ASKING, BookingStatus.UNFILLED})


@router.get("/deviations/new")
def new(request: Request, actor: SignedIn, now: Now) -> Response:
    """The three fields, with today and an unplanned meeting filled in."""
    queries.booking_for(actor)
    given = asked(request)
    form = filled(
        on=oslo_date(now).isoformat(),
        planned=given.get("planned") or "no",
        language=given.get("language") or None,
        kind=given.get("kind") or None,
    )
    return _new(request, actor, form, now)


@router.post("/deviations/new")
def create(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Register it."""
    with asking_again(form, lambda refused: _new(request, actor, refused, now)):
        typed = form.read()
        on = typed.day("on") if form.get("on") else None
        typed.settle()
        planned = _PLANNED.get(form.get("planned"))
        said = parse(Unbooked, {**_three(form), "language": form.get("language") or None, "on": on,
                                "planned": planned})  # fmt: skip
        until = settings_of(request).dispensation_until
        row = registering.register(session, actor=actor, said=said, dispensation_until=until, now=now)
    return to(f"/deviations/{row.reference}", saved="deviation_registered")


@router.get("/bookings/{reference}/deviation")
def in_booking(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The three fields for a booking; `max_category` in the address fills in how far down to ask."""
    told = _read(request, actor, reference, now)
    given = asked(request)
    lower = given.get("max_category") or None
    form = filled(kind=given.get("kind") or (DeviationKind.BELOW_DUTY if lower else None), max_category=lower)
    return _in_booking(request, actor, told, form)


@router.post("/bookings/{reference}/deviation")
def register_in_booking(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Register it, with who could have come; with a lower category it is asked about further down."""

    def once_more(refused: Form) -> Response:
        return _in_booking(request, actor, _read(request, actor, reference, now), refused)

    with asking_again(form, once_more):
        typed = form.read()
        lower = typed.whole("max_category")
        typed.settle()
        said = parse(Lowering, {**_three(form), "max_category": lower})
        booking = queries.take(session, actor, reference)
        terms = terms_of(settings_of(request))
        registering.register_for(session, actor=actor, booking=booking, said=said, terms=terms, now=now)
    return to(f"/bookings/{booking.reference}", saved="deviation_registered")


@router.post("/bookings/{reference}/minimum")
def keep_to_minimum(reference: str, actor: SignedIn, session: Writing, now: Now) -> Response:
    """Ask in no lower category than the agency's lowest."""
    booking = queries.take(session, actor, reference)
    registering.keep_to_minimum(session, booking=booking, by=actor.id, now=now)
    return to(f"/bookings/{booking.reference}", saved="booking_changed")


def _three(form: Form) -> dict[str, Any]:
    return {
        "kind": form.get("kind") or None,
        "ground": form.get("ground") or None,
        "text": form.get("text"),
    }


def _new(request: Request, actor: Actor, form: Form, now: datetime) -> Response:
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "deviations/new.html",
        actor=actor,
        form=form,
        kinds=duty.kinds(tongue),
        grounds=duty.grounds_offered(request, tongue, on=oslo_date(now)),
        languages=choosing.languages(tongue),
    )


def _read(request: Request, actor: Actor, reference: str, now: datetime) -> Told:
    database = database_of(request)
    with database.read() as session:
        told = queries.told(session, queries.find(session, actor, reference))
    queries.log_views(database, [told.booking], actor=actor, now=now)
    return told


def _in_booking(request: Request, actor: Actor, told: Told, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    booking = told.booking
    with database_of(request).read() as session:
        found = duty.around(session, booking, tongue)
    lower = [
        (code, text)
        for code, text in (*choosing.categories(tongue), (str(LOWEST), choosing.every_category(tongue)))
        if int(code) > booking.max_category and booking.status in _STILL_ASKING
    ]
    return page(
        request,
        "deviations/in_booking.html",
        actor=actor,
        form=form,
        booking=booking,
        kinds=duty.kinds(tongue),
        grounds=duty.grounds_offered(request, tongue, on=oslo_date(booking.starts_at)),
        lower=lower,
        **found,
    )
