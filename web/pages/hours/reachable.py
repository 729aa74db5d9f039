"""Whom a booker can reach now, and an organisation's duty list."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import duty
from booking import office as offices
from booking.duty import Wanted
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.http import Now, Writing, database_of, settings_of
from registry.words import Modality
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, parse, to
from web.pages.hours import typing
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/on-call")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 50
_BY_WIRE = frozenset({Modality.SCREEN, Modality.TELEPHONE})


@router.get("")
def reachable(request: Request, actor: SignedIn, now: Now) -> Response:
    """Who is on call and free now, the highest category first."""
    form = asked(request)
    wanted = parse(Wanted, {name: form.get(name) or None for name in ("language", "modality")})
    with database_of(request).read() as session:
        found = duty.reachable(session, actor, wanted, now=now)
        lists = duty.kept_by(session, actor)
    tongue = reader_tongue(request, actor)
    ways = choosing.words("modality", tongue)
    return page(
        request,
        "agency/on_call.html",
        actor=actor,
        form=form,
        found=found,
        lists=lists,
        languages=choosing.languages(tongue),
        by_wire=[(code, word) for code, word in ways if code in _BY_WIRE],
    )


@router.get("/lists")
def lists(request: Request, actor: SignedIn) -> Response:
    """The duty lists one keeps; whoever keeps one alone goes straight to it."""
    with database_of(request).read() as session:
        kept = duty.kept_by(session, actor)
    if len(kept) == 1:
        return to(f"/on-call/lists/{kept[0][0]}")
    return page(request, "agency/duty_lists.html", actor=actor, lists=kept)


@router.get("/lists/{organisation_id}")
def duty_list(organisation_id: Id, request: Request, actor: SignedIn, now: Now) -> Response:
    """Who is put down for time on call, and who has not confirmed."""
    return _list_page(request, actor, now, organisation_id, EMPTY)


@router.post("/lists/{organisation_id}")
def put_down(
    organisation_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """One more; it counts when she has confirmed it."""
    with asking_again(form, lambda refused: _list_page(request, actor, now, organisation_id, refused)):
        typed = form.read()
        number = typed.whole("number")
        if number is None:
            typed.missing({"number": None})
        stretch = typing.stretch(typed, now=now, default=_BY_WIRE)
        duty.put_down(
            session,
            actor,
            organisation_id,
            number=number or 0,
            stretch=stretch,
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/on-call/lists/{organisation_id}", saved="duty_added")


@router.post("/lists/{organisation_id}/{on_call_id}/remove")
def strike(
    organisation_id: Id, on_call_id: Id, request: Request, actor: SignedIn, session: Writing, now: Now
) -> Response:
    """Nobody is needed then, and she is told."""
    office = offices.of(settings_of(request))
    duty.strike(session, actor, organisation_id, on_call_id=on_call_id, now=now, office=office)
    return to(f"/on-call/lists/{organisation_id}", saved="duty_removed")


def _list_page(request: Request, actor: Actor, now: datetime, organisation_id: int, form: Form) -> Response:
    query = asked(request)
    cursor = query.get("cursor") or None
    with database_of(request).read() as session:
        found, onward = duty.listed(session, actor, organisation_id, now=now, limit=_AT_A_TIME, cursor=cursor)
        name = dict(duty.kept_by(session, actor)).get(organisation_id, "")
    tongue = reader_tongue(request, actor)
    address = f"/on-call/lists/{organisation_id}"
    ways = choosing.words("modality", tongue)
    return page(
        request,
        "agency/duty_list.html",
        actor=actor,
        here=address,
        form=form,
        address=address,
        name=name,
        lines=found,
        turns=turns(address, {}, query, onward),
        languages=choosing.languages(tongue),
        by_wire=[(code, word) for code, word in ways if code in _BY_WIRE],
        again=choosing.weeks_apart(tongue),
    )
