"""A request's body has a largest size, counted as it arrives, whatever its header says."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.errors import FieldError
from kit.i18n import mark

LARGEST_BYTES = 4_000_000
LARGEST_UPLOAD_BYTES = 12_000_000
UPLOADS = ("/documents", "/imports")
"""How the addresses end that take files larger than a form."""
_PASSED_OVER = 250_000_000
"""Of a file that is too large so much is read and kept nowhere: a browser that is answered while it is still
sending shows that the connection broke, and not what was wrong."""
_DIVIDE = mark("The file is larger than {most} MB. Divide it.")
_TOO_LARGE: Mapping[str, FieldError] = {
    "/documents": FieldError(
        "document", "too_large", mark("The file is larger than {most} MB. Scan it smaller."), {"most": 10}
    ),
    "/imports": FieldError("file", "too_large", _DIVIDE, {"most": 11}),
    "/verify/batches": FieldError("file", "too_large", _DIVIDE, {"most": 4}),
}


class SizeLimit:
    """Middleware that stops reading what nobody needs to send; web/errors.py tells it as `too_large`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body counted."""
        came = 0
        path = scope.get("path", "")
        largest = LARGEST_UPLOAD_BYTES if path.endswith(UPLOADS) else LARGEST_BYTES
        to_the_end = _PASSED_OVER if of_a_file(path) else largest

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came <= largest:
                return message
            while came <= to_the_end and message.get("more_body", False):
                message = await receive()
                came += len(message.get("body", b""))
            raise HTTPException(413)

        await self._app(scope, counted, send)


def of_a_file(path: str) -> tuple[FieldError, ...]:
    """What is too large at an address that takes a file, and the remedy; nothing for the others."""
    return tuple(fault for ending, fault in _TOO_LARGE.items() if path.endswith(ending))
