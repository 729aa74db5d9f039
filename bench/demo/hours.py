"""When each made-up interpreter can be asked and how far they go: around the day the register is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from bench.demo.register import Person
from booking.availability.tables import Extent

_IN_DEMAND = frozenset({"tir", "som", "ara", "prs", "pol", "ukr", "nsl"})
"""Every other one of these works ordinary weekdays and is never away: a demonstration finds somebody."""

_WEEKDAYS, _WEEKEND = range(1, 6), range(6, 8)
_AWAY_SHARE = 0.12
_AWAY_WITHIN = 60
_LONGEST_AWAY = 14
_AWAY_AGAIN_SHARE = 0.03
_AGAIN_FOR = timedelta(weeks=10)
_EXTRA_SHARE = 0.04
_EXTENTS: Mapping[Extent | None, int] = {
    Extent.FULL_TIME: 8, Extent.PART_TIME: 34, Extent.SPORADIC: 30, None: 28,
}  # fmt: skip
"""Few interpret full time, and some have not said."""
_REACHES: Mapping[int | None, int] = {30: 3, 60: 4, 100: 5, 200: 3, None: 85}
"""Most have set no limit, in kilometres, to how far they go."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A span of Oslo's wall clock on a weekday (1 Monday to 7 Sunday); an end at 00:00 is midnight after."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Away:
    """Whole Oslo days, the last not included; once, or again every so many weeks until a day."""

    first: date
    after: date
    every_weeks: int | None = None
    until: date | None = None


def _shifts(days: range, begins: int, ends: int) -> tuple[Shift, ...]:
    return tuple(Shift(day, time(begins), time(ends % 24)) for day in days)


def _nights(days: range, begins: int, ends: int) -> tuple[Shift, ...]:
    """Through midnight: the evening of each day, and the small hours of the next."""
    small_hours = tuple(Shift(day % 7 + 1, time(0), time(ends)) for day in days)
    return _shifts(days, begins, 24) + small_hours


_OFFICE_HOURS = _shifts(_WEEKDAYS, 8, 16)
_PATTERNS: Mapping[tuple[Shift, ...], int] = {
    _OFFICE_HOURS: 45,
    _shifts(_WEEKDAYS, 8, 20): 15,
    _shifts(_WEEKDAYS, 8, 12): 8,
    _shifts(_WEEKDAYS, 8, 11) + _shifts(_WEEKDAYS, 13, 18): 6,
    _shifts(_WEEKDAYS, 16, 22) + _shifts(_WEEKEND, 10, 16): 8,
    _nights(_WEEKDAYS, 18, 2) + _nights(_WEEKEND, 18, 6): 5,
    _shifts(range(1, 8), 0, 24): 4,
    (): 9,
}
"""How many of a hundred keep which hours; the last cannot be asked at all."""


def shifts_of(seed: int, person: Person) -> tuple[Shift, ...]:
    """The person's weekly hours."""
    if _always_there(person):
        return _OFFICE_HOURS
    rng = Random(f"{seed}/hours {person.number}")
    return rng.choices(list(_PATTERNS), list(_PATTERNS.values()))[0]


def away(seed: int, person: Person, *, today: date) -> Iterator[Away]:
    """The person's absences in the weeks to come, if any."""
    rng = Random(f"{seed}/away {person.number}")
    if rng.random() < _AWAY_SHARE and not _always_there(person):
        first = today + timedelta(days=rng.randint(0, _AWAY_WITHIN))
        yield Away(first, first + timedelta(days=rng.randint(1, _LONGEST_AWAY)))
    if rng.random() < _AWAY_AGAIN_SHARE and not _always_there(person):
        first = today + timedelta(days=rng.randint(1, 7))
        yield Away(first, first + timedelta(days=1), rng.choice((1, 2)), today + _AGAIN_FOR)


def extra_saturday(seed: int, person: Person, *, today: date) -> date | None:
    """A Saturday to come on which the person can be asked as well, from ten to two; None for most."""
    rng = Random(f"{seed}/extra {person.number}")
    if rng.random() >= _EXTRA_SHARE:
        return None
    saturday = today + timedelta(days=6 - today.isoweekday() % 7)
    return saturday + timedelta(weeks=rng.randint(1, 4))


def extent(seed: int, person: Person) -> Extent | None:
    """How much the person has said they work; None when they have not."""
    rng = Random(f"{seed}/extent {person.number}")
    return rng.choices(list(_EXTENTS), list(_EXTENTS.values()))[0]


def reach_km(seed: int, person: Person) -> int | None:
    """How far the person goes; None without a limit."""
    if _always_there(person):
        return None
    rng = Random(f"{seed}/reach {person.number}")
    return rng.choices(list(_REACHES), list(_REACHES.values()))[0]


def _always_there(person: Person) -> bool:
    return person.language in _IN_DEMAND and person.number % 2 == 0
