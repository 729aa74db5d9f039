"""What only an officer can change: a request, its answer, and taking it back."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import own
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.errors import NotFound
from kit.http import Now, Reading, Writing
from registry.own import asking
from registry.own.tables import LONGEST
from registry.own.words import RequestKind
from web.pages.forms import EMPTY, Form, Posted, asking_again, to
from web.pages.own_data.words import KINDS
from web.pages.site import page

router = APIRouter(include_in_schema=False, prefix="/my/data/requests")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/new/{kind}")
def show(request: Request, actor: SignedIn, session: Reading, kind: str) -> Response:
    """What she asks for, in her own words."""
    own.me(session, actor, Action.SEE_OWN_DATA)
    return _page(request, actor, _kind(kind), EMPTY)


@router.post("/new/{kind}")
def ask(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, kind: str) -> Response:
    """Put it to the officers."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    wanted = _kind(kind)
    with asking_again(form, lambda refused: _page(request, actor, wanted, refused)):
        asking.ask(session, person=person, kind=wanted, said=form.get("said"), now=now)
    return to("/my/data", saved="own_request_sent")


@router.post("/{request_id}/take-back")
def take_back(actor: SignedIn, session: Writing, now: Now, request_id: Id) -> Response:
    """She asks no more."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    asking.take_back(session, person=person, request_id=request_id, now=now)
    return to("/my/data", saved="own_request_taken_back")


def _kind(given: str) -> RequestKind:
    if given not in set(RequestKind):
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return RequestKind(given)


def _page(request: Request, actor: Actor, kind: RequestKind, form: Form) -> Response:
    return page(
        request,
        "own/request.html",
        actor=actor,
        here=f"/my/data/requests/new/{kind.value}",
        form=form,
        kind=kind.value,
        asked_for=KINDS[kind],
        longest=LONGEST,
    )
