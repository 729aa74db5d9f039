"""Which language a page is shown in: asked for, kept in a cookie, the account's, the browser's, bokmål."""

from functools import lru_cache
from urllib.parse import quote

from fastapi import Request, Response

from identity.permissions import Actor
from kit.i18n import Tongue, preferred

_COOKIE = "tongue"
_YEAR = 365 * 24 * 3600
_KNOWN = {tongue.value: tongue for tongue in Tongue}


def chosen(request: Request, actor: Actor) -> Tongue:
    """The language this page is to be shown in."""
    asked = request.query_params.get("lang") if b"lang=" in request.scope["query_string"] else None
    known = _KNOWN.get(asked or "") or _KNOWN.get(request.cookies.get(_COOKIE, ""))
    if known is not None:
        return known
    if actor.signed_in:
        return actor.tongue
    return _best(request.headers.get("accept-language", ""))


def keep(request: Request, response: Response, tongue: Tongue, *, secure: bool) -> None:
    """Remember a language the reader asked for on this page."""
    if _KNOWN.get(request.query_params.get("lang", "")) is tongue:
        response.set_cookie(_COOKIE, tongue, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)


def asking_on(address: str) -> str:
    """The address without the language asked for: the same page in a language is this and its code."""
    path, _, query = address.partition("?")
    if "lang=" in query:
        query = "&".join(part for part in query.split("&") if not part.startswith("lang="))
    return f"{path}?{query}&lang=" if query else f"{path}?lang="


def address_of(request: Request) -> str:
    """The address asked for, on our own site: one slash first, however many were given."""
    path = "/" + quote(request.scope["path"]).lstrip("/")
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


@lru_cache(1_000)
def _best(header: str) -> Tongue:
    return preferred(_accepted(header))


def _accepted(header: str) -> list[str]:
    ranked = []
    for number, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), number, tag))
        except ValueError:
            continue
    return [tag for weight, _, tag in sorted(ranked) if weight and tag and tag != "*"]
