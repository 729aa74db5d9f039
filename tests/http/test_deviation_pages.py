"""Deviations and guidelines on pages: three fields, nothing typed is lost, shown where one books."""

import pytest

from kit.db import Database
from tests.browsing import visit
from tests.make_agency import NEED, ordered
from tests.make_booking import TESTED, World
from tests.make_deviations import administrator, lay_down, office, officer, registered

THREE = {"kind": "colleague", "ground": "cannot_wait", "text": "Nobody could come in time."}


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_a_deviation_is_registered_with_three_fields_and_stands_in_the_list(world: World) -> None:
    assert "No deviations are registered" in visit(world.agency, "/deviations").words
    empty = visit(world.agency, "/deviations/new")
    assert empty.form("/deviations/new").values["on"] == ["2026-11-23"]
    refused = empty.send("/deviations/new", text="No time", planned="yes")
    assert refused.status == 422
    assert "Choose the ground in the law" in refused.words
    assert refused.form("/deviations/new").values["text"] == ["No time"]
    one = refused.send("/deviations/new", kind="child", ground="emergency", language="tir")
    assert "The deviation is registered." in one.words
    assert "It was an emergency" in one.words
    listed = visit(world.agency, "/deviations")
    assert "A child" in listed.words
    assert "Planned" in listed.words
    assert "No deviations match this" in visit(world.agency, "/deviations?kind=colleague").words
    assert visit(world.agency, "/deviations?from=2026-12-02&to=2026-12-01").status == 422
    exported = world.agency.get("/deviations.csv").text.splitlines()
    assert len(exported) == 2
    assert ",child,emergency,No time,tir," in exported[1]


def test_a_correction_stands_beside_what_was_registered(world: World) -> None:
    address = f"/deviations/{registered(world)['reference']}"
    form = visit(world.agency, f"{address}/correct")
    assert form.form(f"{address}/correct").values["kind"] == ["child"]
    missing = form.send(
        f"{address}/correct", kind="adult_relative", ground="justifiable_for_child", why="His grown sister."
    )
    assert missing.status == 422
    assert "Choose one of the grounds" in missing.words
    done = missing.send(f"{address}/correct", ground="cannot_wait")
    assert "An adult relative or friend" in done.words
    assert "His grown sister." in done.words
    assert "The father had collapsed." in done.words
    late = form.send(f"{address}/correct", why="Again")
    assert late.status == 409


def test_below_the_agencys_lowest_category_the_order_opens_the_deviation_and_keeps_what_was_typed(
    world: World,
) -> None:
    world.add(90001, *TESTED)
    lay_down(world.database, office(world.database), "Ask the best first.", health=3)
    shown = visit(world.agency, "/bookings/new")
    assert "Ask the best first." in shown.words
    typed = {**NEED, "subject_area": "health", "max_category": "5", "case_reference": "17/02331-8"}
    refused = shown.send("/bookings/new", **typed)
    assert refused.status == 422
    assert "Your agency uses category 3 or better here." in refused.words
    kept = refused.form("/bookings/new").values
    assert {name: kept[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert "<details open>" in refused.response.text
    lacking = refused.send("/bookings/new", deviation_text="She is in pain now.")
    assert lacking.status == 422
    assert "Choose the ground in the law" in lacking.words
    booked = lacking.send("/bookings/new", deviation_ground="cannot_wait")
    assert booked.path.startswith("/bookings/")
    assert "Somebody not qualified, or in a lower category" in booked.words
    assert "registered a deviation" in booked.words
    asking = booked.send(f"{booked.path}/offers")
    assert "Waiting for an answer" in asking.words


def test_a_booking_below_a_minimum_set_since_offers_both_ways_on(world: World) -> None:
    world.add(90001, *TESTED)
    one, other = ordered(world), ordered(world, day="2026-11-27")
    lay_down(world.database, office(world.database), any=3)
    refused = one.send(f"{one.path}/offers")
    assert refused.status == 409
    assert "This asks below your agency's lowest category" in refused.words
    kept = visit(world.agency, other.path).send(f"{other.path}/minimum")
    assert "Lowest category you accept 3" in kept.words
    form = visit(world.agency, f"{other.path}/deviation?max_category=5")
    assert form.form(f"{other.path}/deviation").values["kind"] == ["below_duty"]
    lower = form.send(f"{other.path}/deviation", ground="cannot_wait", text="Cannot wait.")
    assert "The deviation is registered." in lower.words
    assert "Interpreters who can be asked" in lower.words
    reference = lower.response.text.partition("/deviations/")[2][:10]
    told = visit(world.agency, f"/deviations/{reference}").words
    assert "1 qualified in a category the booking took, 1 of them could be asked" in told
    assert "Each interpreter by number" not in told
    assert "Each interpreter by number" in visit(administrator(world), f"/deviations/{reference}").words


def test_the_guideline_is_laid_down_by_the_administrator_and_shown_to_those_who_book(world: World) -> None:
    place = office(world.database).id
    shown = visit(world.agency, "/guideline")
    assert "Nothing is laid down here, nor above" in shown.words
    assert "Lay down anew" not in shown.words
    theirs = administrator(world)
    theirs.cookies.set("tongue", "en")
    form = visit(theirs, f"/guideline/{place}")
    refused = form.send(f"/guideline/{place}", text="Ask first.", url="http://nav.example.org")
    assert refused.status == 422
    assert refused.form(f"/guideline/{place}").values["text"] == ["Ask first."]
    done = refused.send(f"/guideline/{place}", url="https://nav.example.org/tolk", minimum_court="2")
    assert "It is laid down" in done.words
    assert "Court" in visit(world.agency, "/guideline").words
    assert "https://nav.example.org/tolk" in visit(world.agency, "/bookings/new").response.text
    assert world.agency.post(f"/guideline/{place}", data={"text": "Mine"}).status_code == 404
    assert theirs.get("/guideline/999").status_code == 404


def test_figures_are_ones_own_beside_the_survey_and_the_directorates_hide_small_numbers(world: World) -> None:
    registered(world)
    own = visit(world.agency, "/deviations/statistics").words
    assert "21 %" in own
    assert "(100 %)" in own
    everybodys = visit(officer(world), "/deviations/statistics")
    assert "One to four: too few to show" in everybodys.response.text
    assert "child,0,1,1" in world.agency.get("/deviations/statistics.csv").text
    her = world.add(90001)
    assert her.http.get("/deviations/statistics").status_code == 403


def test_no_page_of_deviations_is_another_organisations(world: World) -> None:
    reference = registered(world)["reference"]
    booking = ordered(world).path
    nobody = world.client(None)
    for path in ("/deviations", "/needs", f"{booking}/deviation", "/guideline"):
        assert nobody.get(path, follow_redirects=False).status_code == 303
    directorate = officer(world)
    for path in (f"/deviations/{reference}", f"/deviations/{reference}/correct", f"{booking}/deviation"):
        assert directorate.get(path).status_code == 404
    assert directorate.post(f"{booking}/deviation", data=THREE).status_code == 404
