"""Out of the public register from a day, and in again: what follows is said before she confirms."""

from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import own
from booking.own_data import following
from booking.schemas import OwnAssignmentView
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.clock import oslo_date
from kit.errors import Conflict, Invalid, invalid
from kit.http import Now, Reading, Writing
from registry.own import leaving
from registry.tables import Interpreter
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, filled, to
from web.pages.site import page

router = APIRouter(include_in_schema=False, prefix="/my/data/listing")

_NEW_SINCE = Conflict(
    "assignments_changed", "Your assignments have changed since you opened this page. Read what follows now."
)


@router.get("")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """From which day; with a day chosen, what follows from it, and a button that does it."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, session, person, now, None, refused)):
        on = _day(form, now) if form.values.get("effective_on") is not None else None
    return _page(request, actor, session, person, now, on, form if on else EMPTY)


@router.post("/leave")
def leave(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Do it, unless what was said to follow is no longer what follows."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)

    def show_again(refused: Form) -> Response:
        try:
            on = _day(form, now)
        except Invalid:  # told already
            on = None
        return _page(request, actor, session, person, now, on, refused)

    with asking_again(form, show_again):
        on = _day(form, now)
        if form.get("seen") != _seen(session, person, on, now):
            raise _NEW_SINCE
        leaving.leave(session, person=person, on=on, now=now)
    return to("/my/data", saved="own_listing_ends")


@router.post("/return")
def come_back(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """In again from a day."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    with asking_again(form, lambda refused: _page(request, actor, session, person, now, None, refused)):
        leaving.come_back(session, person=person, on=_day(form, now), now=now)
    return to("/my/data", saved="own_listing_again")


def _day(form: Form, now: datetime) -> date:
    typed = form.read()
    on = typed.day("effective_on")
    typed.settle()
    if on is None:
        raise typed.missing({"effective_on": None})
    if on < oslo_date(now):
        raise invalid("effective_on", "in_the_past", "Choose today or a day to come.")
    return on


def _seen(session: Session, person: Interpreter, on: date, now: datetime) -> str:
    lost = following.lost_by_leaving(session, person, on=on, now=now)
    return ",".join(str(one.assignment.id) for one in lost)


def _page(
    request: Request,
    actor: Actor,
    session: Session,
    person: Interpreter,
    now: datetime,
    on: date | None,
    form: Form,
) -> Response:
    today = oslo_date(now)
    left_from = leaving.left_from(session, person, today=today)
    lost = following.lost_by_leaving(session, person, on=on, now=now) if on else []
    first = left_from or today
    return page(
        request,
        "own/listing.html",
        actor=actor,
        here="/my/data/listing",
        form=form if form.values else filled(effective_on=first),
        on=on,
        lost=[OwnAssignmentView.of(one) for one in lost],
        seen=_seen(session, person, on, now) if on else "",
        listed=leaving.stands(session, person, today),
        left_from=left_from,
        can_return=leaving.may_come_back(session, person, first),
    )
