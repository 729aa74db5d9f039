"""A query parameter that nobody declared is refused: a misspelt `on` must not be answered for today."""

from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.dependencies.utils import get_dependant, get_flat_params
from fastapi.params import Header, Path

from kit.hot import refuse_unknown


async def only_declared(request: Request) -> None:
    """Invalid `unknown_field`, naming each parameter the call does not take. For whole routers."""
    if not request.scope["query_string"]:
        return
    route = request.scope["route"]
    refuse_unknown(request.query_params, _taken(route.path, route.endpoint))


@cache
def _taken(path: str, endpoint: Callable[..., Any]) -> frozenset[str]:
    """The names a call takes from the query, as FastAPI reads them."""
    declared = get_flat_params(get_dependant(path=path, call=endpoint))
    return frozenset(one.alias for one in declared if not isinstance(one.field_info, Path | Header))
