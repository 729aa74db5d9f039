"""The proof of order: every run kept is ranked anew, and says why higher categories were not asked."""

from datetime import timedelta

import pytest
from sqlmodel import select

from booking.matching import everyone
from booking.matching.rules import rank
from booking.proof import packing, recording
from booking.proof.judging import Verdict
from booking.proof.recording import Seen
from booking.proof.tables import OfferingRun
from booking.states import OfferStatus
from booking.tables import Offer
from booking.travel.rules import PACE
from identity.audit import verifying
from kit.db import Database
from tests.make_booking import TESTED, World
from tests.make_proof import BEST, booking_of, proof, story


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_every_run_is_recomputed_and_says_why_higher_categories_were_not_asked(world: World) -> None:
    reference = story(world)
    told = proof(world, reference)
    assert (told.intact, told.recomputed, told.highest_first, told.complete) == (True, True, True, True)
    assert [told.asked[run.run.position].number for run in told.runs] == [90001, 90002, 90003]
    assert [run.verdict for run in told.runs] == [Verdict.BEST_FIRST] * 3
    assert [{level.name: dict(counts) for level, counts in run.above.items()} for run in told.runs] == [
        {},
        {"L1A": {"declined": 1, "not_available": 1}},
        {"L1A": {"declined": 1, "not_available": 1}, "L2C": {"expired": 1, "not_listed": 1}},
    ]
    assert [one.number for one in told.runs[0].considered] == [90001, 90002, 90003, 90004, 90005]
    assert told.asked[2].status is OfferStatus.EXPIRED


def test_when_nobody_is_left_that_is_a_run_as_well(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    her.decline()
    last = proof(world, reference).runs[-1]
    assert (last.verdict, last.same, last.level) == (Verdict.NOBODY_COULD, True, None)
    assert last.run.header["why"] == "nobody_left"
    assert {level.name: dict(counts) for level, counts in last.above.items()} == {"L2C": {"declined": 1}}


def test_a_changed_booking_is_asked_about_anew_and_each_version_proved(world: World) -> None:
    her = world.add(90001)
    world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    her.decline()
    moved = {"starts_at": "2026-11-26T12:00:00+01:00", "ends_at": "2026-11-26T13:00:00+01:00"}
    assert world.agency.patch(f"/api/v1/bookings/{reference}", json=moved).is_success
    told = proof(world, reference)
    assert (told.intact, told.highest_first) == (True, True)
    asked = [(run.run.booking_version, told.asked[run.run.position].number) for run in told.runs]
    assert asked == [(1, 90001), (1, 90002), (2, 90001)]
    assert told.runs[2].above == {}


def test_a_lower_category_asked_first_is_reported_as_such(world: World) -> None:
    world.add(90001, *BEST)
    world.add(90002, *TESTED)
    world.add(90003, *TESTED)
    reference = world.book()["reference"]
    for number in (90002, 90003):
        asked_instead(world, reference, number)
    told = proof(world, reference)
    assert (told.intact, told.recomputed, told.highest_first) == (True, True, False)
    assert [run.verdict for run in told.runs] == [Verdict.LOWER_CATEGORY_FIRST] * 2
    assert told.runs[0].passed_over == (90001,)
    assert {level.name: dict(counts) for level, counts in told.runs[0].above.items()} == {
        "L1A": {"could_be_asked": 1}
    }


def test_within_a_category_the_order_is_held_as_well(world: World) -> None:
    world.add(90001)
    world.add(90002)
    world.add(90003, hours=())
    reference = world.book()["reference"]
    asked_instead(world, reference, 90002)
    asked_instead(world, reference, 90003)
    told = proof(world, reference)
    assert [run.verdict for run in told.runs] == [Verdict.NOT_THE_FIRST, Verdict.NOT_A_CANDIDATE]


def asked_instead(world: World, reference: str, number: int) -> None:
    """Somebody is asked whom the rules do not place first, as a fault in the product could do it."""
    with world.writing() as session:
        booking = booking_of(session, reference)
        asked = everyone.question(booking, PACE)
        people = everyone.people(asked, now=world.now, ask=everyone.asking(session))
        her = next(one for one in people if one.number == number)
        offer = Offer(
            booking_id=asked.booking_id, interpreter_id=her.interpreter_id, status=OfferStatus.DECLINED,
            booking_version=booking.version, level=her.level or 0, asked_at=world.now,
            expires_at=world.now + timedelta(hours=1), answered_at=world.now,
        )  # fmt: skip
        session.add(offer)
        session.flush()
        recording.keep(session, Seen(asked, people, rank(asked.wish, people)), offer=offer, now=world.now)


def test_a_later_run_keeps_only_what_is_new(world: World) -> None:
    reference = story(world)
    with world.database.read() as session:
        booking = booking_of(session, reference)
        rows = session.exec(select(OfferingRun).where(OfferingRun.booking_id == booking.id)).all()
    kept = [set(packing.unpack(row.content).people) for row in sorted(rows, key=lambda row: row.position)]
    assert kept == [{90001, 90002, 90003, 90004, 90005}, {90001}, {90002}]


def test_no_name_is_kept(world: World) -> None:
    world.add(90001, name="Selam Tesfai")
    world.add(90002, name="Hemmelig Person", protected=True)
    reference = world.asked()["reference"]
    with world.database.read() as session:
        row = session.exec(select(OfferingRun)).one()
    written = repr(packing.unpack(row.content))
    assert "Selam" not in written
    assert "Hemmelig" not in written
    told = proof(world, reference)
    assert told.recomputed
    assert [one.reasons for one in told.runs[0].considered] == [
        ("category_2C", "km_0", "minutes_30d_0"),
        ("category_2C", "minutes_30d_0"),
    ]


def test_the_log_as_a_whole_holds(world: World) -> None:
    story(world)
    with world.database.read() as session:
        assert list(verifying.faults(session)) == []
