"""When an interpreter is free, against a quarter-hour grid that asks what Oslo's clock shows."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.availability.rules import (
    Facts,
    Free,
    Hours,
    Way,
    free,
    is_free_in,
    longest_free,
)
from booking.availability.stretches import Stretch
from kit.clock import OSLO
from kit.interval import Interval
from registry.words import Modality

QUARTER = timedelta(minutes=15)
WEEK = timedelta(weeks=1)
PLANNED = frozenset({Way.ON_SITE, Way.SCREEN, Way.TELEPHONE})

# The Monday before each clock change, and an ordinary one.
MONDAYS = [date(2026, 3, 23), date(2026, 10, 19), date(2027, 3, 22), date(2027, 10, 25), date(2026, 6, 1)]


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def between(start: str, end: str) -> Interval:
    return Interval(oslo(start), oslo(end))


def office_hours(**facts: object) -> Facts:
    return Facts(hours=frozenset(Hours(day, time(8), time(16)) for day in range(1, 6)), **facts)  # type: ignore[arg-type]


# What the oracle is told: everything in wall clock, away from the hours a clock change skips or repeats, so
# that "the clock shows" has one meaning. Those hours stand in the tables below.

quarters = st.integers(0, 95).map(lambda step: time(step // 4, step % 4 * 15))
safe = quarters.filter(lambda wall: not time(1) <= wall <= time(3))
ways = st.frozensets(st.sampled_from(list(Modality)), min_size=1)
days = st.integers(-10, 20)


@st.composite
def weekly(draw: st.DrawFn, monday: date) -> Hours:
    first = monday + timedelta(days=draw(st.integers(-30, 14)))
    return Hours(
        draw(st.integers(1, 7)),
        draw(safe),
        draw(safe),
        draw(st.sampled_from([date.min, first])),
        draw(st.sampled_from([date.max, first + timedelta(days=draw(st.integers(0, 30)))])),
        draw(ways),
    )


@st.composite
def stretches(draw: st.DrawFn, monday: date, longest_days: int = 7) -> Stretch:
    first = monday + timedelta(days=draw(st.integers(-40, 14)))
    start = datetime.combine(first, draw(safe), OSLO)
    length = timedelta(minutes=15 * draw(st.integers(1, 96 * longest_days)))
    end = datetime.combine((start + length).date(), (start + length).time(), OSLO)
    if time(1) <= end.time() <= time(3) or end <= start:
        end = datetime.combine(first + timedelta(days=1), time(4), OSLO)
    return Stretch(
        Interval(start.astimezone(UTC), end.astimezone(UTC)),
        draw(st.sampled_from([None, 1, 2, 3])),
        draw(st.sampled_from([None, first, first + timedelta(days=21)])),
        draw(ways),
        draw(st.sampled_from([frozenset[str](), frozenset({"tir"}), frozenset({"som"})])),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Facts, Interval]:
    monday = draw(st.sampled_from(MONDAYS))
    start = datetime.combine(monday, time.min, UTC) + QUARTER * draw(st.integers(0, 96 * 9))
    window = Interval(start, start + QUARTER * draw(st.integers(1, 96 * 4)))
    spans = st.lists(
        st.tuples(st.integers(-96, 96 * 10), st.integers(1, 40)).map(
            lambda given: Interval(
                datetime.combine(monday, time.min, UTC) + QUARTER * given[0],
                datetime.combine(monday, time.min, UTC) + QUARTER * (given[0] + given[1]),
            )
        ),
        max_size=3,
    ).map(tuple)
    some = st.lists(stretches(monday), max_size=2).map(tuple)
    facts = Facts(
        hours=frozenset(draw(st.lists(weekly(monday), max_size=8))),
        extra=draw(some),
        on_call=draw(some),
        absences=draw(st.lists(stretches(monday, 1), max_size=2).map(tuple)),
        busy=draw(spans),
        held=draw(spans),
    )
    return facts, window


def shown(stretch: Stretch, instant: datetime) -> bool:
    """Whether the instant lies in one of its times, found by going through its weeks one by one."""
    if stretch.span.start <= instant < stretch.span.end:
        return True
    if stretch.every_weeks is None:
        return False
    clock = instant.astimezone(OSLO).replace(tzinfo=None)
    begins = stretch.span.start.astimezone(OSLO).replace(tzinfo=None)
    ends = stretch.span.end.astimezone(OSLO).replace(tzinfo=None)
    for turn in range(1, 60):
        later = turn * stretch.every_weeks * WEEK
        if stretch.until is not None and (begins + later).date() > stretch.until:
            return False
        if begins + later <= clock < ends + later:
            return True
    return False


def at_work(hours: Hours, instant: datetime) -> bool:
    """Whether Oslo's clock shows one of the hours at the instant."""
    clock = instant.astimezone(OSLO)
    for day in (clock.date(), clock.date() - timedelta(days=1)):
        if day.isoweekday() != hours.weekday or not hours.valid_from <= day <= hours.valid_to:
            continue
        over_midnight = hours.to_time <= hours.from_time
        begins = datetime.combine(day, hours.from_time)
        ends = datetime.combine(day + timedelta(days=over_midnight), hours.to_time)
        if begins <= clock.replace(tzinfo=None) < ends:
            return True
    return False


def naive(facts: Facts, instant: datetime, way: Way, languages: tuple[str, ...]) -> bool:
    """Whether she is free at the instant, everything asked one by one."""
    modality = Modality(way.value.removeprefix("unplanned_"))
    if any(span.start <= instant < span.end for span in (*facts.busy, *facts.held)):
        return False
    if any(shown(one, instant) for one in facts.absences):
        return False
    return (
        any(modality in one.ways and at_work(one, instant) for one in facts.hours)
        or any(modality in one.ways and shown(one, instant) for one in facts.extra)
        or (
            way.value.startswith("unplanned_")
            and any(
                modality in one.ways
                and shown(one, instant)
                and (not one.languages or bool(one.languages & set(languages)))
                for one in facts.on_call
            )
        )
    )


def grid(window: Interval) -> list[datetime]:
    return [window.start + QUARTER * step for step in range(int(window.length / QUARTER))]


@settings(max_examples=200, deadline=None)
@given(situations(), st.sampled_from([(), ("tir",), ("som", "ara")]))
def test_free_spans_are_what_the_grid_shows(
    situation: tuple[Facts, Interval], languages: tuple[str, ...]
) -> None:
    facts, window = situation
    found = free(facts, window, languages=languages)
    for way in Way:
        spans = [one.span for one in found if way in one.ways]
        for quarter in grid(window):
            expected = naive(facts, quarter, way, languages)
            assert any(span.start <= quarter < span.end for span in spans) is expected, (way, quarter)
        for before, after in pairwise(spans):
            assert before.end < after.start  # as long as they go
    assert all(window.start <= one.span.start and one.span.end <= window.end for one in found)


@settings(max_examples=200, deadline=None)
@given(situations(), st.sampled_from(list(Way)))
def test_she_is_free_for_a_booking_when_one_free_span_covers_it(
    situation: tuple[Facts, Interval], way: Way
) -> None:
    facts, window = situation
    covered = any(way in one.ways and one.span == window for one in free(facts, window, languages=("tir",)))
    assert is_free_in(facts, window, way, languages=("tir",)) is covered


def test_what_is_free_in_each_way() -> None:
    facts = Facts(
        hours=frozenset(
            {Hours(4, time(8), time(12)), Hours(4, time(12), time(16), ways=frozenset({Modality.SCREEN}))}
        ),
        extra=(
            Stretch(between("2026-11-26T18:00", "2026-11-26T20:00"), ways=frozenset({Modality.TELEPHONE})),
        ),
        on_call=(
            Stretch(
                between("2026-11-26T20:00", "2026-11-26T23:00"),
                ways=frozenset({Modality.TELEPHONE}),
                languages=frozenset({"tir"}),
            ),
        ),
        absences=(Stretch(between("2026-11-26T09:00", "2026-11-26T10:00")),),
        busy=(between("2026-11-26T10:00", "2026-11-26T10:30"),),
        held=(between("2026-11-26T14:00", "2026-11-26T15:00"),),
    )
    day = between("2026-11-26T00:00", "2026-11-27T00:00")
    screen = frozenset({Way.SCREEN, Way.UNPLANNED_SCREEN})
    rest = frozenset({Way.ON_SITE, Way.TELEPHONE, Way.UNPLANNED_TELEPHONE})
    assert free(facts, day, languages=("tir",)) == (
        Free(between("2026-11-26T08:00", "2026-11-26T09:00"), frozenset(Way)),
        Free(between("2026-11-26T10:30", "2026-11-26T12:00"), rest),
        Free(between("2026-11-26T10:30", "2026-11-26T14:00"), screen),
        Free(between("2026-11-26T15:00", "2026-11-26T16:00"), screen),
        Free(between("2026-11-26T18:00", "2026-11-26T20:00"), frozenset({Way.TELEPHONE})),
        Free(between("2026-11-26T18:00", "2026-11-26T23:00"), frozenset({Way.UNPLANNED_TELEPHONE})),
    )
    assert not is_free_in(
        facts, between("2026-11-26T21:00", "2026-11-26T22:00"), Way.UNPLANNED_TELEPHONE, languages=("som",)
    )


def test_the_longest_time_in_one_way() -> None:
    facts = office_hours(absences=(Stretch(between("2026-11-26T10:00", "2026-11-26T11:00")),))
    day = between("2026-11-26T00:00", "2026-11-27T00:00")
    assert longest_free(facts, day, PLANNED) == timedelta(hours=5)
    assert longest_free(facts, day, frozenset()) == timedelta(0)
