"""The addresses of a list's pages: the first, the one before and the one after, with its filters kept.

A cursor knows only the way on, so the address of a page carries the cursors of those before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from web.pages.forms import Form

_KEPT = 12
_FORGOTTEN = "-"


@dataclass(frozen=True, slots=True)
class Turns:
    """Addresses; empty where there is no such page, or where it is too far back to be known."""

    first: str = ""
    previous: str = ""
    next: str = ""


def address(path: str, filters: Mapping[str, str], **more: str) -> str:
    """The path with a query of what is not empty."""
    query = urlencode({name: value for name, value in {**filters, **more}.items() if value})
    return f"{path}?{query}" if query else path


def turns(path: str, filters: Mapping[str, str], form: Form, following: str | None) -> Turns:
    """Where one may turn to from the page that the form's `cursor` and `back` lead to."""
    here, trail = form.get("cursor"), [one for one in form.get("back").split(".") if one]
    onward = ""
    if following:
        passed = [*trail, here] if here else []
        kept = passed if len(passed) <= _KEPT else [_FORGOTTEN, *passed[1 - _KEPT :]]
        onward = address(path, filters, cursor=following, back=".".join(kept))
    if not here:
        return Turns(next=onward)
    first = address(path, filters)
    if not trail:
        return Turns(first, first, onward)
    if trail[-1] == _FORGOTTEN:
        return Turns(first, "", onward)
    return Turns(first, address(path, filters, cursor=trail[-1], back=".".join(trail[:-1])), onward)
