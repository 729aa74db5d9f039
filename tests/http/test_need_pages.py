"""Needs on pages: the work list, an unknown language settled, and a booking with everything kept."""

from datetime import timedelta

import pytest

from kit.db import Database
from tests.browsing import visit
from tests.make_booking import World
from tests.make_deviations import officer
from tests.make_needs import needed, program

TYPED = {
    "language": "Tigrinya",
    "modality": "screen",
    "from_day": "2026-11-26",
    "from_clock": "09:00",
    "to_day": "2026-11-27",
    "to_clock": "16:00",
    "case_reference": "17/02331-8",
}


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_a_need_is_typed_listed_and_completed_with_everything_kept(world: World) -> None:
    world.add(90001)
    assert "Nothing waits" in visit(world.agency, "/needs").words
    empty = visit(world.agency, "/needs/new")
    wrong = empty.send("/needs/new", **{**TYPED, "to_day": "2026-11-25"})
    assert wrong.status == 422
    assert "Choose an end after the start." in wrong.words
    assert wrong.form("/needs/new").values["language"] == ["Tigrinya"]
    one = wrong.send("/needs/new", to_day="2026-11-27")
    assert "The need is registered." in one.words
    world.now += timedelta(days=2)
    listed = visit(world.agency, "/needs")
    assert "Tigrinya" in listed.words
    assert "2 days" in listed.words
    reference = one.path.rpartition("/")[2]
    order = visit(world.agency, f"/bookings/new?need={reference}")
    kept = order.form("/bookings/new").values
    assert (kept["language"], kept["modality"]) == (["tir"], ["screen"])
    assert (kept["case_reference"], kept["planned"]) == (["17/02331-8"], ["yes"])
    again = order.send("/bookings/new", day="2026-11-26", start="10:00")
    assert again.status == 422
    assert f"From need {reference}" in again.words
    booked = again.send("/bookings/new", end="11:00")
    assert "The booking is registered" in booked.words
    twice = again.send("/bookings/new", end="11:00")
    assert twice.path == booked.path
    assert "Became a booking" in visit(world.agency, one.path).words
    assert "Nothing waits" in visit(world.agency, "/needs").words
    assert reference in world.agency.get("/needs.csv?status=booked").text


def test_a_short_window_is_taken_for_the_time_of_the_meeting(world: World) -> None:
    reference = needed(world, program(world))["reference"]
    kept = visit(world.agency, f"/bookings/new?need={reference}").form("/bookings/new").values
    assert (kept["day"], kept["start"], kept["end"]) == (["2026-11-26"], ["09:00"], ["11:00"])


def test_an_unknown_language_is_shown_to_a_person_who_settles_it(world: World) -> None:
    reference = needed(world, language="Bilin (nord)")["reference"]
    assert "Which language is this?" in visit(world.agency, "/needs?language=unclear").words
    page = visit(world.agency, f"/needs/{reference}")
    assert "It was written as “Bilin (nord)”" in page.words
    assert page.send(f"/needs/{reference}/language").status == 422
    settled = page.send(f"/needs/{reference}/language", language="tir")
    assert "The language is settled." in settled.words
    assert "Written as Bilin (nord)" in settled.words


def test_a_need_is_let_go_and_counted_so(world: World) -> None:
    reference = needed(world)["reference"]
    page = visit(world.agency, f"/needs/{reference}")
    refused = page.send(f"/needs/{reference}/drop", why="f. 01010750160")
    assert refused.status == 422
    assert refused.send(f"/needs/{reference}/drop", why="Speaks Norwegian").path == "/needs"
    assert page.send(f"/needs/{reference}/drop").path == "/needs"
    radar = visit(world.agency, "/needs/statistics")
    assert "Nobody is listed" in radar.words
    assert "tir,Tigrinya,0,0,1,0,1,0,0" in world.agency.get("/needs/statistics.csv").text
    shown = visit(officer(world), "/needs/statistics")
    assert "One to four: too few to show" in shown.response.text
    assert (
        "No needs in these days"
        in visit(world.agency, "/needs/statistics?from=2020-01-01&to=2020-02-01").words
    )


def test_the_work_list_is_filtered_and_paged(world: World) -> None:
    for number in range(27):
        needed(world, case_reference=f"sak {number}")
    assert "Next page" in visit(world.agency, "/needs").words
    assert "sak 13" in visit(world.agency, "/needs?q=sak+13").words
    assert "No needs match this" in visit(world.agency, "/needs?status=lapsed").words
    assert visit(world.agency, "/needs?from=x").status == 422
    assert len(world.agency.get("/needs.csv").text.splitlines()) == 28
