"""The calendar object in an answer (RFC 5546): whose it is, about what, and what it says.

Read leniently where programs differ (Outlook's names of time zones, `MAILTO:` in capitals, lines folded in
the middle of a character, latin-1), and refused by name where guessing could act on the wrong thing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Component, vCalAddress

from booking.replies.mime import NotUnderstood
from kit.clock import OSLO

_MOST = 256 * 1024
_MOST_ATTENDEES = 100
_FOLD = re.compile(rb"\r?\n[ \t]")
_LARGEST_SEQUENCE = 2**31 - 1


class Answered(StrEnum):
    """What an attendee answers (PARTSTAT, RFC 5545 § 3.2.12)."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class Method(StrEnum):
    """What an attendee may ask of an organizer."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. `attendees` are addresses in lower case, with the answer of each; `stamp` is its time."""

    method: Method
    uid: str
    sequence: int
    stamp: datetime | None
    attendees: dict[str, str]
    starts_at: datetime | None
    ends_at: datetime | None


def understood(body: bytes, charset: str) -> Said:
    """The answer in a calendar object, or NotUnderstood with why."""
    if len(body) > _MOST:
        raise NotUnderstood("size")
    calendar = _parsed(_text(_FOLD.sub(b"", body), charset))
    method = _method(calendar)
    events = calendar.walk("VEVENT")
    if len(events) != 1:
        raise NotUnderstood("several_events" if events else "no_event")
    event = events[0]
    return Said(
        method=method,
        uid=str(event.get("UID") or ""),
        sequence=_sequence(event.get("SEQUENCE", 0)),
        stamp=_instant(event.get("DTSTAMP")),
        attendees=_attendees(event.get("ATTENDEE")),
        starts_at=_instant(event.get("DTSTART")),
        ends_at=_end(event),
    )


def _text(body: bytes, charset: str) -> str:
    """UTF-8 when it is that, else what it claims to be, else latin-1, which everything can be read as."""
    for name in ("utf-8-sig", charset, "latin-1"):
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    raise NotUnderstood("malformed")


def _parsed(text: str) -> Component:
    try:
        return Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise NotUnderstood("malformed") from None


def _method(calendar: Component) -> Method:
    told = str(calendar.get("METHOD") or "").strip().upper()
    if not told:
        raise NotUnderstood("no_method")
    if told not in set(Method):
        raise NotUnderstood("other_method")
    return Method(told)


def _sequence(told: Any) -> int:
    if not isinstance(told, int) or not 0 <= told <= _LARGEST_SEQUENCE:
        raise NotUnderstood("malformed")
    return int(told)


def _instant(told: Any) -> datetime | None:
    """An instant; a wall time without its zone is Oslo's, and a whole day is none."""
    when = getattr(told, "dt", None)
    if not isinstance(when, datetime):
        return None
    return when if when.tzinfo is not None else when.replace(tzinfo=OSLO)


def _end(event: Component) -> datetime | None:
    """Its end, which may be told as how long it lasts (RFC 5545 § 3.6.1)."""
    starts_at, lasts = _instant(event.get("DTSTART")), getattr(event.get("DURATION"), "dt", None)
    if "DTEND" in event or starts_at is None or not isinstance(lasts, timedelta):
        return _instant(event.get("DTEND"))
    try:
        return starts_at.astimezone(UTC) + lasts
    except OverflowError:
        raise NotUnderstood("malformed") from None


def _attendees(told: Any) -> dict[str, str]:
    given = told if isinstance(told, list) else [told]
    found: dict[str, str] = {}
    for one in given[:_MOST_ATTENDEES]:
        if isinstance(one, vCalAddress):
            address = re.sub(r"^mailto:", "", str(one).strip(), flags=re.IGNORECASE).strip().lower()
            found.setdefault(address, str(one.params.get("PARTSTAT", "")).upper())
    return found
