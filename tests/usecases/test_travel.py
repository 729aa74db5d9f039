"""Travel between assignments over HTTP: what cannot be reached in time is neither asked, taken nor moved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from booking.proof import packing
from booking.proof.tables import OfferingRun
from booking.tables import Booking, Offer
from booking.travel.neighbours import asking, clashing
from booking.travel.rules import PACE, Spot
from kit.db import Database, stored_id
from kit.interval import Interval
from registry.tables import Interpreter
from tests import make
from tests.make_booking import THURSDAY, Her, World, done, faults, refused, wanted

WARD = {"address": "Kirkeveien 166", "latitude": 59.9366, "longitude": 10.7353}
COURT = {"address": "C. J. Hambros plass 4", "latitude": 59.9165, "longitude": 10.7398}
HALF_PAST = THURSDAY + timedelta(minutes=30)
QUARTER_TO = THURSDAY + timedelta(minutes=45)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def first(world: World) -> Her:
    """Somebody with an assignment at the ward from 10:00 to 10:30."""
    her = world.add(90001)
    world.asked(end=HALF_PAST, **WARD)
    done(her.accept())
    return her


def test_across_town_in_a_quarter_of_an_hour_she_is_told_as_not_available(world: World) -> None:
    first(world)
    reference = world.book(start=QUARTER_TO, **COURT)["reference"]
    assert world.candidates(reference)["items"] == []
    assert world.left_out(reference) == {"not_available": 1}


@pytest.mark.parametrize(
    ("minutes", "place"),
    [(30, WARD), (53, COURT), (35, {"modality": "screen", "kommune": None, "address": None})],
)
def test_what_she_can_reach_she_is_asked_about(world: World, minutes: int, place: dict[str, Any]) -> None:
    first(world)
    booked = world.book(
        start=THURSDAY + timedelta(minutes=minutes), end=THURSDAY + timedelta(hours=2), **place
    )
    assert [one["number"] for one in world.candidates(booked["reference"])["items"]] == [90001]


def test_two_questions_too_near_each_other_and_one_yes(world: World) -> None:
    her = world.add(90001)
    world.asked(end=HALF_PAST, **WARD)
    other = world.asked(start=QUARTER_TO, **COURT)
    one, two = (
        offer["id"] for offer in sorted(her.offers(), key=lambda offer: offer["booking"]["starts_at"])
    )
    done(her.accept(one))
    assert refused(her.accept(two)) == (409, "offer_withdrawn")
    assert world.see(other["reference"])["status"] == "unfilled"
    assert "Kirkeveien" not in str(her.http.get(f"/api/v1/offers/{two}").text)


def test_a_question_put_to_her_meanwhile_is_refused_and_then_taken_back(world: World) -> None:
    """She has since become too near: the refusal says nothing of the other place, and tending tidies."""
    her = world.add(90001)
    other = world.asked(start=THURSDAY + timedelta(hours=3), **COURT)
    world.asked(end=HALF_PAST, **WARD)
    late, early = (
        offer["id"]
        for offer in sorted(her.offers(), key=lambda offer: offer["booking"]["starts_at"], reverse=True)
    )
    done(her.accept(early))
    with world.writing() as session:
        row = session.get_one(Booking, session.get_one(Offer, late).booking_id)
        row.starts_at, row.ends_at = QUARTER_TO, QUARTER_TO + timedelta(hours=1)
        session.add(row)
    answer = her.accept(late)
    assert refused(answer) == (409, "travel_too_short")
    assert "Kirkeveien" not in answer.text
    world.wait(timedelta(0))
    assert world.see(other["reference"])["status"] == "unfilled"


def test_a_booking_is_not_moved_to_where_she_cannot_be_in_time(world: World) -> None:
    her = first(world)
    reference = world.asked(start=THURSDAY + timedelta(hours=2), **COURT)["reference"]
    done(her.accept())
    moved = world.agency.patch(
        f"/api/v1/bookings/{reference}",
        json={"starts_at": QUARTER_TO.isoformat(), "ends_at": (QUARTER_TO + timedelta(hours=1)).isoformat()},
    )
    assert refused(moved) == (409, "travel_too_short")
    elsewhere = world.agency.patch(
        f"/api/v1/bookings/{reference}", json={"kommune": "4601", "address": "Torget 1"}
    )
    assert refused(elsewhere) == (409, "travel_too_short")
    assert world.see(reference)["kommune"] == "0301"


SLOW = {"TOLKEBOK_TRAVEL_MARGIN_MINUTES": "90"}


def test_the_installations_pace_counts_for_candidates_steps_deviations_and_the_proof(
    database: Database,
) -> None:
    """An hour between the ward and the court is enough at the standard pace, and not with this margin."""
    world = World(database, environ=SLOW)
    first(world)
    reference = world.book(start=THURSDAY + timedelta(minutes=90), **COURT)["reference"]
    address = f"/api/v1/bookings/{reference}"
    assert world.left_out(reference) == {"not_available": 1}
    steps = {one["step"]: one["count"] for one in done(world.agency.get(f"{address}/steps"))["items"]}
    assert (steps["reach"], steps["available"]) == (1, 0)
    assert done(world.agency.get(f"{address}/candidates/90001/why-not"))["answer"] == "not_available"
    said = {"kind": "no_interpreter", "ground": "cannot_wait", "text": "Nobody came."}
    kept = done(world.agency.post(f"{address}/deviations", json=said))["snapshot"]
    assert (kept["free"], kept["left_out"]) == (0, {"not_available": 1})

    world.ask(reference)
    proof = done(world.agency.get(f"{address}/proof"))
    assert (proof["intact"], proof["recomputed"], proof["runs"][0]["asked"]) == (True, True, None)
    with world.database.read() as session:
        row = session.exec(select(OfferingRun).order_by(col(OfferingRun.booking_id).desc())).first()
        assert row is not None
        assert packing.unpack(row.content).header["pace"]["margin"] == 5400.0
    world.app.state.settings = make.settings(database)  # the run stands as it was, whatever is set later
    assert done(world.agency.get(f"{address}/proof"))["recomputed"]
    assert [one["number"] for one in world.candidates(reference)["items"]] == [90001]


def test_another_time_that_is_proposed_can_be_reached_and_taken(world: World) -> None:
    """At the ward until 10:30, then 23 minutes to the court: 11:00 is the first quarter she can be there."""
    her = first(world)
    reference = world.book(start=QUARTER_TO, **COURT)["reference"]
    address = f"/api/v1/bookings/{reference}"
    [proposed] = done(world.agency.get(f"{address}/relaxations"))["items"]
    assert proposed == {
        "kind": "another_time", "count": 1, "level": {"category": 2, "letter": "C"}, "language": None,
        "max_category": None,
        "span": {"starts_at": "2026-11-26T10:00:00Z", "ends_at": "2026-11-26T11:00:00Z"},
    }  # fmt: skip
    assert world.agency.patch(address, json=proposed["span"]).is_success
    world.ask(reference)
    done(her.accept())


def test_clashing_answers_for_many_at_once(world: World) -> None:
    her = stored_id(first(world).row.id)
    other = world.add(90002)
    with world.database.read() as session:
        span = Interval(QUARTER_TO, QUARTER_TO + timedelta(hours=1))
        place = Spot("0301", "C. J. Hambros plass 4", (59.9165, 10.7398))
        ids = [her, stored_id(other.row.id)]
        assert clashing(asking(session), ids, place, span, pace=PACE) == {her}
        assert clashing(asking(session), ids, None, span, pace=PACE) == set()
        assert clashing(asking(session), [], place, span, pace=PACE) == set()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"latitude": 59.9}, {"longitude": "half_a_point"}),
        ({"longitude": 10.7}, {"latitude": "half_a_point"}),
        ({"latitude": 59.33, "longitude": 18.07}, {"latitude": "not_in_kommune"}),  # Stockholm
        ({"latitude": 10.75, "longitude": 59.91}, {"latitude": "outside_norway"}),  # the wrong way round
        ({"latitude": 60.39, "longitude": 5.32}, {"latitude": "not_in_kommune"}),  # Bergen is not in Oslo
        ({"latitude": 100.0, "longitude": 10.75}, {"latitude": "too_large_number"}),
    ],
)
def test_a_point_that_cannot_be_is_refused(
    world: World, place: dict[str, float], told: dict[str, str]
) -> None:
    assert faults(world.agency.post("/api/v1/bookings", json=wanted(**place))) == told


def test_svalbard_is_norway(world: World) -> None:
    assert world.book(latitude=78.22, longitude=15.65, kommune="5501")["latitude"] == 78.22


def test_only_on_site_has_a_point(world: World) -> None:
    body = wanted(modality="screen", kommune=None, address=None, latitude=59.9, longitude=10.7)
    assert faults(world.agency.post("/api/v1/bookings", json=body)) == {"latitude": "only_on_site"}


def test_another_address_takes_the_point_of_the_old_one_away(world: World) -> None:
    reference = world.book(**WARD)["reference"]
    changed = done(world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Storgata 1"}))
    assert (changed["address"], changed["latitude"], changed["longitude"]) == ("Storgata 1", None, None)


def test_of_a_sensitive_booking_the_point_is_kept_from_her_as_the_address_is(world: World) -> None:
    her = world.add(90001)
    world.asked(sensitive=True, **WARD)
    told = her.offers()[0]["booking"]
    assert (told["kommune"], told["address"], told["latitude"], told["longitude"]) == (None, None, None, None)
    done(her.accept())
    assert her.assignments()[0]["booking"]["latitude"] == 59.9366


@pytest.mark.parametrize(
    ("reach", "counted"),
    [
        ({"km": 100}, {"out_of_reach": 1}),
        ({"km": 400}, {}),
        ({"kommuner": ["0301", "3201"]}, {"out_of_reach": 1}),
        ({"kommuner": ["1201"]}, {}),  # Bergen, by a number of the past
        ({"km": 10, "kommuner": ["4601"]}, {}),
        ({}, {}),
    ],
)
def test_how_far_she_goes_is_a_hard_rule_on_site(
    world: World, reach: dict[str, Any], counted: dict[str, int]
) -> None:
    her = world.add(90001)
    done(her.http.put("/api/v1/me/reach", json=reach))
    bergen = world.book(kommune="4601", address="Torget 1")["reference"]
    assert world.left_out(bergen) == counted
    by_screen = world.book(modality="screen", kommune=None, address=None)["reference"]
    assert world.left_out(by_screen) == {}


def test_of_a_protected_identity_reach_is_told_as_not_available(world: World) -> None:
    her = world.add(90001, protected=True)
    done(her.http.put("/api/v1/me/reach", json={"km": 100}))
    bergen = world.book(kommune="4601", address="Torget 1")["reference"]
    assert world.left_out(bergen) == {"not_available": 1}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"km": 10_000}, {"km": "too_far"}),
        ({"km": 0}, {"km": "too_far"}),
        ({"kommuner": ["9999"]}, {"kommuner": "unknown_kommune"}),
        ({"kommuner": ["1850"]}, {"kommuner": "divided_kommune"}),
    ],
)
def test_a_reach_that_cannot_be_is_refused_and_the_one_before_stands(
    world: World, given: dict[str, Any], told: dict[str, str]
) -> None:
    her = world.add(90001)
    done(her.http.put("/api/v1/me/reach", json={"km": 50, "kommuner": ["4601"]}))
    answer = her.http.put("/api/v1/me/reach", json=given)
    assert faults(answer) == told
    if told == {"km": "too_far"}:
        assert "2500" in answer.text
    assert done(her.http.get("/api/v1/me/reach")) == {"km": 50, "kommuner": ["4601"]}


def test_no_limit_again(world: World) -> None:
    her = world.add(90001)
    done(her.http.put("/api/v1/me/reach", json={"km": 50}))
    assert done(her.http.put("/api/v1/me/reach", json={"km": None})) == {"km": None, "kommuner": []}
    assert done(her.http.get("/api/v1/me/reach")) == {"km": None, "kommuner": []}


def test_whoever_lives_there_is_left_out_when_the_booking_says_so(world: World) -> None:
    world.add(90001)
    world.add(90002, kommune="4601")
    world.add(90003, protected=True)
    booked = world.book(sensitive=True, not_from=["0301", "0219"])
    assert booked["not_from"] == ["0301", "3201"]
    assert [one["number"] for one in world.candidates(booked["reference"])["items"]] == [90002]
    assert world.left_out(booked["reference"]) == {"not_eligible": 1, "locally_barred": 1}


def test_who_has_moved_there_since_she_was_asked_cannot_take_it(world: World) -> None:
    her = world.add(90001)
    world.asked(sensitive=True, kommune="4601", not_from=["4601"])
    with world.writing() as session:
        row = session.get_one(Interpreter, her.row.id)
        row.kommune = "4601"
        session.add(row)
    assert refused(her.accept()) == (409, "no_longer_qualified")


def test_only_known_municipalities_can_be_left_out(world: World) -> None:
    assert faults(world.agency.post("/api/v1/bookings", json=wanted(not_from=["9999"]))) == {
        "not_from": "unknown_kommune"
    }
