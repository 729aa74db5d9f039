"""Who is best, and why not the others: the one place with the rules and their order. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from kit.clock import oslo_midnight
from registry.categories import Level
from registry.words import Gender

RULE_VERSION = 1
"""Rises when the rules or their order change their meaning; booking/proof/versions.py keeps those before."""


class LeftOut(StrEnum):
    """Why somebody who holds the language cannot be asked; told as counts, so that nobody is revealed.

    `not_available` is busy, absent, outside hours or too far from what she has before or after alike;
    `not_eligible` is shut out or barred alike.
    """

    CATEGORY_TOO_LOW = "category_too_low"
    NOT_LISTED = "not_listed"
    NOT_ELIGIBLE = "not_eligible"
    LOCALLY_BARRED = "locally_barred"
    REFUSED = "refused"
    GENDER = "gender"
    MODALITY = "modality"
    OUT_OF_REACH = "out_of_reach"
    NOT_AVAILABLE = "not_available"
    ALREADY_ASKED = "already_asked"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the booking asks of a person, beyond the language and the time."""

    max_category: int = 5
    gender: Gender | None = None
    wanted: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()


class Person(NamedTuple):
    """Somebody with evidence in the language, as she stands towards one booking.

    `level` is held on the booking's day, `in_substitute` when only for a language accepted in its
    place. `lives_near` is whether she lives in a municipality the booking leaves out, `in_reach` whether she
    goes so far, `travel_fits` whether she gets there from what she has before, and onwards. `km` is None for
    remote work; `place` is that of her municipality among all by the exact distance from the booking's (its
    own 0, of two as near the lower number first), and 0 for remote work. `minutes` is her work of the
    thirty Oslo days before today and all that is ahead.
    """

    interpreter_id: int
    number: int
    name: str | None
    level: Level | None
    listed: bool
    eligible: bool
    gender: Gender | None
    takes_modality: bool
    available: bool
    asked: bool
    same_case: bool
    in_substitute: bool
    km: int | None
    place: int
    minutes: int
    lives_near: bool = False
    in_reach: bool = True
    travel_fits: bool = True


class Candidate(NamedTuple):
    """Somebody who can be asked, with the reasons for her place; no name for a protected identity."""

    interpreter_id: int
    number: int
    name: str | None
    level: Level
    reasons: tuple[str, ...]


class Placed(NamedTuple):
    """A candidate, and what orders her among others."""

    place: tuple[int, ...]
    candidate: Candidate


_BY_PLACE = attrgetter("place")
_CATEGORY = {level: f"category_{level.category}{level.letter}" for level in Level}


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everyone who can be asked, best first, and how many could not under each rule."""

    items: tuple[Candidate, ...]
    left_out: Mapping[str, int]


Fails = Callable[[Wish, Person], bool]

_RULES: tuple[tuple[LeftOut, Fails], ...] = (
    (LeftOut.CATEGORY_TOO_LOW, lambda wish, one: one.level is None or one.level.category > wish.max_category),
    (LeftOut.NOT_LISTED, lambda _wish, one: not one.listed),
    (LeftOut.NOT_ELIGIBLE, lambda _wish, one: not one.eligible),
    (LeftOut.LOCALLY_BARRED, lambda _wish, one: one.lives_near),
    (LeftOut.REFUSED, lambda wish, one: one.number in wish.refused),
    (LeftOut.GENDER, lambda wish, one: wish.gender is not None and one.gender is not wish.gender),
    (LeftOut.MODALITY, lambda _wish, one: not one.takes_modality),
    (LeftOut.OUT_OF_REACH, lambda _wish, one: not one.in_reach),
    (LeftOut.NOT_AVAILABLE, lambda _wish, one: not (one.available and one.travel_fits)),
    (LeftOut.ALREADY_ASKED, lambda _wish, one: one.asked),
)
"""Each person falls out once, under the first rule she fails."""


def rank(wish: Wish, people: Iterable[Person]) -> Ranking:
    """Everyone placed: in the order of preference, or counted under the first rule failed."""
    left_out: Counter[str] = Counter()
    found: list[Placed] = []
    for one in people:
        failed = first_failed(wish, one)
        if failed is None:
            found.append(_placed(wish, one))
        else:
            left_out[failed] += 1
    return Ranking(in_order(found), {rule.value: left_out[rule] for rule in LeftOut if left_out[rule]})


def able(wish: Wish, people: Iterable[Person]) -> list[Placed]:
    """Those who fail no rule, each with her place."""
    return [_placed(wish, one) for one in people if first_failed(wish, one) is None]


def placed(
    one: Any, level: Level, *, km: int | None, place: int, wanted: bool, same_case: bool, in_substitute: bool
) -> Placed:
    """Somebody who fails no rule, with her place: a Person, or a row with her id, number, name and minutes.

    Highest category, wanted, same case before, nearest, least work lately; the number makes it total.
    """
    reasons = [_CATEGORY[level]]
    if in_substitute:
        reasons.append("substitute")
    if wanted:
        reasons.append("wanted")
    if same_case:
        reasons.append("same_case")
    if km is not None and one.name is not None:  # where she lives is protected too
        reasons.append(f"km_{km}")
    reasons.append(f"minutes_30d_{one.minutes}")
    return Placed(
        (level, not wanted, not same_case, place, one.minutes, one.number),
        Candidate(one.interpreter_id, one.number, one.name, level, tuple(reasons)),
    )


def in_order(these: Iterable[Placed]) -> tuple[Candidate, ...]:
    """The order of preference."""
    return tuple(one.candidate for one in sorted(these, key=_BY_PLACE))


def first_failed(wish: Wish, one: Person) -> LeftOut | None:
    """The first rule the person fails, or None when she can be asked."""
    for rule, fails in _RULES:
        if fails(wish, one):
            return rule
    return None


def lately(day: date) -> datetime:
    """Work that ends after this instant counts as lately on the Oslo day, and so does all that is ahead."""
    return oslo_midnight(day - timedelta(days=30))


def _placed(wish: Wish, one: Person) -> Placed:
    assert one.level is not None  # noqa: S101 - the first rule lets nobody through without one
    return placed(
        one,
        one.level,
        km=one.km,
        place=one.place,
        wanted=one.number in wish.wanted,
        same_case=one.same_case,
        in_substitute=one.in_substitute,
    )
