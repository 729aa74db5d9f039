"""Two jobs on site a quarter of an hour apart, one interpreter, and she says yes to both at once.

They do not overlap, so the database's own rule has nothing to say: her lock is the guard. The control
takes the lock away and must book her for both, which shows that the race is real.
"""

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, col, func, select

from booking import answering, locks
from booking.answering import Declared
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer
from booking.travel.neighbours import asking, clashing
from booking.travel.rules import PACE, place_of
from kit.db import Database, stored_id
from kit.errors import Conflict
from kit.interval import Interval
from registry.tables import Interpreter
from registry.words import Modality
from tests.make_booking import THURSDAY, World, interpreter
from tests.racing import at_once

WARD, COURT = ("Kirkeveien 166", 59.9366, 10.7353), ("C. J. Hambros plass 4", 59.9165, 10.7398)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def two_offers(world: World) -> list[int]:
    """From 10:00 to 10:30 at a ward, and from 10:45 across town."""
    with world.writing() as session:
        her = interpreter(session, 90001)
        return [
            _offer(session, world, her, minutes=0, place=WARD),
            _offer(session, world, her, minutes=45, place=COURT),
        ]


def _offer(
    session: Session, world: World, her: Interpreter, *, minutes: int, place: tuple[str, float, float]
) -> int:
    start = THURSDAY + timedelta(minutes=minutes)
    booking = Booking(
        reference=f"R{start:%H%M}", organisation_id=1, created_by=world.booker.id or 0,
        created_at=world.now, status=BookingStatus.ASKING, language="tir", starts_at=start,
        ends_at=start + timedelta(minutes=30), modality=Modality.ON_SITE, kommune="0301", address=place[0],
        latitude=place[1], longitude=place[2], planned=True,
    )  # fmt: skip
    session.add(booking)
    session.flush()
    offer = Offer(
        booking_id=stored_id(booking.id), interpreter_id=stored_id(her.id), status=OfferStatus.OPEN,
        booking_version=1, level=2, asked_at=world.now, expires_at=world.now + timedelta(hours=2),
    )  # fmt: skip
    session.add(offer)
    session.flush()
    return stored_id(offer.id)


def both_accepted(world: World, offers: list[int]) -> list[str]:
    def answer(offer_id: int) -> None:
        with world.database.write() as session:
            her = session.exec(select(Interpreter)).one()
            answering.accept(
                session, offer_id=offer_id, by=her, declared=Declared(impartial=True, confidential=True),
                now=world.now, office=world.office,
            )  # fmt: skip

    return at_once(*(partial(answer, offer_id) for offer_id in offers))


def held(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).where(col(Assignment.status) == AssignmentStatus.HELD)).one()


@pytest.mark.parametrize("_once_more", range(5))
def test_of_two_yeses_across_town_exactly_one_is_booked(world: World, _once_more: int) -> None:
    met = both_accepted(world, two_offers(world))
    assert held(world) == met.count("done") == 1
    assert set(met) - {"done"} <= {"offer_withdrawn", "travel_too_short"}


def test_her_lock_alone_is_enough_for_questions_that_do_not_know_of_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the second was put to her between the look for near bookings and their locks."""
    monkeypatch.setattr(answering, "_near", lambda *_asked: [])
    met = both_accepted(world, two_offers(world))
    assert held(world) == 1
    assert met == ["done", "travel_too_short"]


def test_control_without_her_lock_she_is_booked_for_both(world: World) -> None:
    """The same check and the same row, but read in one transaction and written in another."""
    everyone_has_read = threading.Barrier(2, timeout=60)

    def say_yes(offer_id: int) -> None:
        with world.database.read() as session:
            offer = session.get_one(Offer, offer_id)
            booking = session.get_one(Booking, offer.booking_id)
            span = Interval(booking.starts_at, booking.ends_at)
            clash = clashing(asking(session), [offer.interpreter_id], place_of(booking), span, pace=PACE)
        everyone_has_read.wait()
        if clash:
            raise Conflict("travel_too_short", "Too far.")
        with world.database.write() as session:
            session.add(
                Assignment(
                    booking_id=offer.booking_id, offer_id=offer_id, interpreter_id=offer.interpreter_id,
                    status=AssignmentStatus.HELD, booking_version=1, starts_at=span.start, ends_at=span.end,
                    accepted_at=world.now,
                )
            )  # fmt: skip

    met = at_once(*(partial(say_yes, offer_id) for offer_id in two_offers(world)))
    assert met == ["done", "done"]
    assert held(world) == 2


def test_the_lock_is_taken_before_the_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `locks.interpreter`, two who look before either writes are both let through (PostgreSQL)."""
    if world.database.is_sqlite:
        pytest.skip("SQLite has one writer: nobody looks while another writes")
    offers = two_offers(world)
    everyone_has_looked = threading.Barrier(2, timeout=60)
    monkeypatch.setattr(answering, "_near", lambda *_asked: [])
    monkeypatch.setattr(locks, "interpreter", lambda *_asked: None)
    looked = answering._require_hers_to_take

    def look(*asked: object) -> None:
        looked(*asked)  # type: ignore[arg-type]  # as it was called
        everyone_has_looked.wait()

    monkeypatch.setattr(answering, "_require_hers_to_take", look)
    assert both_accepted(world, offers) == ["done", "done"]
    assert held(world) == 2
