"""The calendar object each side holds, and its life: UID and ORGANIZER stay, SEQUENCE rises (RFC 5546).

The agency's object is per booking, the interpreter's per (booking, interpreter) and continued if
she is reinstated. A cancellation is METHOD:CANCEL with STATUS:CANCELLED; an agency whose
interpreter withdrew gets an update that is TENTATIVE, and CANCEL only when the booking ends. What an
interpreter is asked by calendar is TENTATIVE and asks for an answer; her yes makes the same object CONFIRMED.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Event, vCalAddress, vText, vUri
from sqlmodel import Session, col, select

from booking import vtimezone
from booking.tables import Booking, Invitation, InvitationSent, Side
from kit import secrets
from kit.clock import OSLO
from kit.db import stored_id
from kit.mail import Sender

_TZID = "Europe/Oslo"
_EVENT = "BEGIN:VEVENT\r\n"


class Method(StrEnum):
    """What the object asks of the calendar that receives it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    DECLINECOUNTER = "DECLINECOUNTER"


class EventStatus(StrEnum):
    """How certain the entry is."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"

    @property
    def method(self) -> Method:
        """A cancelled entry is sent with CANCEL and nothing else is."""
        return Method.CANCEL if self is EventStatus.CANCELLED else Method.REQUEST


@dataclass(frozen=True, slots=True)
class Entry:
    """What one side may read in its calendar. `meeting` is a web or `tel:` address to join by.

    One that `asks` is a question to whoever holds it, and takes no time of hers until she has said yes.
    """

    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    place: str
    meeting: str
    page: str
    private: bool
    asks: bool = False


def held(
    session: Session, *, booking: Booking, side: Side, interpreter_id: int | None = None
) -> Invitation | None:
    """The object this side holds of the booking, or None: the agency's, or one interpreter's."""
    return session.exec(
        select(Invitation)
        .where(col(Invitation.booking_id) == booking.id)
        .where(col(Invitation.side) == side)
        .where(col(Invitation.interpreter_id).is_not_distinct_from(interpreter_id))
    ).one_or_none()


def open_for(
    booking: Booking, side: Side, *, interpreter_id: int | None, domain: str, now: datetime
) -> Invitation:
    """A new, unsent invitation: its UID and reply token are drawn now and never change."""
    return Invitation(
        booking_id=stored_id(booking.id),
        side=side,
        interpreter_id=interpreter_id,
        uid=f"{secrets.new_address_token()}@{domain}",
        reply_token=secrets.new_address_token(),
        attendee="",
        sequence=-1,
        method=Method.REQUEST,
        object_text="",
        sent_at=now,
    )


def issue(session: Session, row: Invitation, entry: Entry, *, organizer: Sender, now: datetime) -> None:
    """Raise SEQUENCE and write the object anew; the caller mails `row.object_text` with `row.method`."""
    row.sequence += 1
    row.method = entry.status.method
    row.sent_at = now
    row.object_text = object_text(row, entry, organizer=organizer)
    session.add(row)


def keep(session: Session, row: Invitation, *, outbox_id: int | None) -> None:
    """Keep the object as it was just issued, with the letter it leaves in; None when it is sent to nobody."""
    session.flush()
    session.add(
        InvitationSent(
            invitation_id=stored_id(row.id),
            outbox_id=outbox_id,
            mailed=outbox_id is not None,
            method=row.method,
            sequence=row.sequence,
            dtstamp=row.sent_at,
            object_text=row.object_text,
        )
    )


def object_text(row: Invitation, entry: Entry, *, organizer: Sender) -> str:
    """The object as RFC 5545 text with CRLF and folded lines; the same facts give the same text."""
    starts_at, ends_at = _wall_times(entry)
    text = _text_of(_calendar(row.method, _event(row, entry, organizer, starts_at, ends_at)))
    if starts_at.tzinfo is not OSLO:
        return text
    return text.replace(_EVENT, vtimezone.block(OSLO, _TZID, year=starts_at.year) + _EVENT, 1)


def counter_declined(row: Invitation, *, now: datetime) -> str:
    """That the time proposed instead is not accepted: which entry, and no more (RFC 5546 § 3.2.8)."""
    held: Any = Calendar.from_ical(row.object_text).walk("VEVENT")[0]
    event = Event()
    event.add("uid", row.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("organizer", held["ORGANIZER"], encode=False)
    return _text_of(_calendar(Method.DECLINECOUNTER, event))


def times_of(row: Invitation) -> tuple[datetime, datetime]:
    """When it was to be, as whoever holds the object last knew it."""
    event: Any = Calendar.from_ical(row.object_text).walk("VEVENT")[0]
    return event["DTSTART"].dt, event["DTEND"].dt


def _calendar(method: str, event: Event) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Tolkebok//Tolkebok//EN")
    made.add("version", "2.0")
    made.add("method", method)
    made.add_component(event)
    return made


def _text_of(made: Calendar) -> str:
    return bytes(made.to_ical()).decode()


def _event(row: Invitation, entry: Entry, organizer: Sender, starts_at: datetime, ends_at: datetime) -> Event:
    event = Event()
    event.add("uid", row.uid)
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.sent_at)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT" if entry.asks else "OPAQUE")
    event.add("class", "PRIVATE" if entry.private else "PUBLIC")
    event.add("url", entry.page)
    if entry.place:
        event.add("location", entry.place)
    if entry.meeting:
        feature = "PHONE" if entry.meeting.startswith("tel:") else "VIDEO"
        event.add("conference", vUri(entry.meeting), {"VALUE": "URI", "FEATURE": feature})
    event.add("organizer", _address(organizer.address, CN=organizer.name), encode=False)
    event.add("attendee", _attendee(row.attendee, entry), encode=False)
    return event


def _wall_times(entry: Entry) -> tuple[datetime, datetime]:
    """Both ends on Oslo's clock, or both in UTC when one falls in the hour that happens twice.

    Such a wall time means its first occurrence (RFC 5545 3.3.5), but programs read it either way.
    """
    ends = (entry.starts_at.astimezone(OSLO), entry.ends_at.astimezone(OSLO))
    return (entry.starts_at, entry.ends_at) if any(_happens_twice(end) for end in ends) else ends


def _happens_twice(wall: datetime) -> bool:
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _attendee(address: str, entry: Entry) -> vCalAddress:
    """Who holds the object: asked, or an attendee who has said yes already, so that no program asks again."""
    answer = ("NEEDS-ACTION", "TRUE") if entry.asks else ("ACCEPTED", "FALSE")
    said = dict(zip(("PARTSTAT", "RSVP"), answer, strict=True))
    return _address(address, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", **said)


def _address(address: str, **parameters: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    for name, value in parameters.items():
        made.params[name] = vText(value)
    return made
