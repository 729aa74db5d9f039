"""When a calendar says that somebody is busy. Pure, and run in a process of its own (`apart`).

Busy is an event that is neither transparent (RFC 5545 § 3.8.2.7), cancelled, nor free by Outlook's own word;
a period of a free/busy answer that is not free (§ 3.6.4); and the time an availability (RFC 7953) leaves out.
Times without a zone are Oslo's, whole days are Oslo days. An invitation of ours is left out: it counts as an
assignment.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Component, Event
from icalendar.timezone import tzp

from booking.calendars.rules import refuse_hostile
from booking.calendars.spans import merged, within, without
from booking.calendars.stripping import stripped
from booking.calendars.words import Unread, Unreadable
from kit.clock import OSLO, at_wall, oslo_date, oslo_midnight
from kit.interval import Interval

MOST_SPANS = 5000
"""How many spans a window may come to; a calendar with more says nothing about when somebody works."""

_ZONE = re.compile(r';TZID="?([^";:]+)"?[;:]')
_DEFINED = re.compile(r"^TZID:(.+?)\s*$", re.MULTILINE)
_A_DAY = timedelta(days=1)


def busy(body: bytes, window: Interval, own: frozenset[str]) -> tuple[Interval, ...]:
    """The busy spans in the window, in order and apart; `own` are the UIDs of our invitations to her.

    Unread with `not_a_calendar`, `too_many_entries`, `rule_refused` or `unknown_time_zone`.
    """
    text = stripped(body, not_before=oslo_date(window.start))
    refuse_hostile(text)
    _refuse_unknown_zones(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library guesses at vendors' names of zones aloud
        try:
            calendars = Calendar.from_ical(text, multiple=True)
        except (ValueError, IndexError) as fault:
            raise Unread(Unreadable.NOT_A_CALENDAR) from fault
        found = merged(one for calendar in calendars for one in _busy_in(calendar, window, own))
    if len(found) > MOST_SPANS:
        raise Unread(Unreadable.TOO_MANY_ENTRIES)
    return found


def _refuse_unknown_zones(text: str) -> None:
    """A zone is known when the calendar defines it, or by its name: the world's, or Outlook's."""
    named = set(_ZONE.findall(text)) - set(_DEFINED.findall(text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if any(tzp.timezone(one) is None for one in named):
            raise Unread(Unreadable.UNKNOWN_TIME_ZONE)


def _busy_in(calendar: Component, window: Interval, own: frozenset[str]) -> Iterator[Interval]:
    yield from within(_unavailable(calendar, window), window)
    for answer in calendar.walk("VFREEBUSY"):
        yield from within(_told_busy(answer), window)
    events = [one for one in calendar.walk("VEVENT") if str(one.get("UID", "")) not in own]
    counted = (one for one in _occurrences(events, window) if not _is_free(one))
    yield from within(_spans(counted), window)


def _occurrences(events: Iterable[Component], window: Interval) -> Iterator[Component]:
    """Each time one of them happens in the window: exceptions left out, moved ones where they are."""
    by_uid: dict[str, list[Component]] = {}
    for number, one in enumerate(events):
        by_uid.setdefault(str(one.get("UID") or number), []).append(one)
    series = Calendar()
    for same in by_uid.values():
        if len(same) == 1 and not {"RRULE", "RDATE", "RECURRENCE-ID"} & set(same[0]):
            yield same[0]
        else:
            series.subcomponents += same
    if series.subcomponents:
        query = recurring_ical_events.of(series, components=["VEVENT"], skip_bad_series=True)
        first, last = window.start.astimezone(OSLO) - _A_DAY, window.end.astimezone(OSLO) + _A_DAY
        yield from query.between(first, last)


def _is_free(event: Component) -> bool:
    return (
        str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    )


def _spans(components: Iterable[Any]) -> Iterator[Interval]:
    """From when to when; what has no length, or no time that can be understood, makes nobody busy."""
    for one in components:
        try:
            start, end = _instant(one.start), _instant(one.end)
        except (
            ValueError,
            OverflowError,
            AttributeError,
        ):  # what is wrong is a ValueError to it
            continue
        if start < end:
            yield Interval(start, end)


def _told_busy(answer: Component) -> Iterator[Interval]:
    told = answer.get("FREEBUSY", [])
    for period in told if isinstance(told, list) else [told]:
        start, end = _instant(period.start), _instant(period.end)
        if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE" and start < end:
            yield Interval(start, end)


def _unavailable(calendar: Component, window: Interval) -> tuple[Interval, ...]:
    """The time that availabilities leave out; one with a higher priority replaces the rest (RFC 7953 § 4)."""
    found: tuple[Interval, ...] = ()
    for one in sorted(calendar.walk("VAVAILABILITY"), key=_weight):
        reach = tuple(within([_reach(one, window)], window))
        available = _spans(_occurrences([_as_event(part) for part in one.walk("AVAILABLE")], window))
        found = merged((*without(found, reach), *without(reach, available)))
    return found


def _weight(availability: Component) -> int:
    """Lowest first: 1 is the highest priority, and 0 (none given) the lowest of all."""
    return -(int(availability.get("PRIORITY", 0)) or 10)


def _reach(availability: Any, window: Interval) -> Interval:
    """From when to when it speaks; either end may be open."""
    start = _instant(availability.start) if "DTSTART" in availability else window.start
    bounded = "DTEND" in availability or "DURATION" in availability
    end = _instant(availability.end) if bounded else max(window.end, start + _A_DAY)
    return Interval(start, end) if start < end else Interval(window.end, window.end + _A_DAY)


def _as_event(available: Component) -> Component:
    """The same times as an event, which recurs by the same rules (RFC 7953 § 3.1)."""
    event = Event()
    for name, value in available.items():
        event[name] = value
    return event


def _instant(given: date | datetime) -> datetime:
    """An instant: a day begins at Oslo's midnight, and a time without a zone is Oslo's."""
    if not isinstance(given, datetime):
        return oslo_midnight(given)
    if given.tzinfo is None:
        return at_wall(given.date(), time(given.hour, given.minute, given.second))
    return given.astimezone(UTC)
