"""A refusal as a page: what happened, what to do about it, and its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from identity.acting import acting
from identity.cookies import cookie_name
from identity.permissions import NOBODY, Actor
from kit import clock
from kit.errors import Refusal
from kit.http import database_of, settings_of
from kit.i18n import mark
from web.headers import SECURITY
from web.pages.site import page
from web.pages.tongues import address_of

_SIGN_IN = 401
_OUR_FAULT = 500


@dataclass(frozen=True, slots=True)
class Way:
    """What a page says of one kind of refusal: a title, and where to go from there."""

    title: str
    href: str
    link: str


_HOME = ("/", mark("To the front page"))
_WAYS: Mapping[int, Way] = {
    403: Way(mark("Your account may not do this"), "/account", mark("See what your account may do")),
    404: Way(mark("This page was not found"), *_HOME),
    405: Way(mark("This page cannot be opened that way"), *_HOME),
    409: Way(mark("Something has happened in the meantime"), "", mark("See how it is now")),
    413: Way(mark("This is too much at once"), "", mark("Try again")),
    422: Way(mark("Some of this is missing or wrong"), "", mark("Try again")),
    429: Way(mark("Too many attempts"), *_HOME),
    503: Way(mark("The service is not ready"), "", mark("Try again")),
}
_ELSE = Way(mark("Something went wrong on our side"), *_HOME)


def refusal_page(request: Request, refusal: Refusal, status: int) -> Response:
    """The page for one refusal; whoever is not signed in is sent to sign in first, and back afterwards."""
    if status == _SIGN_IN and request.url.path != "/sign-in":
        return RedirectResponse("/sign-in?" + urlencode({"next": _back(request)}), 303)
    way = _WAYS.get(status, _ELSE)
    response = page(
        request,
        "errors/refusal.html",
        actor=_actor(request, status),
        status=status,
        here=_back(request),
        way=way,
        on=way.href or _back(request),
        refusal=refusal,
        code=refusal.code if status >= _OUR_FAULT else "",
    )
    if status >= _OUR_FAULT:
        response.headers.update(SECURITY)  # a fault is told outside every middleware
    return response


def _back(request: Request) -> str:
    """The page a person was on: this address for a GET, and for a form the page it stood on, if ours."""
    if request.method in {"GET", "HEAD"}:
        return address_of(request)
    base = str(request.base_url)
    came_from = request.headers.get("referer", "")
    return "/" + came_from.removeprefix(base).lstrip("/") if came_from.startswith(base) else "/"


def _actor(request: Request, status: int) -> Actor:
    settings = settings_of(request)
    if status >= _OUR_FAULT or cookie_name(settings) not in request.cookies:
        return NOBODY
    try:
        return acting(request, database_of(request), settings, clock.now())
    except Refusal:
        return NOBODY
