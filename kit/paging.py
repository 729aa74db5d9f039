"""Cursors for long lists: opaque to the caller, a sort key to us, stable while rows come and go.

A list says its order once: `decode` reads the key of the page before, each part by a converter that
lets through what a database can compare with (`instant`, `key`, `words`, or the list's own);
`after` reads on from there; `page` makes the cursor of what follows.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Select, tuple_

from kit.errors import invalid
from kit.inputs import Text

Item = TypeVar("Item")
Row = TypeVar("Row")
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])

_LARGEST_KEY = 2**31 - 1

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


def instant(part: object) -> datetime:
    """An instant in a cursor; ValueError unless it is one, with its offset."""
    if not isinstance(part, str):
        raise TypeError("an instant is written as text")
    told = datetime.fromisoformat(part)
    if told.tzinfo is None:
        raise ValueError("an instant must carry its offset")
    return told.astimezone(UTC)


def key(part: object) -> int:
    """The key of a row in a cursor; ValueError for a number no row can have."""
    if type(part) is not int or not 0 <= part <= _LARGEST_KEY:
        raise ValueError("no row has this key")
    return part


words: Callable[[object], str] = TypeAdapter(Text).validate_python
"""Text in a cursor; ValueError for signs that no database stores."""


def after(
    statement: Rows,
    place: tuple[Any, ...] | None,
    *order: Any,
    limit: int,
    backwards: bool = False,
) -> Rows:
    """The statement in this order of columns, from after the row with the sort key `place`.

    One row more than `limit` is fetched, so that `page` knows whether there is another page.
    """
    if place is not None:
        here = tuple_(*order)
        statement = statement.where(here < place if backwards else here > place)
    columns = [column.desc() for column in order] if backwards else order
    return statement.order_by(*columns).limit(limit + 1)


def page(
    rows: Sequence[Row], *, limit: int, key: Callable[[Row], Sequence[Any]]
) -> tuple[list[Row], str | None]:
    """Split `limit + 1` fetched rows into one page and the cursor of the next."""
    shown = list(rows[:limit])
    return shown, encode(key(shown[-1])) if len(rows) > limit else None
