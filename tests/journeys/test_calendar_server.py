"""A real calendar server (Radicale): her calendar lives there, and she is not asked when it says busy."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from booking.calendars import polling, reading
from kit.db import Database
from tests import webserver
from tests.ics import at, calendar, event
from tests.make_booking import THURSDAY, Her, World, faults, told

LOGIN = ("selam", "et-langt-passord")
COLLECTION = "/selam/jobb/"


@dataclass
class Radicale:
    """The server, seen by the one who keeps her calendar there."""

    host: str

    def put(self, name: str, body: bytes) -> None:
        """Keep an entry, as her phone does."""
        address = f"http://{self.host}{COLLECTION}{name}.ics"
        kind = {"Content-Type": "text/calendar; charset=utf-8"}
        answer = httpx.put(address, content=body, auth=LOGIN, headers=kind)
        assert answer.is_success, answer.text

    def delete(self, name: str) -> None:
        assert httpx.delete(f"http://{self.host}{COLLECTION}{name}.ics", auth=LOGIN).is_success


@contextmanager
def running(folder: Path) -> Iterator[Radicale]:
    """Radicale as a process of its own, with one person and one calendar."""
    (folder / "people").write_text(":".join(LOGIN) + "\n", encoding="utf-8")
    host = f"127.0.0.1:{webserver.closed_port()}"
    options = {
        "server-hosts": host,
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": str(folder / "people"),
        "auth-htpasswd-encryption": "plain",
        "storage-filesystem-folder": str(folder / "collections"),
        "logging-level": "warning",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *given])
    try:
        made = _until_made(host)
        assert made.status_code == 201, made.text
        yield Radicale(host)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _until_made(host: str) -> httpx.Response:
    for _ in range(300):
        try:
            return httpx.request("MKCALENDAR", f"http://{host}{COLLECTION}", auth=LOGIN)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Radicale]:
    with running(tmp_path) as started:
        yield started


@pytest.fixture
def world(database: Database, server: Radicale) -> World:
    made = World(database)
    made.app.state.settings = replace(made.app.state.settings, fetch_allowed_hosts=frozenset({server.host}))
    return made


@pytest.fixture
def her(world: World) -> Her:
    return world.add(90001, name="Selam Tesfai")


def poll(world: World) -> bool:
    world.now += timedelta(minutes=20)
    return polling.poll_next(
        world.database, reading.of(world.app.state.settings), world.office, now=world.now
    )


@pytest.mark.parametrize("kind", ["ics", "caldav"])
def test_she_is_busy_here_when_her_calendar_server_says_so(
    world: World, her: Her, server: Radicale, kind: str
) -> None:
    weekly = at("20260105T140000", "20260105T150000", "RRULE:FREQ=WEEKLY;BYDAY=MO", uid="uke")
    server.put("uke", calendar(weekly))
    login = {"user": LOGIN[0], "password": LOGIN[1]}
    address = {"address": f"http://{server.host}{COLLECTION}", "kind": kind}
    wrong = her.http.post("/api/v1/me/calendars", json={**address, **login, "password": "feil"})
    assert faults(wrong) == {"address": "access_denied"}
    given = told(her.http.post("/api/v1/me/calendars", json={**address, **login}))
    assert given["busy_next_two_weeks"] == 2
    free = world.asked()
    assert free["open_offer"]["number"] == 90001
    server.put("lege", calendar(event("DTSTART;VALUE=DATE:20261126", uid="lege")))
    assert poll(world)
    assert world.asked()["status"] == "unfilled"
    assert world.asked(start=THURSDAY + timedelta(days=1))["status"] == "asking"
    server.delete("lege")
    assert poll(world)
    assert world.asked()["status"] == "asking"
