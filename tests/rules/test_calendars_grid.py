"""What a calendar makes busy, against a grid of quarters of an hour counted one by one."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.calendars.expanding import busy
from booking.calendars.spans import merged, without
from kit.clock import oslo_midnight
from kit.interval import Interval
from tests.ics import calendar, event

UTC_AS = "%Y%m%dT%H%M%SZ"
MONDAYS = (date(2026, 10, 19), date(2026, 10, 26), date(2027, 3, 22), date(2026, 11, 23))
"""Two of them begin a week that ends with a clock change."""
QUARTER = timedelta(minutes=15)
STARTS, LENGTHS = st.integers(0, 7 * 96 - 1), st.integers(1, 200)
Single = tuple[int, int, bool]
Weekly = tuple[int, int, bool, bool]
Pairs = list[tuple[int, int]]
Made = tuple[list[str], set[datetime]]


def quarters(start: datetime, end: datetime) -> set[datetime]:
    return {start + QUARTER * n for n in range((end - start) // QUARTER)}


def single(start: datetime, length: int, *, counts: bool, uid: str) -> Made:
    """An event, and the quarters it takes."""
    end = start + QUARTER * length
    free = () if counts else ("TRANSP:TRANSPARENT",)
    made = event(f"DTSTART:{start:{UTC_AS}}", f"DTEND:{end:{UTC_AS}}", *free, uid=uid)
    return [made], quarters(start, end) if counts else set()


def weekly(here: datetime, length: int, *, excepted: bool, moved: bool, uid: str) -> Made:
    """A series begun thirty weeks before; the time in this week left out, or moved by three hours."""
    begun, lasting = here - timedelta(weeks=30), f"DURATION:PT{15 * length}M"
    left_out = (f"EXDATE:{here:{UTC_AS}}",) if excepted else ()
    made = [event(f"DTSTART:{begun:{UTC_AS}}", lasting, "RRULE:FREQ=WEEKLY", *left_out, uid=uid)]
    times = {begun + timedelta(weeks=n) for n in range(25, 36)}
    if excepted or moved:
        times.remove(here)
    if moved and not excepted:
        later = here + timedelta(hours=3)
        times.add(later)
        made.append(event(f"DTSTART:{later:{UTC_AS}}", lasting, f"RECURRENCE-ID:{here:{UTC_AS}}", uid=uid))
    return made, {one for start in times for one in quarters(start, start + QUARTER * length)}


def whole_day(on: date, uid: str) -> Made:
    made = event(f"DTSTART;VALUE=DATE:{on:%Y%m%d}", uid=uid)
    return [made], quarters(oslo_midnight(on), oslo_midnight(on + timedelta(days=1)))


@settings(max_examples=60, deadline=None)
@given(
    monday=st.sampled_from(MONDAYS),
    singles=st.lists(st.tuples(STARTS, LENGTHS, st.booleans()), max_size=5),
    series=st.lists(st.tuples(STARTS, LENGTHS, st.booleans(), st.booleans()), max_size=4),
    days=st.lists(st.integers(0, 6), max_size=2),
)
def test_a_calendar_makes_busy_in_the_quarters_where_something_is(
    monday: date, singles: list[Single], series: list[Weekly], days: list[int]
) -> None:
    window = Interval(oslo_midnight(monday), oslo_midnight(monday + timedelta(days=7)))
    made = [
        *(single(window.start + QUARTER * at, length, counts=counts, uid=f"s{n}")
          for n, (at, length, counts) in enumerate(singles)),
        *(weekly(window.start + QUARTER * at, length, excepted=excepted, moved=moved, uid=f"w{n}")
          for n, (at, length, excepted, moved) in enumerate(series)),
        *(whole_day(monday + timedelta(days=day), f"d{n}") for n, day in enumerate(days)),
    ]  # fmt: skip
    found = busy(calendar(*(one for components, _ in made for one in components)), window, frozenset())
    taken = {quarter for _, times in made for quarter in times}
    assert covered(found) == {one for one in taken if window.start <= one < window.end}
    assert all(first.end < second.start for first, second in pairwise(found))


PAIRS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)))


@given(PAIRS, PAIRS)
def test_unions_and_differences_are_those_of_sets(ones: Pairs, others: Pairs) -> None:
    assert covered(merged(spans(ones))) == covered(spans(ones))
    assert covered(without(spans(ones), spans(others))) == covered(spans(ones)) - covered(spans(others))


def spans(pairs: Pairs) -> list[Interval]:
    base = oslo_midnight(MONDAYS[0])
    return [Interval(base + QUARTER * at, base + QUARTER * (at + length)) for at, length in pairs]


def covered(found: Iterable[Interval]) -> set[datetime]:
    return {quarter for one in found for quarter in quarters(one.start, one.end)}
