"""Cursors for long lists: opaque to the caller, a sort key to us, stable while rows come and go."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from kit.errors import invalid

Item = TypeVar("Item")
Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=200, description="How many items at the most.")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next` of the page before.")]


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next` is the cursor of the page after, or null at the end."""

    items: list[Item]
    next: str | None = None


def encode(key: Sequence[Any]) -> str:
    """A cursor that says: continue after the row with this sort key."""
    text = json.dumps(list(key), separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, *types: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """The sort key in a cursor, each part converted by `types`; None for none. A forged one is Invalid."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return tuple(convert(part) for convert, part in zip(types, parts, strict=True))
    except (binascii.Error, OverflowError, TypeError, ValueError) as fault:
        raise invalid(
            "cursor", "unknown_cursor", "Use the cursor exactly as the page before gave it."
        ) from fault


def page(
    rows: Sequence[Row], *, limit: int, key: Callable[[Row], Sequence[Any]]
) -> tuple[list[Row], str | None]:
    """Split `limit + 1` fetched rows into one page and the cursor of the next."""
    shown = list(rows[:limit])
    return shown, encode(key(shown[-1])) if len(rows) > limit else None
