"""Weekly hours on Oslo's wall clock, against an hour-by-hour count of what the clock shows."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.availability.rules import Hours, cover, weekdays
from kit.clock import OSLO
from kit.interval import Interval

WEEKDAYS = frozenset(Hours(day, time(8), time(16)) for day in range(1, 6))
NIGHTS = frozenset(Hours(day, time(22), time(6)) for day in range(1, 8))
ALWAYS = frozenset(Hours(day, time(0), time(0)) for day in range(1, 8))


def oslo(text: str, hours: float) -> Interval:
    start = datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)
    return Interval(start, start + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("hours", "start", "length", "covered"),
    [
        (WEEKDAYS, "2026-11-26T08:00", 8, True),
        (WEEKDAYS, "2026-11-26T07:45", 1, False),
        (WEEKDAYS, "2026-11-26T15:30", 1, False),
        (WEEKDAYS, "2026-11-28T10:00", 1, False),  # a Saturday
        (frozenset(), "2026-11-26T10:00", 1, False),
        (NIGHTS, "2026-11-26T23:00", 6, True),  # across midnight
        (NIGHTS, "2026-11-26T04:00", 1, True),  # the night before reaches into the day
        (NIGHTS, "2026-11-26T05:30", 1, False),
        (ALWAYS, "2026-11-26T10:00", 24, True),  # days adjoin at midnight
        (ALWAYS, "2026-03-28T12:00", 24, True),  # across spring forward
        (ALWAYS, "2026-10-24T12:00", 24, True),  # across fall back
        (frozenset({Hours(4, time(8), time(12)), Hours(4, time(12), time(16))}), "2026-11-26T11:00", 2, True),
        (
            frozenset({Hours(4, time(8), time(12)), Hours(4, time(13), time(16))}),
            "2026-11-26T11:00",
            3,
            False,
        ),
        # spring forward, 29 March 2026: 02:00-03:00 does not exist
        (frozenset({Hours(7, time(1), time(4))}), "2026-03-29T01:00", 2, True),
        (frozenset({Hours(7, time(1), time(4))}), "2026-03-29T01:00", 2.25, False),
        (frozenset({Hours(7, time(2), time(3))}), "2026-03-29T03:00", 0.5, False),
        # fall back, 25 October 2026: 02:00-03:00 happens twice
        (frozenset({Hours(7, time(1), time(4))}), "2026-10-25T01:00", 4, True),
        (frozenset({Hours(7, time(1), time(4))}), "2026-10-25T01:00", 4.25, False),
    ],
)
def test_whether_hours_cover_a_span(
    hours: frozenset[Hours],
    start: str,
    length: float,
    covered: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert cover(hours, oslo(start, length)) is covered


quarters = st.builds(lambda step: time(step // 4, step % 4 * 15), st.integers(0, 95))
weeks = st.frozensets(
    st.tuples(st.integers(1, 7), quarters, quarters).map(lambda one: Hours(*one)), max_size=6
)
starts = st.builds(
    lambda days, quarter: datetime(2026, 3, 23, tzinfo=UTC) + timedelta(days=days, minutes=15 * quarter),
    st.integers(0, 240),  # a summer with a clock change at either end
    st.integers(0, 95),
)


def shown_by_the_clock(hours: frozenset[Hours], instant: datetime) -> bool:
    """Whether Oslo's clock shows a working hour at the instant; days without a clock change only."""
    shown = instant.astimezone(OSLO)
    day, clock = shown.isoweekday(), shown.time()
    yesterday = day - 1 or 7
    return any(
        (
            one.weekday == day
            and one.from_time <= clock
            and (clock < one.to_time or one.to_time <= one.from_time)
        )
        or (one.weekday == yesterday and one.to_time <= one.from_time and clock < one.to_time)
        for one in hours
    )


@given(weeks, starts, st.integers(1, 96))
def test_a_span_is_covered_when_the_clock_shows_working_hours_throughout(
    hours: frozenset[Hours], start: datetime, length: int
) -> None:
    span = Interval(start, start + timedelta(minutes=15 * length))
    offsets = {(span.start + timedelta(days=days)).astimezone(OSLO).utcoffset() for days in (-2, -1, 0, 1, 2)}
    if len(offsets) > 1:
        return  # the table above has the clock changes
    steps = [start + timedelta(minutes=15 * step) for step in range(length)]
    assert cover(hours, span) is all(shown_by_the_clock(hours, step) for step in steps)


@given(weeks, starts, st.integers(1, 96))
def test_only_the_weekdays_asked_for_matter(hours: frozenset[Hours], start: datetime, length: int) -> None:
    span = Interval(start, start + timedelta(minutes=15 * length))
    asked = frozenset(one for one in hours if one.weekday in weekdays(span))
    assert cover(asked, span) is cover(hours, span)
