"""Feeds over HTTP: the address a calendar fetches, and one's own feeds over REST."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from booking import office as offices
from booking.feeds import opening, publishing, rendering
from booking.feeds.opening import Opened
from booking.feeds.publishing import Made
from booking.feeds.rendering import Shelf
from booking.feeds.schemas import FeedView, NewFeed, NewFeedView, SourceView
from booking.feeds.words import Means
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.config import Settings
from kit.db import Database, stored_id
from kit.http import InSettings, Now, Reading, Writing, database_of, settings_of
from kit.paging import Page

hot = APIRouter(include_in_schema=False)
"""What calendars ask for every quarter of an hour."""
router = APIRouter(prefix="/api/v1", tags=["calendars"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]

HEADERS = {
    "Cache-Control": "private, no-cache",  # kept by whoever asked, and asked about each time
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@hot.api_route("/feeds/{secret}.ics", methods=["GET", "HEAD"])
async def fetch(secret: str, request: Request, now: Now) -> Response:
    """The feed, or 304 when it is as it was (RFC 9110 13.1.2); 404 for a secret that opens nothing.

    Whether it is, is read on the kept connection; only a feed that has changed is rendered, in a thread.
    """
    database = database_of(request)
    feed = opening.opened(database, secret, Means.ADDRESS)
    if feed is None:
        return Response("There is no calendar here (any more).\n", 404, HEADERS, "text/plain; charset=utf-8")
    await note(database, feed, now)
    stamp = opening.stamp(database, feed, now=now)
    headers = HEADERS | {"ETag": f'"{stamp}"'}
    if is_known(request.headers.get("if-none-match", ""), stamp):
        return Response(status_code=304, headers=headers)
    shelf: Shelf = request.app.state.feeds
    text = shelf.get(stamp)
    if text is None:
        office = offices.of(settings_of(request))
        text = await run_in_threadpool(rendering.render, database, feed, office=office, now=now)
        shelf.put(stamp, text)
    headers["Content-Disposition"] = 'inline; filename="tolkebok.ics"'
    return Response(text, 200, headers, "text/calendar; charset=utf-8")


async def note(database: Database, feed: Opened, now: Now) -> None:
    """Keep that it was fetched today, the first time today."""
    if feed.read_on != oslo_date(now):
        await run_in_threadpool(_mark, database, feed, now)


def is_known(if_none_match: str, stamp: str) -> bool:
    """Whether one of the tags the asker holds is this state's, compared weakly."""
    told = (one.strip().removeprefix("W/").strip('"') for one in if_none_match.split(","))
    return any(one in {stamp, "*"} for one in told)


@router.get("/me/feeds")
def list_feeds(session: Reading, actor: SignedIn) -> Page[FeedView]:
    """Your feeds, the newest first; never their secrets."""
    return Page(items=[FeedView.of(one) for one in publishing.of(session, actor)])


@router.get("/me/feeds/sources")
def list_sources(session: Reading, actor: SignedIn) -> Page[SourceView]:
    """What you can have a feed of."""
    return Page(items=[SourceView.of(one) for one in publishing.sources(session, actor)])


@router.post("/me/feeds", status_code=201)
def make_feed(new: NewFeed, session: Writing, actor: SignedIn, settings: InSettings, now: Now) -> NewFeedView:
    """A feed of what you may see. Its address, or its password for CalDAV, is shown this once."""
    return shown(publishing.make(session, actor, new.wanted, now=now), actor, settings)


@router.post("/me/feeds/{feed_id}/renew")
def renew_feed(feed_id: Id, session: Writing, actor: SignedIn, settings: InSettings, now: Now) -> NewFeedView:
    """Another address or password for the same feed; the one before works no more."""
    return shown(publishing.renew(session, actor, feed_id, now=now), actor, settings)


@router.delete("/me/feeds/{feed_id}", status_code=204)
def end_feed(feed_id: Id, session: Writing, actor: SignedIn) -> None:
    """End a feed at once."""
    publishing.end(session, actor, feed_id)


def shown(made: Made, actor: Actor, settings: Settings) -> NewFeedView:
    """What its owner needs to subscribe."""
    feed_id = stored_id(made.feed.id)
    if made.feed.means is Means.ADDRESS:
        address = f"{settings.public_url}/feeds/{made.secret}.ics"
        return NewFeedView(id=feed_id, address=address, user=None, password=None)
    address = f"{settings.public_url}/dav/"
    return NewFeedView(id=feed_id, address=address, user=actor.email, password=made.secret)


def _mark(database: Database, feed: Opened, now: Now) -> None:
    with database.write() as session:
        opening.mark_read(session, feed, now=now)
