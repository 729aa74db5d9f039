"""Norway's municipalities with their centres, and the numbers they used to have."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
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


@lru_cache(maxsize=200_000)
def distance_km(one: str, other: str) -> float:
    """The great circle between two municipalities' centres, by number; KeyError for an unknown one."""
    here, there = _known(one), _known(other)
    north = radians(there.latitude - here.latitude) / 2
    east = radians(there.longitude - here.longitude) / 2
    narrowing = sqrt(cos(radians(here.latitude)) * cos(radians(there.latitude)))
    return _EARTH_DIAMETER_KM * asin(hypot(sin(north), narrowing * sin(east)))


@lru_cache(maxsize=2_000)
def within(number: str, km: int) -> tuple[str, ...]:
    """The municipalities whose centres lie within the distance of this one's, itself first, then by distance.

    KeyError for an unknown number.
    """
    near = sorted((distance_km(number, other), other) for other in KOMMUNER)
    return tuple(other for distance, other in near if distance <= km)


def _known(number: str) -> Kommune:
    found = current(number)
    if found is None:
        raise KeyError(number)
    return found


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
