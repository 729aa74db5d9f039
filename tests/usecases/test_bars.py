"""Never again this interpreter: in a case by its booker, everywhere by the administrator; she is not told."""

from typing import Any

import pytest
from sqlmodel import col, select

from identity.audit.tables import AuditEntry
from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from tests import make_identity
from tests.browsing import visit
from tests.make_booking import World, done, faults, refused

CASE = {"case_reference": "17/02331-8"}
BAR = {"number": 90001, "reason": "Knows the family", **CASE}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def numbers(world: World, **changes: Any) -> list[int]:
    return [one["number"] for one in world.candidates(world.book(**changes)["reference"])["items"]]


def test_in_one_case_she_is_never_asked_again_and_elsewhere_she_is(world: World) -> None:
    world.add(90001)
    world.add(90002)
    bar = done(world.agency.post("/api/v1/bars", json=BAR))
    assert (bar["number"], bar["case_reference"], bar["reason"]) == (90001, "17/02331-8", "Knows the family")
    assert numbers(world, **CASE) == [90002]
    assert numbers(world) == [90001, 90002]
    assert done(world.agency.post("/api/v1/bars", json=BAR))["id"] == bar["id"]  # twice is once
    assert world.agency.delete(f"/api/v1/bars/{bar['id']}").status_code == 204
    assert numbers(world, **CASE) == [90001, 90002]
    assert refused(world.agency.delete(f"/api/v1/bars/{bar['id']}")) == (404, "not_found")


def test_only_the_administrator_bars_from_everything(world: World) -> None:
    world.add(90001)
    everywhere = {"number": 90001, "reason": "Did not come"}
    assert refused(world.agency.post("/api/v1/bars", json=everywhere)) == (403, "not_allowed")
    place = world.book()["organisation"]["id"]
    with world.writing() as session:
        office = session.get_one(Organisation, place)
        leader = make_identity.account(session, "leder@example.org", Role.AGENCY_ADMINISTRATOR, office)
    done(world.client(leader).post("/api/v1/bars", json=everywhere))
    assert numbers(world) == []


def test_what_it_hits_is_told_first_and_ends_when_confirmed(world: World) -> None:
    her, other = world.add(90001), world.add(90002)
    booked = world.asked(**CASE)["reference"]
    done(her.accept())
    hit = world.agency.post("/api/v1/bars", json=BAR)
    assert refused(hit) == (409, "bar_hits_bookings")
    assert world.see(booked)["status"] == "booked"
    done(world.agency.post("/api/v1/bars", json={**BAR, "confirmed": True}))
    assert world.see(booked)["open_offer"]["number"] == 90002
    assert [one["status"] for one in her.assignments()] == ["cancelled"]
    assert other.offers() != []
    told = her.http.get("/api/v1/me/data").text + her.http.get("/my").text
    assert "Knows the family" not in told


def test_an_open_question_is_taken_back_and_put_to_the_next(world: World) -> None:
    her = world.add(90001)
    world.add(90002)
    asked = world.asked(**CASE)["reference"]
    offer_id = her.offers()[0]["id"]
    done(world.agency.post("/api/v1/bars", json={**BAR, "confirmed": True}))
    assert world.see(asked)["open_offer"]["number"] == 90002
    page = visit(her.http, f"/my/offers/{offer_id}")
    assert "The agency asks somebody else." in page.words
    assert "Knows" not in page.words


def test_it_is_recorded_in_the_organisations_chain_without_the_reason(world: World) -> None:
    world.add(90001)
    bar = done(world.agency.post("/api/v1/bars", json=BAR))
    world.agency.delete(f"/api/v1/bars/{bar['id']}")
    with world.database.read() as session:
        rows = session.exec(
            select(AuditEntry)
            .where(col(AuditEntry.subject).startswith("organisation:"))
            .order_by(col(AuditEntry.position))
        ).all()
    assert [row.act for row in rows] == ["barred", "bar_lifted"]
    assert "family" not in str([row.content for row in rows])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"number": 12, "reason": "x", **CASE}, {"number": "unknown_number"}),
        ({"number": 90001, **CASE}, {"reason": "missing"}),
    ],
)
def test_a_bar_that_cannot_be_is_refused(world: World, given: dict[str, Any], told: dict[str, str]) -> None:
    world.add(90001)
    assert faults(world.agency.post("/api/v1/bars", json=given)) == told


def test_another_organisation_sees_nothing_of_it(world: World) -> None:
    world.add(90001)
    done(world.agency.post("/api/v1/bars", json=BAR))
    stranger = world.client(make_identity.booker(world.database, "fremmed@example.org"))
    assert done(stranger.get("/api/v1/bars"))["items"] == []


def test_the_page_lists_searches_bars_and_lifts(world: World) -> None:
    her = world.add(90001, name="Selam Tesfai")
    page = visit(world.agency, "/bars?number=90001&case_reference=17/02331-8")
    assert "Nobody is barred." in page.words
    world.asked(**CASE)
    asked = page.send("/bars", reason="Knows the family")
    assert asked.status == 409
    assert asked.form("/bars").offered["confirmed"] == ["yes"]
    shown = asked.send("/bars", confirmed="yes")
    assert (shown.path, "Selam Tesfai" in shown.words) == ("/bars", True)
    assert "90001" in visit(world.agency, "/bars?q=02331").words
    assert "Nobody matches this" in visit(world.agency, "/bars?q=nothing").words
    assert b"Knows the family" in world.agency.get("/bars.csv").content
    assert refused(her.http.get("/api/v1/bars")) == (403, "not_allowed")
    bar = done(world.agency.get("/api/v1/bars"))["items"][0]["id"]
    assert visit(world.agency, "/bars").send(f"/bars/{bar}/lift").path == "/bars"
    assert done(world.agency.get("/api/v1/bars"))["items"] == []


def test_her_reach_on_her_page_and_what_cannot_be_is_kept_as_typed(world: World) -> None:
    her = world.add(90001)
    page = visit(her.http, "/my/reach")
    assert "No limit" in page.words
    far = page.send("/my/reach", km="10000")
    assert far.status == 422
    assert far.form("/my/reach").values["km"] == ["10000"]
    far.send("/my/reach", km="80", kommuner=["4601"])
    assert done(her.http.get("/api/v1/me/reach")) == {"km": 80, "kommuner": ["4601"]}
