"""Random histories of bookings, by the product's own use cases, and the mail they leave behind.

A set of histories lives in one transaction over one agency and a few interpreters, so that they also get
in each other's way. Nothing here reads an invitation: what calendars should hold follows from who has said
yes and when, as the database has it.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from booking import answering, changing, intake, offering
from booking.answering import Declared
from booking.bars import barring
from booking.bars.barring import NewBar
from booking.channels import OfferByCalendar
from booking.office import Office
from booking.orders import Change, Order
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer
from identity.acting import as_of_now
from identity.permissions import Actor
from kit.db import Database, stored_id
from kit.errors import Refusal
from kit.outbox import Outbox
from registry.tables import Interpreter
from tests import make_booking, make_identity, model_client
from tests.make import NOW
from tests.make_letters import OFFICE

ALWAYS = tuple((weekday, time(0), time(0)) for weekday in range(1, 8))
_PEOPLE = 4
_SENSITIVE = 0.2
_MOVES = (*["accept"] * 5, *["withdraw", "again"] * 2, "move", "ask", "decline", "elsewhere", "bar", "cancel")
_STARTS = datetime(2027, 3, 26, 6, tzinfo=UTC)
"""The Friday before the clock springs forward."""


@dataclass
class Lived:
    """One booking through its history: `lost` while whoever had it has it no more, and others are asked."""

    booking: Booking
    lost: bool = False
    was: BookingStatus = BookingStatus.REGISTERED

    def look(self) -> None:
        status = self.booking.status
        if status is not self.was:
            self.lost = self.was is BookingStatus.BOOKED and status is BookingStatus.ASKING
            self.was = status


@dataclass
class Histories:
    """A set of histories in one session; `chance` decides everything."""

    session: Session
    chance: random.Random
    actor: Actor
    people: list[Interpreter]
    office: Office = OFFICE
    now: datetime = NOW
    lived: list[Lived] = field(default_factory=list)
    moved: int = 0

    def live(self, count: int, *, moves: int) -> None:
        """Let this many bookings live through up to this many moves each, in any order."""
        for number in range(count):
            self.lived.append(Lived(self._book(number)))
        turns = [one for one in self.lived for _ in range(self.chance.randint(2, moves))]
        self.chance.shuffle(turns)
        for one in self.lived:
            self._try(self._ask, one.booking)
        for one in turns:
            self._try(getattr(self, f"_{self.chance.choice(_MOVES)}"), one.booking)

    def mail(self) -> dict[str, list[str]]:
        """The calendar objects in every stream's letters, in the order they were written."""
        self.session.flush()
        found: dict[str, list[str]] = {}
        for row in self.session.exec(select(Outbox).order_by(col(Outbox.id))):
            if row.payload["letter"]["calendar"]:
                found.setdefault(row.stream, []).append(row.payload["letter"]["calendar"])
        return found

    def should_hold(self, one: Lived) -> dict[str, tuple[str, datetime, datetime, str]]:
        """By stream: status, time and place of every entry that should stand in a calendar."""
        booking = one.booking
        place = "" if booking.sensitive else f"{booking.address}, Oslo"
        entry = (booking.starts_at, booking.ends_at, place)
        held = self.session.exec(
            select(Assignment.interpreter_id)
            .where(col(Assignment.booking_id) == booking.id)
            .where(col(Assignment.status) == AssignmentStatus.HELD)
        ).all()
        asked = self.session.exec(
            select(Offer.interpreter_id)
            .join(OfferByCalendar, col(OfferByCalendar.interpreter_id) == col(Offer.interpreter_id))
            .where(col(Offer.booking_id) == booking.id, col(Offer.status) == OfferStatus.OPEN)
        ).all()
        statuses = [*((her, "CONFIRMED") for her in held), *((her, "TENTATIVE") for her in asked)]
        hers = {f"booking-{booking.id}-interpreter-{her}": (status, *entry) for her, status in statuses}
        agencys = "CONFIRMED" if held else "TENTATIVE" if one.lost else None
        return hers | ({f"booking-{booking.id}-agency": (agencys, *entry)} if agencys else {})

    def _try(self, move: Callable[[Booking], Any], booking: Booking) -> None:
        """A move that is refused changes nothing; time passes either way, sometimes not even a second."""
        self.now += timedelta(milliseconds=self.chance.choice((0, 400, 60_000)))
        try:
            with self.session.begin_nested():
                move(booking)
                self.session.flush()
                self.moved += 1
        except Refusal:
            self.session.expire_all()
        for one in self.lived:
            one.look()

    def _book(self, number: int) -> Booking:
        start = _STARTS + timedelta(hours=2 * number)
        facts = {"case_reference": f"26/{number}", "sensitive": self.chance.random() < _SENSITIVE}
        order = Order.model_validate(make_booking.wanted(start=start, **facts))
        return intake.create(self.session, order=order, actor=self.actor, now=self.now)

    def _ask(self, booking: Booking) -> None:
        offering.start(self.session, booking=booking, answer_within=None, **self._by)

    def _accept(self, booking: Booking) -> None:
        offer, her = self._asked(booking)
        if offer is not None and her is not None:
            answering.accept(
                self.session, offer_id=stored_id(offer.id), by=her,
                declared=Declared(impartial=True, confidential=True), now=self.now, office=self.office,
            )  # fmt: skip

    def _decline(self, booking: Booking) -> None:
        offer, her = self._asked(booking)
        if offer is not None and her is not None:
            key = stored_id(offer.id)
            answering.decline(
                self.session, offer_id=key, by=her, reason=None, now=self.now, office=self.office
            )

    def _withdraw(self, booking: Booking) -> None:
        held = self.session.exec(
            select(Assignment, Interpreter)
            .join(Interpreter, col(Interpreter.id) == col(Assignment.interpreter_id))
            .where(col(Assignment.booking_id) == booking.id, col(Assignment.status) == AssignmentStatus.HELD)
        ).one_or_none()
        if held is not None:
            key = stored_id(held[0].id)
            changing.withdraw(
                self.session, assignment_id=key, by=held[1], reason=None, now=self.now, office=self.office
            )

    def _move(self, booking: Booking) -> None:
        by = timedelta(hours=self.chance.choice((-1, 1, 2, 24)))
        change = Change(starts_at=booking.starts_at + by, ends_at=booking.ends_at + by)
        changing.change(self.session, booking=booking, change=change, **self._by)

    def _again(self, booking: Booking) -> None:
        """She withdraws, it is moved, and it may well be she who is asked again."""
        self._withdraw(booking)
        for one in self.lived:
            one.look()  # nobody may have been left to ask in between: then the entry is cancelled
        self._move(booking)

    def _elsewhere(self, booking: Booking) -> None:
        change = Change(address=f"Storgata {self.chance.randint(1, 99)}")
        changing.change(self.session, booking=booking, change=change, **self._by)

    def _bar(self, booking: Booking) -> None:
        """Never again in this case whoever has it or is asked: the next takes her place."""
        held = select(Assignment.interpreter_id).where(
            col(Assignment.booking_id) == booking.id, col(Assignment.status) == AssignmentStatus.HELD
        )
        her = self.session.exec(select(Interpreter).where(col(Interpreter.id).in_(held))).one_or_none()
        if her is not None and self.chance.random() < 0.5:
            barring.put(
                self.session, new=NewBar(her.number, booking.case_reference, "Ønsket ikke"),
                organisation_id=booking.organisation_id, actor=self.actor, confirmed=True,
                now=self.now, office=self.office,
            )  # fmt: skip

    def _cancel(self, booking: Booking) -> None:
        if self.chance.random() < 0.4:
            changing.cancel(self.session, booking=booking, reason="Ikke behov", **self._by)

    def _asked(self, booking: Booking) -> tuple[Offer | None, Interpreter | None]:
        offer = offering.open_offer(self.session, booking)
        her = self.session.get(Interpreter, offer.interpreter_id) if offer else None
        return offer, her

    @property
    def _by(self) -> dict[str, Any]:
        return {"by": self.actor.id, "now": self.now, "office": self.office}


def disagreements(histories: Histories) -> list[str]:
    """Where a foreign calendar, whose mail came twice and in any order, is not what the database says."""
    holds: dict[str, model_client.Entry] = {}
    for stream, objects in histories.mail().items():
        twice = objects * 2
        histories.chance.shuffle(twice)
        for entry in model_client.entries(twice).values():
            assert stream not in holds, f"{stream} is two entries"
            holds[stream] = entry
    should = {key: entry for one in histories.lived for key, entry in histories.should_hold(one).items()}
    return [
        f"{stream}: holds {holds.get(stream)}, should hold {should.get(stream)}"
        for stream in sorted(holds.keys() | should.keys())
        if holds.get(stream) != should.get(stream)
    ]


def people(database: Database) -> tuple[int, list[int]]:
    """An agency's booker and a few interpreters who can always be asked, half of them by calendar.

    Their ids, committed.
    """
    booker = make_identity.booker(database)
    with database.write() as session:
        made = [make_booking.interpreter(session, 90001 + one, hours=ALWAYS) for one in range(_PEOPLE)]
        ids = [stored_id(one.id) for one in made]
        session.add_all(OfferByCalendar(interpreter_id=one, chosen_at=NOW) for one in ids[::2])
        return stored_id(booker.id), ids


@contextmanager
def lived(
    session: Session, seed: int, whose: tuple[int, list[int]], *, count: int, moves: int
) -> Iterator[Histories]:
    """A set of histories of these people, undone when it has been looked at."""
    booker_id, people_ids = whose
    undone = session.begin_nested()
    known = session.exec(select(Interpreter).where(col(Interpreter.id).in_(people_ids))).all()
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    made = Histories(session, chance, as_of_now(session, booker_id), list(known))
    made.live(count, moves=moves)
    yield made
    undone.rollback()
