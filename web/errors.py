"""How a refusal is told: problem+json (RFC 9457) under /api, a page elsewhere.

HTTP numbers live here alone.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from kit.db import meaning
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from kit.i18n import mark
from kit.logs import log
from web.error_pages import refusal_page
from web.faults import field_error

_STATUS: Mapping[type[Refusal], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
_STATUS_OF_CODE: Mapping[str, int] = {
    "sign_in_required": 401,
    "unknown_token": 401,
    "wrong_credentials": 401,
    "too_many_attempts": 429,
    "too_large": 413,
    "not_ready": 503,
}
_FRAMEWORK: Mapping[int, tuple[str, str]] = {
    404: ("not_found", mark("There is nothing here, or it is not yours to see.")),
    405: ("method_not_allowed", mark("This address does not take that method.")),
    413: ("too_large", mark("This is more than anyone needs to send. Send less at a time.")),
}
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz")
_TITLES: Mapping[int, str] = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Invalid input",
    429: "Too many attempts",
    500: "Our fault",
    503: "Not ready",
}


def install(app: FastAPI) -> None:
    """Teach the application to tell every refusal and fault."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(IntegrityError, _broken_rule)
    app.add_exception_handler(Exception, _fault)


def status_of(refusal: Refusal) -> int:
    """The HTTP status a refusal is told with."""
    return _STATUS_OF_CODE.get(refusal.code) or _STATUS[type(refusal)]


def problem(request: Request, refusal: Refusal, status: int) -> Response:
    """The refusal in the form the asker reads: problem+json under /api, a page elsewhere."""
    if not request.url.path.startswith(_FOR_PROGRAMS):
        return refusal_page(request, refusal, status)
    body: dict[str, Any] = {
        "type": f"https://tolkebok.example/problems/{refusal.code}",
        "title": _TITLES.get(status, "Refused"),
        "status": status,
        "detail": refusal.detail.format(**refusal.values) if refusal.values else refusal.detail,
        "code": refusal.code,
        "errors": [
            {"field": error.field, "code": error.code, "detail": error.detail.format(**error.values)}
            for error in refusal.errors
        ],
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None  # noqa: PLR2004 - HTTP's own number
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for nothing else
    return problem(request, refusal, status_of(refusal))


async def _malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for nothing else
    refusal = Invalid(*(field_error(error) for error in fault.errors()))
    return problem(request, refusal, 422)


async def _framework(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 - registered for nothing else
    code, detail = _FRAMEWORK.get(fault.status_code, ("refused", mark("This request was refused.")))
    return problem(request, Refusal(code, detail), fault.status_code)


async def _broken_rule(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, IntegrityError)  # noqa: S101 - registered for nothing else
    refusal = meaning(fault)
    if isinstance(refusal, Refusal):
        return problem(request, refusal, status_of(refusal))
    return await _fault(request, fault)


async def _fault(request: Request, fault: Exception) -> Response:
    log().error("request_failed", fault=type(fault).__name__, exc_info=fault)
    refusal = Refusal("internal_error", "Something went wrong on our side. Nothing was saved; try again.")
    return problem(request, refusal, 500)
