"""One interpreter is asked for fifty bookings at one time, and says yes to all of them at once.

Two guards hold: the locks, and the database's own rule. Each is enough alone; the control takes both
away and must book her twice, which shows that the race is real.
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, col, func, select

from booking import answering, changing, locks
from booking.answering import Declared
from booking.availability import reading
from booking.orders import Change
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer
from kit.db import Database
from kit.errors import Conflict
from kit.interval import Interval
from registry.tables import Interpreter
from registry.words import Modality
from tests.make_booking import THURSDAY, World, done, interpreter
from tests.racing import at_once

THREADS = 50
Yes = Callable[[int], None]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def asked_for_overlapping_times(world: World) -> list[int]:
    """Offers to one interpreter from fifty bookings that all share some minutes."""
    with world.writing() as session:
        her = interpreter(session, 90001)
        return [
            _offer(session, world, her, THURSDAY + timedelta(minutes=number)) for number in range(THREADS)
        ]


def _offer(session: Session, world: World, her: Interpreter, start: datetime) -> int:
    booking = Booking(
        reference=f"R{start:%H%M}",
        organisation_id=1,
        created_by=world.booker.id or 0,
        created_at=world.now,
        status=BookingStatus.ASKING,
        language="tir",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        modality=Modality.TELEPHONE,
        planned=True,
    )
    session.add(booking)
    session.flush()
    offer = Offer(
        booking_id=booking.id or 0,
        interpreter_id=her.id or 0,
        status=OfferStatus.OPEN,
        booking_version=1,
        level=2,
        asked_at=world.now,
        expires_at=world.now + timedelta(hours=2),
    )
    session.add(offer)
    session.flush()
    return offer.id or 0


def each(offers: Iterable[int], say_yes: Yes) -> list[str]:
    """What became of a yes to each of the offers, all said at once."""
    return at_once(*(partial(say_yes, offer_id) for offer_id in offers))


def accepting(world: World) -> Yes:
    """The product's own acceptance."""

    def say_yes(offer_id: int) -> None:
        with world.database.write() as session:
            her = session.exec(select(Interpreter)).one()
            answering.accept(
                session, offer_id=offer_id, by=her, declared=Declared(impartial=True, confidential=True),
                now=world.now, office=world.office,
            )  # fmt: skip

    return say_yes


def accepting_without_locks(world: World) -> Yes:
    """The same check and the same row, but read in one transaction and written in another."""
    everyone_has_read = threading.Barrier(THREADS, timeout=60)

    def say_yes(offer_id: int) -> None:
        with world.database.read() as session:
            offer = session.get_one(Offer, offer_id)
            booking = session.get_one(Booking, offer.booking_id)
            span = Interval(booking.starts_at, booking.ends_at)
            taken = reading.is_taken(
                session, interpreter_id=offer.interpreter_id, span=span, apart_from=offer.booking_id
            )
        everyone_has_read.wait()
        if taken:
            raise Conflict("interpreter_busy", "Taken.")
        with world.database.write() as session:
            session.add(
                Assignment(
                    booking_id=offer.booking_id, offer_id=offer_id, interpreter_id=offer.interpreter_id,
                    status=AssignmentStatus.HELD, booking_version=1, starts_at=span.start, ends_at=span.end,
                    accepted_at=world.now,
                )
            )  # fmt: skip

    return say_yes


def drop_the_databases_rule(world: World) -> None:
    rules = (
        ["DROP TRIGGER assignment_one_place_insert", "DROP TRIGGER assignment_one_place_update"]
        if world.database.is_sqlite
        else ["ALTER TABLE assignment DROP CONSTRAINT assignment_one_place"]
    )
    with world.writing() as session:
        for rule in rules:
            session.connection().execute(text(rule))


def held(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).where(col(Assignment.status) == AssignmentStatus.HELD)).one()


def test_of_fifty_simultaneous_yeses_exactly_one_is_booked(world: World) -> None:
    met = each(asked_for_overlapping_times(world), accepting(world))
    assert met.count("done") == held(world) == 1
    assert set(met) - {"done"} <= {"offer_withdrawn", "interpreter_busy"}
    with world.database.read() as session:
        open_offers = session.exec(select(func.count()).where(col(Offer.status) == OfferStatus.OPEN)).one()
    assert open_offers == 0


def test_the_locks_alone_are_enough(world: World) -> None:
    offers = asked_for_overlapping_times(world)
    drop_the_databases_rule(world)
    met = each(offers, accepting(world))
    assert met.count("done") == held(world) == 1
    assert set(met) - {"done"} <= {"offer_withdrawn", "interpreter_busy"}


def test_the_databases_rule_alone_is_enough(world: World) -> None:
    met = each(asked_for_overlapping_times(world), accepting_without_locks(world))
    assert met.count("done") == held(world) == 1


def test_control_without_either_guard_she_is_booked_twice(world: World) -> None:
    offers = asked_for_overlapping_times(world)
    drop_the_databases_rule(world)
    met = each(offers, accepting_without_locks(world))
    assert held(world) == met.count("done") >= 2
    assert set(met) == {"done"}


def test_interpreters_who_are_each_others_next_neither_wait_for_ever_nor_take_two(world: World) -> None:
    with world.writing() as session:
        people = [interpreter(session, 90001 + number) for number in range(4)]
        offers = {
            _offer(session, world, people[number % 4], THURSDAY + timedelta(minutes=number)): people[
                number % 4
            ]
            for number in range(24)
        }

    def say_yes(offer_id: int) -> None:
        with world.database.write() as session:
            answering.accept(
                session, offer_id=offer_id, by=offers[offer_id],
                declared=Declared(impartial=True, confidential=True), now=world.now, office=world.office,
            )  # fmt: skip

    met = each(offers, say_yes)
    assert met.count("done") == held(world) == len(people)
    assert set(met) - {"done"} <= {"offer_withdrawn", "interpreter_busy"}


def meeting_before_writing(world: World) -> None:
    """Nobody writes an assignment until both have looked, or one clearly waits for what the other holds."""
    both = threading.Barrier(2)

    def wait(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.startswith(("INSERT INTO assignment", "UPDATE assignment")):
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=2)

    event.listen(world.database.engine, "before_cursor_execute", wait)


def held_from_ten(world: World) -> int:
    with world.database.read() as session:
        there = col(Assignment.starts_at) < THURSDAY + timedelta(hours=1)
        return session.exec(
            select(func.count()).where(col(Assignment.status) == AssignmentStatus.HELD, there)
        ).one()


def test_a_yes_and_a_move_into_the_same_hour_do_not_both_take_her(world: World) -> None:
    """They lock no booking in common: the lock on her is all there is."""
    her = world.add(90001)
    moved = world.asked(start=THURSDAY + timedelta(hours=2))["reference"]
    done(her.accept())
    world.asked()
    offer_id = her.offers()[0]["id"]
    drop_the_databases_rule(world)
    meeting_before_writing(world)

    def move() -> None:
        to = Change(starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=1))
        with world.database.write() as session:
            stored = session.exec(select(Booking.id).where(col(Booking.reference) == moved)).one()
            changing.change(
                session, booking=locks.booking(session, stored or 0), change=to, by=world.booker.id or 0,
                now=world.now, office=world.office,
            )  # fmt: skip

    assert at_once(move, partial(accepting(world), offer_id)) == ["done", "interpreter_busy"]
    assert held_from_ten(world) == 1


def test_a_rival_offer_put_after_the_look_is_not_taken_as_well(world: World) -> None:
    """Its own yes looks later, so the two have the first booking to lock in common, and her besides."""
    if world.database.is_sqlite:
        pytest.skip("a writer on SQLite is alone: nothing comes between its look and its locks")
    with world.writing() as session:
        her = interpreter(session, 90001)
        first = _offer(session, world, her, THURSDAY)
    drop_the_databases_rule(world)
    meeting_before_writing(world)
    put, rival = threading.Event(), []

    def put_the_rival(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if "FOR NO KEY UPDATE" in sql and not put.is_set():
            with world.database.write() as session:
                rival.append(_offer(session, world, her, THURSDAY + timedelta(minutes=30)))
            put.set()

    event.listen(world.database.engine, "before_cursor_execute", put_the_rival)

    def take_the_rival() -> None:
        assert put.wait(timeout=30)
        accepting(world)(rival[0])

    met = at_once(partial(accepting(world), first), take_the_rival)
    assert met.count("done") == held_from_ten(world) == 1
    assert set(met) - {"done"} <= {"offer_withdrawn", "interpreter_busy"}
