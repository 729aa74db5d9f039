"""One booking's letters: what each side may read of it, and its calendar object alongside.

Letters of one stream (one side of one booking) leave in the order they were written, so a
cancellation never overtakes its invitation. Whoever has no address gets no letter, and neither does
a booker who may no longer see the booking: the log says so, and the pages have it for the others.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from booking import channels, invitation, wording
from booking.channels import BookingLetter
from booking.invitation import Entry, EventStatus, Held, Method
from booking.letters import Occasion, letter, words
from booking.office import Office
from booking.tables import Assignment, Booking, Invitation, Offer, Side
from identity.acting import as_of_now
from identity.permissions import Action, Thing, may
from identity.tables import Account, Organisation
from kit.asking import asked, write_row
from kit.i18n import Tongue, say_instant, translator
from kit.logs import log
from kit.mail import Sender, send
from kit.prepared import prepared
from kit.typesetting import Fact, Words, as_text
from registry.tables import Interpreter
from registry.words import Modality

_NAMED = prepared(select(col(Organisation.name)).where(col(Organisation.id) == bindparam("organisation_id")))
_ACCOUNT = prepared(
    select(col(Account.email), col(Account.tongue), col(Account.disabled_at))
    .where(col(Account.id) == bindparam("account_id"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """One side as a receiver of letters: where they go, in which tongue, and what they may say.

    `current`: the booking is as this reader knows it. What has become of it since is told to others.
    `chooses` is the page where one chooses not to get letters of this kind.
    """

    side: Side
    interpreter_id: int | None
    address: str
    tongue: Tongue
    facts: tuple[Fact, ...]
    meeting: str
    page: str
    current: bool = True
    chooses: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the letters of one event in one booking are written."""

    session: Session
    booking: Booking
    now: datetime
    office: Office

    def asked(self, offer: Offer) -> Reader:
        """The interpreter a question is or was put to: what she may know before saying yes.

        Of a booking that has changed since, nothing but which it was: the new facts were not hers.
        """
        her, address, tongue = self._her(offer.interpreter_id)
        current = offer.booking_version == self.booking.version
        if current:
            facts = wording.before_yes(self.booking, self._agency_name(), tongue)
        else:
            facts = wording.which(self.booking, tongue)
        page = self._offer_page(offer.id)
        chooses = self.office.page("/my/asked")
        return Reader(Side.INTERPRETER, her.id, address, tongue, facts, "", page, current, chooses)

    def interpreter(self, assignment: Assignment) -> Reader:
        """The interpreter who said yes."""
        her, address, tongue = self._her(assignment.interpreter_id)
        facts = wording.for_interpreter(self.booking, self._agency_name(), tongue)
        page = self._offer_page(assignment.offer_id)
        return Reader(Side.INTERPRETER, her.id, address, tongue, facts, self._web_meeting(), page)

    def left(self, assignment: Assignment) -> Reader:
        """The interpreter whose assignment is over: which it was, and no more."""
        her = self.interpreter(assignment)
        return replace(her, facts=wording.when(self.booking, her.tongue), meeting="")

    def agency(self, assignment: Assignment) -> Reader:
        """The booker, who may know who interprets, her category and her telephone."""
        her = self.session.get_one(Interpreter, assignment.interpreter_id)
        level = self.session.get_one(Offer, assignment.offer_id).level
        return self._booker(her, level)

    def agency_without_anybody(self) -> Reader:
        """The booker, while nobody has the assignment."""
        return self._booker(None, None)

    def holds_entry(self, reader: Reader) -> bool:
        """Whether the reader's calendar has an entry that is not cancelled."""
        row = self._row(reader)
        return row is not None and row.method == Method.REQUEST

    def tell(
        self, occasion: Occasion, reader: Reader, *, deadline: datetime | None = None, what: str = ""
    ) -> None:
        """A letter without a calendar object; `what` is a sentence it quotes."""
        said = self._words(occasion, reader, deadline, what)
        self._post(reader, reader.address, said, self.office.sender)

    def ask(self, occasion: Occasion, offer: Offer) -> None:
        """A question; by calendar as well, as a tentative entry, when she has chosen that."""
        reader = self.asked(offer)
        chosen = channels.wants_calendar(self.session, reader.interpreter_id)
        offer.by_calendar = chosen or self.holds_entry(reader)
        if offer.by_calendar:
            self.invite(occasion, reader, EventStatus.TENTATIVE, deadline=offer.expires_at)
        else:
            self.tell(occasion, reader, deadline=offer.expires_at)

    def invite(
        self, occasion: Occasion, reader: Reader, status: EventStatus, *, deadline: datetime | None = None
    ) -> None:
        """A letter with the entry as it now is: the first, or an update with a higher SEQUENCE.

        The agency's entry is kept true also when its booker is gone: the others fetch it from the pages.
        """
        held = self._row(reader)
        if not reader.address and (held is None or reader.side is Side.INTERPRETER):
            return
        last = held or invitation.open_for(
            self.booking,
            reader.side,
            interpreter_id=reader.interpreter_id,
            domain=self.office.domain,
            now=self.now,
        )
        last = replace(last, attendee=reader.address or last.attendee)
        self._send_entry(occasion, reader, last, status, deadline)

    def end(self, occasion: Occasion, reader: Reader) -> None:
        """A letter that it is over, cancelling the entry in the calendar it was sent to, if it was."""
        row = self._row(reader)
        if row is not None and row.method == Method.REQUEST:
            self._send_entry(occasion, reader, row, EventStatus.CANCELLED)
        else:
            self.tell(occasion, reader)

    def again(self, occasion: Occasion, reader: Reader, row: Invitation) -> None:
        """A letter with the object she holds, as it was last sent: it says nothing new (RFC 5546 § 3.2.6)."""
        said = self._words(occasion, reader)
        organizer, told = self.office.organizer(row.reply_token), (row.object_text, row.method)
        self._post(reader, row.attendee, said, organizer, told)

    def decline_counter(self, occasion: Occasion, reader: Reader, row: Invitation, *, what: str = "") -> None:
        """A letter that the time proposed instead is not accepted, to her calendar as well."""
        said = self._words(occasion, reader, what=what)
        organizer = self.office.organizer(row.reply_token)
        told = (invitation.counter_declined(row, organizer=organizer, now=self.now), Method.DECLINECOUNTER)
        self._post(reader, row.attendee, said, organizer, told)

    def _send_entry(
        self,
        occasion: Occasion,
        reader: Reader,
        last: Held,
        status: EventStatus,
        deadline: datetime | None = None,
    ) -> None:
        organizer = self.office.organizer(last.reply_token)
        said = self._words(occasion, reader, deadline)
        entry = self._entry(reader, said, status)
        if not reader.current and last.object_text:
            starts_at, ends_at = invitation.times_of(last)
            entry = replace(entry, starts_at=starts_at, ends_at=ends_at, place="")
        issued = invitation.issue(self.session, last, entry, organizer=organizer, now=self.now)
        told = (issued.object_text, issued.method)
        outbox_id = self._post(reader, issued.attendee, said, organizer, told)
        invitation.keep(self.session, issued, outbox_id=outbox_id)

    def _entry(self, reader: Reader, said: Words, status: EventStatus) -> Entry:
        """The entry as it now is; tentative in an interpreter's calendar, it asks her."""
        booking = self.booking
        t = translator(reader.tongue)
        where = wording.place(booking) or t(wording.MODALITIES[booking.modality])
        asks = reader.side is Side.INTERPRETER and status is EventStatus.TENTATIVE
        opening = said.opening if asks else ()
        return Entry(
            status=status,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            title=wording.title(booking, reader.tongue),
            description=as_text(replace(said, heading="", opening=opening, closing=())),
            place="" if booking.sensitive else where,
            meeting=reader.meeting,
            page=reader.page,
            private=booking.sensitive,
            asks=asks,
        )

    def _words(
        self, occasion: Occasion, reader: Reader, deadline: datetime | None = None, what: str = ""
    ) -> Words:
        return words(
            occasion,
            self.booking,
            facts=reader.facts,
            page=reader.page,
            tongue=reader.tongue,
            what={"deadline": say_instant(deadline, reader.tongue) if deadline else "", "what": what},
        )

    def _post(
        self, reader: Reader, to: str, said: Words, sender: Sender, calendar: tuple[str, str] | None = None
    ) -> int | None:
        """The row in the outbox, or None when there is nobody to send it to."""
        gone = reader.side is Side.AGENCY and not reader.address
        if gone or not to:
            log().warning("letter_left_out", booking=self.booking.id, side=reader.side)
            return None
        whose = f"-{reader.interpreter_id}" if reader.interpreter_id else ""
        sent = send(
            self.session,
            letter(to, said, reader.tongue, calendar=calendar, unsubscribe=reader.chooses),
            sender=sender,
            stream=f"booking-{self.booking.id}-{reader.side.value}{whose}",
            now=self.now,
        )
        write_row(
            self.session,
            BookingLetter,
            message_id=sent.message_id,
            booking_id=self.booking.id,
            side=reader.side,
            interpreter_id=reader.interpreter_id,
            address=to,
            sent_at=self.now,
        )
        return sent.outbox_id

    def _row(self, reader: Reader) -> Held | None:
        return invitation.held(
            self.session, booking=self.booking, side=reader.side, interpreter_id=reader.interpreter_id
        )

    def _her(self, interpreter_id: int) -> tuple[Interpreter, str, Tongue]:
        """The interpreter, where she reads her letters, and the Norwegian (or English) she reads."""
        her = self.session.get_one(Interpreter, interpreter_id)
        return her, *address_of(self.session, her)

    def _booker(self, her: Interpreter | None, level: int | None) -> Reader:
        address, tongue = address_of_booker(self.session, self.booking)
        facts = wording.for_agency(self.booking, her, level, tongue)
        page = self.office.page(f"/bookings/{self.booking.reference}")
        meeting = self._web_meeting() or self._telephone_meeting(her)
        return Reader(Side.AGENCY, None, address, tongue, facts, meeting, page)

    def _agency_name(self) -> str:
        name: str = asked(self.session, _NAMED, {"organisation_id": self.booking.organisation_id})[0].name
        return name

    def _offer_page(self, offer_id: int | None) -> str:
        return self.office.page(f"/my/offers/{offer_id}")

    def _web_meeting(self) -> str:
        return "" if self.booking.sensitive else self.booking.meeting_url or ""

    def _telephone_meeting(self, her: Interpreter | None) -> str:
        """By telephone the booker calls the interpreter."""
        called = self.booking.modality is Modality.TELEPHONE and not self.booking.sensitive
        if not called or her is None or her.protected or not her.phone:
            return ""
        return "tel:" + "".join(sign for sign in her.phone if sign.isdigit() or sign == "+")


def address_of(session: Session, interpreter: Interpreter) -> tuple[str, Tongue]:
    """Where an interpreter reads her letters, or nothing, and in which tongue."""
    account = _account(session, interpreter.account_id) if interpreter.account_id else None
    if account is not None and account.disabled_at is None:
        return account.email, account.tongue
    return interpreter.email or "", Tongue(interpreter.letterform.value)


def address_of_booker(session: Session, booking: Booking) -> tuple[str, Tongue]:
    """Where the booker reads letters, or nothing when it may not be seen any more; and in which tongue."""
    still = as_of_now(session, booking.created_by)
    if not still.signed_in:
        return "", _account(session, booking.created_by).tongue
    sees = may(still, Action.SEE_BOOKING, Thing(organisation_id=booking.organisation_id))
    return still.email if sees else "", still.tongue


def _account(session: Session, account_id: int) -> Any:
    return asked(session, _ACCOUNT, {"account_id": account_id})[0]
