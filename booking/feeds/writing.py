"""Calendar objects as a feed shows them: the very entries we sent, without whom they were sent to. Pure.

A feed is no scheduling message (RFC 5546 1.4), so METHOD, ORGANIZER and ATTENDEE stay out of it: no program
answers a feed, and the address that answers come to is the invited one's alone. UID and SEQUENCE are the
invitation's, so that a calendar which holds both shows one.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar

from booking import vtimezone
from booking.content_lines import TZID
from kit.clock import OSLO

FRESH_FOR = timedelta(minutes=15)
"""How often a calendar should ask again (RFC 7986 5.7)."""

_BEGIN, _END = "BEGIN:VEVENT\r\n", "END:VEVENT\r\n"
_OF_PEOPLE = ("\r\nATTENDEE", "\r\nORGANIZER")
_OF_TIME = re.compile(
    r"^(SUMMARY|CLASS|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|RRULE|STATUS|TRANSP)[;:].*\r\n(?:[ \t].*\r\n)*",
    re.MULTILINE,
)
_PRIVATE = "CLASS:PRIVATE\r\n"


def entry(object_text: str) -> str:
    """The VEVENT of an object as it was sent, but for people."""
    start, end = object_text.index(_BEGIN), object_text.index(_END) + len(_END)
    told = object_text[start:end]
    for name in _OF_PEOPLE:
        while (begins := told.find(name)) >= 0:
            told = told[:begins] + told[_end_of_line(told, begins) :]
    return told


def busy(written: str, title: str) -> str:
    """The same entry as an opaque one: when, and under one plain title for all, nothing of what or where."""
    instead = {"SUMMARY": f"SUMMARY:{title}\r\n", "CLASS": _PRIVATE}
    told = (instead.get(line[1], line[0]) for line in _OF_TIME.finditer(written))
    return _BEGIN + "".join(told) + _END


def calendar(entries: Iterable[str], *, name: str, year: int) -> str:
    """A calendar of these entries under a name; the zone's rules hold from `year` on.

    Without entries it is still a calendar: a program that found none would call the address broken.
    """
    made = Calendar()
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", FRESH_FOR, {"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT15M")
    return _filled(made, "".join(entries), year)


def alone(written: str, *, year: int) -> str:
    """One entry as an object of its own, as a CalDAV collection holds it (RFC 4791 4.1)."""
    return _filled(Calendar(), written, year)


def _end_of_line(told: str, begins: int) -> int:
    """Where the line that begins here ends, with all it is folded into (RFC 5545 3.1)."""
    ends = told.index("\r\n", begins + 2)
    while told[ends + 2] in " \t":
        ends = told.index("\r\n", ends + 2)
    return ends


def _filled(made: Calendar, body: str, year: int) -> str:
    made.add("prodid", "-//Tolkebok//Tolkebok//EN")
    made.add("version", "2.0")
    head, end, _ = bytes(made.to_ical()).decode().partition("END:VCALENDAR\r\n")
    zone = vtimezone.block(OSLO, TZID, year=year) if f"TZID={TZID}:" in body else ""
    return head + zone + body + end
