"""Working hours as instants: weekly spans of Oslo's wall clock, and whether they cover a booking. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta
from functools import lru_cache
from itertools import pairwise
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


def longest_free(hours: frozenset[Hours], taken: Sequence[Interval], *, span: Interval) -> timedelta:
    """The longest unbroken time within the span that lies in the hours and in nothing taken."""
    work = _within(hours, span)
    turns = {turn for one in (*work, *taken) for turn in (one.start, one.end)}
    longest = since_last = timedelta(0)
    for start, end in pairwise(sorted(turns)):
        here = Interval(start, end)
        free = here.covered_by(work) and not any(here.overlaps(one) for one in taken)
        since_last = since_last + here.length if free else timedelta(0)
        longest = max(longest, since_last)
    return longest


@lru_cache(maxsize=10_000)
def _within(hours: frozenset[Hours], span: Interval) -> tuple[Interval, ...]:
    """The hours as instants, as far as they lie within the span."""
    return tuple(
        Interval(max(one.start, span.start), min(one.end, span.end))
        for one in instants(hours, around=span)
        if one.overlaps(span)
    )


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
