"""What comes again, hours that lie over each other, and ways as bits: tables a person can read."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from booking.availability.rules import BITS, Hours, Way, mask, modalities, overlapping, way_of
from booking.availability.stretches import Stretch, first_after
from kit.clock import OSLO
from kit.interval import Interval
from registry.words import Modality


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


def between(start: str, end: str) -> Interval:
    return Interval(oslo(start), oslo(end))


@pytest.mark.parametrize(
    ("stretch", "window", "times"),
    [
        # every other Thursday, through a clock change: the clock shows the same
        (
            Stretch(between("2026-10-15T12:00", "2026-10-15T16:00"), 2),
            between("2026-10-20T00:00", "2026-11-20T00:00"),
            [
                between("2026-10-29T12:00", "2026-10-29T16:00"),
                between("2026-11-12T12:00", "2026-11-12T16:00"),
            ],
        ),
        # a weekend, until a day on which it may still begin
        (
            Stretch(between("2026-03-20T16:00", "2026-03-23T08:00"), 1, date(2026, 3, 27)),
            between("2026-03-28T00:00", "2026-05-01T00:00"),
            [between("2026-03-27T16:00", "2026-03-30T08:00")],
        ),
        # 02:00-03:00 does not exist on 29 March: that week's time is left out
        (
            Stretch(between("2026-03-22T02:00", "2026-03-22T03:00"), 1),
            between("2026-03-28T00:00", "2026-04-06T00:00"),
            [between("2026-04-05T02:00", "2026-04-05T03:00")],
        ),
        # through the hour that happens twice on 25 October: three hours by the clock, four in truth
        (
            Stretch(between("2026-10-18T01:00", "2026-10-18T04:00"), 1),
            between("2026-10-24T00:00", "2026-10-26T00:00"),
            [Interval(oslo("2026-10-25T01:00"), oslo("2026-10-25T01:00") + timedelta(hours=4))],
        ),
        # across midnight into the window's first day
        (
            Stretch(between("2026-11-20T22:00", "2026-11-21T02:00"), 1),
            between("2026-11-28T00:00", "2026-11-28T12:00"),
            [between("2026-11-27T22:00", "2026-11-28T02:00")],
        ),
        # years later it still comes, and not before it began
        (
            Stretch(between("2020-01-06T08:00", "2020-01-06T10:00"), 3),
            between("2026-11-02T00:00", "2026-11-23T00:00"),
            [between("2026-11-09T08:00", "2026-11-09T10:00")],
        ),
        (
            Stretch(between("2026-11-26T08:00", "2026-11-26T10:00"), 1),
            between("2026-11-02T00:00", "2026-11-26T08:00"),
            [],
        ),
    ],
)
def test_when_a_stretch_comes_again(stretch: Stretch, window: Interval, times: list[Interval]) -> None:
    assert list(stretch.within(window)) == times


def test_the_next_of_its_times() -> None:
    weekends = Stretch(between("2026-11-20T16:00", "2026-11-23T08:00"), 2, date(2026, 12, 4))
    assert first_after(weekends, oslo("2026-11-01T00:00")) == between("2026-11-20T16:00", "2026-11-23T08:00")
    assert first_after(weekends, oslo("2026-11-23T08:00")) == between("2026-12-04T16:00", "2026-12-07T08:00")
    assert first_after(weekends, oslo("2026-12-07T08:00")) is None


@pytest.mark.parametrize(
    ("hours", "place"),
    [
        ([Hours(1, time(8), time(12)), Hours(1, time(12), time(16))], None),
        ([Hours(1, time(8), time(12)), Hours(1, time(11), time(16))], 1),
        ([Hours(1, time(11), time(16)), Hours(1, time(8), time(12))], 0),
        ([Hours(1, time(8), time(12)), Hours(2, time(8), time(12))], None),
        # apart in the calendar, or in how she is asked
        (
            [
                Hours(1, time(8), time(12), valid_to=date(2026, 12, 31)),
                Hours(1, time(8), time(12), date(2027, 1, 1)),
            ],
            None,
        ),
        (
            [
                Hours(1, time(8), time(12), valid_to=date(2027, 1, 1)),
                Hours(1, time(8), time(12), date(2027, 1, 1)),
            ],
            1,
        ),
        (
            [
                Hours(1, time(8), time(12), ways=frozenset({Modality.SCREEN})),
                Hours(1, time(8), time(12), ways=frozenset({Modality.ON_SITE, Modality.TELEPHONE})),
            ],
            None,
        ),
        # a long span, a short one within it, and one that meets the long
        ([Hours(1, time(8), time(16)), Hours(2, time(9), time(10)), Hours(1, time(15), time(17))], 2),
    ],
)
def test_hours_that_lie_over_each_other_are_found(hours: list[Hours], place: int | None) -> None:
    assert overlapping(hours) == place


def test_ways_are_kept_as_bits() -> None:
    assert list(BITS.values()) == [1, 2, 4, 8, 16]
    assert mask([Modality.ON_SITE, Modality.TELEPHONE]) == 5
    assert modalities(5) == {Modality.ON_SITE, Modality.TELEPHONE}
    assert way_of(Modality.ON_SITE, planned=False) is Way.ON_SITE
    assert way_of(Modality.SCREEN, planned=True) is Way.SCREEN
    assert way_of(Modality.TELEPHONE, planned=False) is Way.UNPLANNED_TELEPHONE
