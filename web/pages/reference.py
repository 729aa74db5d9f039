"""The API's reference as a page of our own: nothing fetched from elsewhere, nothing run in the browser."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from identity.acting import Acting
from web.pages.site import page

router = APIRouter(include_in_schema=False)

Schema = Mapping[str, Any]


@router.get("/docs")
def show(request: Request, actor: Acting) -> Response:
    """Every call: its address, what it takes and what it answers."""
    app: FastAPI = request.app
    specification = app.openapi()
    return page(request, "public/reference.html", actor=actor, calls=list(_calls(specification)))


def _calls(specification: Schema) -> Iterator[dict[str, Any]]:
    for path, methods in specification["paths"].items():
        for method, call in methods.items():
            yield {
                "id": f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
                "method": method.upper(),
                "path": path,
                "summary": call.get("summary", ""),
                "description": call.get("description", ""),
                "takes": [*_parameters(call), *_fields(specification, call)],
                "answers": [(code, one["description"]) for code, one in call["responses"].items()],
            }


def _parameters(call: Schema) -> Iterator[dict[str, Any]]:
    for one in call.get("parameters", ()):
        yield _told(one["name"], one["in"], one["schema"], required=one.get("required", False))


def _fields(specification: Schema, call: Schema) -> Iterator[dict[str, Any]]:
    content = call.get("requestBody", {}).get("content", {})
    for one in content.values():
        schema = _resolved(specification, one["schema"])
        for name, field in schema.get("properties", {}).items():
            described = _resolved(specification, field) | field
            yield _told(name, "body", described, required=name in schema.get("required", ()))


def _told(name: str, place: str, schema: Schema, *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "place": place,
        "kind": " | ".join(dict.fromkeys(_kinds(schema))),
        "required": required,
        "description": schema.get("description", ""),
    }


def _kinds(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    elif "enum" in schema:
        yield " | ".join(str(value) for value in schema["enum"])
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _kinds(one)
    elif schema.get("type") == "array":
        yield "[" + ", ".join(_kinds(schema.get("items", {}))) + "]"
    else:
        yield schema.get("format") or schema.get("type") or "any"


def _resolved(specification: Schema, schema: Schema) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(specification["components"]["schemas"][name]) if name else dict(schema)
