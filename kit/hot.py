"""Routes for the few hot reads: declared as any other, and their parameters read by one short function.

What FastAPI does for every request (dependencies, forms, headers, cookies) costs such a route as much as its
answer does (docs/decisions/0004). These take the request and, from the address, path and query parameters;
the description of the API and the refusals are the same as everywhere.
"""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError

from kit.errors import FieldError, Invalid

_MOST_TOLD = 10
_MISSING = inspect.Parameter.empty


class HotRoute(APIRoute):
    """A route whose endpoint is `async def name(request, …)` and answers with a Response.

    RequestValidationError for a value that is not as declared, Invalid `unknown_field` for one that is not
    declared at all.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        endpoint, read = self.endpoint, _reader(self.endpoint, frozenset(self.param_convertors))

        async def answer(request: Request) -> Response:
            response: Response = await endpoint(request, **read(request))
            return response

        return answer


def refuse_unknown(given: Mapping[str, str], taken: frozenset[str]) -> None:
    """Invalid `unknown_field`, naming each parameter that is not taken: it must not be passed over."""
    unknown = [name for name in given if name not in taken]
    if unknown:
        raise Invalid(
            *(
                FieldError(name, "unknown_field", "There is no such field here.")
                for name in unknown[:_MOST_TOLD]
            )
        )


def _reader(endpoint: Callable[..., Any], in_path: frozenset[str]) -> Callable[[Request], dict[str, Any]]:
    declared = list(inspect.signature(endpoint, eval_str=True).parameters.values())[1:]
    kinds = {one.name: TypeAdapter(one.annotation) for one in declared}
    left_out = {one.name: one.default for one in declared if one.name not in in_path}
    taken = frozenset(left_out)

    def read(request: Request) -> dict[str, Any]:
        given: Mapping[str, str] = request.query_params if request.scope["query_string"] else {}
        refuse_unknown(given, taken)
        values: dict[str, Any] = {}
        faults: list[dict[str, Any]] = []
        for name, kind in kinds.items():
            where = "path" if name in in_path else "query"
            value = request.path_params[name] if name in in_path else given.get(name, _MISSING)
            if value is _MISSING:
                if left_out[name] is _MISSING:
                    faults.append({"type": "missing", "loc": (where, name), "msg": "Field required"})
                values[name] = left_out[name]
                continue
            try:
                values[name] = kind.validate_python(value)
            except ValidationError as fault:
                told = fault.errors(include_url=False, include_input=False)
                faults += [{**one, "loc": (where, name)} for one in told]
        if faults:
            raise RequestValidationError(faults)
        return values

    return read
