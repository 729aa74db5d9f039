"""A request's body has a largest size, counted as it arrives, whatever its header says."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BYTES = 4_000_000
LARGEST_UPLOAD_BYTES = 12_000_000
UPLOADS = ("/documents", "/imports")
"""How the addresses end that take files."""


class SizeLimit:
    """Middleware that stops reading what nobody needs to send; web/errors.py tells it as `too_large`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body counted."""
        came = 0
        largest = LARGEST_UPLOAD_BYTES if scope.get("path", "").endswith(UPLOADS) else LARGEST_BYTES

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
