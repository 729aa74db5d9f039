"""How long it takes from one place to another, and whether an assignment fits between others. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from kit.interval import Interval
from registry.kommuner import current, distance_km, great_circle_km
from registry.words import Modality

_ONE_PLACE_KM = 0.1
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """How journeys are reckoned; docs/operations.md lists the settings.

    `detour` is how much longer a road is than the straight line. `margin` is for leaving, parking and
    finding the room; `buffer` is what she needs before and after remote work, and `same_place` where the next
    one waits in the same house. No journey is reckoned longer than `longest`: the long ones are flown.
    """

    speed_kmh: int = 60
    detour: float = 1.3
    margin: timedelta = timedelta(minutes=20)
    buffer: timedelta = timedelta(minutes=5)
    same_place: timedelta = timedelta(0)
    longest: timedelta = timedelta(hours=6)


PACE = Pace()
"""How an installation reckons that has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where people meet on site: a municipality, and an address or a point when they are given."""

    kommune: str
    address: str | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another assignment of hers: when, and where, or None for remote work."""

    span: Interval
    place: Spot | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where she takes assignments on site: within so many kilometres of her municipality, or in these.

    Neither: everywhere. Both: either is enough.
    """

    km: int | None = None
    kommuner: frozenset[str] = frozenset()


def place_of(booking: Any) -> Spot | None:
    """Where a booking (or a row with its columns) is, or None for remote work."""
    if booking.modality is not Modality.ON_SITE or booking.kommune is None:
        return None
    point = None if booking.latitude is None else (booking.latitude, booking.longitude)
    return Spot(booking.kommune, booking.address, point)


def time_between(one: Spot | None, other: Spot | None, pace: Pace) -> timedelta:
    """What must lie between an assignment here and the next there, in whole minutes.

    The buffer when either is remote; in one place what that takes; otherwise the margin and the journey.
    """
    if one is None or other is None:
        return pace.buffer
    if _is_same_place(one, other):
        return pace.same_place
    minutes = ceil(_km(one, other) * pace.detour / pace.speed_kmh * 60)
    return min(pace.margin + timedelta(minutes=minutes), max(pace.longest, pace.margin))


def fits(place: Spot | None, span: Interval, neighbours: Iterable[Neighbour], pace: Pace) -> bool:
    """Whether she can be at the place for the span, and at each neighbour's for its own."""
    return all(_is_apart(one, span, time_between(place, one.place, pace)) for one in neighbours)


def closed(place: Spot | None, neighbours: Iterable[Neighbour], pace: Pace) -> Iterator[Interval]:
    """When she cannot be at the place: each neighbour with the time to and from it. Elsewhen it `fits`."""
    for one in neighbours:
        needed = time_between(place, one.place, pace)
        yield Interval(one.span.start - needed, one.span.end + needed)


def around(span: Interval, pace: Pace) -> Interval:
    """Where an assignment must overlap to be a neighbour: further away there is always time."""
    most = max(pace.longest, pace.margin, pace.buffer, pace.same_place)
    return Interval(span.start - most, span.end + most)


def beside(place: Spot | None, span: Interval, pace: Pace) -> Interval:
    """The same beside work at this place: remote work needs the buffer alone, so what overlaps it clashes."""
    if place is not None:
        return around(span, pace)
    return Interval(span.start - pace.buffer, span.end + pace.buffer)


def is_within(reach: Reach, home: str, place: Spot | None) -> bool:
    """Whether she goes there, by the distance between municipalities' centres, as candidates are told."""
    if place is None or (reach.km is None and not reach.kommuner):
        return True
    if place.kommune in reach.kommuner:
        return True
    return reach.km is not None and round(distance_km(home, place.kommune)) <= reach.km


def _is_apart(neighbour: Neighbour, span: Interval, needed: timedelta) -> bool:
    before, after = span.start - neighbour.span.end, neighbour.span.start - span.end
    return max(before, after) >= needed


def _is_same_place(one: Spot, other: Spot) -> bool:
    if one.point is not None and other.point is not None:
        return great_circle_km(one.point, other.point) <= _ONE_PLACE_KM
    same = one.address is not None and other.address is not None and _bare(one) == _bare(other)
    return same and one.kommune == other.kommune


def _bare(spot: Spot) -> str:
    """The address without what differs from one typist to another."""
    return "".join(sign for sign in (spot.address or "").casefold() if sign.isalnum())


def _km(one: Spot, other: Spot) -> float:
    here, there = _point(one), _point(other)
    return 0.0 if here is None or there is None else great_circle_km(here, there)


def _point(spot: Spot) -> Point | None:
    """The point given, or the municipality's centre; None when its number leads nowhere any more."""
    if spot.point is not None:
        return spot.point
    found = current(spot.kommune)
    return (found.latitude, found.longitude) if found else None
