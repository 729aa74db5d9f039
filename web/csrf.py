"""Other sites may not act in a signed-in person's name.

Every browser says where a changing request comes from: `Sec-Fetch-Site`, and older ones `Origin`.
A request that says neither comes from a program, which holds no one else's cookies. Whoever shows a
bearer token has put it there on purpose. No hidden form fields are needed (docs/decisions/0008).
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kit.config import Settings
from kit.errors import Forbidden
from web.errors import problem

_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


class SameSite:
    """Middleware that refuses a changing request which another site sent."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._home = urlsplit(settings.public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer `cross_site_request`."""
        if scope["type"] != "http" or scope["method"] in _CHANGES_NOTHING:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if self._is_ours(request):
            await self._app(scope, receive, send)
            return
        refusal = Forbidden("cross_site_request", "This was sent from another site. Start again from ours.")
        await problem(request, refusal, 403)(scope, receive, send)

    def _is_ours(self, request: Request) -> bool:
        if request.headers.get("authorization", "").lower().startswith("bearer "):
            return True
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = request.headers.get("origin")
        if origin is None:
            return True
        place = _place(origin)
        return place != "" and place in {self._home, request.headers.get("host")}


def _place(origin: str) -> str:
    """The host and port of an address; nothing for `null` and for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
