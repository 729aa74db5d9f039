"""The agency's page of one booking: who is asked next, what is needed now, and what has happened."""

from datetime import timedelta

import pytest

from kit.db import Database
from tests.browsing import visit
from tests.make_agency import ordered
from tests.make_booking import World


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_a_change_of_place_says_from_where_to_where_unless_it_is_sensitive(world: World) -> None:
    for facts, told in (
        ({}, "Kari changed the place from Markveien 1, Oslo to Torget 2, Oslo."),
        ({"sensitive": "yes"}, "Kari changed the place."),
    ):
        found = ordered(world, **facts)
        change = f"{found.path}/change"
        assert told in visit(world.agency, change).send(change, address="Torget 2").words
        log = world.agency.get(f"/api/v1{found.path}/log").json()["items"]
        moved = next(line["change"] for line in log if line["event"] == "changed")
        assert moved["from"]["starts_at"] == moved["to"]["starts_at"] == "2026-11-26T09:00:00Z"
        assert ("Markveien 1" in str(log)) is ("sensitive" not in facts)


def test_what_is_needed_now_gives_two_minutes_to_answer_and_says_when_asking_ends(world: World) -> None:
    world.add(90001)
    found = ordered(world, planned="no", day="", start="", end="10:00", modality="telephone")
    form = found.form(f"{found.path}/offers")
    assert form.values["answer_within_minutes"] == ["2"]
    assert "Nobody is asked later than five minutes after the start." in found.words
    reference = found.path.rpartition("/")[2]
    assert world.ask(reference)["open_offer"]["expires_at"] == "2026-11-23T08:02:00Z"


def test_an_order_needed_now_that_is_refused_shows_the_day_and_time_it_starts(world: World) -> None:
    refused = ordered(world, planned="no", day="", start="", end="", modality="telephone")
    kept = refused.form("/bookings/new").values
    assert (kept["day"], kept["start"]) == (["2026-11-23"], ["09:00"])
    assert "Choose when the meeting ends." in refused.words


def test_nobody_asked_before_the_start_is_told_as_that(world: World) -> None:
    for number in (90001, 90002, 90003, 90004):
        world.add(number)
    found = ordered(world, planned="no", day="", start="", end="10:00", modality="telephone")
    found.send(f"{found.path}/offers")
    for _ in range(3):
        world.wait(timedelta(minutes=2))
    page = visit(world.agency, found.path)
    assert page.words.count("The start came before everybody could be asked.") == 2
    assert "Nobody is left to ask" not in page.words


def test_only_the_first_three_who_can_be_asked_stand_open(world: World) -> None:
    for number in range(90001, 90006):
        world.add(number)
    found = ordered(world)
    first, _, folded = found.response.text.partition("Those who come after")
    assert "90003" in first
    assert "90004" not in first
    assert "90005" in folded
    assert first.index(f'action="{found.path}/offers"') < first.index("90001")


def test_who_looked_at_a_sensitive_booking_is_told_apart_from_what_happened(world: World) -> None:
    her = world.add(90001)
    found = ordered(world, sensitive="yes")
    found.send(f"{found.path}/offers")
    assert her.offers()
    visits = visit(world.agency, found.path).words.partition("Who has looked at the booking")[2]
    assert visits.count("Kari looked at the booking.") == 1
    assert visits.count("Interpreter 90001 looked at the booking.") == 1
    assert "The system" not in visits


def test_somebody_needed_right_now_is_asked_from_now(world: World) -> None:
    page = ordered(world, planned="no", day="", start="", end="10:00", modality="telephone")
    made = world.see(page.path.rpartition("/")[2])
    assert (made["starts_at"], made["planned"]) == ("2026-11-23T08:00:00Z", False)
