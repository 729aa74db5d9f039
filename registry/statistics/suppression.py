"""Small cells kept from the public, and enough beside them that none can be worked out: pure.

A cell of 1 to 4 is told as `<5`. That alone protects little: what is left of a total gives it away.
So further cells are withheld, until every cell not shown could be at least one more or one less
without anything shown, or known of how cells are chosen, being untrue.

Sums make a graph: a row's sum and a column's sum are nodes, a cell not shown is an edge between
its two. A cell can be worked out exactly when no circle through it can be walked, one cell up, the
next one down, with each still within what is known of it (a `<5` is 1 to 4, a withheld one 5 or more).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LIMIT = 5
"""Counts below this, other than none, are small."""


class Hidden(StrEnum):
    """Why a cell is not shown: it is small, or it would give a small one away."""

    SMALL = "<5"
    WITHHELD = ".."


Shown = int | Hidden
Place = tuple[int, int]
_OUTSIDE = -1


def parts(counts: Sequence[int]) -> tuple[Shown, ...]:
    """Counts whose sum everyone knows."""
    return _Table([list(counts)], columns_add_up=False, known=frozenset({(0, len(counts))})).told()[0][:-1]


def line(counts: Sequence[int]) -> tuple[Shown, ...]:
    """Counts followed by their sum, which may be small itself."""
    return _Table([list(counts)], columns_add_up=False).told()[0]


def table(rows: Sequence[Sequence[int]], *, secret: int | None = None) -> tuple[tuple[Shown, ...], ...]:
    """Each row followed by its sum; the sums of the columns are known to everyone, and not repeated here.

    Nothing is told of the row numbered `secret`, however large its cells.
    """
    sums = [sum(column) for column in zip(*rows, strict=True)]
    last, width = len(rows), len(sums)
    known = frozenset((last, column) for column in range(width + 1))
    hidden = frozenset() if secret is None else frozenset((secret, column) for column in range(width + 1))
    every = _Table([*map(list, rows), sums], columns_add_up=True, known=known, secret=hidden)
    return every.told()[:-1]


@dataclass(slots=True)
class _Table:
    """Cells with a last column of sums, and where the columns add up a last row of sums."""

    rows: list[list[int]]
    columns_add_up: bool
    known: frozenset[Place] = frozenset()
    secret: frozenset[Place] = frozenset()
    hidden: dict[Place, Hidden] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            row.append(sum(row))

    def told(self) -> tuple[tuple[Shown, ...], ...]:
        """Every cell as the public sees it."""
        self.hidden = dict.fromkeys(self.secret, Hidden.WITHHELD)
        for place in self._places():
            if place not in self.known | self.secret and 0 < self._count(place) < LIMIT:
                self.hidden[place] = Hidden.SMALL
        while (given_away := self._given_away()) is not None:
            more = self._to_withhold(given_away)
            if not more:
                return self._nothing()
            self.hidden |= dict.fromkeys(more, Hidden.WITHHELD)
        return self._as(lambda place: self.hidden.get(place, self._count(place)))

    def _given_away(self) -> Place | None:
        """The first cell that is not shown and yet can be worked out."""
        return next((place for place in sorted(self.hidden) if not self._can_differ(place)), None)

    def _can_differ(self, place: Place) -> bool:
        row, column = self._ends(place)
        up, down = self._ways(place)
        return (up and self._leads(column, row, without=place)) or (
            down and self._leads(row, column, without=place)
        )

    def _leads(self, start: tuple[str, int], goal: tuple[str, int], *, without: Place) -> bool:
        steps: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for place in self.hidden.keys() - {without}:
            row, column = self._ends(place)
            up, down = self._ways(place)
            if up:
                steps.setdefault(row, []).append(column)
            if down:
                steps.setdefault(column, []).append(row)
        reached, waiting = {start}, [start]
        while waiting:
            fresh = set(steps.get(waiting.pop(), ())) - reached
            reached |= fresh
            waiting += fresh
        return goal in reached

    def _ends(self, place: Place) -> tuple[tuple[str, int], tuple[str, int]]:
        row, column = place
        return ("row", row), ("column", column if self.columns_add_up else _OUTSIDE)

    def _ways(self, place: Place) -> tuple[bool, bool]:
        """Whether a step from row to column, and one back, leaves the cell within what is known of it.

        A sum stands on the other side of its equation, so there the steps mean the opposite.
        """
        count, width = self._count(place), len(self.rows[0]) - 1
        if place in self.secret:
            more, less = True, count > 0
        elif self.hidden[place] is Hidden.SMALL:
            more, less = count < LIMIT - 1, count > 1
        else:
            more, less = True, count > LIMIT
        sums = (place[1] == width, self.columns_add_up and place[0] == len(self.rows) - 1)
        is_sum = sums.count(True) == 1
        return (less, more) if is_sum else (more, less)

    def _to_withhold(self, given_away: Place) -> set[Place]:
        """The cheapest cells that close a circle with this one: few people in them, and sums last."""
        choices = [more for more in self._circles(given_away) if more and all(map(self._can_hide, more))]
        if not choices:
            choices = [{place} for place in self._places() if self._can_hide(place)]
        return min(choices, key=self._cost, default=set())

    def _circles(self, place: Place) -> Iterator[set[Place]]:
        row, column = place
        others = range(len(self.rows)) if self.columns_add_up else range(row, row + 1)
        for beside in range(len(self.rows[0])):
            for below in others:
                if beside != column and (below != row or not self.columns_add_up):
                    corners = {(row, beside), (below, column), (below, beside)}
                    yield corners - self.hidden.keys() - {place}

    def _can_hide(self, place: Place) -> bool:
        return place not in self.known and place not in self.hidden and self._count(place) >= LIMIT

    def _cost(self, more: set[Place]) -> tuple[int, int, list[Place]]:
        sums = sum(place[1] == len(self.rows[0]) - 1 for place in more)
        return sums, sum(map(self._count, more)), sorted(more)

    def _nothing(self) -> tuple[tuple[Shown, ...], ...]:
        """Where no choice of cells is enough, nothing is told but what everybody knows."""
        return self._as(lambda place: self._count(place) if place in self.known else Hidden.WITHHELD)

    def _as(self, tell: Callable[[Place], Shown]) -> tuple[tuple[Shown, ...], ...]:
        return tuple(
            tuple(tell((row, column)) for column in range(len(self.rows[0]))) for row in range(len(self.rows))
        )

    def _places(self) -> Iterator[Place]:
        return ((row, column) for row in range(len(self.rows)) for column in range(len(self.rows[0])))

    def _count(self, place: Place) -> int:
        return self.rows[place[0]][place[1]]
