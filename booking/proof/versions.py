"""The rules a run was made under, by their number: what was ranked then is ranked the same for good.

When the rules change their meaning, RULE_VERSION in booking/matching/rules.py rises and the module as it
was is kept beside it and named here. Facts are named columns, so each version reads its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from booking.matching import rules
from booking.matching.rules import LeftOut, Person, Ranking, Wish
from booking.proof.packing import Facts, Unreadable
from booking.travel.rules import Pace
from registry.categories import Level
from registry.words import Gender

_NOT_KEPT = frozenset({"interpreter_id", "name"})
"""The number says who it was; whether her name could be shown is kept, the name never."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One version: how its facts are read, and what it makes of them."""

    person: Callable[[Facts], Person]
    wish: Callable[[Facts], Wish]
    rank: Callable[[Wish, list[Person]], Ranking]
    first_failed: Callable[[Wish, Person], LeftOut | None]


def facts_of(person: Person) -> Facts:
    """What is kept of somebody considered: everything the rules look at, without her name."""
    told = {name: _plain(value) for name, value in person._asdict().items() if name not in _NOT_KEPT}
    return {**told, "named": person.name is not None}


def wish_of(wish: Wish) -> Facts:
    """What is kept of what the booking asked of a person."""
    return {name: _plain(value) for name, value in asdict(wish).items()}


def pace_of(pace: Pace) -> Facts:
    """What is kept of how journeys were reckoned: kilometres an hour, times the straight line, seconds."""
    return {
        name: value.total_seconds() if isinstance(value, timedelta) else value
        for name, value in asdict(pace).items()
    }


def _person(facts: Facts) -> Person:
    told = dict(facts)
    named = told.pop("named", None)
    level, gender = told.pop("level"), told.pop("gender")
    try:
        return Person(
            **told,
            interpreter_id=0,
            name="" if named else None,
            level=None if level is None else Level(level),
            gender=None if gender is None else Gender(gender),
        )
    except (TypeError, ValueError) as fault:
        raise Unreadable("not the facts of these rules") from fault


def _wish(facts: Facts) -> Wish:
    told: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in facts.items()
    }
    gender = told.pop("gender")
    try:
        return Wish(**told, gender=None if gender is None else Gender(gender))
    except (TypeError, ValueError) as fault:
        raise Unreadable("not the wish of these rules") from fault


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return sorted(value) if isinstance(value, frozenset) else value


RULES: Mapping[int, Rules] = {rules.RULE_VERSION: Rules(_person, _wish, rules.rank, rules.first_failed)}
