"""A collection on a CalDAV server (RFC 4791): the question about a window, and its answer. Pure."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

from booking.calendars.words import Unread, Unreadable
from kit.fetch import Question
from kit.interval import Interval

_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>
"""


def question(window: Interval, login: tuple[str, str] | None) -> Question:
    """What to ask the collection: every event that touches the window (RFC 4791 § 7.8)."""
    query = _QUERY.format(start=_written(window.start), end=_written(window.end))
    headers = (("Depth", "1"), ("Content-Type", "application/xml; charset=utf-8"))
    return Question(login=login, method="REPORT", headers=headers, content=query.encode())


def calendars_in(answer: bytes) -> bytes:
    """The calendars in a multistatus answer, one after the other; Unread `not_a_calendar` otherwise."""
    try:
        told = ET.fromstring(answer)  # noqa: S314 - the same
    except ET.ParseError:
        raise Unread(Unreadable.NOT_A_CALENDAR) from None
    if told.tag != "{DAV:}multistatus":
        raise Unread(Unreadable.NOT_A_CALENDAR)
    found = [(one.text or "").strip() for one in told.iter(_DATA)]
    return "\r\n".join(found or ["BEGIN:VCALENDAR\r\nEND:VCALENDAR"]).encode()


def _written(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
