"""A stretch of time, once or every so many weeks on Oslo's wall clock, as instants. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kit.clock import OSLO, at_wall, oslo_date
from kit.interval import Interval
from registry.words import Modality

ANY_WAY = frozenset(Modality)
LONGEST_REPEATED = timedelta(days=7)
"""What comes again every week lasts a week at most: nothing overlaps itself."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An absence, extra hours or time on call. `span` is the first, or the only one.

    The next begins and ends when the clock shows the same `every_weeks` weeks later; the last begins on
    the Oslo day `until` at the latest, None is for ever. `languages` narrows time on call; none is all.
    """

    span: Interval
    every_weeks: int | None = None
    until: date | None = None
    ways: frozenset[Modality] = ANY_WAY
    languages: frozenset[str] = frozenset()

    def within(self, window: Interval) -> Iterator[Interval]:
        """Each of its times that touches the window, in order, whole.

        A wall time the spring change skips counts with the offset before it, one that happens twice means
        the first (RFC 5545 3.3.5); what shrinks to nothing that day is left out. The first time is as given.
        """
        if self.span.overlaps(window):
            yield self.span
        if self.every_weeks is None:
            return
        begins, ends = _wall(self.span.start), _wall(self.span.end)
        apart = timedelta(weeks=self.every_weeks)
        turn = max(1, (oslo_date(window.start) - ends[0]) // apart)
        while True:
            first = begins[0] + turn * apart
            start = at_wall(first, begins[1])
            if start >= window.end or (self.until is not None and first > self.until):
                return
            end = at_wall(ends[0] + turn * apart, ends[1])
            if start < end and window.start < end:
                yield Interval(start, end)
            turn += 1


def first_after(stretch: Stretch, instant: datetime) -> Interval | None:
    """The first of its times that is not over at the instant, or None when all are."""
    weeks = (stretch.every_weeks or 0) + 1
    start = max(instant, stretch.span.start)
    return next(stretch.within(Interval(start, start + timedelta(weeks=weeks + 1))), None)


def _wall(instant: datetime) -> tuple[date, time]:
    shown = instant.astimezone(UTC).astimezone(OSLO)
    return shown.date(), shown.time()
