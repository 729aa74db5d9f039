"""Another way to an interpreter whose letter came back: a text message that says to look, and nothing else.

Only for what still matters: a question that is open, or an assignment ahead. Once for each letter that came
back, and none while another is on its way or has just left. A protected identity's number leaves no house.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from booking import locks, offering
from booking.channels import BookingLetter
from booking.correspondence import Desk, address_of
from booking.letters import Occasion
from booking.office import Office
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking, Offer
from kit import sms
from kit.db import stored_id
from kit.i18n import Translate, translator
from kit.logs import log
from kit.outbox import Outbox
from kit.sms import TextMessage
from registry.tables import Interpreter

_JUST = timedelta(minutes=2)


class Way(StrEnum):
    """Where a text message is."""

    WAITING = "waiting"
    LEFT = "left"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Texted:
    """What became of the text message, and since when."""

    way: Way
    at: datetime


@dataclass(frozen=True, slots=True)
class AtStake:
    """What she has not heard of: the question put to her, when it is one, and until when it matters.

    `others`: there is somebody else who can be asked that question.
    """

    offer: Offer | None
    until: datetime
    others: bool = False

    def remedy(self, t: Translate) -> str:
        """What the booker can do about it: her telephone number is told with her yes, and not before."""
        if self.offer is None:
            return t("Call if it is urgent.")
        if self.others:
            return t("You need not wait for the deadline: the next one can be asked on the page.")
        helps = t("Another time, screen or telephone instead of on site, or another language may help.")
        return " ".join((t("Nobody else can be asked as it stands."), helps))


def at_stake(session: Session, letter: BookingLetter, *, now: datetime, office: Office) -> AtStake | None:
    """The open question or the assignment ahead that the letter's booking is to her, or None."""
    booking = session.get_one(Booking, letter.booking_id)
    offer = offering.open_offer(session, booking)
    if offer is not None and offer.interpreter_id == letter.interpreter_id and offer.expires_at > now:
        others = offering.anybody_left(session, booking, now=now, office=office)
        return AtStake(offer, offer.expires_at, others)
    held = session.exec(
        select(Assignment)
        .where(col(Assignment.booking_id) == booking.id)
        .where(col(Assignment.interpreter_id) == letter.interpreter_id)
        .where(col(Assignment.status) == AssignmentStatus.HELD, col(Assignment.starts_at) > now)
    ).one_or_none()
    return AtStake(None, held.starts_at) if held else None


def text(session: Session, letter: BookingLetter, stake: AtStake, *, now: datetime, office: Office) -> None:
    """Send her a text message in the letter's stead; when none can be sent, she must be called.

    The caller holds the booking's lock; hers is taken here, so that two letters bring one message.
    """
    her = session.get_one(Interpreter, letter.interpreter_id)
    to = None if her.protected else sms.mobile(her.phone)
    if office.texts_from is None or to is None:
        return
    locks.interpreter(session, stored_id(her.id))
    under_way = _under_way(session, her, stake, now)
    if under_way is not None:
        text_id = stored_id(under_way.id)
    else:
        _, tongue = address_of(session, her)
        t = translator(tongue)
        said = t(
            "{sender}: E-mail to you does not arrive. There is something new for you at {page}",
            sender=office.sender_name,
            page=office.page("/my"),
        )
        message = TextMessage(to, said, office.texts_from, stake.until)
        text_id = sms.send(session, message, about=f"booking-{letter.booking_id}", now=now)
        log().info("text_message_written", booking=letter.booking_id, outbox=text_id)
    letter.text_outbox_id = text_id
    session.add(letter)
    session.flush()


def texted(session: Session, letter: BookingLetter) -> Texted | None:
    """What became of the text message in the letter's stead; None when there was none, or it is forgotten."""
    row = session.get(Outbox, letter.text_outbox_id) if letter.text_outbox_id is not None else None
    if row is None:
        return None
    if row.delivered_at is not None:
        return Texted(Way.LEFT, row.delivered_at)
    return Texted(Way.STOPPED, row.parked_at) if row.parked_at else Texted(Way.WAITING, row.created_at)


def stopped(session: Session, outbox_id: int, *, now: datetime, office: Office) -> None:
    """The text message did not get through either: the booker is told, while it still matters."""
    letters = session.exec(select(BookingLetter).where(BookingLetter.text_outbox_id == outbox_id)).all()
    held = locks.bookings(session, {letter.booking_id for letter in letters})
    for letter in {letter.booking_id: letter for letter in letters}.values():
        stake = at_stake(session, letter, now=now, office=office)
        if stake is None:
            continue
        desk = Desk(session, held[letter.booking_id], now, office)
        reader = desk.agency_without_anybody()
        number = session.get_one(Interpreter, letter.interpreter_id).number
        t = translator(reader.tongue)
        what = t(
            "It was to interpreter {number}, and a text message did not get through either.", number=number
        )
        desk.tell(Occasion.NOT_REACHED, reader, what=f"{what} {stake.remedy(t)}")


def _under_way(session: Session, her: Interpreter, stake: AtStake, now: datetime) -> Outbox | None:
    """A message to her that waits, or has left just now: another would say the same."""
    rows = session.exec(
        select(Outbox)
        .join(BookingLetter, col(BookingLetter.text_outbox_id) == col(Outbox.id))
        .where(col(BookingLetter.interpreter_id) == her.id, col(Outbox.parked_at).is_(None))
        .where(or_(col(Outbox.delivered_at).is_(None), col(Outbox.delivered_at) > now - _JUST))
        .order_by(col(Outbox.id).desc())
    ).all()
    return next((row for row in rows if _lasts(row, stake)), None)


def _lasts(row: Outbox, stake: AtStake) -> bool:
    return row.delivered_at is not None or datetime.fromisoformat(row.payload["until"]) >= stake.until
