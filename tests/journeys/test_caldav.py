"""Real programs on the loopback: the `caldav` client follows a feed, and Radicale takes its objects."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, DAVError

from kit.db import Database
from tests.journeys import test_calendar_server as radicale
from tests.make_booking import THURSDAY, Her, World, told


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def her(world: World) -> Her:
    return world.add(90001, name="Selam Tesfai")


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serving(world) as opened:
        yield opened


@contextmanager
def serving(world: World) -> Iterator[str]:
    """The application on a port of the loopback."""
    config = uvicorn.Config(world.app, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def device(her: Her, **wanted: Any) -> dict[str, str]:
    made = told(her.http.post("/api/v1/me/feeds", json={"scope": "assignments", "means": "device", **wanted}))
    return {"username": made["user"], "password": made["password"]}


@contextmanager
def subscribed(address: str, her: Her, **wanted: Any) -> Iterator[Any]:
    """The calendar, found as a program finds it that knows the server's address alone."""
    with DAVClient(f"{address}/.well-known/caldav", **device(her, **wanted)) as client:
        principal: Any = client.principal()
        (calendar,) = principal.calendars()
        yield calendar


def booked(world: World, her: Her, start: datetime = THURSDAY) -> str:
    reference = str(world.asked(start=start)["reference"])
    told(her.accept())
    return reference


def starts(found: Any) -> list[datetime]:
    return sorted(one.icalendar_component["DTSTART"].dt.astimezone(UTC) for one in found)


def test_a_client_finds_the_calendar_reads_it_and_asks_about_a_span(
    world: World, her: Her, address: str
) -> None:
    booked(world, her)
    booked(world, her, THURSDAY + timedelta(days=7))
    with subscribed(address, her) as calendar:
        assert calendar.get_display_name() == "Tolkeoppdrag"
        assert calendar.get_supported_components() == ["VEVENT"]
        assert starts(calendar.events()) == [THURSDAY, THURSDAY + timedelta(days=7)]
        week = calendar.search(event=True, start=THURSDAY, end=THURSDAY + timedelta(days=1))
        assert starts(week) == [THURSDAY]
        assert calendar.search(todo=True) == []
        (event,) = week
        assert event.icalendar_component["SUMMARY"] == "Tolking: tigrinja"


def test_a_client_hears_of_what_is_new_moved_and_gone_and_of_nothing_else(
    world: World, her: Her, address: str
) -> None:
    first, second = booked(world, her), booked(world, her, THURSDAY + timedelta(days=7))
    with subscribed(address, her) as calendar:
        seen = calendar.objects_by_sync_token(load_objects=True)
        assert len(list(seen)) == 2
        assert list(calendar.objects_by_sync_token(sync_token=seen.sync_token)) == []
        world.now += timedelta(hours=1)
        booked(world, her, THURSDAY + timedelta(days=8))
        told(world.agency.post(f"/api/v1/bookings/{first}/cancel", json={"reason": "Avlyst"}))
        moved = THURSDAY + timedelta(days=7, hours=2)
        span = {"starts_at": moved.isoformat(), "ends_at": (moved + timedelta(hours=1)).isoformat()}
        told(world.agency.patch(f"/api/v1/bookings/{second}", json=span))
        _added, removed = seen.sync()
        assert len(list(removed)) == 1
        assert starts(seen) == [moved, THURSDAY + timedelta(days=8)]
        assert starts(calendar.events()) == starts(seen)


def test_nothing_can_be_written_and_nobody_enters_without_the_password(
    world: World, her: Her, address: str
) -> None:
    booked(world, her)
    with subscribed(address, her) as calendar:
        (event,) = calendar.events()
        with pytest.raises(DAVError):
            calendar.save_event(dtstart=THURSDAY, dtend=THURSDAY + timedelta(hours=1), summary="Min egen")
        with pytest.raises(DAVError):
            event.delete()
        assert len(calendar.events()) == 1
    wrong = device(her) | {"password": "abcd-abcd-abcd-abcd-abcd-abcd"}
    with DAVClient(f"{address}/dav/", **wrong) as client, pytest.raises(AuthorizationError):
        client.principal()


def test_a_calendar_server_of_another_make_takes_the_objects_as_they_are(
    world: World, her: Her, address: str, tmp_path: Path
) -> None:
    """Radicale stores each, tells it again by its time, and reading it there makes her busy here."""
    booked(world, her)
    booked(world, her, THURSDAY + timedelta(days=140))
    with subscribed(address, her) as calendar, radicale.running(tmp_path) as server:
        for number, one in enumerate(calendar.events()):
            server.put(str(number), one.data.encode())
        login = {"username": radicale.LOGIN[0], "password": radicale.LOGIN[1]}
        with DAVClient(f"http://{server.host}{radicale.COLLECTION}", **login) as other:
            kept: Any = other.calendar(url=f"http://{server.host}{radicale.COLLECTION}")
            assert starts(kept.events()) == starts(calendar.events())
            summer = THURSDAY + timedelta(days=140)
            found = kept.search(event=True, start=summer, end=summer + timedelta(hours=1))
            assert starts(found) == [summer], "to the hour, by its own reading of our time zone block"
        feed = told(her.http.post("/api/v1/me/feeds", json={"scope": "assignments"}))["address"]
        text = httpx.get(feed.replace(world.app.state.settings.public_url, address)).content
        whole = httpx.put(
            f"http://{server.host}/selam/feed/", content=text, auth=radicale.LOGIN,
            headers={"Content-Type": "text/calendar; charset=utf-8"},
        )  # fmt: skip
        assert whole.status_code == 201, whole.text
        with DAVClient(f"http://{server.host}/selam/feed/", **login) as other:
            stored: Any = other.calendar(url=f"http://{server.host}/selam/feed/")
            assert len(stored.events()) == 2


def test_a_password_is_not_taken_where_others_could_read_it(world: World, her: Her, address: str) -> None:
    shown = device(her)
    login = (shown["username"], shown["password"])
    assert httpx.request("PROPFIND", f"{address}/dav/", auth=login, headers={"Depth": "0"}).status_code == 207
    world.app.state.settings = replace(world.app.state.settings, public_url="http://tolk.example")
    assert httpx.request("PROPFIND", f"{address}/dav/", auth=login, headers={"Depth": "0"}).status_code == 403
    world.app.state.settings = replace(world.app.state.settings, public_url="https://tolk.example")
    assert httpx.request("PROPFIND", f"{address}/dav/", auth=login, headers={"Depth": "0"}).status_code == 207
