"""What is written back to whoever answered from a calendar."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from booking.correspondence import Desk, Reader
from booking.journal import Event
from booking.letters import Occasion
from booking.office import Office
from booking.replies.tables import ReceivedMessage
from booking.replies.words import State
from booking.states import AssignmentStatus, OfferStatus
from booking.tables import Assignment, Booking, BookingLog, Invitation, Offer, Side
from kit.db import stored_id
from kit.errors import Refusal
from kit.i18n import translator

_OFTEN = timedelta(hours=1)
_MOST_RESENT = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds an invitation: what she is asked, or has taken, and where to write to her."""

    desk: Desk
    row: Invitation
    reader: Reader
    offer: Offer | None
    held: Assignment | None

    def tell(self, occasion: Occasion, *, page: str = "", what: str = "") -> None:
        """A letter, perhaps with a link to another page than usual."""
        reader = replace(self.reader, page=self.desk.office.page(page)) if page else self.reader
        self.desk.tell(occasion, reader, what=what)

    def tell_refused(self, refusal: Refusal) -> None:
        """A letter that the answer was not taken, and why in the words of the pages."""
        t = translator(self.reader.tongue)
        self.tell(Occasion.ANSWER_NOT_TAKEN, what=t(refusal.detail, **refusal.values))

    def decline_counter(self, occasion: Occasion, *, page: str = "", what: str = "") -> None:
        """A letter that the time she proposed is not accepted, to her calendar as well."""
        reader = replace(self.reader, page=self.desk.office.page(page)) if page else self.reader
        self.desk.decline_counter(occasion, reader, self.row, what=what)

    def has_been_told(self, states: Collection[State]) -> bool:
        """Whether an answer of hers has ended in one of these within the hour."""
        earlier = (
            select(ReceivedMessage.id)
            .where(col(ReceivedMessage.booking_id) == self.row.booking_id)
            .where(col(ReceivedMessage.interpreter_id).is_not_distinct_from(self.row.interpreter_id))
            .where(col(ReceivedMessage.state).in_(states))
            .where(col(ReceivedMessage.handled_at) > self.desk.now - _OFTEN)
        )
        return self.desk.session.exec(earlier.limit(1)).first() is not None

    def has_had_enough(self) -> bool:
        """Whether the entry has been sent again three times within the hour, whoever asked for it."""
        session, since = self.desk.session, self.desk.now - _OFTEN
        by_mail = session.exec(
            select(func.count())
            .select_from(ReceivedMessage)
            .where(col(ReceivedMessage.booking_id) == self.row.booking_id)
            .where(col(ReceivedMessage.interpreter_id).is_not_distinct_from(self.row.interpreter_id))
            .where(col(ReceivedMessage.state) == State.RESENT, col(ReceivedMessage.handled_at) > since)
        ).one()
        by_booker = session.exec(
            select(func.count())
            .select_from(BookingLog)
            .outerjoin(Offer, col(Offer.id) == col(BookingLog.offer_id))
            .where(col(BookingLog.booking_id) == self.row.booking_id)
            .where(col(Offer.interpreter_id).is_not_distinct_from(self.row.interpreter_id))
            .where(col(BookingLog.event) == Event.SENT_AGAIN, col(BookingLog.at) > since)
        ).one()
        return by_mail + by_booker >= _MOST_RESENT

    def send_again(self) -> State:
        """The entry as it was last sent, three times an hour at the most: mail must not make mail."""
        if self.has_had_enough():
            return State.RESENT_ENOUGH
        self.desk.again(Occasion.SENT_AGAIN, self.reader, self.row)
        return State.RESENT


def holder(session: Session, row: Invitation, *, now: datetime, office: Office) -> Holder:
    """Whoever holds the invitation, as things are now."""
    booking = session.get_one(Booking, row.booking_id)
    desk = Desk(session, booking, now, office)
    held = session.exec(
        select(Assignment).where(
            col(Assignment.booking_id) == row.booking_id, col(Assignment.status) == AssignmentStatus.HELD
        )
    ).one_or_none()
    if row.side is Side.AGENCY:
        reader = desk.agency(held) if held else desk.agency_without_anybody()
        return Holder(desk, row, reader, None, held)
    offer = session.get_one(Offer, latest_offer(session, row.booking_id, stored_id(row.interpreter_id)))
    hers = held if held and held.interpreter_id == row.interpreter_id else None
    reader = desk.interpreter(hers) if hers else desk.asked(offer)
    return Holder(desk, row, reader, offer if offer.status is OfferStatus.OPEN else None, hers)


def latest_offer(session: Session, booking_id: int, interpreter_id: int) -> int:
    """The last question put to her about the booking."""
    return stored_id(
        session.exec(
            select(Offer.id)
            .where(col(Offer.booking_id) == booking_id, col(Offer.interpreter_id) == interpreter_id)
            .order_by(col(Offer.id).desc())
            .limit(1)
        ).one()
    )
