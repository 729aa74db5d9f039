"""The page behind the yearly letter: what is registered, confirmed in one tap, or contact data put right.

Opening the page confirms nothing (mail programs open links on their own). The token is all there is to sign
in with, so the page shows what the public may see and how the interpreter is reached, and nothing else.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import Acting
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict
from kit.http import Now, Reading, Writing
from registry import facts, profiles
from registry.quality import confirming
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, to
from web.pages.site import page

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Query(max_length=100)]


@router.get("/confirm")
def show(request: Request, actor: Acting, session: Reading, now: Now, token: Token = "") -> Response:
    """What is registered, and the two ways to answer; or that the link works no more."""
    return _shown(request, actor, session, now, token, None)


@router.post("/confirm")
def confirm(request: Request, actor: Acting, session: Writing, now: Now, form: Posted) -> Response:
    """It is right; or it is, once e-mail and telephone are put right."""
    token = form.get("token")
    with asking_again(form, lambda refused: _shown(request, actor, session, now, token, refused)):
        contact = (
            (form.get("email") or None, form.get("phone") or None) if form.has("correct", "yes") else None
        )
        confirming.confirm(session, token=token, now=now, contact=contact)
    return to("/confirm/done")


@router.get("/confirm/done")
def done(request: Request, actor: Acting) -> Response:
    """Thanks; nothing of what was registered is shown without the link."""
    return page(request, "quality/confirmed.html", actor=actor)


def _shown(
    request: Request, actor: Actor, session: Session, now: Now, token: str, refused: Form | None
) -> Response:
    try:
        person = confirming.asked(session, token=token, now=now)
    except Conflict as refusal:
        ended = EMPTY.refused(refusal)
        return page(
            request, "quality/confirm.html", actor=actor, here="/confirm", form=ended, person=None, status=409
        )
    (known,) = facts.of_interpreters(session, [stored_id(person.id)])
    today = oslo_date(now)
    return page(
        request,
        "quality/confirm.html",
        actor=actor,
        here="/confirm",
        form=refused or filled(email=person.email, phone=person.phone),
        person=person,
        token=token,
        ways=profiles.modalities_of(person),
        listed=known.history.listed_on(today),
        qualified=profiles.qualified(known, today),
    )
