"""What she typed about when she can be asked: hours of the week, and what comes once or again and again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from booking.availability.rules import Hours
from booking.availability.stretches import ANY_WAY, Stretch
from kit.clock import oslo_midnight
from kit.errors import FieldError
from kit.interval import Interval
from registry.words import Modality
from web.pages.typed import Typed

WEEK = range(1, 8)
_MIDNIGHT = time(0)
_LONGEST_WAIT = 52


def weekly(typed: Typed) -> list[Hours]:
    """The typed hours on each ticked weekday; a night becomes an evening and the next morning."""
    weekdays = [int(day) for day in typed.chosen("weekday") if day in map(str, WEEK)]
    if not weekdays:
        typed.errors.append(FieldError("weekday", "missing", "Tick at least one day."))
    start, end = typed.clock("from"), typed.clock("to")
    if start is not None and start == end != _MIDNIGHT:
        typed.errors.append(FieldError("to", "ends_before_start", "Choose an end after the start."))
    first, last = _valid(typed)
    ways = _ways(typed)
    typed.settle()
    assert start is not None  # noqa: S101 - settled
    assert end is not None  # noqa: S101 - settled
    return [
        hours._replace(valid_from=first, valid_to=last, ways=ways)
        for weekday in weekdays
        for hours in _on(weekday, start, end)
    ]


def exactly(typed: Typed) -> Hours:
    """The hours a button stands beside."""
    weekday, start, end = typed.whole("weekday"), typed.clock("from"), typed.clock("to")
    first, last = _valid(typed)
    ways = _ways(typed)
    typed.settle()
    return Hours(weekday or 0, start or _MIDNIGHT, end or _MIDNIGHT, first, last, ways)


def stretch(typed: Typed, *, now: datetime, default: frozenset[Modality] = ANY_WAY) -> Stretch:
    """The typed time, not over yet: whole days unless a time is given at an end; again, if she says so."""
    starts_at, ends_at = _edge(typed, "first", days_later=0), _edge(typed, "last", days_later=1)
    every_weeks = typed.whole("every_weeks")
    until = typed.day("until") if typed.text("until") else None
    if every_weeks is not None and not 1 <= every_weeks <= _LONGEST_WAIT:
        typed.errors.append(FieldError("every_weeks", "unknown_value", "Choose one of the answers shown."))
    if until is not None and every_weeks is None:
        typed.errors.append(FieldError("every_weeks", "missing", "Say how often it comes."))
    ways = _ways(typed, default)
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        typed.errors.append(FieldError("last_day", "ends_before_start", "Choose an end after the start."))
    elif ends_at is not None and ends_at <= now and every_weeks is None:
        typed.errors.append(FieldError("last_day", "end_passed", "Choose an end that has not passed."))
    typed.settle()
    assert starts_at is not None  # noqa: S101 - settled
    assert ends_at is not None  # noqa: S101 - settled
    return Stretch(
        Interval(starts_at, ends_at), every_weeks, until, ways, frozenset(typed.chosen("languages"))
    )


def _valid(typed: Typed) -> tuple[date, date]:
    first = typed.day("valid_from") if typed.text("valid_from") else date.min
    last = typed.day("valid_to") if typed.text("valid_to") else date.max
    if first is not None and last is not None and last < first:
        typed.errors.append(FieldError("valid_to", "ends_before_start", "Choose a last day after the first."))
    return first or date.min, last or date.max


def _ways(typed: Typed, default: frozenset[Modality] = ANY_WAY) -> frozenset[Modality]:
    """Those ticked; none ticked is the default."""
    ticked = [one for one in typed.chosen("modalities") if one in set(Modality)]
    return frozenset(map(Modality, ticked)) or default


def _edge(typed: Typed, which: str, *, days_later: int) -> datetime | None:
    if typed.text(f"{which}_time"):
        return typed.moment(f"{which}_day", f"{which}_time")
    day = typed.day(f"{which}_day")
    return oslo_midnight(day + timedelta(days=days_later)) if day else None


def _on(weekday: int, start: time, end: time) -> Sequence[Hours]:
    if end > start or end == _MIDNIGHT:
        return (Hours(weekday, start, end),)
    return (Hours(weekday, start, _MIDNIGHT), Hours(weekday % len(WEEK) + 1, _MIDNIGHT, end))
