"""An interpreter's page of her own calendars, sent as a browser without JavaScript sends it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from booking.calendars import polling, reading
from booking.calendars.explaining import REMEDIES
from booking.calendars.words import FAILURES
from kit.db import Database
from tests import webserver
from tests.browsing import visit
from tests.ics import at, calendar
from tests.make_booking import Her, World
from tests.webserver import WebServer


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.running() as running:
        running.pages["/a.ics"] = webserver.body(calendar(at("20261126T100000", "20261126T110000")))
        yield running


@pytest.fixture
def world(database: Database, server: WebServer) -> World:
    made = World(database)
    made.app.state.settings = replace(made.app.state.settings, fetch_allowed_hosts=frozenset({server.host}))
    return made


def test_a_calendar_is_added_read_again_and_removed(her: Her, server: WebServer) -> None:
    empty = visit(her.http, "/my/calendars")
    assert "No calendar yet" in empty.words
    added = empty.send("/my/calendars/add", address=server.at("/a.ics"), label="Jobben")
    assert "The calendar is read." in added.words
    assert "Busy in the next two weeks once" in added.words
    assert "Barnets" not in added.words
    assert server.at("/a.ics") not in added.words
    again = added.send("/my/calendars/1/refresh")
    assert "This is how it went." in again.words
    gone = again.send("/my/calendars/1/remove")
    assert "The calendar is removed" in gone.words
    assert "No calendar yet" in gone.words


def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(her: Her, server: WebServer) -> None:
    server.pages["/a.ics"] = webserver.body(b"<html>")
    page = visit(her.http, "/my/calendars")
    wrong = page.send("/my/calendars/add", address=server.at("/a.ics"), label="Jobben", password="x")
    assert wrong.status == 422
    assert "There is no calendar there. Copy the address in iCal format." in wrong.words
    typed = wrong.form("/my/calendars/add").values
    assert (typed["label"], typed["password"]) == (["Jobben"], [""])
    assert "Paste the address of the calendar." in page.send("/my/calendars/add").words
    number = page.send("/my/calendars/add", address=server.at("/a.ics"), label="Ola 15108695088")
    assert "Leave the birth number out" in number.words


def test_a_failure_and_a_silence_stand_on_the_page_with_what_to_do(
    world: World, her: Her, server: WebServer
) -> None:
    visit(her.http, "/my/calendars").send("/my/calendars/add", address=server.at("/a.ics"))
    server.pages["/a.ics"] = webserver.status(404)
    reader = reading.of(world.app.state.settings)
    for hours, said in ((1, "Not read the last time"), (25, "Silent for more than a day")):
        world.now += timedelta(hours=hours)
        assert polling.poll_next(world.database, reader, world.office, now=world.now)
        shown = visit(her.http, "/my/calendars").words
        assert said in shown
        assert "There is no calendar there any more. Copy the secret address anew." in shown
    for hours in range(18):
        world.now += timedelta(hours=7 + hours % 2)
        polling.poll_next(world.database, reader, world.office, now=world.now)
    assert "We have stopped asking" in visit(her.http, "/my/calendars").words


def test_only_an_interpreter_has_the_page(world: World) -> None:
    assert world.agency.get("/my/calendars").status_code == 403


def test_every_failure_has_its_words() -> None:
    assert set(REMEDIES) == set(FAILURES)
