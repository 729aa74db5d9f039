"""What a foreign reader must find in our calendar objects, and objects broken on purpose that it must refuse.

A judge is a library that is not ours: it reads an object and says what it found (`Reading`); what is
compared is the same for every judge. `make test` judges with vobject, `make judge` with ical.js and libical.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import vobject

from tests.make_objects import Sent


@dataclass(frozen=True, slots=True)
class Reading:
    """What one judge found: `dates` counts onsets told as RDATE, `errors` are its own words."""

    uid: str
    method: str
    status: str
    sequence: int
    organizer: str
    attendee: str
    place: str
    dtstamp: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    dates: int
    errors: tuple[str, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Reading":
        """A reading as a judge prints it: JSON, instants in UTC, nothing where it found nothing."""
        instants = {
            name: datetime.fromisoformat(told[name]) if told[name] else None
            for name in ("dtstamp", "starts_at", "ends_at")
        }
        rest = {name: told[name] for name in cls.__slots__ if name not in instants}
        return cls(**{**rest, **instants, "errors": tuple(told["errors"])})


def faults(sent: Sequence[Sent], read: Sequence[Reading]) -> list[str]:
    """Everything in which the readings are not what the database says, each naming its object."""
    return [
        f"{one.name}: {fault}"
        for one, before, reading in zip(sent, _before(sent, read), read, strict=True)
        for fault in _of_one(one, before, reading)
    ]


def read_with_vobject(text: str) -> Reading:
    """vobject's reading; the time zone is the object's own, not one it remembers from another."""
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)
    whole = vobject.readOne(text)
    event = whole.vevent
    return Reading(
        uid=event.getChildValue("uid", ""),
        method=whole.getChildValue("method", ""),
        status=event.getChildValue("status", ""),
        sequence=int(event.getChildValue("sequence", "-1")),
        organizer=event.getChildValue("organizer", ""),
        attendee=event.getChildValue("attendee", ""),
        place=event.getChildValue("location", ""),
        dtstamp=event.getChildValue("dtstamp"),
        starts_at=event.getChildValue("dtstart"),
        ends_at=event.getChildValue("dtend"),
        dates=len(re.findall("^RDATE", text, re.MULTILINE)),
        errors=_vobjects_own(whole),
    )


def broken(sent: Iterable[Sent]) -> dict[str, list[Sent]]:
    """Streams with one thing wrong in the last object, by what is wrong."""
    stream = _ended(sent)
    first, last = stream[0], stream[-1]
    return {
        "an offset one hour off": [_with(first, r"TZOFFSETTO:\+0200", "TZOFFSETTO:+0300")],
        "spring's onset two hours late": [
            _with(_in_spring(sent), r"DTSTART:(\d{8})T020000", r"DTSTART:\1T040000")
        ],
        "onsets as a list of dates": [
            _with(first, r"(DTSTART:)(\d+T\d+)\r\nRRULE:[^\r]+", r"\1\2\r\nRDATE:20260329T020000")
        ],
        "no DTSTAMP": [_with(first, r"DTSTAMP:\w+\r\n", "")],
        "no UID": [_with(first, r"UID:[^\r]+\r\n", "")],
        "a cancellation without a higher SEQUENCE": [
            *stream[:-1],
            _with(last, r"SEQUENCE:\d+", f"SEQUENCE:{stream[-2].number}"),
        ],
        "a deletion sent as a request": [*stream[:-1], _with(last, "METHOD:CANCEL", "METHOD:REQUEST")],
        "another organizer": [*stream[:-1], _with(last, r"mailto:booking\+", "mailto:other+")],
        "a text folded inside a letter": [_with(first, "Blåbær", "Bl\ufffd\r\n bær")],
        "a proposal declined without its SEQUENCE": [
            one if one.method != "DECLINECOUNTER" else _with(one, r"SEQUENCE:\d+\r\n", "") for one in stream
        ],
        "another entry": [*stream[:-1], _with(last, r"UID:", "UID:x")],
    }


def _of_one(sent: Sent, before: Reading | None, read: Reading) -> list[str]:
    expected = {
        "uid": sent.stream,
        "method": sent.method,
        "status": sent.status,
        "attendee": sent.attendee and f"mailto:{sent.attendee}",
        "place": sent.place,
        "dtstamp": sent.dtstamp,
        "starts_at": sent.starts_at,
        "ends_at": sent.ends_at,
        "dates": 0,
    }
    found = list(read.errors)
    for name, value in expected.items():
        if getattr(read, name) != value:
            found.append(f"{name} is {getattr(read, name)}, not {value}")
    if before is not None and _answers(sent) and read.sequence != before.sequence:
        found.append(f"sequence is {read.sequence}, not {before.sequence} which it answers")
    if before is not None and not _answers(sent) and read.sequence <= before.sequence:
        found.append(f"sequence is {read.sequence} after {before.sequence}")
    if before is not None and read.organizer != before.organizer:
        found.append("the organizer is not who it was")
    return found


def _before(sent: Sequence[Sent], read: Sequence[Reading]) -> list[Reading | None]:
    """For each, what was read of the object before it in the same stream."""
    last: dict[str, Reading] = {}
    found = []
    for one, reading in zip(sent, read, strict=True):
        found.append(last.get(one.stream))
        if not _answers(one):
            last[one.stream] = reading
    return found


def _answers(sent: Sent) -> bool:
    """Whether it is about the revision before it, and none of its own (RFC 5546 3.2.8)."""
    return sent.method == "DECLINECOUNTER"


def _vobjects_own(whole: Any) -> tuple[str, ...]:
    try:
        whole.validate(raiseException=True)
    except vobject.base.ValidateError as fault:
        return (str(fault),)
    return ()


def _ended(sent: Iterable[Sent]) -> list[Sent]:
    """A summer's stream that ends with a cancellation."""
    cancelled = next(one for one in sent if one.status == "CANCELLED" and "summer" in one.name)
    return [one for one in sent if one.stream == cancelled.stream and one.number <= cancelled.number]


def _in_spring(sent: Iterable[Sent]) -> Sent:
    return next(one for one in sent if "spring 2026, from: booked" in one.name)


def _with(sent: Sent, pattern: str, by: str) -> Sent:
    text, count = re.subn(pattern, by, sent.text)
    assert count, f"nothing to break: {pattern}"
    return replace(sent, text=text)
