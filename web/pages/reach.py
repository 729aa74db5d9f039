"""How far an interpreter goes for an assignment on site, kept by herself."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import own
from booking.travel import reach
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.http import Now, Writing, database_of
from registry.kommuner import FYLKER, KOMMUNER
from web.pages import choosing
from web.pages.forms import Form, Posted, asking_again, filled, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my")


@router.get("/reach")
def show(request: Request, actor: SignedIn) -> Response:
    """How far she goes now, to be changed."""
    with database_of(request).read() as session:
        kept = reach.of(session, stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id))
    return _reach_page(request, actor, filled(km=kept.km, kommuner=sorted(kept.kommuner)))


@router.post("/reach")
def keep(request: Request, actor: SignedIn, session: Writing, now: Now, form: Posted) -> Response:
    """A new limit in place of the one before; nothing at all is no limit."""
    with asking_again(form, lambda refused: _reach_page(request, actor, refused)):
        typed = form.read()
        km = typed.whole("km")
        typed.settle()
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        numbers = _each(form.all("kommuner"))
        reach.keep(session, interpreter_id=her, km=km, numbers=numbers, by=actor.account_id, now=now)
    return to("/my/reach", saved="reach_kept")


def _reach_page(request: Request, actor: Actor, form: Form) -> Response:
    with database_of(request).read() as session:
        her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    return page(
        request, "my/reach.html", actor=actor, here="/my/reach", form=form, home=her.kommune,
        places=choosing.places(reader_tongue(request, actor)),
        limited=bool(form.get("km") or form.all("kommuner")),
    )  # fmt: skip


def _each(numbers: list[str]) -> list[str]:
    """The municipalities ticked, a whole county as each of its own."""
    whole = set(numbers) & FYLKER.keys()
    within = [number for number, one in KOMMUNER.items() if one.fylke in whole]
    return [*within, *(number for number in numbers if number not in whole)][: reach.MOST_KOMMUNER]
