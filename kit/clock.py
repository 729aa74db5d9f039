"""The one place that asks the machine what time it is, and the only arithmetic on Oslo's wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


class WallTimeFault(StrEnum):
    """Why a wall time names no single instant."""

    MISSING = "time_does_not_exist"
    TWICE = "time_happens_twice"


class AmbiguousWallTime(ValueError):
    """The hour that the clock change skips or repeats; `fault` says which."""

    def __init__(self, fault: WallTimeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def oslo_date(instant: datetime) -> date:
    """The Oslo calendar day an instant falls on. A naive instant raises ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its offset")
    return instant.astimezone(OSLO).date()


def oslo_midnight(day: date) -> datetime:
    """The instant an Oslo day begins, in UTC."""
    return datetime.combine(day, time.min, OSLO).astimezone(UTC)


def at_wall(day: date, wall: time) -> datetime:
    """The first instant that Oslo's clock shows `wall` on `day`, in UTC.

    For standing arrangements such as working hours, read as RFC 5545 3.3.5 says: a wall time the
    spring change skips counts with the offset before it; one that happens twice means the first.
    """
    return datetime.combine(day, wall, OSLO).astimezone(UTC)


def exact_wall(day: date, wall: time, *, second: bool | None = None) -> datetime:
    """The only instant that Oslo's clock shows `wall` on `day`, in UTC.

    For what a person typed: raises AmbiguousWallTime where the clock change skips the time, and
    where it repeats it unless `second` says which occurrence is meant.
    """
    first = datetime.combine(day, wall, OSLO)
    other = first.replace(fold=1)
    if first.utcoffset() == other.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(OSLO).replace(fold=0) != first:
        raise AmbiguousWallTime(WallTimeFault.MISSING)
    if second is None:
        raise AmbiguousWallTime(WallTimeFault.TWICE)
    return (other if second else first).astimezone(UTC)


def days_between(first: datetime, last: datetime) -> list[date]:
    """Every Oslo day that the half-open span [first, last) touches, in order."""
    start = oslo_date(first)
    end = oslo_date(last - timedelta(microseconds=1))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]
