"""Somebody is removed: the runs keep nothing of her, and still prove the order of the others."""

import pytest
from sqlmodel import select

from booking.proof import packing
from booking.proof.reading import proof_of
from booking.proof.tables import OfferingRun
from booking.tables import Booking
from identity.audit import verifying
from kit.db import Database
from tests.make_booking import TESTED, done
from tests.make_removal import NUMBER, Removal


@pytest.fixture
def removal(database: Database) -> Removal:
    return Removal(database)


def test_what_was_known_of_her_goes_and_the_proof_still_holds(removal: Removal) -> None:
    world = removal.world
    other = world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    assert removal.her.decline().is_success
    assert other.accept().is_success
    removal.ask()
    assert "The person is removed." in removal.carry_out().words
    with world.database.read() as session:
        rows = session.exec(select(OfferingRun)).all()
        proof = proof_of(session, session.exec(select(Booking).where(Booking.reference == reference)).one())
        assert list(verifying.faults(session)) == []
    for row in rows:
        known = packing.unpack(row.content).people.get(NUMBER)
        assert known is None or (known.facts, known.salt) == (None, "")
    assert (proof.intact, proof.recomputed, proof.highest_first) == (True, True, True)
    assert [run.erased for run in proof.runs] == [1, 1]
    assert [one.number for one in proof.runs[1].considered] == [90002]
    assert proof.asked[1].number == NUMBER


def test_of_a_later_booking_nothing_is_kept_of_her_again_where_it_was_erased(removal: Removal) -> None:
    world = removal.world
    other = world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    assert removal.her.decline().is_success
    removal.ask()
    removal.carry_out()
    assert other.decline().is_success
    with world.database.read() as session:
        proof = proof_of(session, session.exec(select(Booking).where(Booking.reference == reference)).one())
    assert (proof.intact, proof.recomputed, proof.highest_first) == (True, True, True)
    assert [run.erased for run in proof.runs] == [1, 1, 1]


def test_her_own_copy_tells_what_was_known_and_not_for_whom(removal: Removal) -> None:
    removal.world.asked(case_reference="17/02331-8")
    told = done(removal.her.http.get("/api/v1/me/data"))["considered"]
    assert told == [
        {
            "at": "2026-11-23T08:00:00+00:00", "level": 2, "listed": True, "takes_modality": True,
            "available": True, "km": 0, "minutes": 0,
        }
    ]  # fmt: skip
