"""A trend as a line: the points of an SVG polyline, for the eye; the table beside it has the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 240, 48
_MARGIN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn, and what it shows in words: from how many on which day to how many, the most between."""

    points: str
    first: tuple[date, int]
    last: tuple[date, int]
    most: int


def line(measures: Sequence[tuple[date, int]]) -> Line | None:
    """The measures as a line from left to right by day, nought at the bottom; None of fewer than two."""
    if len(measures) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    first, last = measures[0], measures[-1]
    days, most = (last[0] - first[0]).days, max(count for _, count in measures)
    told = (f"{_across(on, first[0], days)},{_down(count, most)}" for on, count in measures)
    return Line(" ".join(told), first, last, most)


def _across(on: date, first: date, days: int) -> float:
    return round(_MARGIN + (WIDTH - 2 * _MARGIN) * (on - first).days / days, 1)


def _down(count: int, most: int) -> float:
    return round(HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * count / max(most, 1), 1)
