"""A calendar program as RFC 5546 describes one: given the messages it gets, the entries it holds.

Pure, and independent of `booking/invitation.py`: objects are read as text, line by line, and their times by
the time zone that stands in them. Messages may come twice and in any order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import StringIO
from typing import TypeAlias

from dateutil.tz import tzical

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[^=:;]+=(?:"[^"]*"|[^":;]*))*):(?P<value>.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([^=:;]+)=(?:"([^"]*)"|([^":;]*))')
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$", re.MULTILINE | re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,Nn])")
_ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND")

Key: TypeAlias = tuple[str, str]
"""UID and RECURRENCE-ID; the latter is empty for an entry of its own and for a series as a whole."""
Line: TypeAlias = tuple[dict[str, str], str]
"""A property's parameters and its value."""


class Unreadable(Exception):
    """A message no calendar program could use; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """One object as it came; the instants are in UTC."""

    uid: str
    recurrence: str
    method: str
    sequence: int
    dtstamp: datetime
    status: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    meeting: str

    @property
    def key(self) -> Key:
        """Which entry it is about."""
        return self.uid, self.recurrence

    @property
    def rank(self) -> tuple[int, datetime]:
        """Of two messages about one entry the one with the higher rank is the newer (RFC 5546 2.1.5)."""
        return self.sequence, self.dtstamp

    @property
    def cancels(self) -> bool:
        """Whether it takes the entry out of the calendar."""
        return self.method == "CANCEL"


Calendar: TypeAlias = Mapping[Key, Message]
"""The newest message about each entry; one that cancels is remembered, so an older one changes nothing."""


def received(messages: Iterable[Message]) -> Calendar:
    """The calendar after these messages."""
    calendar: Calendar = {}
    for message in messages:
        calendar = receive(calendar, message)
    return calendar


def receive(calendar: Calendar, message: Message) -> Calendar:
    """The calendar after one message; the same calendar when it is a repeat or older than what is known."""
    known = calendar.get(message.key)
    if known is not None and message.rank <= known.rank:
        return calendar
    return {**calendar, message.key: message}


def held(calendar: Calendar, uid: str) -> list[Message]:
    """The entries with this UID that stand in the calendar, by their beginning.

    Whoever cancels a series cancels every part of it that was not sent anew since.
    """
    whole = calendar.get((uid, ""))
    ended = whole.rank if whole is not None and whole.cancels else None
    standing = [
        message
        for key, message in calendar.items()
        if key[0] == uid and not message.cancels and (ended is None or message.rank > ended)
    ]
    return sorted(standing, key=lambda message: message.starts_at)


def read(text: str) -> Message:
    """The object as a message; Unreadable `no_event`, `many_events`, `bad_line`, `bad_value`, `no_<name>`."""
    try:
        return _read(text)
    except ValueError:  # a number or a time that is none
        raise Unreadable("bad_value") from None


def _read(text: str) -> Message:
    zone = _ZONE.search(text)
    head, *events = re.split(r"^BEGIN:VEVENT\r?\n", text, flags=re.MULTILINE)
    if len(events) != 1:
        raise Unreadable("many_events" if events else "no_event")
    event = _lines(events[0].partition("END:VEVENT")[0])
    for name in _ONCE:
        if name not in event:
            raise Unreadable(f"no_{name.lower()}")
    _, method = _lines(_ZONE.sub("", head)).get("METHOD", ({}, ""))
    return Message(
        uid=_text(event, "UID"),
        recurrence=_text(event, "RECURRENCE-ID"),
        method=method,
        sequence=int(_text(event, "SEQUENCE") or 0),
        dtstamp=_instant(event["DTSTAMP"], zone),
        status=_text(event, "STATUS"),
        starts_at=_instant(event["DTSTART"], zone),
        ends_at=_instant(event["DTEND"], zone),
        title=_text(event, "SUMMARY"),
        place=_text(event, "LOCATION"),
        meeting=event.get("CONFERENCE", ({}, ""))[1],
    )


def _lines(text: str) -> dict[str, Line]:
    """The properties by name, unfolded (RFC 5545 3.1); of those that may repeat, the first."""
    found: dict[str, Line] = {}
    for line in re.split(r"\r?\n", re.sub(r"\r?\n[ \t]", "", text)):
        if not line or line.startswith(("BEGIN:", "END:")):
            continue
        read = _LINE.fullmatch(line)
        if read is None:
            raise Unreadable("bad_line")
        parameters = {
            name.upper(): quoted or plain for name, quoted, plain in _PARAMETER.findall(read["parameters"])
        }
        found.setdefault(read["name"].upper(), (parameters, read["value"]))
    return found


def _text(event: dict[str, Line], name: str) -> str:
    _, value = event.get(name, ({}, ""))
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _instant(line: Line, zone: re.Match[str] | None) -> datetime:
    parameters, value = line
    wall = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone is told beside it
    if value.endswith("Z"):
        return wall.replace(tzinfo=UTC)
    if zone is None or "TZID" not in parameters:
        raise Unreadable("no_time_zone")
    return wall.replace(tzinfo=_zone(zone[0], parameters["TZID"])).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(block: str, tzid: str) -> tzical:
    found = tzical(StringIO(block)).get(tzid)
    if found is None:
        raise Unreadable("no_time_zone")
    return found
