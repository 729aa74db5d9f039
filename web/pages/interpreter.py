"""An interpreter's offers: what is asked, a yes or a no in one tap, and what became of it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import answering, own, queries
from booking import office as offices
from booking.answering import Declared
from booking.availability import reading
from booking.inputs import Declining
from booking.own import OwnOffer, Period
from booking.relations import asking
from booking.replies import bounces
from booking.schemas import OwnAssignmentView, OwnOfferView
from booking.states import BookingStatus, OfferStatus
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.db import stored_id
from kit.http import Now, Writing, database_of, settings_of
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, parse, to
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/my")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 25


@router.get("")
def offers(request: Request, actor: SignedIn, now: Now) -> Response:
    """The questions she can still answer, the most urgent first, and what she has next."""
    database = database_of(request)
    with database.read() as session:
        her = own.me(session, actor)
        form = asked(request)
        cursor = form.get("cursor") or None
        found, onward = own.offers(session, her, now=now, limit=_AT_A_TIME, cursor=cursor)
        ahead, _ = own.assignments(session, her, Period(start=now), limit=20, cursor=None)
        hours = reading.hours_of(session, stored_id(her.id))
        unreached = bounces.reaches_nobody(session, her, now=now)
    queries.log_views(database, [one.booking for one in found], actor=actor, now=now)
    return page(
        request,
        "my/offers.html",
        actor=actor,
        offers=[OwnOfferView.of(one) for one in found],
        turns=turns("/my", {}, form, onward),
        ahead=next((one for one in map(OwnAssignmentView.of, ahead) if one.status == "held"), None),
        has_hours=bool(hours),
        unreached=unreached,
    )


@router.get("/offers/{offer_id}")
def offer(offer_id: Id, request: Request, actor: SignedIn, now: Now) -> Response:
    """One question, whatever became of it. Reading it answers nothing."""
    found = _read(request, actor, offer_id)
    queries.log_views(database_of(request), [found.booking], actor=actor, now=now)
    return _offer_page(request, actor, found, now)


@router.post("/offers/{offer_id}/accept")
def accept(
    offer_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Yes, with both declarations; they stand in words above the button."""

    def what_happened(refused: Form) -> Response:
        return _offer_page(request, actor, _read(request, actor, offer_id), now, form=refused)

    with asking_again(form, what_happened):
        answering.accept(
            session,
            offer_id=offer_id,
            by=own.me(session, actor),
            declared=Declared(form.has("impartial", "yes"), form.has("confidential", "yes")),
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/my/offers/{offer_id}")


@router.post("/offers/{offer_id}/decline")
def decline(
    offer_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """No; the next is asked."""

    def what_happened(refused: Form) -> Response:
        return _offer_page(request, actor, _read(request, actor, offer_id), now, form=refused)

    with asking_again(form, what_happened):
        answering.decline(
            session,
            offer_id=offer_id,
            by=own.me(session, actor),
            reason=parse(Declining, {"reason": form.get("reason") or None}).reason,
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/my/offers/{offer_id}")


@router.post("/offers/{offer_id}/relation")
def say_relation(
    offer_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """She may have a relation to somebody in the case; the booker decides."""

    def what_happened(refused: Form) -> Response:
        return _offer_page(request, actor, _read(request, actor, offer_id), now, form=refused)

    with asking_again(form, what_happened):
        her, office = own.me(session, actor), offices.of(settings_of(request))
        asking.say(session, offer_id=offer_id, by=her, now=now, office=office)
    return to(f"/my/offers/{offer_id}", saved="relation_said")


def _read(request: Request, actor: Actor, offer_id: int) -> OwnOffer:
    """The offer as stored, apart from the transaction of an answer that is being refused."""
    with database_of(request).read() as session:
        return own.offer(session, own.me(session, actor), offer_id)


def _offer_page(
    request: Request, actor: Actor, found: OwnOffer, now: datetime, *, form: Form = EMPTY
) -> Response:
    with database_of(request).read() as session:
        taken = own.assignment_for(session, own.me(session, actor), found)
    return page(
        request,
        "my/offer.html",
        actor=actor,
        here=f"/my/offers/{found.offer.id}",
        form=form,
        offer=OwnOfferView.of(found),
        why=found.offer.ended_reason,
        open=found.offer.status is OfferStatus.OPEN and now < found.offer.expires_at,
        assignment=OwnAssignmentView.of(taken) if taken else None,
        next_asked=found.booking.status is BookingStatus.ASKING,
        started=now >= found.booking.starts_at,
    )
