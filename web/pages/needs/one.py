"""One need: what is known of it, its language settled by a person, let go, or on to a booking."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import queries
from booking.needs import completing, reading
from booking.needs.given import DroppingGiven
from identity.acting import SignedIn
from identity.permissions import Action, Actor, Thing, may
from kit.errors import invalid
from kit.http import Now, Writing, database_of
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asking_again, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/needs/{reference}")


@router.get("")
def show(reference: str, request: Request, actor: SignedIn) -> Response:
    """The need as it stands, and what can be done now."""
    return _page(request, actor, reference, EMPTY)


@router.post("/language")
def settle_language(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted
) -> Response:
    """Say which language it is in."""
    with asking_again(form, lambda refused: _page(request, actor, reference, refused)):
        if not form.get("language"):
            raise invalid("language", "missing", "Choose a language.")
        completing.settle_language(
            session, reference=reference, actor=actor, language=form.get("language"), variety=None
        )
    return to(f"/needs/{queries.plain(reference)}", saved="need_language")


@router.post("/drop")
def drop(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Nobody is needed after all."""
    with asking_again(form, lambda refused: _page(request, actor, reference, refused)):
        given = parse(DroppingGiven, {"why": form.get("why") or None})
        completing.drop(session, reference=reference, actor=actor, why=given.why, now=now)
    return to("/needs", saved="need_dropped")


def _page(request: Request, actor: Actor, reference: str, form: Form) -> Response:
    with database_of(request).read() as session:
        told = reading.find(session, actor, reference)
    place = Thing(organisation_id=told.row.organisation_id)
    return page(
        request,
        "needs/one.html",
        actor=actor,
        here=f"/needs/{told.row.reference}",
        form=form,
        told=told,
        one=told.row,
        may_book=may(actor, Action.COMPLETE_NEED, place),
        languages=choosing.languages(reader_tongue(request, actor)),
    )
