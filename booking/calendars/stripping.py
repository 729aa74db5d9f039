"""A calendar cut down to when: titles, places, people and texts are gone before anything else looks at it.

So they can be stored, logged or told by nothing that follows. Entries that are over and do not recur are left
out as well: most of an old calendar.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from booking.calendars.words import Unread, Unreadable

MOST_ENTRIES = 20_000
"""How many events, recurring ones counted once, a calendar may hold after the past is left out."""

_KEPT = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
     "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SEQUENCE", "FREEBUSY", "PRIORITY", "TZID", "TZOFFSETFROM",
     "TZOFFSETTO"}
)  # fmt: skip
_TELLING_TIME = frozenset(
    {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VFREEBUSY", "VAVAILABILITY", "AVAILABLE"}
)
_RECURRING = ("RRULE", "RDATE", "RECURRENCE-ID", "DURATION")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_DAY = re.compile(r":(\d{4})(\d{2})(\d{2})")
_A_ZONE = timedelta(days=2)  # wider than any zone is from another


def stripped(body: bytes, *, not_before: date) -> str:
    """The lines that tell time, unfolded; without events that ended long before the day.

    Unread `not_a_calendar` unless it is one from its first line to its last: half a calendar would make
    her free; `too_many_entries`.
    """
    text = re.sub(r"\r?\n[ \t]", "", body.decode("utf-8-sig", errors="replace"))
    lines = [line for line in re.split(r"\r\n|\n|\r", text) if line.strip()]
    if not lines or _is(lines[0], "BEGIN:VCALENDAR") is False or _is(lines[-1], "END:VCALENDAR") is False:
        raise Unread(Unreadable.NOT_A_CALENDAR)
    kept = [line for part in _parts(_telling_time(lines)) if not _is_over(part, not_before) for line in part]
    if sum(line == "BEGIN:VEVENT" for line in kept) > MOST_ENTRIES:
        raise Unread(Unreadable.TOO_MANY_ENTRIES)
    return "\r\n".join(kept) + "\r\n"


def _telling_time(lines: Sequence[str]) -> Iterator[str]:
    """The lines that tell time; whole parts that tell none (alarms, tasks, notes) are passed over."""
    passed_over: list[str] = []
    for line in lines:
        name = _NAME.match(line)
        word = name[0].upper() if name else ""
        if word in {"BEGIN", "END"}:
            part = line.partition(":")[2].strip().upper()
            if word == "BEGIN" and (passed_over or part not in _TELLING_TIME):
                passed_over.append(part)
            elif word == "END" and passed_over:
                passed_over.pop()
            else:
                yield f"{word}:{part}"
        elif word in _KEPT and not passed_over:
            yield word + line[len(word) :]


def _parts(lines: Iterator[str]) -> Iterator[list[str]]:
    """Each event by itself, and every other line by itself."""
    event: list[str] = []
    for line in lines:
        if event or line == "BEGIN:VEVENT":
            event.append(line)
        else:
            yield [line]
        if line == "END:VEVENT":
            yield event
            event = []
    if event:
        raise Unread(Unreadable.NOT_A_CALENDAR)


def _is_over(part: Sequence[str], day: date) -> bool:
    """Whether it is an event that does not recur and ended before the day, in whatever zone."""
    if len(part) == 1 or any(line.startswith(_RECURRING) for line in part):
        return False
    edges = [_DAY.search(line) for line in part if line.startswith(("DTSTART", "DTEND"))]
    try:
        days = [date(int(found[1]), int(found[2]), int(found[3])) for found in edges if found]
    except ValueError:
        return False
    return bool(days) and max(days) < day - _A_ZONE


def _is(line: str, expected: str) -> bool:
    return line.strip().upper() == expected
