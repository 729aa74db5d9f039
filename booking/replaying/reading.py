"""A booking's calendars: what each should now hold after the messages it was sent, beside our own record.

Our record is the booking, its assignments and its log, never the invitations themselves: what was to be
sent and was not is what this looks for. See decision 0035.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from booking import correspondence, wording
from booking.journal import Event
from booking.replaying import client
from booking.replaying.client import Message, Unreadable
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, BookingLog, Invitation, InvitationSent, Offer, Side
from kit.outbox import Outbox
from registry.tables import Interpreter
from registry.words import Modality


class Verdict(StrEnum):
    """How what a calendar should hold stands to our own record."""

    SAME = "same"
    DIFFERENT = "different"
    UNREACHED = "unreached"
    """Different, and nobody there is to be told: no address, or a booker who may not see the booking."""
    FORGOTTEN = "forgotten"
    """The messages are no longer kept."""


class Differing(StrEnum):
    """What may differ: a fact of `Shown`; the whole entry, when only one has any; or what should never be."""

    ENTRY = "entry"
    STATUS = "status"
    STARTS_AT = "starts_at"
    ENDS_AT = "ends_at"
    PLACE = "place"
    MEETING = "meeting"
    ENTRIES = "entries"
    UNREADABLE = "unreadable"


class Way(StrEnum):
    """Where a message is."""

    LEFT = "left"
    WAITING = "waiting"
    STOPPED = "stopped"
    TO_NOBODY = "to_nobody"


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a calendar shows it; `meeting` is an address to join by."""

    status: str
    starts_at: datetime
    ends_at: datetime
    place: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One message: what it said of itself, where it is, and when it left."""

    sequence: int
    method: str
    written_at: datetime
    way: Way
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """One calendar: the agency's, or the one of the interpreter with this number.

    `theirs` is what it should hold when all that is on its way has arrived, `ours` what our record says.
    """

    side: Side
    number: int | None
    ours: Shown | None
    theirs: Shown | None
    differing: tuple[Differing, ...]
    verdict: Verdict
    posted: tuple[Posted, ...]


def calendars(session: Session, booking: Booking) -> list[Followed]:
    """The agency's calendar, and that of every interpreter who has or had an assignment or an invitation."""
    invitations = session.exec(select(Invitation).where(col(Invitation.booking_id) == booking.id)).all()
    by_whom = {row.interpreter_id: row for row in invitations}
    followed = [_agencys(session, booking, by_whom.get(None))]
    for her, status in _interpreters(session, booking):
        followed.append(_hers(session, booking, by_whom.get(her.id), her, status))
    return followed


def differing(session: Session, booking: Booking) -> list[str]:
    """What differs in any of the booking's calendars, each as `side.what`; empty when all is well."""
    return [
        f"{one.side.value}.{what.value}"
        for one in calendars(session, booking)
        if one.verdict is Verdict.DIFFERENT
        for what in one.differing
    ]


def _agencys(session: Session, booking: Booking, row: Invitation | None) -> Followed:
    address, _ = correspondence.address_of_booker(session, booking)
    ours = _recorded(booking, _agencys_status(session, booking))
    return _followed(session, booking, row, ours, side=Side.AGENCY, number=None, reached=bool(address))


def _hers(
    session: Session, booking: Booking, row: Invitation | None, her: Interpreter, status: str | None
) -> Followed:
    """Once she has been sent an entry, it must follow, whatever has become of her address.

    The link to a meeting is not hers to have before she has said yes.
    """
    address, _ = correspondence.address_of(session, her)
    ours = _recorded(booking, status)
    if ours is not None and status == "TENTATIVE":
        ours = replace(ours, meeting="")
    reached = row is not None or bool(address)
    return _followed(session, booking, row, ours, side=Side.INTERPRETER, number=her.number, reached=reached)


def _followed(
    session: Session,
    booking: Booking,
    row: Invitation | None,
    ours: Shown | None,
    *,
    side: Side,
    number: int | None,
    reached: bool,
) -> Followed:
    sent = _sent(session, row)
    forgotten = any(not one.object_text for one, _ in sent)
    posted = tuple(each for _, each in sent)
    if forgotten:
        return Followed(side, number, ours, None, (), Verdict.FORGOTTEN, posted)
    try:
        held = _held(row, sent)
    except Unreadable:
        return Followed(side, number, ours, None, (Differing.UNREADABLE,), Verdict.DIFFERENT, posted)
    theirs = _shown(held[0]) if held else None
    found = _differing(booking, ours, theirs, several=len(held) > 1)
    verdict = Verdict.DIFFERENT if reached else Verdict.UNREACHED
    return Followed(side, number, ours, theirs, found, verdict if found else Verdict.SAME, posted)


def _held(row: Invitation | None, sent: Sequence[tuple[InvitationSent, Posted]]) -> list[Message]:
    """What stands when everything has arrived that is not stopped."""
    arriving = [one.object_text for one, posted in sent if posted.way in {Way.LEFT, Way.WAITING}]
    return client.held(client.received(map(client.read, arriving)), row.uid) if row is not None else []


def _interpreters(session: Session, booking: Booking) -> Sequence[tuple[Interpreter, str | None]]:
    """Everyone whose calendar may know of the booking, by number, and how it should stand there.

    Confirmed for whoever has the assignment; tentative for whoever is being asked by calendar.
    """
    holding = select(Assignment.interpreter_id).where(
        col(Assignment.booking_id) == booking.id,
        col(Assignment.status).in_((AssignmentStatus.HELD, AssignmentStatus.COMPLETED)),
    )
    had = select(Assignment.interpreter_id).where(col(Assignment.booking_id) == booking.id)
    invited = select(Invitation.interpreter_id).where(col(Invitation.booking_id) == booking.id)
    asked = set(session.exec(_asked_by_calendar(booking)))
    theirs = (col(Interpreter.id).in_(among) for among in (had, invited, asked))
    people = session.exec(select(Interpreter).where(or_(*theirs)).order_by(col(Interpreter.number))).all()
    holders = set(session.exec(holding))
    return [
        (one, "CONFIRMED" if one.id in holders else "TENTATIVE" if one.id in asked else None)
        for one in people
    ]


def _asked_by_calendar(booking: Booking) -> SelectOfScalar[int]:
    """Whoever is being asked by calendar, whatever she has chosen since."""
    return select(Offer.interpreter_id).where(
        col(Offer.booking_id) == booking.id,
        col(Offer.status) == OfferStatus.OPEN,
        col(Offer.by_calendar).is_(other=True),
    )


def _agencys_status(session: Session, booking: Booking) -> str | None:
    """Confirmed while somebody has it; tentative while the next is asked after somebody had it."""
    if booking.status in {BookingStatus.BOOKED, BookingStatus.COMPLETED}:
        return "CONFIRMED"
    if booking.status is not BookingStatus.ASKING:
        return None
    lost = (Event.INTERPRETER_WITHDREW, Event.INTERPRETER_NOT_USABLE, Event.NOT_DECLARED)
    last = session.exec(
        select(BookingLog.event)
        .where(col(BookingLog.booking_id) == booking.id)
        .where(col(BookingLog.event).in_((*lost, Event.UNFILLED)))
        .order_by(col(BookingLog.id).desc())
        .limit(1)
    ).first()
    return "TENTATIVE" if last in lost else None


def _recorded(booking: Booking, status: str | None) -> Shown | None:
    if status is None:
        return None
    place = "" if booking.sensitive else wording.place(booking)
    meeting = "" if booking.sensitive else booking.meeting_url or ""
    return Shown(status, booking.starts_at, booking.ends_at, place, meeting)


def _shown(message: Message) -> Shown:
    return Shown(message.status, message.starts_at, message.ends_at, message.place, message.meeting)


def _differing(
    booking: Booking, ours: Shown | None, theirs: Shown | None, *, several: bool
) -> tuple[Differing, ...]:
    """Of remote work the place is a word of the reader's language, and by telephone one calls the other."""
    if ours is None or theirs is None:
        return () if ours is theirs else (Differing.ENTRY,)
    compared = [Differing.STATUS, Differing.STARTS_AT, Differing.ENDS_AT]
    if booking.sensitive or booking.modality is Modality.ON_SITE:
        compared.append(Differing.PLACE)
    if booking.sensitive or booking.modality is not Modality.TELEPHONE:
        compared.append(Differing.MEETING)
    found = tuple(name for name in compared if getattr(ours, name.value) != getattr(theirs, name.value))
    return (*found, Differing.ENTRIES) if several else found


def _sent(session: Session, row: Invitation | None) -> list[tuple[InvitationSent, Posted]]:
    if row is None:
        return []
    statement = (
        select(InvitationSent, Outbox)
        .outerjoin(Outbox, col(Outbox.id) == col(InvitationSent.outbox_id))
        .where(col(InvitationSent.invitation_id) == row.id)
        .order_by(col(InvitationSent.id))
    )
    return [(one, _posted(one, letter)) for one, letter in session.exec(statement)]


def _posted(one: InvitationSent, letter: Outbox | None) -> Posted:
    if not one.mailed:
        way = Way.TO_NOBODY
    elif letter is None or letter.delivered_at is not None:
        way = Way.LEFT
    else:
        way = Way.WAITING if letter.parked_at is None else Way.STOPPED
    return Posted(one.sequence, one.method, one.dtstamp, way, letter.delivered_at if letter else None)
