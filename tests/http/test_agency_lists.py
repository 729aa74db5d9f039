"""The agency's list of bookings, and who may open what, on both databases."""

from datetime import timedelta

import pytest

from kit.db import Database
from tests import make_identity
from tests.browsing import visit
from tests.make_agency import ordered
from tests.make_booking import THURSDAY, World


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_a_sensitive_booking_is_neutral_in_lists_and_files_and_its_views_are_logged(world: World) -> None:
    found = ordered(world, sensitive="yes", case_reference="17/02331-8")
    listed = visit(world.agency, "/bookings")
    assert "Sensitive" in listed.words
    assert "17/02331-8" not in listed.words
    assert ">Tigrinya<" not in listed.response.text
    exported = world.agency.get("/bookings.csv").text
    assert "tir" not in exported
    assert "17/02331-8" not in exported
    visit(world.agency, found.path)
    assert "viewed" in world.events(found.path.rpartition("/")[2])


def test_the_list_is_filtered_paged_and_exported(world: World) -> None:
    for day in range(30):
        world.book(start=THURSDAY + timedelta(days=day), case_reference=f"=case {day}")
    first = visit(world.agency, "/bookings")
    assert first.words.count("Not sent yet") == 26  # 25 rows and the filter's choice
    assert "Next page" in first.words
    onward = first.response.text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert visit(world.agency, onward).words.count("Not sent yet") == 6

    found = visit(world.agency, "/bookings?q=case+7&from=2026-12-01&to=03.12.2026")
    assert found.words.count("Not sent yet") == 2
    assert "No bookings match this" in visit(world.agency, "/bookings?status=booked").words
    assert visit(world.agency, "/bookings?from=yesterday").status == 422
    assert visit(world.agency, "/bookings?to=9999-12-31").status == 422
    backwards = visit(world.agency, "/bookings?from=2026-12-03&to=2026-12-01")
    assert "Choose a last day that is not before the first." in backwards.words
    exported = world.agency.get("/bookings.csv").text.splitlines()
    assert len(exported) == 31
    assert "'=case 0" in exported[1]


def test_what_is_past_has_a_list_of_its_own_with_the_latest_first(world: World) -> None:
    world.book()
    world.book(start=THURSDAY + timedelta(days=1))
    world.wait(timedelta(days=10))
    assert "Nothing is booked" in visit(world.agency, "/bookings").words
    past = visit(world.agency, "/bookings?show=past").words
    assert past.index("27 November") < past.index("26 November")


def test_what_is_cancelled_is_not_among_the_upcoming(world: World) -> None:
    reference = world.book()["reference"]
    assert reference in visit(world.agency, "/bookings").words
    world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "No need"})
    assert reference not in visit(world.agency, "/bookings").words
    assert reference in visit(world.agency, "/bookings?show=past").words


def test_another_organisations_booking_is_not_there(world: World) -> None:
    found = ordered(world)
    stranger = world.client(make_identity.booker(world.database, "ola@ous.example.org", "OUS"))
    for page in ("", "/change", "/cancel", "/invitation.ics"):
        assert stranger.get(found.path + page).status_code == 404
    assert stranger.post(found.path + "/offers").status_code == 404
    assert stranger.post(found.path + "/cancel", data={"reason": "x"}).status_code == 404
    assert stranger.get(f"/bookings/new?like={found.path.rpartition('/')[2]}").status_code == 404
    assert "Nothing is booked" in visit(stranger, "/bookings").words


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(world: World) -> None:
    sent = world.client(None).get("/bookings/new", follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2Fbookings%2Fnew")


def test_an_interpreter_has_no_bookings_to_see(world: World) -> None:
    her = world.add(90001)
    assert her.http.get("/bookings").status_code == 403
    assert her.http.get("/bookings/new").status_code == 403
