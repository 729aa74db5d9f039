"""The calendar object each side holds, and its life: UID and ORGANIZER stay, SEQUENCE rises (RFC 5546).

The agency's object is per booking, the interpreter's per (booking, interpreter) and continued if
she is reinstated. A cancellation is METHOD:CANCEL with STATUS:CANCELLED; an agency whose
interpreter withdrew gets an update that is TENTATIVE, and CANCEL only when the booking ends. What an
interpreter is asked by calendar is TENTATIVE and asks for an answer; her yes makes the same object CONFIRMED.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from icalendar import Calendar
from sqlmodel import Session, col, select

from booking import vtimezone
from booking.content_lines import TZID, component, line, moment, text
from booking.tables import Booking, Invitation, InvitationSent, Side
from kit import secrets
from kit.clock import OSLO
from kit.db import stored_id
from kit.mail import Sender


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
    zone = vtimezone.block(OSLO, TZID, year=starts_at.year) if starts_at.tzinfo is OSLO else ""
    return _calendar(row.method, zone, _event(row, entry, organizer, starts_at, ends_at))


def counter_declined(row: Invitation, *, organizer: Sender, now: datetime) -> str:
    """That the time proposed instead is not accepted: which entry, and no more (RFC 5546 § 3.2.8)."""
    told = (moment("DTSTAMP", now), text("UID", row.uid), _organizer(organizer))
    return _calendar(Method.DECLINECOUNTER, component("VEVENT", *told))


def times_of(row: Invitation) -> tuple[datetime, datetime]:
    """When it was to be, as whoever holds the object last knew it."""
    event: Any = Calendar.from_ical(row.object_text).walk("VEVENT")[0]
    return event["DTSTART"].dt, event["DTEND"].dt


def _calendar(method: str, *components: str) -> str:
    head = (line("VERSION", "2.0"), line("PRODID", "-//Tolkebok//Tolkebok//EN"), line("METHOD", method))
    return component("VCALENDAR", *head, *components)


def _event(row: Invitation, entry: Entry, organizer: Sender, starts_at: datetime, ends_at: datetime) -> str:
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
