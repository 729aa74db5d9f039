"""An interpreter's own calendars: given, seen how reading them goes, read again, and removed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import own
from booking.calendars import adding, polling, sources
from booking.calendars.api import Id as _Id
from booking.calendars.api import InOffice, InReader, admitted
from booking.calendars.explaining import remedy
from booking.calendars.schemas import NewCalendar
from booking.calendars.words import SourceKind
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.http import Address, InDatabase, Now, Writing, database_of
from web.pages.forms import EMPTY, Form, Posted, asking_again, parse, to
from web.pages.site import page

router = APIRouter(include_in_schema=False, prefix="/my/calendars")

Id = Annotated[_Id, Path()]


@router.get("")
def calendars(request: Request, actor: SignedIn, now: Now) -> Response:
    """Her calendars and how it goes, and a form for another."""
    return _page(request, actor, now, EMPTY)


@router.post("/add")
def add(
    request: Request,
    actor: SignedIn,
    database: InDatabase,
    reader: InReader,
    form: Posted,
    now: Now,
    address: Address,
) -> Response:
    """Read the calendar at the pasted address, and keep when it says she is busy."""
    with asking_again(form, lambda refused: _page(request, actor, now, refused)):
        typed = form.read()
        kind = typed.word("kind", SourceKind) or SourceKind.ICS
        typed.settle()
        facts = {name: form.get(name) for name in ("address", "label", "user")}
        new = parse(NewCalendar, {**facts, "kind": kind, "password": typed.get("password")})
        her = admitted(database, actor, address=address, now=now)
        adding.add(database, reader, new.given, interpreter_id=her, now=now)
    return to("/my/calendars", saved="calendar_added")


@router.post("/{calendar_id}/refresh")
def refresh(
    calendar_id: Id,
    database: InDatabase,
    reader: InReader,
    office: InOffice,
    actor: SignedIn,
    now: Now,
    address: Address,
) -> Response:
    """Read it again now."""
    her = admitted(database, actor, address=address, now=now)
    polling.refresh(database, reader, office, interpreter_id=her, source_id=calendar_id, now=now)
    return to("/my/calendars", saved="calendar_asked")


@router.post("/{calendar_id}/remove")
def remove(calendar_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """Forget it, and everything it made busy."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    sources.remove(session, interpreter_id=stored_id(her.id), source_id=calendar_id, now=now)
    return to("/my/calendars", saved="calendar_removed")


def _page(request: Request, actor: Actor, now: datetime, form: Form) -> Response:
    with database_of(request).read() as session:
        her = own.me(session, actor, Action.KEEP_OWN_HOURS)
        found = sources.of(session, stored_id(her.id), now=now)
    return page(
        request,
        "my/calendars.html",
        actor=actor,
        here="/my/calendars",
        form=form,
        calendars=[(one, remedy(one.source.failure) if one.source.failure else "") for one in found],
        full=len(found) >= sources.MOST,
    )
