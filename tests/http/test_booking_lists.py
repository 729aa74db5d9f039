"""Long lists of bookings: pages that neither skip nor repeat, and filters."""

from datetime import timedelta
from typing import Any

import pytest

from kit.db import Database
from tests.make_booking import THURSDAY, World, done


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def listed(world: World, **query: Any) -> list[str]:
    return [one["reference"] for one in done(world.agency.get("/api/v1/bookings", params=query))["items"]]


def test_pages_cover_the_list_once_the_latest_start_first(world: World) -> None:
    made = [world.book(start=THURSDAY + timedelta(hours=number // 2))["reference"] for number in range(7)]
    pages, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = done(world.agency.get("/api/v1/bookings", params=query))
        pages.append([one["reference"] for one in page["items"]])
        cursor = page["next"]
        if cursor is None:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [reference for page in pages for reference in page] == made[::-1]


def test_filters_by_status_text_and_time(world: World) -> None:
    plain = world.book()["reference"]
    cased = world.book(case_reference="17/02331-8", start=THURSDAY + timedelta(days=1))["reference"]
    asked = world.asked(language="tig", start=THURSDAY + timedelta(days=2))["reference"]
    assert listed(world, status="unfilled") == [asked]
    assert listed(world, q="02331") == [cased]
    assert listed(world, q=plain.lower()) == [plain]
    assert listed(world, q="%") == []
    assert listed(world, **{"from": "2026-11-27", "to": "2026-11-27"}) == [cased]
    assert listed(world, **{"from": "2026-11-27T09:00:01Z"}) == [asked]
    assert listed(world, to="2026-11-27T09:00:00Z") == [plain]


def test_her_offers_and_assignments_come_in_pages(world: World) -> None:
    her = world.add(90001)
    for number in range(3):
        world.asked(start=THURSDAY + timedelta(hours=number))
    first = done(her.http.get("/api/v1/me/offers", params={"limit": 2}))
    rest = done(her.http.get("/api/v1/me/offers", params={"limit": 2, "cursor": first["next"]}))
    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert len(set(ids)) == 3
    assert rest["next"] is None
    for offer_id in ids:
        done(her.accept(offer_id))
    page = done(her.http.get("/api/v1/me/assignments", params={"from": "2026-11-26T10:30:00Z"}))
    assert [one["booking"]["starts_at"] for one in page["items"]] == [
        "2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z",
    ]  # fmt: skip


def test_the_log_tells_who_and_why_but_an_interpreter_by_number_only(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    done(her.decline(reason="Too far"))
    lines = done(world.agency.get(f"/api/v1/bookings/{reference}/log"))["items"]
    assert [(line["event"], line["by"], line["interpreter"], line["why"]) for line in lines] == [
        ("created", "Kari", None, None),
        ("asked", "Kari", 90001, None),
        ("declined", None, 90001, "Too far"),
        ("unfilled", None, None, "nobody_left"),
    ]
    assert [line["to_status"] for line in lines] == ["registered", "asking", None, "unfilled"]
