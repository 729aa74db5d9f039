"""Everyone who can be asked as it stands, why not this one, and what would find somebody."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import offering, queries
from booking import office as offices
from booking.explaining import today
from booking.explaining.why_not import CAN_BE_ASKED, Answer, why_not
from booking.queries import Told
from booking.states import OVER
from booking.travel.rules import Pace
from identity.acting import SignedIn
from identity.permissions import Actor
from kit import paging
from kit.http import Now, database_of, settings_of
from kit.i18n import translator
from web.pages.explaining import standing
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/bookings/{reference}/candidates")

_AT_A_TIME = 25


@router.get("")
def show(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """Everyone who can be asked, best first; with `number`, why this interpreter is or is not there."""
    told = _seen(request, actor, reference, now)
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, told, refused, None, now)):
        typed = form.read()
        number = typed.whole("number")
        typed.settle()
    with database_of(request).read() as session:
        answer = (
            None if number is None else why_not(session, told.booking, number, now=now, pace=_pace(request))
        )
    return _page(request, actor, told, form, answer, now)


def _page(
    request: Request, actor: Actor, told: Told, form: Form, answer: Answer | None, now: datetime
) -> Response:
    booking = told.booking
    tongue = reader_tongue(request, actor)
    t = translator(tongue)
    with database_of(request).read() as session:
        stands = today.stands(session, booking, now=now, pace=_pace(request))
    over = booking.status in OVER or offering.is_too_late(booking, now)
    place = paging.decode(form.get("cursor") or None, paging.key)
    rows = list(enumerate(stands.ranking.items, start=1))[place[0] if place else 0 :]
    shown, onward = paging.page(rows[: _AT_A_TIME + 1], limit=_AT_A_TIME, key=lambda pair: (pair[0],))
    address = f"/bookings/{booking.reference}/candidates"
    return page(
        request,
        "agency/candidates.html",
        actor=actor,
        form=form,
        told=told,
        booking=booking,
        over=over,
        answer=answer,
        answered=standing.about(answer, t) if answer else "",
        here_it_is=answer is not None and answer.code == CAN_BE_ASKED,
        steps=standing.steps(stands.steps, booking, tongue),
        helps=[] if over else standing.helps(stands.relaxations, booking, tongue),
        rows=shown,
        total=len(stands.ranking.items),
        left_out=stands.ranking.left_out,
        turns=turns(address, {}, form, onward),
    )


def _pace(request: Request) -> Pace:
    return offices.pace_of(settings_of(request))


def _seen(request: Request, actor: Actor, reference: str, now: datetime) -> Told:
    database = database_of(request)
    with database.read() as session:
        told = queries.told(session, queries.find(session, actor, reference))
    queries.log_views(database, [told.booking], actor=actor, now=now)
    return told
