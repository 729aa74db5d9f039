"""The wishes few bookings need, as the agency's form takes them and keeps them."""

import pytest

from kit.db import Database
from tests.browsing import visit
from tests.make_agency import NEED, ordered
from tests.make_booking import World


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_every_wish_reaches_the_booking(world: World) -> None:
    page = ordered(
        world, variety="", gender="woman", wanted="90001, 90002", refused="90003", max_category="3",
        substitute_1="amh", substitute_3="tig", subject_area="health", participants="3", language="tir",
    )  # fmt: skip
    made = world.see(page.path.rpartition("/")[2])
    assert (made["gender"], made["wanted"], made["refused"]) == ("woman", [90001, 90002], [90003])
    assert (made["max_category"], made["substitutes"]) == (3, ["amh", "tig"])
    assert (made["subject_area"], made["participants"]) == ("health", 3)


def test_several_municipalities_are_left_out_and_stand_in_a_booking_like_it(world: World) -> None:
    world.add(90001)
    world.add(90002, kommune="3201")
    world.add(90003, kommune="4601")
    page = visit(world.agency, "/bookings/new").send("/bookings/new", **NEED, not_from=["0301", "3201"])
    reference = page.path.rpartition("/")[2]
    assert world.see(reference)["not_from"] == ["0301", "3201"]
    assert world.left_out(reference) == {"locally_barred": 2}
    like = visit(world.agency, f"/bookings/new?like={reference}")
    assert "Chosen now: Oslo, Bærum" in like.words
    assert like.form("/bookings/new").values["not_from"] == ["3201", "0301"]


def test_municipalities_ticked_stay_ticked_when_the_form_is_refused(world: World) -> None:
    typed = {**NEED, "language": ""}
    page = visit(world.agency, "/bookings/new")
    refused = page.send("/bookings/new", **typed, not_from=["0301", "5501"])
    assert refused.status == 422
    assert "Chosen now: Oslo, Tromsø" in refused.words
    again = refused.send("/bookings/new", language="tir")
    assert world.see(again.path.rpartition("/")[2])["not_from"] == ["0301", "5501"]


def test_more_municipalities_than_can_be_left_out_are_told_and_kept(world: World) -> None:
    page = visit(world.agency, "/bookings/new")
    many = page.form("/bookings/new").offered["not_from"][:21]
    refused = page.send("/bookings/new", **NEED, not_from=many)
    assert refused.status == 422
    assert "Give at most 20 of these." in refused.words
    assert refused.form("/bookings/new").values["not_from"] == many
