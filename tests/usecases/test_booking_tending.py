"""What happens by itself, and that doing it twice or too late does no harm."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from booking import tending
from booking.availability import changing
from booking.availability.rules import Hours
from booking.matching import everyone
from booking.states import OfferStatus
from booking.tables import Assignment, Bar, Booking, Offer
from kit.db import Database
from registry import listing
from registry.categories import Level
from registry.tables import Standing
from tests import make
from tests.make_booking import THURSDAY, World, done, refused


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def only_offer(world: World) -> Offer:
    with world.database.read() as session:
        return session.exec(select(Offer).where(col(Offer.status) == OfferStatus.OPEN)).one()


def test_nothing_is_due_before_the_deadline(world: World) -> None:
    world.add(90001)
    world.asked()
    world.now += timedelta(hours=2) - timedelta(seconds=1)
    assert world.tend() == 0
    world.now += timedelta(seconds=1)
    assert world.tend() == 1
    assert world.tend() == 0


def test_an_expiry_that_comes_twice_or_after_an_answer_changes_nothing(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    offer = only_offer(world)
    done(her.accept())
    world.now += timedelta(days=1)
    for _ in range(2):
        with world.writing() as session:
            tending.expire(session, offer_id=offer.id or 0, now=world.now, office=world.office)
    assert world.events(reference) == ["created", "asked", "accepted"]


def test_whoever_lost_her_category_is_asked_no_more(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    offer = only_offer(world)
    with world.writing() as session:
        listing.change(
            session,
            interpreter_id=her.row.id or 0,
            listed=False,
            effective_on=date(2026, 11, 24),
            now=world.now,
        )
    assert refused(her.accept(offer.id)) == (409, "no_longer_qualified")
    assert world.tend() == 1
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert refused(her.accept(offer.id)) == (409, "offer_withdrawn")


def test_whoever_became_busy_in_a_race_is_asked_no_more(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    world.asked(start=THURSDAY + timedelta(hours=2))
    done(her.accept())
    reference = world.asked(wanted=[90001])["reference"]
    with world.writing() as session:  # as if her yes had come between the other's look and its question
        held = session.exec(select(Assignment)).one()
        held.starts_at, held.ends_at = THURSDAY, THURSDAY + timedelta(minutes=30)
        session.add(held)
    assert refused(her.accept()) == (409, "interpreter_busy")
    assert world.tend() == 1
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert world.tend() == 0


@pytest.mark.parametrize(
    ("what_happens", "still"),
    [
        ({}, True),
        ({"starts_on": date(2026, 11, 26), "ends_on": date(2026, 11, 27)}, True),
        ({"starts_on": date(2026, 11, 27)}, False),
        ({"ends_on": date(2026, 11, 26)}, False),
        ({"language": "hrv"}, True),
        ({"language": "som"}, False),
        ({"level": Level.L4E}, True),
        ({"level": Level.L5E}, False),
        ({"barred": None}, False),
        ({"barred": "17/1"}, False),
        ({"barred": "17/2"}, True),
    ],
)
def test_the_look_and_the_answer_agree_on_who_is_still_qualified(
    world: World, what_happens: dict[str, Any], *, still: bool
) -> None:
    her = world.add(90001, language="bos")
    just_after_midnight = THURSDAY.replace(hour=23, minute=30) - timedelta(days=1)
    with world.writing() as session:
        changing.keep_hours(
            session, interpreter_id=her.row.id or 0,
            hours=[Hours(day, time(0), time(0)) for day in range(1, 8)], now=world.now,
        )  # fmt: skip
    world.asked(
        start=just_after_midnight, language="bos", substitutes=["hrv"], max_category=4, case_reference="17/1"
    )
    with world.writing() as session:
        booking, row = session.exec(select(Booking)).one(), session.exec(select(Standing)).one()
        if "barred" in what_happens:
            session.add(
                Bar(organisation_id=booking.organisation_id, interpreter_id=her.row.id or 0,
                    case_reference=what_happens["barred"], reason="A quarrel", registered_at=make.NOW)
            )  # fmt: skip
        else:
            session.add(row.sqlmodel_update(what_happens))
    with world.database.read() as session:
        look = tending.due(session, now=world.now, office=world.office)
        answer = everyone.still_qualified(session, booking, interpreter_id=her.row.id or 0)
    assert (look == [], answer) == (still, still)


def test_only_what_somebody_said_yes_to_is_completed_and_only_when_it_is_over(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    assignment = done(her.accept())["id"]
    with world.database.read() as session:
        booking = session.exec(select(Booking)).one()
    world.now = booking.ends_at - timedelta(seconds=1)
    with world.writing() as session:
        tending.complete(session, booking_id=booking.id or 0, now=world.now)
    assert world.see(reference)["status"] == "booked"
    world.wait(timedelta(seconds=1))
    assert world.see(reference)["status"] == "completed"
    assert her.assignments()[0]["status"] == "completed"
    assert refused(her.withdraw(assignment)) == (409, "assignment_completed")
    assert refused(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Late"})) == (
        409, "booking_completed",
    )  # fmt: skip


def test_an_assignment_that_is_over_cannot_be_cancelled_though_nobody_has_tended_it_yet(world: World) -> None:
    her = world.add(90001)
    booked = world.asked()
    done(her.accept())
    world.now = THURSDAY + timedelta(hours=1)
    path = f"/api/v1/bookings/{booked['reference']}/cancel"
    assert refused(world.agency.post(path, json={"reason": "Late"})) == (409, "booking_completed")
    world.now -= timedelta(seconds=1)
    assert done(world.agency.post(path, json={"reason": "In time"}))["status"] == "cancelled"


def test_the_number_of_statements_of_a_look_does_not_grow_with_the_open_offers(world: World) -> None:

    asked: list[str] = []
    event.listen(
        world.database.engine, "before_cursor_execute", lambda _c, _cursor, sql, *_rest: asked.append(sql)
    )
    counts = []
    for number in range(1, 4):
        world.add(number)
        world.asked(start=THURSDAY + timedelta(hours=number), refused=[])
        asked.clear()
        with world.database.read() as session:
            tending.due(session, now=world.now, office=world.office)
        counts.append(sum("SELECT" in sql for sql in asked))
    assert len(set(counts)) == 1
