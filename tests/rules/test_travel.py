"""How long it takes between two places, and what fits beside what she already has."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.travel.rules import PACE, Neighbour, Pace, Reach, Spot, beside, fits, is_within, time_between
from kit.interval import Interval
from registry.kommuner import KOMMUNER

OSLO, BERUM, BERGEN, TROMSO = Spot("0301"), Spot("3201"), Spot("4601"), Spot("5501")
WARD = Spot("0301", "Kirkeveien 166, bygg 20", (59.9366, 10.7353))
COURT = Spot("0301", "C. J. Hambros plass 4", (59.9165, 10.7398))
NEXT_DOOR = Spot("0301", None, (59.9369, 10.7351))
REMOTE = None


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        (REMOTE, REMOTE, 5),
        (REMOTE, OSLO, 5),
        (OSLO, REMOTE, 5),
        (WARD, WARD, 0),
        (WARD, NEXT_DOOR, 0),  # the point decides where both have one
        (Spot("0301", "Markveien 1"), Spot("0301", "markveien  1 "), 0),
        (Spot("0301", "Markveien 1"), Spot("0301", "Markveien 11"), 20),
        (Spot("0301", "Markveien 1"), Spot("4601", "Markveien 1"), 360),
        (OSLO, OSLO, 20),  # somewhere in the same municipality, nobody knows where
        (WARD, COURT, 23),  # 2.2 km as the crow flies, 2.9 on the road
        (OSLO, BERUM, 39),
        (OSLO, Spot("3403"), 165),  # Hamar: 111 km, 145 on the road
        (OSLO, BERGEN, 360),  # flown: never reckoned longer than the longest
        (OSLO, TROMSO, 360),
        (Spot("0000"), OSLO, 20),  # a number that leads nowhere any more
    ],
)
def test_what_must_lie_between_two_assignments(one: Spot | None, other: Spot | None, minutes: int) -> None:
    assert time_between(one, other, PACE) == timedelta(minutes=minutes)
    assert time_between(other, one, PACE) == timedelta(minutes=minutes)


def test_every_figure_is_a_setting() -> None:
    slow = Pace(30, 1.0, timedelta(minutes=1), timedelta(0), timedelta(minutes=9), timedelta(hours=100))
    assert time_between(WARD, COURT, slow) == timedelta(minutes=6)
    assert time_between(REMOTE, OSLO, slow) == timedelta(0)
    assert time_between(WARD, WARD, slow) == timedelta(minutes=9)
    assert time_between(OSLO, BERGEN, slow) > timedelta(hours=9)


def clock(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-26T{text}").replace(tzinfo=UTC)


def span(start: str, end: str) -> Interval:
    return Interval(clock(start), clock(end))


@pytest.mark.parametrize(
    ("place", "asked", "has", "there", "answer"),
    [
        (COURT, ("10:45", "11:45"), ("09:30", "10:30"), WARD, False),  # across town in a quarter of an hour
        (COURT, ("10:53", "11:45"), ("09:30", "10:30"), WARD, True),
        (COURT, ("08:00", "09:10"), ("09:30", "10:30"), WARD, False),  # and on to what she has next
        (WARD, ("10:30", "11:00"), ("09:30", "10:30"), WARD, True),
        (REMOTE, ("10:35", "11:00"), ("09:30", "10:30"), WARD, True),
        (REMOTE, ("10:30", "11:00"), ("09:30", "10:30"), WARD, False),
        (REMOTE, ("10:29", "11:00"), ("09:30", "10:30"), REMOTE, False),  # no rule lets two overlap
        (OSLO, ("10:45", "11:00"), ("09:30", "10:30"), OSLO, False),
    ],
)
def test_what_fits_beside_what_she_has(
    place: Spot | None, asked: tuple[str, str], has: tuple[str, str], there: Spot | None, *, answer: bool
) -> None:
    assert fits(place, span(*asked), [Neighbour(span(*has), there)], PACE) is answer


def test_a_call_on_the_way_does_not_shorten_the_way() -> None:
    neighbours = [Neighbour(span("08:00", "09:00"), OSLO), Neighbour(span("09:30", "10:00"), REMOTE)]
    assert not fits(Spot("3403"), span("10:30", "11:00"), neighbours, PACE)
    assert fits(Spot("3403"), span("11:45", "12:00"), neighbours, PACE)


minutes = st.integers(0, 40 * 60)
places = st.sampled_from([None, OSLO, BERUM, BERGEN, TROMSO, WARD, COURT, NEXT_DOOR, Spot("3403")])
spans = st.builds(
    lambda start, length: Interval(
        clock("00:00") + timedelta(minutes=start), clock("00:00") + timedelta(minutes=start + length)
    ),
    minutes,
    st.integers(15, 6 * 60),
)
paces = st.builds(
    Pace,
    st.integers(20, 120),
    st.sampled_from([1.0, 1.3, 1.6]),
    st.builds(timedelta, minutes=st.integers(0, 45)),
    st.builds(timedelta, minutes=st.integers(0, 30)),
    st.builds(timedelta, minutes=st.integers(0, 15)),
    st.builds(timedelta, minutes=st.integers(0, 600)),
)


@given(places, spans, st.lists(st.builds(Neighbour, spans, places), max_size=6), paces)
def test_fits_says_what_walking_through_every_minute_says(
    place: Spot | None, asked: Interval, neighbours: list[Neighbour], pace: Pace
) -> None:
    """Minute by minute: she is busy while she interprets, and on her way before and after."""

    def taken(one: Interval, between: timedelta) -> set[int]:
        start, end = (
            int((instant - clock("00:00")).total_seconds() // 60) for instant in (one.start, one.end)
        )
        return set(range(start, end + int(between.total_seconds() // 60)))

    together = [
        taken(asked, time_between(place, one.place, pace)) & taken(one.span, timedelta(0))
        or taken(one.span, time_between(place, one.place, pace)) & taken(asked, timedelta(0))
        for one in neighbours
    ]
    assert fits(place, asked, neighbours, pace) is not any(together)


@given(places, spans, st.lists(st.builds(Neighbour, spans, places), max_size=6), paces)
def test_what_lies_outside_the_window_never_matters(
    place: Spot | None, asked: Interval, neighbours: list[Neighbour], pace: Pace
) -> None:
    near = [one for one in neighbours if one.span.overlaps(beside(place, asked, pace))]
    assert fits(place, asked, neighbours, pace) is fits(place, asked, near, pace)


@given(spans, st.lists(st.builds(Neighbour, spans, places), max_size=6), paces)
def test_beside_remote_work_whatever_lies_within_the_window_clashes(
    asked: Interval, neighbours: list[Neighbour], pace: Pace
) -> None:
    near = [one for one in neighbours if one.span.overlaps(beside(None, asked, pace))]
    assert fits(None, asked, neighbours, pace) is not bool(near)


@pytest.mark.parametrize(
    ("reach", "home", "place", "answer"),
    [
        (Reach(), "0301", TROMSO, True),
        (Reach(50), "0301", BERUM, True),
        (Reach(50), "0301", BERGEN, False),
        (Reach(1), "0301", COURT, True),  # her own municipality is always near
        (Reach(50), "0301", REMOTE, True),
        (Reach(None, frozenset({"4601"})), "0301", BERGEN, True),
        (Reach(None, frozenset({"4601"})), "0301", OSLO, False),
        (Reach(50, frozenset({"4601"})), "0301", BERGEN, True),
        (Reach(50, frozenset({"4601"})), "0301", TROMSO, False),
    ],
)
def test_where_she_goes(reach: Reach, home: str, place: Spot | None, *, answer: bool) -> None:
    assert is_within(reach, home, place) is answer


def test_the_longest_distance_in_norway_is_within_the_largest_reach() -> None:
    assert all(is_within(Reach(2500), "1108", Spot(number)) for number in KOMMUNER)
    assert PACE.longest == timedelta(hours=6)
