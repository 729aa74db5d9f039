"""A booking that changes on its way: who is asked anew, what they are told, and what the log says."""

from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from kit.db import Database
from kit.outbox import Outbox
from tests.make_booking import TESTED, THURSDAY, World, done


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def letters(world: World) -> list[dict[str, str]]:
    """The mail on its way, in order."""
    with world.database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    return [row.payload["letter"] for row in rows]


def test_whoever_is_asked_again_after_a_change_is_told_so_in_one_letter(world: World) -> None:
    world.add(90001)
    reference = world.asked()["reference"]
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Trondheimsveien 2"}))
    _first, anew = letters(world)
    assert anew["subject"].startswith("Endret: Kan du tolke")
    assert "Dette erstatter den forrige forespørselen." in anew["text"]
    assert "Trondheimsveien 2" in anew["text"]


def test_whoever_is_not_asked_again_after_a_change_is_told_that_it_fell_away(world: World) -> None:
    world.add(90001)
    world.add(90002, *TESTED, hours=((4, time(8), time(20)),))
    reference = world.asked()["reference"]
    evening = {"starts_at": "2026-11-26T17:00:00+01:00", "ends_at": "2026-11-26T18:00:00+01:00"}
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json=evening))
    told = {letter["to"]: letter["subject"].split()[0] for letter in letters(world)[1:]}
    assert told == {"tolk90002@example.org": "Kan", "tolk90001@example.org": "Forespørselen"}


def test_a_change_of_an_unfilled_booking_asks_anew(world: World) -> None:
    her = world.add(90001)
    reference = world.asked(start=THURSDAY + timedelta(hours=10))["reference"]
    assert world.see(reference)["status"] == "unfilled"
    moved = {"starts_at": "2026-11-26T13:00:00+01:00", "ends_at": "2026-11-26T14:00:00+01:00"}
    changed = done(world.agency.patch(f"/api/v1/bookings/{reference}", json=moved))
    assert (changed["status"], changed["unfilled_reasons"]) == ("asking", None)
    assert world.events(reference) == ["created", "unfilled", "changed", "asked"]
    done(her.accept())


def test_a_change_before_anybody_is_asked_asks_nobody(world: World) -> None:
    her = world.add(90001)
    reference = world.book()["reference"]
    changed = done(world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Storgata 1"}))
    assert (changed["status"], changed["version"], her.offers()) == ("registered", 2, [])


def test_an_unfilled_booking_in_a_language_nobody_holds_says_so_to_the_booker(world: World) -> None:
    reference = world.asked(language="tig")["reference"]
    assert world.see(reference)["unfilled_reasons"] == {"nobody_with_the_language": 0}
    assert "Tolker i registeret med dette språket: 0" in letters(world)[-1]["text"]


def test_the_log_says_from_which_status_to_which_and_what_was_changed(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    reference = world.book()["reference"]
    moved = {"kommune": "3301", "address": "Storgata 1"}
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json=moved))
    world.ask(reference)
    done(first.decline())
    done(second.accept())
    done(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Not needed"}))
    lines = done(world.agency.get(f"/api/v1/bookings/{reference}/log"))["items"]
    assert [(line["event"], line["from_status"], line["to_status"]) for line in lines] == [
        ("created", None, "registered"),
        ("changed", None, None),
        ("asked", "registered", "asking"),
        ("declined", None, None),
        ("asked", "asking", "asking"),
        ("accepted", "asking", "booked"),
        ("cancelled", "booked", "cancelled"),
    ]
    assert lines[1]["why"] == "address, kommune"
