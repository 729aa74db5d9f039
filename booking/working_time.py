"""Working hours as instants: weekly spans of Oslo's wall clock, and whether they cover a booking. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta
from functools import lru_cache
from typing import NamedTuple

from kit.clock import at_wall, days_between
from kit.interval import Interval


class Hours(NamedTuple):
    """A span on every such weekday (1 Monday to 7 Sunday).

    One that does not end later than it begins ends the day after: until 00:00 is until midnight.
    """

    weekday: int
    from_time: time
    to_time: time


@lru_cache(maxsize=10_000)
def cover(hours: frozenset[Hours], span: Interval) -> bool:
    """Whether every instant of the span lies within the hours; no hours cover nothing."""
    return span.covered_by(instants(hours, around=span))


def instants(hours: Iterable[Hours], *, around: Interval) -> Iterator[Interval]:
    """The hours as instants on each day that could touch the span, the evening before included.

    A wall time the spring change skips counts with the offset before it, one that happens twice
    means the first; hours that shrink to nothing that day are left out.
    """
    days = days_between(around.start - timedelta(days=1), around.end)
    for day in days:
        for one in hours:
            if one.weekday == day.isoweekday():
                last_day = day + timedelta(days=one.to_time <= one.from_time)
                start, end = at_wall(day, one.from_time), at_wall(last_day, one.to_time)
                if start < end:
                    yield Interval(start, end)


def overlapping(hours: Sequence[Hours]) -> int | None:
    """The place of the first span that begins before an earlier one of its weekday has ended, or None."""
    ends: dict[int, time] = {}
    for place, one in sorted(enumerate(hours), key=lambda numbered: numbered[1]):
        if one.from_time < ends.get(one.weekday, time.min):
            return place
        ends[one.weekday] = one.to_time if one.to_time > one.from_time else time.max
    return None


def weekdays(span: Interval) -> frozenset[int]:
    """The weekdays whose hours could touch the span."""
    return frozenset(day.isoweekday() for day in days_between(span.start - timedelta(days=1), span.end))
