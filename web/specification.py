"""The API's own description at /openapi.json: what FastAPI knows of each call, and what it cannot know.

That is how every refusal is told, and which refusals a call can meet. Tests hold it against real answers.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict

from web.errors import PROBLEM_JSON
from web.statuses import TITLES

TITLE = "Tolkebok"
DESCRIPTION = """\
Norway's register of interpreters, and booking on top of it.

Calls with a lock take a bearer token, or the cookie of somebody who has signed in. A token comes from
`tolkebok token create --account you@example.no` on the command line, or from `POST /api/v1/me/tokens`
when signed in; it acts for its account until `DELETE /api/v1/me/tokens/{token_id}`.

A refusal is `application/problem+json` (RFC 9457): `code` is stable, `detail` is for people, and `errors`
names each wrong field. Lists take `limit` and `cursor`, and answer `items` and `next`. Times are RFC 3339
with their offset; days are Oslo days. An unknown field or parameter is refused.
"""
_PROBLEM = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFERENCES = "#/components/schemas/{model}"
_CHANGING = frozenset({"post", "put", "patch", "delete"})
_OF_THE_FRAMEWORK = ("HTTPValidationError", "ValidationError")


class WrongField(BaseModel):
    """One wrong field: its name, a stable code, and what to do about it."""

    model_config = ConfigDict(extra="forbid")

    field: str
    code: str
    detail: str


class Problem(BaseModel):
    """Why a call was refused."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[WrongField]


def install(app: FastAPI) -> None:
    """Have the application describe itself so; made once, when first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # how FastAPI says to extend it


def _described(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(title=TITLE, version=app.version, description=DESCRIPTION, routes=app.routes)
    schemas = told["components"]["schemas"]
    for replaced in _OF_THE_FRAMEWORK:
        schemas.pop(replaced, None)
    problem = Problem.model_json_schema(ref_template=_REFERENCES)
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    for path, calls in told["paths"].items():
        for method, call in calls.items():
            call["responses"] |= {str(status): _refusal(status) for status in _refusals(path, method, call)}
    return told


def _refusals(path: str, method: str, call: dict[str, Any]) -> Iterator[int]:
    """The statuses a call can be refused with: those it declares, and those of its kind."""
    yield from (int(status) for status in call["responses"] if int(status) in TITLES)
    if not path.startswith("/api/"):
        return
    yield 422
    if "security" in call:
        yield from (401, 403)
    elif method in _CHANGING:
        yield 403  # from another site
    if "{" in path:
        yield 404
    if method in _CHANGING:
        yield from (409, 413)


def _refusal(status: int) -> dict[str, Any]:
    return {"description": TITLES[status], "content": _PROBLEM}
