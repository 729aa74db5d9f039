"""How a refusal is told: problem+json (RFC 9457) under /api, a page elsewhere."""

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from kit.db import meaning
from kit.errors import Invalid, NotFound, Refusal
from kit.i18n import mark
from kit.logs import log, told_of
from web.error_pages import refusal_page
from web.faults import NOT_JSON, field_errors
from web.size_limit import of_a_file
from web.statuses import TITLES, status_of

_FRAMEWORK: Mapping[int, tuple[str, str]] = {
    404: ("not_found", mark("There is nothing here, or it is not yours to see.")),
    405: ("method_not_allowed", mark("This address does not take that method.")),
    413: ("too_large", mark("This is more than anyone needs to send. Send less at a time.")),
}
_UNREADABLE_BODY = 400  # the framework's word for a body that is not UTF-8, or nested without end
_TOO_LARGE = 413
_SOON: Mapping[str, str] = MappingProxyType({"Retry-After": "5"})
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
PROBLEM_JSON = "application/problem+json"


def install(app: FastAPI) -> None:
    """Teach the application to tell every refusal and fault."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(IntegrityError, _broken_rule)
    app.add_exception_handler(OperationalError, _out_of_reach)
    app.add_exception_handler(PoolTimeout, _out_of_reach)
    app.add_exception_handler(Exception, _fault)


def problem(
    request: Request, refusal: Refusal, status: int, headers: Mapping[str, str] = _NO_HEADERS
) -> Response:
    """The refusal in the form the asker reads: problem+json under /api, a page elsewhere."""
    if not request.url.path.startswith(_FOR_PROGRAMS):
        page = refusal_page(request, refusal, status)
        page.headers.update(headers)
        return page
    body: dict[str, Any] = {
        "type": f"https://tolkebok.example/problems/{refusal.code}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "detail": refusal.detail.format(**refusal.values) if refusal.values else refusal.detail,
        "code": refusal.code,
        "errors": [
            {"field": error.field, "code": error.code, "detail": error.detail.format(**error.values)}
            for error in refusal.errors
        ],
        **refusal.members,
    }
    return JSONResponse(body, status, {**headers, **_told_with(refusal, status)}, media_type=PROBLEM_JSON)


def _told_with(refusal: Refusal, status: int) -> dict[str, str]:
    """The headers that programs act on."""
    match status:
        case 401:
            return {"WWW-Authenticate": "Bearer"}
        case 429:
            return {"Retry-After": str(int(str(refusal.values["minutes"])) * 60)}
        case _:
            return {}


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for nothing else
    return problem(request, refusal, status_of(refusal))


async def _malformed(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for nothing else
    for_people = not request.url.path.startswith(_FOR_PROGRAMS)
    if for_people and any(error["loc"][0] == "path" for error in fault.errors()):
        return problem(request, NotFound(*_FRAMEWORK[404]), 404)
    return problem(request, Invalid(*field_errors(fault.errors())), 422)


async def _framework(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)  # noqa: S101 - registered for nothing else
    if fault.status_code == _UNREADABLE_BODY:
        return problem(request, Invalid(NOT_JSON), 422)
    code, detail = _FRAMEWORK.get(fault.status_code, ("refused", mark("This request was refused.")))
    refusal = Refusal(code, detail)
    if fault.status_code == _TOO_LARGE:
        refusal.errors = of_a_file(request.url.path)
    return problem(request, refusal, fault.status_code, fault.headers or _NO_HEADERS)


async def _broken_rule(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, IntegrityError)  # noqa: S101 - registered for nothing else
    refusal = meaning(fault)
    if isinstance(refusal, Refusal):
        return problem(request, refusal, status_of(refusal))
    return await _fault(request, fault)


async def _out_of_reach(request: Request, fault: Exception) -> Response:
    """A lock, a connection or an answer that did not come in time: nothing was saved, and it may work now."""
    code = getattr(getattr(fault, "orig", None), "sqlite_errorcode", sqlite3.SQLITE_BUSY)
    if code & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return await _fault(request, fault)  # SQLite calls a missing table operational as well
    log().warning("database_out_of_reach", **told_of(fault))
    refusal = Refusal("busy", "There is a queue just now. Nothing was saved; try again.")
    return problem(request, refusal, 503, _SOON)


async def _fault(request: Request, fault: Exception) -> Response:
    log().error("request_failed", **told_of(fault))
    refusal = Refusal("internal_error", "Something went wrong on our side. Nothing was saved; try again.")
    return problem(request, refusal, 500)
