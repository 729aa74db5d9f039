"""How many are left after each step of the rules, beginning with all who hold the language. Pure.

Of one person nothing can be read out of it but the step she falls at: busy and absent are one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from booking.matching.rules import LeftOut, Person, Wish, first_failed

HIGHEST = 3
"""Categories 1 to 3 are the highest in every statistic."""


class Step(StrEnum):
    """What those counted are: each step counts some of those of the one before."""

    LANGUAGE = "language"
    CATEGORY = "category"
    SUITABLE = "suitable"
    REACH = "reach"
    AVAILABLE = "available"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Count:
    """How many come through a step, and how many of them are in categories 1 to 3."""

    step: Step
    count: int
    highest: int


_STOPPED_AT: Mapping[str, Step] = {
    "category_too_low": Step.CATEGORY,
    "out_of_reach": Step.REACH,
    "not_available": Step.AVAILABLE,
    "already_asked": Step.NOT_ASKED,
}
"""The step that each rule belongs to; every other rule is about who suits."""
_STEPS = tuple(dict.fromkeys(_STOPPED_AT.get(rule.value, Step.SUITABLE) for rule in LeftOut))


def counts(wish: Wish, people: Iterable[Person]) -> tuple[Count, ...]:
    """The steps in the order of the rules; the first counts those listed with a category in the language."""
    stopped = [(one, _stopped(wish, one)) for one in people if one.listed and one.level is not None]
    told = []
    for place, step in enumerate((Step.LANGUAGE, *_STEPS)):
        past = [one for one, at in stopped if at >= place]
        told.append(Count(step, len(past), sum(_is_highest(one) for one in past)))
    return tuple(told)


def _stopped(wish: Wish, one: Person) -> int:
    """How many steps she comes through, besides the first."""
    rule = first_failed(wish, one)
    return len(_STEPS) if rule is None else _STEPS.index(_STOPPED_AT.get(rule.value, Step.SUITABLE))


def _is_highest(one: Person) -> bool:
    return one.level is not None and one.level.category <= HIGHEST
