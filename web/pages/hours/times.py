"""Extra hours and time on call: what an interpreter gives beside her weekly hours."""

from datetime import datetime
from types import SimpleNamespace
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import own
from booking.availability import changing
from booking.availability.rules import modalities
from booking.availability.tables import ExtraHours, OnCall
from identity import organisations
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.http import Now, Writing, database_of
from registry.words import Modality
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, to
from web.pages.hours import settling, typing
from web.pages.hours.telling import told
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_ON_CALL = "/my/hours/times?which=on_call"
_BY_WIRE = frozenset({Modality.SCREEN, Modality.TELEPHONE})


@router.get("/hours/times")
def times(request: Request, actor: SignedIn, now: Now) -> Response:
    """Those ahead, and a form for more."""
    which = "on_call" if asked(request).get("which") == "on_call" else "extra"
    return _times_page(request, actor, now, which, EMPTY)


@router.post("/extra-hours")
def add_extra(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """She can be asked then as well."""
    with asking_again(form, lambda refused: _times_page(request, actor, now, "extra", refused)):
        stretch = typing.stretch(form.read(), now=now)
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        changing.add_extra(session, interpreter_id=her, stretch=stretch, now=now)
    return to("/my/hours/times", saved="extra_added")


@router.post("/extra-hours/{extra_id}/remove")
def remove_extra(
    extra_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """She cannot be asked then after all."""
    settling.settle(
        request,
        actor,
        session,
        form,
        lambda her: changing.remove_extra(session, interpreter_id=her, extra_id=extra_id, now=now),
        now=now,
    )
    return to("/my/hours/times", saved="extra_removed")


@router.post("/on-call")
def add_on_call(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """She can be reached at once then, in every language of hers."""
    with asking_again(form, lambda refused: _times_page(request, actor, now, "on_call", refused)):
        stretch = typing.stretch(form.read(), now=now, default=_BY_WIRE)
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        duty = changing.Duty(by=actor.id)
        changing.add_on_call(session, interpreter_id=her, stretch=stretch, duty=duty, now=now)
    return to(_ON_CALL, saved="on_call_added")


@router.post("/on-call/{on_call_id}/confirm")
def confirm_on_call(on_call_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """Yes to what somebody put her down for."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    changing.confirm_on_call(session, interpreter_id=her, on_call_id=on_call_id, now=now)
    return to(_ON_CALL, saved="on_call_added")


@router.post("/on-call/{on_call_id}/remove")
def remove_on_call(on_call_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """She is not on call then."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    changing.remove_on_call(session, interpreter_id=her, on_call_id=on_call_id, now=now)
    return to(_ON_CALL, saved="on_call_removed")


def _times_page(request: Request, actor: Actor, now: datetime, which: str, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    with database_of(request).read() as session:
        her = own.me(session, actor, Action.KEEP_OWN_HOURS)
        rows: list[ExtraHours | OnCall] = []
        if which == "extra":
            rows += own.ahead(session, ExtraHours, her, now=now, limit=200, cursor=None)[0]
        else:
            rows += own.ahead(session, OnCall, her, now=now, limit=200, cursor=None)[0]
        theirs = {one.organisation_id for one in rows if isinstance(one, OnCall) and one.organisation_id}
        names = {stored_id(one.id): one.name for one in organisations.all_of(session, theirs)}
    ways = choosing.words("modality", tongue)
    return page(
        request,
        "my/times.html",
        actor=actor,
        here=_ON_CALL if which == "on_call" else "/my/hours/times",
        form=form,
        which=which,
        rows=[(_shown(one, names), told(one, tongue)) for one in rows],
        modalities=ways,
        by_wire=[(code, word) for code, word in ways if code in _BY_WIRE],
        again=choosing.weeks_apart(tongue),
    )


def _shown(row: ExtraHours | OnCall, names: dict[int, str]) -> SimpleNamespace:
    on_call = row if isinstance(row, OnCall) else None
    return SimpleNamespace(
        id=row.id,
        modalities=[one for one in Modality if one in modalities(row.ways)],
        languages=on_call.languages if on_call else [],
        organisation=names.get(on_call.organisation_id or 0) if on_call else None,
        waits=on_call is not None and on_call.confirmed_at is None,
    )
