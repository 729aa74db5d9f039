"""How an interpreter is asked: by letter, or by calendar as well."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import channels, own
from identity.acting import SignedIn
from identity.permissions import Action
from kit.db import stored_id
from kit.http import Now, Reading, Writing
from web.pages.forms import Posted, filled, to
from web.pages.site import page

router = APIRouter(include_in_schema=False, prefix="/my")


@router.get("/asked")
def show(request: Request, actor: SignedIn, session: Reading) -> Response:
    """What she has chosen, to be changed."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    form = filled(by_calendar="yes" if channels.chosen(session, her) else "")
    return page(request, "my/asked.html", actor=actor, here="/my/asked", form=form)


@router.post("/asked")
def choose(actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Keep her choice."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    wanted = form.has("by_calendar", "yes")
    channels.choose(session, interpreter_id=her, by_calendar=wanted, now=now)
    return to("/my/asked", saved="asked_kept")
