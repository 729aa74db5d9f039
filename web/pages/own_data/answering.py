"""The officers' list of requests from people in the register, and each of them answered."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.own_data import removing
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.http import Now, Reading, Writing, settings_of
from registry.cases import house
from registry.own import asking
from registry.own.words import RequestKind, RequestStatus
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, to
from web.pages.own_data.words import BLOCKS, KINDS, STATUSES
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/requests")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 50


@router.get("")
def show(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Those that wait, the longest first; or those answered."""
    require(actor, Action.CHANGE_REGISTER)
    form = asked(request)
    given = form.get("status") or RequestStatus.OPEN.value
    status = RequestStatus(given) if given in set(RequestStatus) else RequestStatus.OPEN
    found, onward = asking.find(session, status=status, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    return page(
        request,
        "own/requests.html",
        actor=actor,
        rows=[(one, KINDS[one.request.kind]) for one in found],
        statuses=[(one.value, STATUSES[one][1], one is status) for one in RequestStatus],
        chosen=status.value,
        turns=turns("/requests", {"status": status.value}, form, onward),
    )


@router.get("/{request_id}")
def one(request: Request, actor: SignedIn, session: Reading, now: Now, request_id: Id) -> Response:
    """What she asks, where to do it, and the answer."""
    require(actor, Action.CHANGE_REGISTER)
    return _page(request, actor, session, request_id, now, EMPTY)


@router.post("/{request_id}/answer")
def answer(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, request_id: Id
) -> Response:
    """It is done, or it is not; she is told by mail."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _page(request, actor, session, request_id, now, refused)):
        typed = form.read()
        status = typed.word("status", RequestStatus)
        typed.settle()
        if status not in {RequestStatus.DONE, RequestStatus.DECLINED}:
            raise typed.missing({"status": None})
        asking.answer(
            session,
            request_id=request_id,
            status=status,
            answer=form.get("answer"),
            house=house.of(settings_of(request)),
            now=now,
            by=actor.id,
        )
    return to("/requests", saved="request_answered")


@router.post("/{request_id}/remove")
def remove(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, request_id: Id
) -> Response:
    """Carry out a removal, for good; the number typed says that it is meant."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _page(request, actor, session, request_id, now, refused)):
        removing.remove(
            session,
            request_id=request_id,
            typed_number=form.get("number"),
            house=house.of(settings_of(request)),
            now=now,
            by=actor.id,
        )
    return to("/requests", saved="person_removed")


def _page(
    request: Request, actor: Actor, session: Session, request_id: int, now: datetime, form: Form
) -> Response:
    found = asking.one(session, request_id)
    wants_removal = found.request.kind is RequestKind.REMOVAL
    is_open = found.request.status is RequestStatus.OPEN
    blocks = removing.blocks(session, found.person, now=now) if wants_removal and is_open else []
    return page(
        request,
        "own/answer.html",
        actor=actor,
        here=f"/requests/{request_id}",
        form=form,
        one=found.request,
        person=found.person,
        asked_for=KINDS[found.request.kind],
        look=STATUSES[found.request.status],
        removal=wants_removal,
        open=is_open,
        in_the_way=[BLOCKS[one] for one in blocks],
    )
