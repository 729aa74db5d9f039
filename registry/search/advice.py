"""What to try when the search finds nobody: each way on, with how many it would find."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlmodel import Session

from registry.languages import LANGUAGES
from registry.search import counting, naming
from registry.search.calling import closest
from registry.search.spelling import typed_words
from registry.search.wishes import Wish

_WIDER_KM = (25, 50, 100, 200, 400)
_MOST_WIDER = 2


@dataclass(frozen=True, slots=True)
class WayOn:
    """Another wish, which of the old one's fields it changes or leaves out, and how many it finds."""

    wish: Wish
    field: str
    people: int


def ways_on(session: Session, wish: Wish, *, on: date) -> tuple[WayOn, ...]:
    """Wishes close to this one that find somebody: another spelling, farther away, one filter fewer."""
    found: dict[Wish, WayOn] = {}
    for tried, field in _others(session, wish):
        people = counting.total(session, tried, on=on).people
        if people:
            found.setdefault(tried, WayOn(tried, field, people))
    wider: dict[int, WayOn] = {}
    for one in reversed([one for one in found.values() if one.field == "within_km"]):
        wider[one.people] = one  # of those that find as many, the nearest
    kept = list(reversed(wider.values()))[:_MOST_WIDER]
    return tuple(one for one in found.values() if one.field != "within_km" or one in kept)


def _others(session: Session, wish: Wish) -> Iterator[tuple[Wish, str]]:
    yield from _as_meant(session, wish)
    for km in _WIDER_KM:
        if wish.kommune and km > (wish.within_km or 0):
            yield replace(wish, within_km=km), "within_km"
    if wish.language:
        for code in LANGUAGES[wish.language].substitutes:
            yield replace(wish, language=code), "language"
    for one in fields(Wish):
        if getattr(wish, one.name) is not None and one.name != "within_km":
            fewer = replace(wish, **{one.name: None})
            yield (replace(fewer, within_km=None) if one.name == "kommune" else fewer), one.name


def _as_meant(session: Session, wish: Wish) -> Iterator[tuple[Wish, str]]:
    """What was typed as a name, as the language it may be, and as the names it is nearest to."""
    if not wish.q:
        return
    if wish.language is None:
        for code in naming.named(wish.q).codes[:3]:
            yield replace(wish, q=None, language=code), "language"
    for spelt in closest(session, typed_words(wish.q)):
        yield replace(wish, q=spelt), "q"
