"""The time zone block agrees with zoneinfo to the hour, whatever rules the zone has."""

import struct
from datetime import UTC, datetime, timedelta, tzinfo
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from booking import vtimezone
from kit.clock import OSLO

HOUR = timedelta(hours=1)


def block(zone: ZoneInfo, *, year: int, tzid: str = "Test/Zone") -> str:
    return bytes(vtimezone.component(zone, tzid, year=year).to_ical()).decode()


def fabricated(footer: str) -> ZoneInfo:
    """A zone that tzdata has never heard of, compiled as RFC 8536 says, with the rule as its footer."""
    empty = (
        struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    )
    return ZoneInfo.from_file(BytesIO(empty + empty + f"\n{footer}\n".encode()), key=f"Test/{footer}")


def hours_that_differ(zone: ZoneInfo, text: str, moments: list[datetime]) -> list[datetime]:
    """Where an independent reader of the block disagrees with zoneinfo about the wall clock."""
    read = tzical(StringIO(text)).get("Test/Zone")
    assert read is not None
    return [moment for moment in moments if _offset(moment, zone) != _offset_read(moment, zone, read)]


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _offset_read(moment: datetime, zone: ZoneInfo, read: tzinfo) -> timedelta | None:
    return moment.astimezone(zone).replace(tzinfo=read).utcoffset()


def around_changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """Every hour of three days on each side of every change, and noon of every 15th."""
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = []
    moment = start
    while moment < end:
        if _offset(moment, zone) != _offset(moment + 24 * HOUR, zone):
            found += [moment + HOUR * number for number in range(-72, 96)]
        moment += 24 * HOUR
    months = [(year, month) for year in range(first, last + 1) for month in range(1, 13)]
    return found + [datetime(year, month, 15, 12, tzinfo=UTC) for year, month in months]


def test_oslo_is_two_yearly_rules_and_no_list_of_dates() -> None:
    told = block(OSLO, year=2026).splitlines()
    assert [line for line in told if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    assert told[told.index("BEGIN:DAYLIGHT") + 1] == "DTSTART:20250330T020000"
    assert told[told.index("BEGIN:STANDARD") + 1] == "DTSTART:20251026T030000"
    assert not [line for line in told if line.startswith("RDATE")]


@pytest.mark.parametrize("year", range(2024, 2041))
def test_oslos_block_agrees_with_zoneinfo_around_every_change(year: int) -> None:
    moments = [moment for moment in around_changes(OSLO, year, 2040) if not _is_repeated(moment, OSLO)]
    assert len(moments) > 300
    assert hours_that_differ(OSLO, block(OSLO, year=year), moments) == []


@pytest.mark.parametrize(
    ("footer", "rules"),
    [
        ("XST-3XDT,M4.2.5/1,M9.3.6/4", ["BYDAY=2FR;BYMONTH=4", "BYDAY=3SA;BYMONTH=9"]),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", ["BYDAY=1SU;BYMONTH=4", "BYDAY=1SU;BYMONTH=10"]),
        ("AST4ADT,M3.5.4/23,M11.1.1", ["BYDAY=-1TH;BYMONTH=3", "BYDAY=1MO;BYMONTH=11"]),
    ],
)
def test_another_zone_gives_another_block_that_is_as_right(footer: str, rules: list[str]) -> None:
    zone = fabricated(footer)
    told = block(zone, year=2026)
    assert [line[18:] for line in told.splitlines() if line.startswith("RRULE")] == rules
    moments = [moment for moment in around_changes(zone, 2026, 2036) if not _is_repeated(moment, zone)]
    assert hours_that_differ(zone, told, moments) == []


def test_a_zone_without_clock_changes_has_one_offset() -> None:
    told = block(fabricated("QQQ-5:45"), year=2026).splitlines()
    assert told.count("BEGIN:STANDARD") == 1
    assert "BEGIN:DAYLIGHT" not in told
    assert "TZOFFSETTO:+0545" in told


def test_a_rule_that_was_abolished_ends_with_its_last_onset_in_utc() -> None:
    told = block(ZoneInfo("Europe/Moscow"), year=2006)
    assert "RRULE:FREQ=YEARLY;UNTIL=20100327T230000Z;BYDAY=-1SU;BYMONTH=3" in told.splitlines()


def test_after_the_abolition_the_block_stays_right() -> None:
    zone = ZoneInfo("America/Sao_Paulo")  # October's rule until 2017, November's once in 2018, none since
    moments = [moment for moment in around_changes(zone, 2013, 2023) if not _is_repeated(moment, zone)]
    assert hours_that_differ(zone, block(zone, year=2013), moments) == []


def _is_repeated(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall shows this time twice: a wall time alone cannot then say which it is."""
    wall = moment.astimezone(zone)
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
