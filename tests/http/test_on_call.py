"""Duty lists over REST and pages: who can be reached now, who may see it, and what it means for asking."""

from datetime import timedelta
from typing import Any

import pytest

from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from tests import make, make_identity, make_letters
from tests.browsing import visit
from tests.make_booking import TESTED, Told, World, done, faults, refused, told

TONIGHT = make.NOW.replace(hour=20)
NIGHT = {"starts_at": "2026-11-23T20:00:00+01:00", "ends_at": "2026-11-24T06:00:00+01:00"}
CALL = {"modality": "telephone", "kommune": None, "address": None}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def reachable(world: World, **wanted: Any) -> list[Told]:
    answer: list[Told] = done(world.agency.get("/api/v1/on-call/now", params=wanted))
    return answer


def letters_to(world: World, address: str | None) -> list[Told]:
    with world.database.read() as session:
        return make_letters.letters(session, address or "nobody")


def test_who_is_on_call_is_shown_while_it_lasts_the_highest_category_first(world: World) -> None:
    for her in (world.add(90001, *TESTED), world.add(90002)):
        told(her.http.post("/api/v1/me/on-call", json=NIGHT))
    assert reachable(world) == []
    world.now = TONIGHT
    found = reachable(world, language="tir")
    assert [(one["number"], one["phone"]) for one in found] == [
        (90002, "+47 900 00 000"),
        (90001, "+47 900 00 000"),
    ]
    assert found[0]["languages"] == [{"language": "tir", "category": 2, "letter": "C"}]
    assert found[0]["until"] == "2026-11-24T05:00:00Z"
    assert reachable(world, language="som") == []
    assert [one["modalities"] for one in reachable(world, modality="telephone")] == [["telephone"]] * 2


def test_nobody_but_bookers_learns_who_is_on_call(world: World) -> None:
    her = world.add(90001)
    assert refused(her.http.get("/api/v1/on-call/now")) == (403, "not_allowed")
    assert world.client(None).get("/api/v1/on-call/now").status_code == 401


def test_a_protected_identity_is_on_no_list(world: World) -> None:
    her = world.add(90001, protected=True)
    told(her.http.post("/api/v1/me/on-call", json=NIGHT))
    world.now = TONIGHT
    assert reachable(world) == []


def test_on_call_is_asked_about_unplanned_calls_at_night_and_nothing_else(world: World) -> None:
    her = world.add(90001)
    told(her.http.post("/api/v1/me/on-call", json=NIGHT | {"languages": ["tir"]}))
    world.now = TONIGHT
    soon = TONIGHT + timedelta(hours=1)

    def asked(**changes: Any) -> list[int]:
        reference = world.book(start=soon, **changes)["reference"]
        return [one["number"] for one in world.candidates(reference)["items"]]

    assert asked(planned=False, **CALL) == [90001]
    assert asked(planned=True, **CALL) == []
    assert asked(planned=False) == []  # on site


def test_who_has_said_yes_to_something_now_cannot_be_reached(world: World) -> None:
    her = world.add(90001)
    told(her.http.post("/api/v1/me/on-call", json=NIGHT))
    world.now = TONIGHT
    world.asked(start=TONIGHT + timedelta(minutes=5), planned=False, **CALL)
    assert her.accept().is_success
    world.now += timedelta(minutes=10)
    assert reachable(world) == []


def test_an_organisations_list_counts_when_she_has_confirmed(world: World) -> None:
    her = world.add(90001)
    organisation = world.book()["organisation"]["id"]
    address = f"/api/v1/organisations/{organisation}/on-call"
    assert refused(world.agency.post(address, json=NIGHT | {"number": 90001})) == (403, "not_allowed")
    with world.writing() as session:
        keeper = make_identity.account(
            session, "vakt@example.org", Role.COORDINATOR, session.get_one(Organisation, organisation)
        )
    coordinator = world.client(keeper)
    put = told(coordinator.post(address, json=NIGHT | {"number": 90001}))
    assert faults(coordinator.post(address, json=NIGHT | {"number": 99999})) == {"number": "not_listed"}
    [told_of] = letters_to(world, her.row.email)
    assert told_of["subject"] == "Kan du ha vakt?"
    assert "mandag 23. november" in told_of["text"]
    world.now = TONIGHT
    assert reachable(world) == []
    assert [one["confirmed_at"] for one in done(coordinator.get(address))["items"]] == [None]
    told(her.http.post(f"/api/v1/me/on-call/{put['id']}/confirm"))
    assert [one["number"] for one in reachable(world)] == [90001]
    straight = coordinator.get("/on-call/lists", follow_redirects=False)
    assert straight.headers["location"] == f"/on-call/lists/{organisation}"
    assert 'href="/on-call/lists" aria-current' in coordinator.get("/on-call/lists").text
    assert coordinator.delete(f"{address}/{put['id']}").status_code == 204
    assert letters_to(world, her.row.email)[-1]["subject"] == "Du har ikke vakt likevel"
    assert reachable(world) == []
    assert refused(her.http.delete(f"/api/v1/me/on-call/{put['id']}")) == (404, "not_found")


def test_on_call_is_by_screen_or_telephone(world: World) -> None:
    her = world.add(90001)
    assert faults(her.http.post("/api/v1/me/on-call", json=NIGHT | {"modalities": ["on_site"]})) == {
        "modalities": "not_by_wire"
    }
    assert faults(her.http.post("/api/v1/me/on-call", json=NIGHT | {"languages": ["xxx"]})) == {
        "languages": "unknown_language"
    }


@pytest.mark.parametrize("tongue", ["nb", "nn", "en"])
def test_the_pages(world: World, tongue: str) -> None:
    her = world.add(90001, name="Selam Tesfai")
    her.http.cookies.set("tongue", tongue)
    page = visit(her.http, "/my/hours/times?which=on_call")
    night = {"first_day": "2026-11-23", "first_time": "20:00", "last_day": "2026-11-24", "last_time": "06:00"}
    page = page.send("/my/on-call", **night)
    assert page.status == 200
    world.now = TONIGHT
    world.agency.cookies.set("tongue", tongue)
    found = visit(world.agency, "/on-call")
    assert "Selam Tesfai" in found.words
    assert 'href="tel:+4790000000"' in found.response.text
    extra = visit(her.http, "/my/hours/times").send(
        "/my/extra-hours",
        first_day="2026-11-28",
        first_time="10:00",
        last_day="2026-11-28",
        last_time="12:00",
        every_weeks="2",
    )
    assert extra.status == 200
    assert "<span" not in extra.words
    assert visit(her.http, "/my/hours/times").send("/my/extra-hours").status == 422
