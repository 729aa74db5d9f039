"""Where the lines and bars of a chart go: pure; `charts.html` draws them.

Units are those of the drawing, 480 wide: about a pixel each on a wide screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 16, 34
_HEIGHT = 230
_STEPS = (1, 2, 5)
_LINES = 4
_ROW = 34
_NAME = 190
_COUNT = 62


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a line: where it is, what it is called, and its value."""

    x: float
    y: float
    name: str
    value: int
    named: bool
    """Whether there is room for its name under the axis."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the order of time over lines of equal value, from zero up."""

    marks: tuple[Mark, ...]
    levels: tuple[tuple[float, int], ...]
    height: int = _HEIGHT
    width: int = WIDTH
    left: int = _LEFT
    right: int = WIDTH - _RIGHT

    @property
    def points(self) -> str:
        """The points as an SVG polyline wants them."""
        return " ".join(f"{one.x:.1f},{one.y:.1f}" for one in self.marks)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, what is told at its end, and how long it is; 0 when it may not be shown."""

    name: str
    told: object
    y: int
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from the same line, longest for the largest value."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    left: int = _NAME


def line(values: Sequence[tuple[str, int]]) -> Line:
    """A line through the values in their order; the first, the last and some between are named."""
    top = _round_up(max((value for _, value in values), default=0))
    step = (WIDTH - _LEFT - _RIGHT) / max(len(values) - 1, 1)
    apart = max((len(values) + 2) // 3, 1)
    last = len(values) - 1

    def height(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / top)

    marks = tuple(
        Mark(_LEFT + number * step, height(value), name, value, (last - number) % apart == 0)
        for number, (name, value) in enumerate(values)
    )
    levels = tuple((height(top * part / _LINES), top * part // _LINES) for part in range(_LINES + 1))
    return Line(marks, levels)


def bars(values: Sequence[tuple[str, object]]) -> Bars:
    """A bar for each name and value in their order; a value that is no number gets no length."""
    longest = max((value for _, value in values if isinstance(value, int)), default=0) or 1
    room = WIDTH - _NAME - _COUNT
    return Bars(
        tuple(
            Bar(name, value, number * _ROW, room * value / longest if isinstance(value, int) else 0)
            for number, (name, value) in enumerate(values)
        ),
        len(values) * _ROW,
    )


def _round_up(value: int) -> int:
    """The least of 4, 8, 20, 40, 80, 200 … that is not below the value, so that a quarter of it is whole."""
    size = _LINES
    while True:
        for step in _STEPS:
            if size * step >= value:
                return size * step
        size *= 10
