"""The calendar object each side holds, and its life: UID and ORGANIZER stay, SEQUENCE rises (RFC 5546).

The agency's object is per booking, the interpreter's per (booking, interpreter) and continued if
she is reinstated. A cancellation is METHOD:CANCEL with STATUS:CANCELLED; an agency whose
interpreter withdrew gets an update that is TENTATIVE, and CANCEL only when the booking ends. What an
interpreter is asked by calendar is TENTATIVE and asks for an answer; her yes makes the same object CONFIRMED.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar
from sqlalchemy import bindparam, select, update
from sqlmodel import Session, SQLModel, col

from booking import vtimezone
from booking.content_lines import TZID, component, line, moment, text
from booking.tables import Booking, Invitation, InvitationSent, Side
from kit import secrets
from kit.asking import asked, write_row
from kit.clock import OSLO
from kit.db import stored_id
from kit.mail import Sender
from kit.prepared import prepared


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
class Held:
    """An invitation as one side holds it, a row of `Invitation`; one not sent yet has no id."""

    id: int | None
    booking_id: int
    side: Side
    interpreter_id: int | None
    uid: str
    reply_token: str
    attendee: str
    sequence: int
    method: str
    object_text: str
    sent_at: datetime


_HELD = prepared(
    select(*(col(getattr(Invitation, field.name)) for field in fields(Held)))
    .where(col(Invitation.booking_id) == bindparam("booking_id"))
    .where(col(Invitation.side) == bindparam("side"))
    .where(col(Invitation.interpreter_id).is_not_distinct_from(bindparam("interpreter_id")))
)


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


_CHANGES = ("attendee", "sequence", "method", "object_text", "sent_at")
_ISSUED = prepared(
    update(SQLModel.metadata.tables["invitation"])
    .where(col(Invitation.id) == bindparam("held"))
    .values(dict.fromkeys(_CHANGES))
)


def held(session: Session, *, booking: Booking, side: Side, interpreter_id: int | None = None) -> Held | None:
    """The object this side holds of the booking, or None: the agency's, or one interpreter's."""
    whose = {"booking_id": booking.id, "side": side, "interpreter_id": interpreter_id}
    rows = asked(session, _HELD, whose)
    return Held(*rows[0]) if rows else None


def open_for(booking: Booking, side: Side, *, interpreter_id: int | None, domain: str, now: datetime) -> Held:
    """A new, unsent invitation: its UID and reply token are drawn now and never change."""
    return Held(
        id=None,
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


def issue(session: Session, last: Held, entry: Entry, *, organizer: Sender, now: datetime) -> Held:
    """Raise SEQUENCE and write the object anew; the caller mails its `object_text` with its `method`."""
    raised = replace(last, sequence=last.sequence + 1, method=entry.status.method.value, sent_at=now)
    issued = replace(raised, object_text=object_text(raised, entry, organizer=organizer))
    facts = {field.name: getattr(issued, field.name) for field in fields(Held) if field.name != "id"}
    if issued.id is None:
        return replace(issued, id=write_row(session, Invitation, **facts))
    asked(session, _ISSUED, {**facts, "held": issued.id})
    return issued


def keep(session: Session, issued: Held, *, outbox_id: int | None) -> None:
    """Keep the object as it was just issued, with the letter it leaves in; None when it is sent to nobody."""
    write_row(
        session,
        InvitationSent,
        invitation_id=issued.id,
        outbox_id=outbox_id,
        mailed=outbox_id is not None,
        method=issued.method,
        sequence=issued.sequence,
        dtstamp=issued.sent_at,
        object_text=issued.object_text,
    )


def object_text(row: Held, entry: Entry, *, organizer: Sender) -> str:
    """The object as RFC 5545 text with CRLF and folded lines; the same facts give the same text."""
    starts_at, ends_at = _wall_times(entry)
    zone = vtimezone.block(OSLO, TZID, year=starts_at.year) if starts_at.tzinfo is OSLO else ""
    return _calendar(row.method, zone, _event(row, entry, organizer, starts_at, ends_at))


def counter_declined(row: Invitation | Held, *, organizer: Sender, now: datetime) -> str:
    """That the time proposed instead is not accepted: which entry, and no more (RFC 5546 § 3.2.8)."""
    which = (text("UID", row.uid), line("SEQUENCE", row.sequence))
    told = (moment("DTSTAMP", now), *which, _organizer(organizer))
    return _calendar(Method.DECLINECOUNTER, component("VEVENT", *told))


def times_of(row: Invitation | Held) -> tuple[datetime, datetime]:
    """When it was to be, as whoever holds the object last knew it."""
    event: Any = Calendar.from_ical(row.object_text).walk("VEVENT")[0]
    return event["DTSTART"].dt, event["DTEND"].dt


def _calendar(method: str, *components: str) -> str:
    head = (line("VERSION", "2.0"), line("PRODID", "-//Tolkebok//Tolkebok//EN"), line("METHOD", method))
    return component("VCALENDAR", *head, *components)


def _event(row: Held, entry: Entry, organizer: Sender, starts_at: datetime, ends_at: datetime) -> str:
    return component(
        "VEVENT",
        text("SUMMARY", entry.title),
        moment("DTSTART", starts_at),
        moment("DTEND", ends_at),
        moment("DTSTAMP", row.sent_at),
        text("UID", row.uid),
        line("SEQUENCE", row.sequence),
        _attendee(row.attendee, entry),
        line("CLASS", "PRIVATE" if entry.private else "PUBLIC"),
        _conference(entry.meeting),
        text("DESCRIPTION", entry.description),
        text("LOCATION", entry.place) if entry.place else "",
        _organizer(organizer),
        line("STATUS", entry.status.value),
        line("TRANSP", "TRANSPARENT" if entry.asks else "OPAQUE"),
        line("URL", entry.page),
    )


def _wall_times(entry: Entry) -> tuple[datetime, datetime]:
    """Both ends on Oslo's clock, or both in UTC when one falls in the hour that happens twice.

    Such a wall time means its first occurrence (RFC 5545 3.3.5), but programs read it either way.
    """
    ends = (entry.starts_at.astimezone(OSLO), entry.ends_at.astimezone(OSLO))
    return (entry.starts_at, entry.ends_at) if any(_happens_twice(end) for end in ends) else ends


def _happens_twice(wall: datetime) -> bool:
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _attendee(address: str, entry: Entry) -> str:
    """Who holds the object: asked, or an attendee who has said yes already, so that no program asks again."""
    answer, asked = ("NEEDS-ACTION", "TRUE") if entry.asks else ("ACCEPTED", "FALSE")
    who = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": answer, "RSVP": asked}
    return line("ATTENDEE", f"mailto:{address}", **who)


def _organizer(sender: Sender) -> str:
    return line("ORGANIZER", f"mailto:{sender.address}", CN=sender.name)


def _conference(meeting: str) -> str:
    """Where to join by computer or by telephone (RFC 7986 5.11)."""
    if not meeting:
        return ""
    feature = "PHONE" if meeting.startswith("tel:") else "VIDEO"
    return line("CONFERENCE", meeting, VALUE="URI", FEATURE=feature)
