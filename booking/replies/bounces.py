"""Word that a message did not arrive (RFC 3464): shown to the booker, and to her on her own pages.

The letter is found by its Message-ID, which the report carries back, or by the token in the address it was
sent from. Neither can be guessed, so nobody can make us believe that somebody else's mail fails. A letter
that our own mail server will not take is followed in the same way: no report of it ever comes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.parser import HeaderParser

from sqlmodel import Session, col, select

from booking import locks
from booking.channels import BookingLetter
from booking.correspondence import Desk
from booking.letters import Occasion
from booking.office import Office
from booking.replies import texting
from booking.replies.mime import Mail
from booking.replies.texting import AtStake, Texted
from booking.replies.words import State
from booking.tables import Booking, Invitation, Side
from kit.i18n import translator
from kit.outbox import Claimed, Outbox
from registry.tables import Interpreter

_SHOWN_FOR = timedelta(days=14)
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message: the action and status of its worst recipient, and which message it was."""

    action: str
    status: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Whom a letter about the booking did not reach; `number` is an interpreter's, None: the booker.

    `address` is empty for a protected identity; `texted` is the text message sent in the letter's stead.
    """

    number: int | None
    address: str
    status: str
    at: datetime
    texted: Texted | None


def report_in(mail: Mail) -> Report:
    """What the report says, as far as it says it."""
    blocks = [
        block
        for part in mail.parts
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list)
        for block in part.get_payload()
        if isinstance(block, Message) and block.get("Action")
    ]
    failed = next((one for one in blocks if _word(one, "Action") == "failed"), None)
    worst = failed or (blocks[0] if blocks else Message())
    return Report(_word(worst, "Action"), _word(worst, "Status")[:_LONGEST], _message_id(mail))


def take(
    session: Session, report: Report, invitation: Invitation | None, *, now: datetime, office: Office
) -> tuple[State, BookingLetter | None]:
    """Note what did not arrive.

    When it was an interpreter's and still matters, she gets a text message, and the booker is told. The
    same report twice changes nothing.
    """
    if report.action == "delayed":
        return State.DELAYED, None
    if report.action != "failed":
        return State.AUTOMATIC, None
    letter = _letter(session, report, invitation)
    if letter is None:
        return State.UNKNOWN_TOKEN, None
    _note(session, letter, report.status, now, office)
    return State.BOUNCED, letter


def not_taken(session: Session, letter: Claimed, reason: str, *, now: datetime, office: Office) -> None:
    """Our own mail server refused the letter, or it was given up: as when word comes that it did not arrive.

    A letter that is about no booking leads to nothing.
    """
    found = session.get(BookingLetter, str(letter.payload.get("message_id", "")))
    if found is not None:
        _note(session, found, _status_in(reason), now, office)


def tried_again(session: Session, letter: Outbox) -> None:
    """Somebody lets the letter try again: it is not known any more not to have arrived."""
    found = session.get(BookingLetter, str(letter.payload.get("message_id", "")))
    if found is not None:
        locks.booking(session, found.booking_id)
        session.refresh(found)
        found.bounced_at, found.bounce_status, found.text_outbox_id = None, None, None
        session.add(found)
        session.flush()


def of_booking(session: Session, booking: Booking) -> list[Unreached]:
    """Whom letters about the booking have not reached, each once, the latest first, with the address."""
    found = session.exec(
        select(BookingLetter, col(Interpreter.number), col(Interpreter.protected))
        .outerjoin(Interpreter, col(Interpreter.id) == col(BookingLetter.interpreter_id))
        .where(col(BookingLetter.booking_id) == booking.id, col(BookingLetter.bounced_at).is_not(None))
        .order_by(col(BookingLetter.bounced_at).desc())
    ).all()
    told: dict[str, Unreached] = {}
    for letter, number, protected in found:
        if letter.address in told:
            continue
        address = "" if protected else letter.address
        status, at = letter.bounce_status or "", letter.bounced_at or letter.sent_at
        told[letter.address] = Unreached(number, address, status, at, texting.texted(session, letter))
    return list(told.values())


def reaches_nobody(session: Session, interpreter: Interpreter, *, now: datetime) -> str | None:
    """The address at which letters to her have not arrived lately, or None."""
    return session.exec(
        select(BookingLetter.address)
        .where(col(BookingLetter.interpreter_id) == interpreter.id)
        .where(col(BookingLetter.bounced_at) > now - _SHOWN_FOR)
        .order_by(col(BookingLetter.bounced_at).desc())
        .limit(1)
    ).first()


def _letter(session: Session, report: Report, invitation: Invitation | None) -> BookingLetter | None:
    if report.message_id:
        found = session.get(BookingLetter, report.message_id)
        if found is not None:
            return found
    if invitation is None:
        return None
    return session.exec(
        select(BookingLetter)
        .where(col(BookingLetter.booking_id) == invitation.booking_id)
        .where(col(BookingLetter.interpreter_id).is_not_distinct_from(invitation.interpreter_id))
        .order_by(col(BookingLetter.sent_at).desc())
        .limit(1)
    ).first()


def _note(session: Session, letter: BookingLetter, status: str, now: datetime, office: Office) -> None:
    """Once: she gets a text message and the booker a letter, while it still matters."""
    locks.booking(session, letter.booking_id)
    session.refresh(letter)
    if letter.bounced_at is not None:
        return
    letter.bounced_at, letter.bounce_status = now, status
    session.add(letter)
    session.flush()
    if letter.side is not Side.INTERPRETER:
        return
    stake = texting.at_stake(session, letter, now=now, office=office)
    if stake is not None:
        texting.text(session, letter, stake, now=now, office=office)
        _tell_booker(session, letter, stake, now, office)


def _status_in(reason: str) -> str:
    """The mail server's code in the outbox's word for a failure (`smtp_550_5.1.1`), or nothing."""
    code = reason.rpartition("_")[2]
    return code if code[:1].isdigit() else ""


def _tell_booker(
    session: Session, letter: BookingLetter, stake: AtStake, now: datetime, office: Office
) -> None:
    desk = Desk(session, session.get_one(Booking, letter.booking_id), now, office)
    reader = desk.agency_without_anybody()
    her = session.get_one(Interpreter, letter.interpreter_id)
    t = translator(reader.tongue)
    if her.protected:
        told = [t("It was to interpreter {number}.", number=her.number)]
    else:
        told = [t("It was to interpreter {number}, {address}.", number=her.number, address=letter.address)]
    if letter.text_outbox_id:
        told.append(t("A text message is sent instead."))
    if stake.offer is not None or not letter.text_outbox_id:
        told.append(stake.remedy(t))
    desk.tell(Occasion.NOT_REACHED, reader, what=" ".join(told))


def _message_id(mail: Mail) -> str:
    """The Message-ID of the message reported on, which is enclosed whole or by its headers."""
    for part in mail.parts:
        kind, held = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(held, list) and held and isinstance(held[0], Message):
            return str(held[0].get("Message-ID", "")).strip()
        if kind in {"text/rfc822-headers", "message/rfc822-headers"} and isinstance(held, str):
            return str(HeaderParser().parsestr(held).get("Message-ID", "")).strip()
    return ""


def _word(block: Message, name: str) -> str:
    told = str(block.get(name, "")).split()
    return told[0].lower() if told else ""
