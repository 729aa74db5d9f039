"""Measure, target, result, assessment: how far the register is from what is asked, on a day and over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from sqlmodel import Session

from registry.statistics import targets
from registry.statistics.counting import register_on
from registry.statistics.measures import Measure, TargetKind, results
from registry.statistics.tables import Assessment, Target

SERIES = 10
"""How many half-years a series goes back."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the report: the result beside the year's target, and the result half a year before.

    `before` is the result on the last 30 June or 31 December before the day.
    """

    measure: Measure
    target: Target | None
    result: int
    before: int
    written: Assessment | None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        if self.target is None or self.target.value is None:
            return None
        if self.target.kind is TargetKind.AT_MOST:
            return self.result <= self.target.value
        return self.result >= self.target.value

    @property
    def apart(self) -> int:
        """How far above the target the result is, below if negative, in the measure's unit; 0 without one."""
        return 0 if self.target is None or self.target.value is None else self.result - self.target.value

    @property
    def moved(self) -> int:
        """How much the result has risen since `before`, or fallen if negative."""
        return self.result - self.before


@dataclass(frozen=True, slots=True)
class Point:
    """Every measure's result on one day of a series."""

    on: date
    results: Mapping[Measure, int]


def goals(session: Session, *, on: date, known_at: datetime | None = None) -> list[Goal]:
    """Every measure on an Oslo day, as known now or at `known_at`."""
    asked = targets.in_force(session, year=on.year, known_at=known_at)
    written = targets.written(session, on=on, known_at=known_at)
    now = results(register_on(session, on=on, known_at=known_at))
    before = results(register_on(session, on=half_year_before(on), known_at=known_at))
    return [
        Goal(measure, asked.get(measure), now[measure], before[measure], written.get(measure))
        for measure in Measure
    ]


def series(session: Session, *, on: date, known_at: datetime | None = None) -> list[Point]:
    """The results at each 30 June and 31 December up to the day, and on it; none before there were any."""
    days = sorted({*half_years_until(on), on})
    points = [Point(day, results(register_on(session, on=day, known_at=known_at))) for day in days]
    begun = next((number for number, one in enumerate(points) if any(one.results.values())), len(points))
    return points[begun:]


def half_year_before(on: date) -> date:
    """The last 30 June or 31 December before a day."""
    return max(day for day in _half_years(on.year - 1, on.year) if day < on)


def half_years_until(on: date, count: int = SERIES) -> list[date]:
    """The last `count` half-years' ends up to a day, the day itself included if it is one."""
    every = _half_years(on.year - count, on.year)
    return [day for day in every if day <= on][-count:]


def _half_years(first: int, last: int) -> list[date]:
    years = range(max(first, 1), last + 1)
    return list(chain.from_iterable((date(year, 6, 30), date(year, 12, 31)) for year in years))
