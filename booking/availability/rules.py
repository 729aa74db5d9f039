"""When an interpreter is free: her hours, extra hours and time on call, less what takes her time. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from booking.availability.stretches import ANY_WAY, Stretch
from kit.clock import at_wall, days_between
from kit.interval import Interval
from registry.words import Modality


class Way(StrEnum):
    """How she can be asked at a time; what is unplanned may also find her on call, by screen or telephone."""

    ON_SITE = "on_site"
    SCREEN = "screen"
    TELEPHONE = "telephone"
    UNPLANNED_SCREEN = "unplanned_screen"
    UNPLANNED_TELEPHONE = "unplanned_telephone"


BITS: Mapping[Way, int] = {way: 1 << place for place, way in enumerate(Way)}
"""Each way's bit where they are kept as one number; a modality's is that of planned work."""

_UNPLANNED = {Modality.SCREEN: Way.UNPLANNED_SCREEN, Modality.TELEPHONE: Way.UNPLANNED_TELEPHONE}
_MODALITY = {way: Modality(way.value.removeprefix("unplanned_")) for way in Way}


def way_of(modality: Modality, *, planned: bool) -> Way:
    """The way a booking asks for."""
    return Way(modality.value) if planned else _UNPLANNED.get(modality, Way.ON_SITE)


def mask(ways: Iterable[Way | Modality]) -> int:
    """The ways as one number, a bit each (BITS)."""
    return sum(BITS[Way(way.value)] for way in ways)


def modalities(bits: int) -> frozenset[Modality]:
    """The modalities of a number that `mask` made."""
    return frozenset(one for one in Modality if bits & BITS[Way(one.value)])


class Hours(NamedTuple):
    """A span on every such weekday (1 Monday to 7 Sunday), from one Oslo day to another, both included.

    One that does not end later than it begins ends the day after: until 00:00 is until midnight. It
    belongs to the day it begins.
    """

    weekday: int
    from_time: time
    to_time: time
    valid_from: date = date.min
    valid_to: date = date.max
    ways: frozenset[Modality] = ANY_WAY

    @property
    def place(self) -> tuple[int, time, time, date, date, int]:
        """Where it stands in the order of the week."""
        return (*self[:5], mask(self.ways))


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides when an interpreter is free; `busy` is her own calendars, `held` her assignments."""

    hours: frozenset[Hours] = frozenset()
    extra: tuple[Stretch, ...] = ()
    on_call: tuple[Stretch, ...] = ()
    absences: tuple[Stretch, ...] = ()
    busy: tuple[Interval, ...] = ()
    held: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """A span in which she can be asked in these ways, and in none of them just before or after it."""

    span: Interval
    ways: frozenset[Way]


def free(facts: Facts, window: Interval, *, languages: Sequence[str] = ()) -> tuple[Free, ...]:
    """Her free spans within the window, as long as they go, in order; each way's own lie apart.

    A booking fits where one of them covers it in its way. Time on call counts for unplanned work by screen
    or telephone, in one of the languages; given for no language of its own, it counts in all.
    """
    taken = _taken(facts, window)
    ways: dict[Interval, set[Way]] = {}
    for way in Way:
        for one in _without(_open(facts, window, way, languages), taken, window):
            ways.setdefault(one, set()).add(way)
    return tuple(Free(span, frozenset(ways[span])) for span in sorted(ways))


def is_free_in(facts: Facts, span: Interval, way: Way, *, languages: Sequence[str] = ()) -> bool:
    """Whether one of her free spans covers this one: the same answer as `free` gives, sooner."""
    if any(span.overlaps(one) for one in _taken(facts, span)):
        return False
    if cover(facts.hours, span, way):
        return True
    if not (facts.extra or facts.on_call):
        return False
    return span.covered_by(_open(facts, span, way, languages))


@lru_cache(maxsize=10_000)
def cover(hours: frozenset[Hours], span: Interval, way: Way = Way.ON_SITE) -> bool:
    """Whether every instant of the span lies within the hours; no hours cover nothing."""
    return span.covered_by(instants(hours, around=span, way=way))


def longest_free(facts: Facts, span: Interval, ways: frozenset[Way]) -> timedelta:
    """The longest unbroken time within the span in which she can be asked in one of the ways."""
    return max((one.span.length for one in free(facts, span) if one.ways & ways), default=timedelta(0))


def instants(hours: Iterable[Hours], *, around: Interval, way: Way | None = None) -> Iterator[Interval]:
    """The hours as instants on each day that could touch the span, the evening before included.

    Those of a way only, if one is given.

    A wall time the spring change skips counts with the offset before it, one that happens twice
    means the first; hours that shrink to nothing that day are left out.
    """
    days = days_between(around.start - timedelta(days=1), around.end)
    for day in days:
        for one in hours:
            if one.weekday == day.isoweekday() and one.valid_from <= day <= one.valid_to:
                if way is not None and _MODALITY[way] not in one.ways:
                    continue
                last_day = day + timedelta(days=one.to_time <= one.from_time)
                start, end = at_wall(day, one.from_time), at_wall(last_day, one.to_time)
                if start < end:
                    yield Interval(start, end)


def overlapping(hours: Sequence[Hours]) -> int | None:
    """The place of the later of two spans that lie over each other on a day both hold, or None.

    A span that runs past midnight is held against its own weekday.
    """
    order = sorted(range(len(hours)), key=lambda place: hours[place].place)
    for later, place in enumerate(order):
        if any(_collide(hours[earlier], hours[place]) for earlier in order[:later]):
            return place
    return None


def _collide(first: Hours, later: Hours) -> bool:
    ends = first.to_time if first.to_time > first.from_time else time.max
    return (
        first.weekday == later.weekday
        and later.from_time < ends
        and first.valid_from <= later.valid_to
        and later.valid_from <= first.valid_to
        and bool(first.ways & later.ways)
    )


def weekdays(span: Interval) -> frozenset[int]:
    """The weekdays whose hours could touch the span."""
    return frozenset(day.isoweekday() for day in days_between(span.start - timedelta(days=1), span.end))


def _open(facts: Facts, window: Interval, way: Way, languages: Sequence[str]) -> Iterator[Interval]:
    """When she can be asked in this way, whatever takes her time."""
    modality = _MODALITY[way]
    yield from instants(facts.hours, around=window, way=way)
    for extra in facts.extra:
        if modality in extra.ways:
            yield from extra.within(window)
    for duty in facts.on_call if way in _UNPLANNED.values() else ():
        if modality in duty.ways and (not duty.languages or not duty.languages.isdisjoint(languages)):
            yield from duty.within(window)


def _taken(facts: Facts, window: Interval) -> list[Interval]:
    away = [one for absence in facts.absences for one in absence.within(window)]
    return sorted(one for one in (*away, *facts.busy, *facts.held) if one.overlaps(window))


def _without(spans: Iterable[Interval], taken: Sequence[Interval], window: Interval) -> Iterator[Interval]:
    """What is left of the spans within the window, joined where they meet, when what is taken is cut out."""
    for joined in _joined(spans):
        reached = max(joined.start, window.start)
        end = min(joined.end, window.end)
        for one in taken:
            if one.start >= end:
                break
            if reached < one.start:
                yield Interval(reached, one.start)
            reached = max(reached, one.end)
        if reached < end:
            yield Interval(reached, end)


def _joined(spans: Iterable[Interval]) -> Iterator[Interval]:
    current: Interval | None = None
    for one in sorted(spans):
        if current is None:
            current = one
        elif one.start <= current.end:
            current = Interval(current.start, max(current.end, one.end))
        else:
            yield current
            current = one
    if current is not None:
        yield current
