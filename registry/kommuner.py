"""Norway's municipalities with their centres, and the numbers they used to have."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path

from kit.errors import invalid

_HERE = Path(__file__).parent
_EARTH_DIAMETER_KM = 2 * 6371.0088


@dataclass(frozen=True, slots=True)
class Kommune:
    """A municipality of today and its centre; numbers are four digits, a leading zero counts."""

    number: str
    name: str
    fylke: str
    fylke_name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Term:
    """The Oslo days a municipality's number is in use, the last included; None at an end we know nothing of.

    Numbers change at the turn of a year. Before 2000 no start is kept for a number of today.
    """

    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether the number is in use that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def current(number: str) -> Kommune | None:
    """Today's municipality for a number of today or of the past; None when unknown or divided since."""
    return KOMMUNER.get(FORMER.get(number) or number)


def require(number: str, field: str = "kommune") -> Kommune:
    """Today's municipality, or Invalid `unknown_kommune`, or `divided_kommune` when it has no one heir."""
    found = current(number)
    if found is not None:
        return found
    if number in FORMER:
        raise invalid(field, "divided_kommune", "This municipality has been divided. Use a number of today.")
    raise invalid(field, "unknown_kommune", "Use a municipality number of four digits, such as 0301.")


def term(number: str) -> Term | None:
    """When a number of today or of the past is or was in use; None when it never was."""
    return _TERMS.get(number)


@lru_cache(maxsize=200_000)
def distance_km(one: str, other: str) -> float:
    """The great circle between two municipalities' centres, by number; KeyError for an unknown one."""
    here, there = _known(one), _known(other)
    return great_circle_km((here.latitude, here.longitude), (there.latitude, there.longitude))


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great circle between two points, each latitude and longitude in degrees (the haversine)."""
    north = radians(there[0] - here[0]) / 2
    east = radians(there[1] - here[1]) / 2
    narrowing = sqrt(cos(radians(here[0])) * cos(radians(there[0])))
    return _EARTH_DIAMETER_KM * asin(min(1.0, hypot(sin(north), narrowing * sin(east))))


@lru_cache(maxsize=2_000)
def within(number: str, km: int) -> tuple[str, ...]:
    """The municipalities whose centres lie within the distance of this one's, itself first, then by distance.

    KeyError for an unknown number.
    """
    near = sorted((distance_km(number, other), other) for other in KOMMUNER)
    return tuple(other for distance, other in near if distance <= km)


@lru_cache(maxsize=400)
def by_distance(number: str) -> tuple[str, ...]:
    """Every municipality of today by its centre's exact distance from this one's, which comes first.

    Of two as near the lower number first. KeyError for an unknown number.
    """
    return tuple(sorted(KOMMUNER, key=lambda other: (other != number, distance_km(number, other), other)))


@lru_cache(maxsize=400)
def places_from(number: str) -> Mapping[str, int]:
    """The place of each municipality among all by that distance; the municipality itself has place 0."""
    return {other: place for place, other in enumerate(by_distance(number))}


def _known(number: str) -> Kommune:
    found = current(number)
    if found is None:
        raise KeyError(number)
    return found


def _turn(year: str, month: int, day: int) -> date | None:
    return date(int(year), month, day) if year else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


KOMMUNER: dict[str, Kommune] = {
    row["kommune"]: Kommune(
        row["kommune"],
        row["name"],
        row["fylke"],
        row["fylke_name"],
        float(row["latitude"]),
        float(row["longitude"]),
    )
    for row in _rows("kommuner.csv")
}
"""Every municipality of today, by number."""

FYLKER: dict[str, str] = {one.fylke: one.fylke_name for one in KOMMUNER.values()}
"""The name of every county of today, by number."""

FORMER: dict[str, str] = {row["former_kommune"]: row["now"] for row in _rows("kommune_changes.csv")}
"""Today's number for each former one; empty for a municipality that was divided."""

_TERMS: dict[str, Term] = {
    **{
        row["former_kommune"]: Term(_turn(row["from_year"], 1, 1), _turn(row["to_year"], 12, 31))
        for row in _rows("kommune_changes.csv")
    },
    **{row["kommune"]: Term(_turn(row["from_year"], 1, 1), None) for row in _rows("kommuner.csv")},
}
"""When each number is or was in use."""
