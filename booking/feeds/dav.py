"""A feed over CalDAV, read only (RFC 4791): who asks, and the answer over HTTP.

A device has a password of its own, which opens one calendar. Whatever is sent in is refused: 403 with the
privilege that lacks.
"""

import base64
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from booking import office as offices
from booking.feeds import collection, entries, multistatus, opening, publishing, rendering
from booking.feeds.api import is_known, note
from booking.feeds.collection import Answer, Calendar
from booking.feeds.multistatus import DAV
from booking.feeds.opening import Opened
from booking.feeds.words import Means
from booking.office import Office
from kit.config import Settings
from kit.db import Database
from kit.http import Now, database_of, settings_of

router = APIRouter(include_in_schema=False)

_READ = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
_CHANGE = ("PUT", "DELETE", "POST", "PROPPATCH", "MKCALENDAR", "MKCOL", "MOVE", "COPY", "LOCK", "UNLOCK")
_HEADERS = {"DAV": "1, 3, calendar-access", "Cache-Control": "private, no-cache"}
_SHOW_PASSWORD = {"WWW-Authenticate": 'Basic realm="Tolkebok", charset="UTF-8"'}
_MOST_BYTES = 256_000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@router.api_route("/.well-known/caldav", methods=[*_READ])
async def found_here() -> Response:
    """Where the calendars are (RFC 6764 5)."""
    return RedirectResponse(collection.ROOT, 301, _HEADERS)


@router.api_route("/dav/{path:path}", methods=[*_READ, *_CHANGE])
async def dav(request: Request, now: Now, path: str) -> Response:
    """Everything a calendar program asks: 401 until it shows a device's password, 403 without https."""
    if request.method == "OPTIONS":
        return Response(headers=_HEADERS | {"Allow": ", ".join(_READ)})
    database, settings = database_of(request), settings_of(request)
    if not _is_private(settings):
        return Response("Use https.\n", 403, _HEADERS, "text/plain")
    feed = _entered(request, database)
    if feed is None:
        return Response("A device's password is needed.\n", 401, _HEADERS | _SHOW_PASSWORD, "text/plain")
    if request.method in _CHANGE:
        return _sent(request, Answer(403, multistatus.error(f"{DAV}need-privileges")))
    body = await _body(request)
    if body is None:
        return Response(status_code=413, headers=_HEADERS)
    await note(database, feed, now)
    stamp = opening.stamp(database, feed, now=now)
    office = offices.of(settings)
    calendar = await run_in_threadpool(_calendar, database, feed, stamp, office, now)
    return _sent(request, _answer(request, calendar, f"/dav/{path}", body))


def _answer(request: Request, calendar: Calendar, path: str, body: bytes) -> Answer:
    if request.method in {"GET", "HEAD"}:
        return collection.got(calendar, path)
    try:
        asked = multistatus.asked(body)
    except multistatus.Unreadable:
        return Answer(400)
    if request.method == "REPORT":
        return collection.report(calendar, path, asked)
    return collection.propfind(calendar, path, asked, request.headers.get("depth", "infinity"))


def _sent(request: Request, answer: Answer) -> Response:
    tag = {"ETag": answer.etag} if answer.etag else {}
    if answer.etag and is_known(request.headers.get("if-none-match", ""), answer.etag.strip('"')):
        return Response(status_code=304, headers=_HEADERS | tag)
    return Response(answer.body, answer.status, _HEADERS | tag, answer.media_type)


def _is_private(settings: Settings) -> bool:
    """Whether nobody reads along: a password of this kind stands open in every request."""
    return settings.secure or urlsplit(settings.public_url).hostname in _LOOPBACK


def _entered(request: Request, database: Database) -> Opened | None:
    """The feed whose password is shown, with its owner's e-mail address as the user name."""
    user, password = _basic(request.headers.get("authorization", ""))
    if not password:
        return None
    feed = opening.opened(database, publishing.as_typed(password), Means.DEVICE)
    return feed if feed is not None and feed.actor.email == user.strip().lower() else None


def _basic(header: str) -> tuple[str, str]:
    scheme, _, given = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return user, password


async def _body(request: Request) -> bytes | None:
    """What was sent, or None when no question is so long."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return None
    return body


def _calendar(database: Database, feed: Opened, stamp: str, office: Office, now: datetime) -> Calendar:
    since = opening.since(now)
    with database.read() as session:
        items = entries.items(session, feed, since=since, office=office)
        name = rendering.name_of(session, feed)
    return Calendar(feed, name, stamp, since, items)
