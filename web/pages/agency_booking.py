"""One booking on its way: who can, asking, who said yes; changed, cancelled, and what has happened."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import changing, offering, queries
from booking import office as offices
from booking.declaring import is_pending
from booking.explaining import today
from booking.inputs import Asking, RelationAnswered
from booking.journal import Event
from booking.queries import Told
from booking.relations import asking
from booking.replies import proposing
from booking.replies.api import ProposalAnswered
from booking.schemas import InterpreterView
from booking.states import OVER, BookingStatus
from booking.tables import Offer
from booking.travel.rules import Pace
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.db import stored_id
from kit.http import Now, Writing, database_of, settings_of
from kit.i18n import Tongue, Translate, translator
from registry.categories import Level
from web.pages import agency_forms, came_back, choosing, duty
from web.pages.explaining import standing
from web.pages.exporting import calendar_file
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, parse, to
from web.pages.sentences import advice, happened, is_lost, reason_given, visits
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/bookings/{reference}")

_ANSWER_MINUTES: Mapping[bool, tuple[int, ...]] = {
    True: (15, 30, 60, 120, 240, 480, 1440),
    False: (2, 5, 10),
}
"""What each can be given to answer, by whether the booking is planned."""
_FIRST_SHOWN, _MOST_SHOWN = 3, 10
_STARTABLE = frozenset({BookingStatus.REGISTERED, BookingStatus.UNFILLED})
_LOOKING = frozenset({BookingStatus.ASKING, BookingStatus.UNFILLED})
_STEP: Mapping[BookingStatus, int] = {
    BookingStatus.REGISTERED: 1,
    BookingStatus.ASKING: 2,
    BookingStatus.UNFILLED: 2,
    BookingStatus.BOOKED: 4,
    BookingStatus.COMPLETED: 4,
}


@router.get("")
def show(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The booking as it stands, and what can be done now."""
    return _booking_page(request, actor, _seen(request, actor, reference, now), now)


@router.post("/offers")
def start_asking(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Ask the best one, then the next."""
    with _shown_as_it_is(request, actor, reference, form, now):
        typed = form.read()
        minutes = typed.whole("answer_within_minutes")
        typed.settle()
        asking = parse(Asking, {"answer_within_minutes": minutes})
        booking = queries.take(session, actor, reference)
        offering.start(
            session,
            booking=booking,
            answer_within=asking.answer_within,
            by=stored_id(actor.account_id),
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/bookings/{booking.reference}")


@router.post("/relation")
def answer_relation(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Go on with an interpreter who may have a relation, or ask the next."""
    with _shown_as_it_is(request, actor, reference, form, now):
        given = parse(RelationAnswered, {"answer": form.get("answer")}).answer
        booking = queries.take(session, actor, reference)
        by, office = stored_id(actor.account_id), offices.of(settings_of(request))
        asking.answer(session, booking=booking, given=given, by=by, now=now, office=office)
    return to(f"/bookings/{booking.reference}", saved="relation_answered")


@router.get("/change")
def change_form(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The booking's time and place, to be changed; a link may give another time."""
    told = _seen(request, actor, reference, now)
    form = agency_forms.with_given(agency_forms.as_it_is(told.booking), request.query_params)
    return _form_page(request, "agency/change.html", actor, told, form)


@router.post("/change")
def change(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Move the booking; an interpreter who has said yes keeps it only when she is free."""

    def once_more(refused: Form) -> Response:
        return _form_page(request, "agency/change.html", actor, _read(request, actor, reference), refused)

    with asking_again(form, once_more), agency_forms.in_the_forms_words():
        booking = queries.take(session, actor, reference)
        changing.change(
            session,
            booking=booking,
            change=agency_forms.change(form),
            seen=agency_forms.seen(form),
            by=stored_id(actor.account_id),
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/bookings/{booking.reference}", saved="booking_changed")


@router.get("/cancel")
def cancel_form(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """What cancelling does, and the question why."""
    told = _seen(request, actor, reference, now)
    return _form_page(request, "agency/cancel.html", actor, told, EMPTY)


@router.post("/cancel")
def cancel(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Nobody is needed any more; what nobody has been asked about needs no reason."""

    def once_more(refused: Form) -> Response:
        return _form_page(request, "agency/cancel.html", actor, _read(request, actor, reference), refused)

    with asking_again(form, once_more):
        booking = queries.take(session, actor, reference)
        unsent = booking.status is BookingStatus.REGISTERED
        changing.cancel(
            session,
            booking=booking,
            reason=None if unsent else agency_forms.reason(form),
            by=stored_id(actor.account_id),
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/bookings/{booking.reference}")


@router.post("/proposal")
def answer_proposal(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Move the booking to the time the interpreter proposed, or decline."""
    with _shown_as_it_is(request, actor, reference, form, now):
        given = parse(ProposalAnswered, {"answer": form.get("answer")}).answer
        booking = queries.take(session, actor, reference)
        by, office = stored_id(actor.account_id), offices.of(settings_of(request))
        proposing.answer(session, booking=booking, given=given, by=by, now=now, office=office)
    return to(f"/bookings/{booking.reference}", saved="proposal_answered")


@router.get("/invitation.ics")
def invitation(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The agency's calendar entry as a file."""
    told = _seen(request, actor, reference, now)
    with database_of(request).read() as session:
        return calendar_file(queries.invitation_text(session, told.booking), told.booking.reference)


def _shown_as_it_is(
    request: Request, actor: Actor, reference: str, form: Form, now: datetime
) -> AbstractContextManager[None]:
    """A form of the booking's page that is refused is shown again beside the booking as it is now."""

    def page_now(refused: Form) -> Response:
        return _booking_page(request, actor, _read(request, actor, reference), now, form=refused)

    return asking_again(form, page_now)


def _read(request: Request, actor: Actor, reference: str) -> Told:
    """The booking as stored, apart from the transaction of a request that is being refused."""
    with database_of(request).read() as session:
        return queries.told(session, queries.find(session, actor, reference))


def _seen(request: Request, actor: Actor, reference: str, now: datetime) -> Told:
    """The booking, its view written down when it is sensitive."""
    told = _read(request, actor, reference)
    queries.log_views(database_of(request), [told.booking], actor=actor, now=now)
    return told


def _form_page(request: Request, template: str, actor: Actor, told: Told, form: Form) -> Response:
    return page(
        request,
        template,
        actor=actor,
        form=form,
        told=told,
        booking=told.booking,
        kommuner=choosing.kommuner(),
        over=told.booking.status in OVER,
    )


def _booking_page(
    request: Request, actor: Actor, told: Told, now: datetime, *, form: Form | None = None
) -> Response:
    booking = told.booking
    tongue = reader_tongue(request, actor)
    t = translator(tongue)
    minutes = _minutes(offering.answer_time(booking, settings_of(request).default_answer_time))
    pace = offices.pace_of(settings_of(request))
    with database_of(request).read() as session:
        values = {
            **_who_could(session, told, now, tongue, pace),
            **_who_does(session, told),
            **duty.around(session, booking, tongue),
            **came_back.around(session, booking),
        }
        lines = queries.log_of(session, booking)
    return page(
        request,
        "agency/booking.html",
        actor=actor,
        here=f"/bookings/{booking.reference}",
        form=form or filled(answer_within_minutes=minutes),
        told=told,
        booking=booking,
        step=_STEP.get(booking.status),
        over=booking.status in OVER,
        missed=offering.is_missed(booking, now),
        answer_times=[(str(one), _lasting(one, t))
                      for one in sorted({*_ANSWER_MINUTES[booking.planned], minutes})],
        log=[(line.row.at, happened(line, tongue), reason_given(line))
             for line in lines if line.row.event != Event.VIEWED],
        lost=booking.status in _LOOKING and is_lost(lines),
        visits=[(line.row.at, happened(line, tongue)) for line in visits(lines)],
        **values,
    )  # fmt: skip


def _who_could(session: Session, told: Told, now: datetime, tongue: Tongue, pace: Pace) -> dict[str, Any]:
    """Those who can be asked from here on, while anyone can be."""
    booking = told.booking
    in_time = not offering.is_too_late(booking, now)
    stands = today.stands(session, booking, now=now, pace=pace) if offering.is_open(booking, now) else None
    able = stands.ranking.items if stands else ()
    left_out = stands.ranking.left_out if stands else booking.unfilled_reasons or {}
    t = translator(tongue)
    return {
        "can_start": in_time and booking.status in _STARTABLE,
        "in_time": in_time,
        "candidates": able[:_FIRST_SHOWN],
        "others": able[_FIRST_SHOWN:_MOST_SHOWN],
        "more": max(0, len(able) - _MOST_SHOWN),
        "left_out": {code: count for code, count in left_out.items() if count},
        "why_unfilled": booking.unfilled_reasons or {},
        "advice": advice(booking, left_out, t) if stands or booking.unfilled_reasons else [],
        "steps": standing.steps(stands.steps, booking, tongue) if stands else [],
        "helps": standing.helps(stands.relaxations, booking, tongue) if stands else [],
    }


def _who_does(session: Session, told: Told) -> dict[str, Any]:
    """Who has said yes, as the agency may know her, with the category she was asked in."""
    if told.interpreter is None or told.assignment is None:
        return {"interpreter": None, "declares_by": None}
    offer = session.get_one(Offer, told.assignment.offer_id)
    return {
        "interpreter": InterpreterView.of(told.interpreter, told.booking),
        "declares_by": told.assignment.declarations_due_at if is_pending(told.assignment) else None,
        "level": Level(offer.level),
        "in_substitute": "substitute" in offer.reasons,
        "on": oslo_date(told.booking.starts_at),
    }


def _minutes(length: timedelta) -> int:
    return int(length / timedelta(minutes=1))


def _lasting(minutes: int, t: Translate) -> str:
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return t("{minutes} minutes", minutes=minutes)
    return t("1 hour") if hours == 1 else t("{hours} hours", hours=hours)
