"""The search as anyone would write it who may read everybody: what the quick one is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlmodel import Session

from registry import facts, profiles
from registry.kommuner import KOMMUNER, distance_km
from registry.search.spelling import slips_allowed, typed_words, words_of
from registry.search.wishes import Wish
from registry.tables import Interpreter


def numbers(session: Session, everybody: Sequence[Interpreter], wish: Wish, day: date) -> list[int]:
    """Those who fit the wish, in the order they are to be shown."""
    ranked = [(rank, person.number) for person in everybody if (rank := _rank(session, person, wish, day))]
    return [number for _, number in sorted(ranked)]


def counted(
    session: Session,
    everybody: Sequence[Interpreter],
    wish: Wish,
    day: date,
    filter_: str,
    values: Iterable[Any],
) -> dict[Any, int]:
    """How many fit the wish with each value of one filter."""
    found = {
        value: len(numbers(session, everybody, replace(wish, **{filter_: value}), day)) for value in values
    }
    return {value: count for value, count in found.items() if count}


def _rank(session: Session, person: Interpreter, wish: Wish, day: date) -> tuple[Any, ...] | None:
    known = facts.of_number(session, person.number)
    assert known is not None
    history = known.history
    if person.protected or not history.listed_on(day) or history.excluded_on(day):
        return None
    levels = [one.level for one in profiles.qualified(known, day) if wish.language in {None, one.language}]
    likeness = _likeness(wish.q, person.name)
    if not levels or likeness is None or not _in_place(wish, person):
        return None
    if wish.max_category is not None and min(levels).category > wish.max_category:
        return None
    if wish.modality is not None and not getattr(person, wish.modality.value):
        return None
    if wish.gender is not None and person.gender is not wish.gender:
        return None
    distance = distance_km(wish.kommune, person.kommune) if wish.kommune and wish.within_km is not None else 0
    return (likeness, min(levels), distance, person.search_name, person.number)


def _in_place(wish: Wish, person: Interpreter) -> bool:
    if wish.county is not None and KOMMUNER[person.kommune].fylke != wish.county:
        return False
    if wish.kommune is None:
        return True
    if wish.within_km is None:
        return person.kommune == wish.kommune
    return distance_km(wish.kommune, person.kommune) <= wish.within_km


def _likeness(q: str | None, name: str) -> int | None:
    if q is None or not q.strip():
        return 0
    typed = typed_words(q)
    fits = [min((_fit(word, one) for one in words_of(name)), default=3) for word in typed]
    return max(fits) if fits and max(fits) < 3 else None


def _fit(typed: str, word: str) -> int:
    if typed == word:
        return 0
    if word.startswith(typed):
        return 1
    return 2 if 0 < _slips(typed, word) <= slips_allowed(typed) else 3


@cache
def _slips(a: str, b: str) -> int:
    if not a or not b:
        return len(a) + len(b)
    if a[-1] == b[-1]:
        return _slips(a[:-1], b[:-1])
    ways = [_slips(a[:-1], b), _slips(a, b[:-1]), _slips(a[:-1], b[:-1])]
    if a[-2:] == b[-2:][::-1] and len(a) > 1:
        ways.append(_slips(a[:-2], b[:-2]))
    return 1 + min(ways)
