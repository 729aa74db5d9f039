"""Unions and differences of spans of time. Pure."""

from collections.abc import Iterable, Iterator

from kit.interval import Interval


def merged(spans: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same instants as few spans, in order: those that overlap or adjoin are one."""
    found: list[Interval] = []
    for one in sorted(spans):
        if found and one.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)


def within(spans: Iterable[Interval], window: Interval) -> Iterator[Interval]:
    """What of them lies in the window."""
    for one in spans:
        if one.overlaps(window):
            yield Interval(max(one.start, window.start), min(one.end, window.end))


def without(spans: Iterable[Interval], holes: Iterable[Interval]) -> tuple[Interval, ...]:
    """What is left of the spans when the holes are taken out."""
    left = list(merged(spans))
    for hole in merged(holes):
        left = [rest for one in left for rest in _cut(one, hole)]
    return tuple(left)


def _cut(one: Interval, hole: Interval) -> Iterator[Interval]:
    if not one.overlaps(hole):
        yield one
        return
    if one.start < hole.start:
        yield Interval(one.start, hole.start)
    if hole.end < one.end:
        yield Interval(hole.end, one.end)
