"""When a calendar says that somebody is busy, and which calendars are refused."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from booking.calendars import apart
from booking.calendars.expanding import busy
from booking.calendars.stripping import stripped
from booking.calendars.words import SourceKind, Unread, Unreadable
from kit.clock import OSLO, oslo_midnight
from kit.interval import Interval
from tests.ics import at, calendar, event, part

MONDAY = datetime(2026, 11, 23, tzinfo=OSLO)
WEEK = Interval(MONDAY.astimezone(UTC), (MONDAY + timedelta(days=7)).astimezone(UTC))
RFC_7953 = Path(icalendar.__file__).parent / "tests"


def told(body: bytes, window: Interval = WEEK, own: frozenset[str] = frozenset()) -> list[str]:
    """The busy spans on Oslo's clock: `Thu 10:00-11:00`, a later day's end with its name."""
    return [_said(one) for one in busy(body, window, own)]


def _said(span: Interval) -> str:
    start, end = span.start.astimezone(OSLO), span.end.astimezone(OSLO)
    ends = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%a %H:%M}"
    return f"{start:%a %H:%M}-{ends}"


def failure(body: bytes, window: Interval = WEEK) -> str:
    with pytest.raises(Unread) as refused:
        busy(body, window, frozenset())
    return refused.value.failure.value


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z"), ["Thu 10:00-11:00"]),
        (("DTSTART:20261126T100000", "DTEND:20261126T110000"), ["Thu 10:00-11:00"]),
        (("DTSTART:20261126T090000Z", "DURATION:PT90M"), ["Thu 10:00-11:30"]),
        (("DTSTART;VALUE=DATE:20261126",), ["Thu 00:00-Fri 00:00"]),
        (("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261128"), ["Thu 00:00-Sat 00:00"]),
        (("DTSTART;TZID=W. Europe Standard Time:20261126T100000", "DURATION:PT1H"), ["Thu 10:00-11:00"]),
        (("DTSTART;TZID=America/New_York:20261126T040000", "DURATION:PT1H"), ["Thu 10:00-11:00"]),
        (("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20261126T100000", "DURATION:PT1H"),
         ["Thu 10:00-11:00"]),
        (("DTSTART:20261122T090000Z", "DTEND:20261123T100000Z"), ["Mon 00:00-11:00"]),
        (("DTSTART:20261129T220000Z", "DTEND:20261130T100000Z"), ["Sun 23:00-Mon 00:00"]),
        (("DTSTART:20200101T000000Z", "DTEND:20990101T000000Z"), ["Mon 00:00-Mon 00:00"]),
        (("DTSTART:20261126T090000Z",), []),
        (("DTSTART:20261126T090000Z", "DTEND:20261126T080000Z"), []),
        (("DTEND:20261126T080000Z",), []),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"), []),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"), []),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "STATUS:TENTATIVE"), ["Thu 10:00-11:00"]),
    ],
)  # fmt: skip
def test_an_event_makes_busy(lines: tuple[str, ...], expected: list[str]) -> None:
    assert told(calendar(event(*lines))) == expected


def test_a_recurring_event_keeps_its_wall_clock_and_its_exceptions() -> None:
    series = at("20260105T100000", "20260105T110000", "RRULE:FREQ=DAILY",
                "EXDATE;TZID=Europe/Oslo:20261124T100000")  # fmt: skip
    moved = at("20261125T150000", "20261125T160000", "RECURRENCE-ID;TZID=Europe/Oslo:20261125T100000")
    free = at("20261126T100000", "20261126T110000", "RECURRENCE-ID;TZID=Europe/Oslo:20261126T100000",
              "TRANSP:TRANSPARENT")  # fmt: skip
    away = at("20260301T100000", "20260301T110000", "RECURRENCE-ID;TZID=Europe/Oslo:20261127T100000")
    assert told(calendar(series, moved, free, away)) == [
        "Mon 10:00-11:00", "Wed 15:00-16:00", "Sat 10:00-11:00", "Sun 10:00-11:00"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sunday", "hours"), [(date(2026, 10, 25), 3), (date(2027, 3, 28), 1), (date(2026, 11, 29), 2)]
)
def test_a_night_of_a_clock_change_is_as_long_as_it_is(sunday: date, hours: int) -> None:
    window = Interval(oslo_midnight(sunday), oslo_midnight(sunday + timedelta(days=1)))
    nightly = at("20260101T013000", "20260101T033000", "RRULE:FREQ=DAILY")
    (found,) = busy(calendar(nightly), window, frozenset())
    assert found.length == timedelta(hours=hours)


def test_spans_that_touch_are_one() -> None:
    events = [at("20261126T100000", "20261126T110000"), at("20261126T110000", "20261126T120000", uid="2"),
              at("20261126T103000", "20261126T104500", uid="3")]  # fmt: skip
    assert told(calendar(*events)) == ["Thu 10:00-12:00"]


def test_our_own_invitation_is_not_counted_twice() -> None:
    body = calendar(at("20261126T100000", "20261126T110000", uid="abc@tolkebok.example"))
    assert told(body, own=frozenset({"abc@tolkebok.example"})) == []
    assert told(body, own=frozenset({"abd@tolkebok.example"})) == ["Thu 10:00-11:00"]


def test_a_free_busy_answer_is_understood() -> None:
    answer = part(
        "VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY:20261126T090000Z/20261126T100000Z,20261127T090000Z/PT2H",
        "FREEBUSY;FBTYPE=FREE:20261128T090000Z/20261128T100000Z",
    )
    assert told(calendar(answer)) == ["Thu 10:00-11:00", "Fri 10:00-12:00"]


def test_a_zone_the_calendar_defines_is_known() -> None:
    standard = ("DTSTART:16010101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200")
    zone = part("VTIMEZONE", "TZID:Customized Time Zone", part("STANDARD", *standard))
    one = event("DTSTART;TZID=Customized Time Zone:20261126T110000", "DURATION:PT1H")
    assert told(calendar(zone, one)) == ["Thu 10:00-11:00"]


def test_a_zone_nobody_knows_is_refused() -> None:
    one = event("DTSTART;TZID=Mars/Phobos:20261126T110000", "DURATION:PT1H")
    assert failure(calendar(one)) == "unknown_time_zone"


@pytest.mark.parametrize(
    "body",
    [b"", b"\n", b"<!doctype html><html><body>Sign in</body></html>", b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\n",
     calendar(at("20261126T100000", "20261126T110000"))[:-40], b"BEGIN:VCARD\r\nEND:VCARD\r\n",
     b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n"],
)  # fmt: skip
def test_what_is_no_calendar_or_half_of_one_is_refused(body: bytes) -> None:
    assert failure(body) == "not_a_calendar"


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=30", "freq=hourly", "FREQ=FORTNIGHTLY", "INTERVAL=2", "",
     "FREQ=DAILY;COUNT=99999999", "FREQ=DAILY;COUNT=20001", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
     "FREQ=DAILY;BYHOUR=8,9,10,11,12;BYMINUTE=0,10,20,30,40",
     "FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 367))) + ";BYMONTHDAY="
     + ",".join(map(str, range(1, 32))) + ";BYMONTH=1,2,3,4,5,6"],
)  # fmt: skip
def test_a_hostile_rule_is_refused(rule: str) -> None:
    one = at("20261126T100000", "20261126T110000", f"RRULE:{rule}")
    assert failure(calendar(one)) == "rule_refused"


def test_a_hostile_rule_is_found_wherever_it_hides() -> None:
    folded = event("DTSTART:20261126T100000Z", "RRU\r\n LE:FREQ=SECO\r\n NDLY")
    assert failure(calendar(folded)) == "rule_refused"
    offsets = ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0100")
    onset = part("STANDARD", "DTSTART:19700101T000000", "RRULE:FREQ=SECONDLY", *offsets)
    assert failure(calendar(part("VTIMEZONE", "TZID:X", onset))) == "rule_refused"
    available = part("AVAILABLE", "DTSTART:20261126T100000Z", "RRULE:FREQ=MINUTELY")
    assert failure(calendar(part("VAVAILABILITY", available))) == "rule_refused"


def test_nothing_but_time_is_left_of_a_calendar() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Husk\r\n papirene\r\nEND:VALARM"
    task = "BEGIN:VTODO\r\nUID:9\r\nDTSTART:20261126T090000Z\r\nSUMMARY:Ring advokaten\r\nEND:VTODO"
    left = stripped(calendar(event("DTSTART:20261126T090000Z", alarm), task), not_before=date(2026, 11, 23))
    assert left.split("\r\n") == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1@x.example", "DTSTART:20261126T090000Z", "END:VEVENT",
        "END:VCALENDAR", ""
    ]  # fmt: skip


def test_a_name_that_only_begins_like_one_that_tells_time_is_not_kept() -> None:
    noted = event("DTSTART:20261126T090000Z", "DTSTART-NOTE:hemmelig")
    assert "hemmelig" not in stripped(calendar(noted), not_before=date(2026, 11, 23))


def test_ten_thousand_events_are_read_and_too_many_are_refused() -> None:
    hours = [f"202612{1 + n % 28:02}T{n % 23:02}" for n in range(10_000)]
    events = [at(f"{hour}0000", f"{hour}3000", uid=str(n)) for n, hour in enumerate(hours)]
    december = Interval(oslo_midnight(date(2026, 12, 1)), oslo_midnight(date(2027, 1, 1)))
    assert len(apart.expand(SourceKind.ICS, calendar(*events), december, ())) == 28 * 23
    past = [at("20250101T100000", "20250101T110000", uid=str(n)) for n in range(25_000)]
    assert told(calendar(*past)) == []
    ahead = [at("20261126T100000", "20261126T110000", uid=str(n)) for n in range(20_001)]
    assert failure(calendar(*ahead)) == "too_many_entries"


def test_more_work_than_a_calendar_is_worth_is_stopped() -> None:
    """Each rule by itself is one that is followed; together they would take minutes."""
    rule = "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24)))
    heavy = [event("DTSTART:19000101T080000Z", "DURATION:PT1M", rule, uid=str(n)) for n in range(300)]
    with pytest.raises(Unread) as refused:
        apart.expand(SourceKind.ICS, calendar(*heavy), WEEK, (), seconds_of_work=2)
    assert refused.value.failure is Unreadable.TOO_MUCH_WORK


def test_the_process_apart_answers_as_the_rule_does() -> None:
    body = calendar(at("20261126T100000", "20261126T110000", "RRULE:FREQ=WEEKLY", uid="a"))
    assert apart.expand(SourceKind.ICS, body, WEEK, ("b",)) == busy(body, WEEK, frozenset())
    assert apart.expand(SourceKind.ICS, body, WEEK, ("a",)) == ()
    with pytest.raises(Unread) as refused:
        apart.expand(SourceKind.ICS, b"<html>", WEEK, ())
    assert refused.value.failure is Unreadable.NOT_A_CALENDAR


# RFC 7953: Montreal is six hours behind Oslo in October 2011, five from the 30th to the 6th of November.


def october(first: int, days: int) -> Interval:
    start = datetime(2011, 10, first, tzinfo=OSLO)
    return Interval(start.astimezone(UTC), (start + timedelta(days=days)).astimezone(UTC))


def rfc_7953(name: str) -> bytes:
    text = (RFC_7953 / name).read_text(encoding="utf-8")
    return text.encode() if "VCALENDAR" in text else calendar(*text.strip().splitlines())


def test_rfc_7953_weekdays_from_nine_to_five() -> None:
    """The first example: unbounded, available Monday to Friday; everything else is unavailable."""
    assert told(rfc_7953("availabilities/rfc_7953_1.ics"), october(10, 3)) == [
        "Mon 00:00-15:00", "Mon 23:00-Tue 15:00", "Tue 23:00-Wed 15:00", "Wed 23:00-Thu 00:00"
    ]  # fmt: skip
    saturday = october(15, 1)
    assert busy(rfc_7953("availabilities/rfc_7953_1.ics"), saturday, frozenset()) == (saturday,)


def test_rfc_7953_two_offices() -> None:
    """The second: Monday to Thursday nine to five, and a shorter day weekly at the branch."""
    found = told(rfc_7953("availabilities/rfc_7953_2.ics"), october(10, 2))
    assert found == ["Mon 00:00-15:00", "Mon 23:00-Tue 15:00", "Tue 23:00-Wed 00:00"]
    before_it_begins = october(1, 1)
    assert busy(rfc_7953("availabilities/rfc_7953_2.ics"), before_it_begins, frozenset()) == ()


def test_rfc_7953_a_week_in_denver() -> None:
    """The third: three availabilities, one after the other; Denver is eight hours behind Oslo."""
    found = told(rfc_7953("calendars/rfc_7953_3.ics"), october(17, 1))
    assert found == ["Mon 00:00-15:00", "Mon 23:00-Tue 00:00"]
    assert told(rfc_7953("calendars/rfc_7953_3.ics"), october(25, 1)) == ["Tue 01:00-17:00"]


def test_rfc_7953_a_higher_priority_replaces_a_lower_one_and_events_lie_on_top() -> None:
    def availability(priority: int, reach: str, hours: str) -> str:
        start, end = (f"TZID=Europe/Oslo:20261102T{hour}0000" for hour in hours.split("-"))
        available = part("AVAILABLE", f"DTSTART;{start}", f"DTEND;{end}", "RRULE:FREQ=DAILY")
        return part("VAVAILABILITY", f"PRIORITY:{priority}", *reach.split(), available)

    always = availability(0, "", "08-16")
    tuesday = availability(2, "DTSTART:20261123T230000Z DTEND:20261124T230000Z", "12-20")
    lesser = availability(9, "DTSTART:20261123T230000Z DTEND:20261124T230000Z", "00-04")
    window = Interval(WEEK.start, WEEK.start + timedelta(days=2))
    meeting = at("20261124T130000", "20261124T140000")
    for order in ((always, tuesday, lesser), (lesser, tuesday, always)):
        assert told(calendar(*order, meeting), window) == [
            "Mon 00:00-08:00", "Mon 16:00-Tue 12:00", "Tue 13:00-14:00", "Tue 20:00-Wed 00:00"
        ]  # fmt: skip
