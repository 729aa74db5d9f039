"""A repeated call with the same key makes one booking, also when the repeats are simultaneous."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from booking.tables import Booking
from kit.db import Database
from tests import make_identity
from tests.make_booking import World, done, faults, wanted

KEY = {"Idempotency-Key": "b7e1"}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def stored(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).select_from(Booking)).one()


def test_the_same_key_gives_the_same_booking(world: World) -> None:
    first = world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY)
    again = world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
    assert stored(world) == 1


def test_the_same_order_written_otherwise_is_the_same(world: World) -> None:
    first = world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY)
    rewritten = wanted(starts_at="2026-11-26T10:00:00+01:00", sensitive=False, wanted=[])
    again = world.agency.post("/api/v1/bookings", json=rewritten, headers=KEY)
    assert again.json() == first.json()


def test_the_same_key_with_another_order_is_refused(world: World) -> None:
    done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))
    other = world.agency.post("/api/v1/bookings", json=wanted(language="som"), headers=KEY)
    assert (other.status_code, faults(other)) == (422, {"Idempotency-Key": "idempotency_key_reused"})
    assert stored(world) == 1


def test_a_repeat_after_the_start_still_gives_the_booking(world: World) -> None:
    soon = wanted(start=world.now + timedelta(hours=1))
    first = done(world.agency.post("/api/v1/bookings", json=soon, headers=KEY))
    world.now += timedelta(hours=3)
    assert done(world.agency.post("/api/v1/bookings", json=soon, headers=KEY)) == first


def test_a_key_is_kept_for_24_hours(world: World) -> None:
    first = done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))
    world.now += timedelta(hours=23, minutes=59)
    assert done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY)) == first
    world.now += timedelta(minutes=1)
    second = done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))
    assert second["reference"] != first["reference"]
    assert done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY)) == second


def test_a_key_belongs_to_its_account(world: World) -> None:
    done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))
    other = world.client(make_identity.booker(world.database, "per@ous.example.org", "OUS"))
    done(other.post("/api/v1/bookings", json=wanted(language="som"), headers=KEY))
    assert stored(world) == 2


def test_a_refused_order_does_not_use_up_its_key(world: World) -> None:
    assert world.agency.post("/api/v1/bookings", json=wanted(kommune="9999"), headers=KEY).status_code == 422
    done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))


@pytest.mark.parametrize("key", ["", "x" * 201, "01010750160"])
def test_a_key_that_cannot_be_one_is_refused(world: World, key: str) -> None:
    answer = world.agency.post("/api/v1/bookings", json=wanted(), headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert [name.lower() for name in faults(answer)] == ["idempotency-key"]


def test_simultaneous_repeats_make_one_booking(world: World) -> None:
    def post(_number: int) -> str:
        reference: str = done(world.agency.post("/api/v1/bookings", json=wanted(), headers=KEY))["reference"]
        return reference

    with ThreadPoolExecutor(16) as threads:
        references = set(threads.map(post, range(16)))
    assert len(references) == 1
    assert stored(world) == 1
