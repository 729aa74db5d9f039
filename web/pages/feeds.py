"""One's own calendar, fetched from here: an address or a device's password made, renewed and ended."""

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.feeds import publishing
from booking.feeds.api import Id as _Id
from booking.feeds.api import shown
from booking.feeds.entries import NAMES
from booking.feeds.publishing import Source, Wanted
from booking.feeds.schemas import NewFeedView
from booking.feeds.words import Detail, Means, Scope
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.errors import invalid
from kit.http import InSettings, Now, Reading, Writing
from kit.i18n import Translate, mark, translator
from web.pages.choosing import Pairs
from web.pages.forms import Form, Posted, asking_again, filled, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

Id = Annotated[_Id, Path()]
_HERE = "/account/feeds"
_SOURCE = re.compile(r"(assignments|unit|duty)(?:-([0-9]{1,9}))?")
_GROUPS = {
    Scope.ASSIGNMENTS: mark("My own"),
    Scope.UNIT: mark("Bookings of a unit"),
    Scope.DUTY: mark("Duty lists"),
}
_FRESH = filled(detail=Detail.FULL.value, means=Means.ADDRESS.value)


@router.get(_HERE)
def feeds(request: Request, actor: SignedIn, session: Reading) -> Response:
    """What fetches my calendars, and a form for another."""
    return _page(request, actor, session, _FRESH)


@router.post(f"{_HERE}/add")
def add(
    request: Request, actor: SignedIn, session: Writing, settings: InSettings, form: Posted, now: Now
) -> Response:
    """A new feed; its address or password is shown on the page that answers and never again."""
    with asking_again(form, lambda refused: _page(request, actor, session, refused)):
        made = publishing.make(session, actor, _wanted(form), now=now)
    return _page(request, actor, session, _FRESH, made=shown(made, actor, settings))


@router.post(f"{_HERE}/{{feed_id}}/renew")
def renew(
    feed_id: Id, request: Request, actor: SignedIn, session: Writing, settings: InSettings, now: Now
) -> Response:
    """Another address or password, shown once; the one before works no more."""
    made = publishing.renew(session, actor, feed_id, now=now)
    return _page(request, actor, session, _FRESH, made=shown(made, actor, settings))


@router.post(f"{_HERE}/{{feed_id}}/end")
def end(feed_id: Id, actor: SignedIn, session: Writing) -> Response:
    """It is fetched no more."""
    publishing.end(session, actor, feed_id)
    return to(_HERE, saved="feed_ended")


def _wanted(form: Form) -> Wanted:
    typed = form.read()
    detail, means = typed.word("detail", Detail), typed.word("means", Means)
    typed.settle()
    source = _SOURCE.fullmatch(form.get("source"))
    if source is None:
        raise invalid("source", "not_yours", "Choose a calendar from the list.")
    return Wanted(
        scope=Scope(source[1]),
        organisation_id=int(source[2]) if source[2] else None,
        detail=detail or Detail.FULL,
        means=means or Means.ADDRESS,
        label=form.get("label"),
    )


def _page(
    request: Request, actor: Actor, session: Session, form: Form, *, made: NewFeedView | None = None
) -> Response:
    t = translator(reader_tongue(request, actor))
    offered = publishing.sources(session, actor)
    return page(
        request,
        "account/feeds.html",
        actor=actor,
        here=_HERE,
        form=form,
        made=made,
        scheme=made and re.sub("^https?", "webcal", made.address),
        sources=_choices(t, offered),
        feeds=[
            (one, t(NAMES[one.feed.scope], organisation=one.organisation))
            for one in publishing.of(session, actor)
        ],
    )


def _choices(t: Translate, offered: Sequence[Source]) -> dict[str, Pairs]:
    """What there is to choose from, under a heading for each sort."""
    found: dict[str, Pairs] = {}
    for source in offered:
        value = source.scope.value + (f"-{source.organisation_id}" if source.organisation_id else "")
        text = source.name or t(NAMES[source.scope])
        group = t(_GROUPS[source.scope])
        found[group] = (*found.get(group, ()), (value, text))
    return found
