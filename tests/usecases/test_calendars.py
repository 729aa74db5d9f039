"""An interpreter's own calendars: given, read again, silent, and gone; and who is asked meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from booking.availability.tables import BusySpan
from booking.calendars import polling, reading
from booking.calendars.tables import CalendarSource
from booking.tables import Invitation
from kit.db import Database
from migrations.metadata import METADATA
from tests import webserver
from tests.ics import at, calendar, event
from tests.make_booking import THURSDAY, Her, Told, World, done, faults, refused, told
from tests.make_letters import letters
from tests.webserver import WebServer

DURING = at("20261126T090000", "20261126T120000", "RRULE:FREQ=WEEKLY")
"""Every Thursday from nine to twelve: over the booking, which is from ten to eleven."""


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.running() as running:
        running.pages["/hemmelig.ics"] = webserver.body(calendar(DURING), ETag='"1"')
        yield running


@pytest.fixture
def world(database: Database, server: WebServer) -> World:
    made = World(database)
    made.app.state.settings = replace(made.app.state.settings, fetch_allowed_hosts=frozenset({server.host}))
    return made


@pytest.fixture
def her(world: World) -> Her:
    return world.add(90001, name="Selam Tesfai")


def give(her: Her, server: WebServer, **facts: str) -> Told:
    body = {"address": server.at("/hemmelig.ics"), "label": "Jobben", **facts}
    return told(her.http.post("/api/v1/me/calendars", json=body))


def mine(her: Her) -> list[Told]:
    items: list[Told] = done(her.http.get("/api/v1/me/calendars"))["items"]
    return items


def poll(world: World) -> int:
    """Read whatever is due; how many there were."""
    reader = reading.of(world.app.state.settings)
    count = 0
    while polling.poll_next(world.database, reader, world.office, now=world.now):
        count += 1
    return count


def spans(world: World) -> list[BusySpan]:
    with world.database.read() as session:
        return list(session.exec(select(BusySpan).order_by(col(BusySpan.starts_at))))


def test_a_calendar_that_is_given_is_read_at_once_and_she_is_not_asked_when_busy(
    world: World, her: Her, server: WebServer
) -> None:
    added = give(her, server)
    assert (added["label"], added["host"], added["failure"]) == ("Jobben", "127.0.0.1", None)
    assert added["busy_next_two_weeks"] == 2
    assert len(spans(world)) == 26, "every week for 180 days"
    assert world.asked()["status"] == "unfilled"
    assert world.left_out(world.book()["reference"]) == {"not_available": 1}
    free = world.asked(start=THURSDAY + timedelta(hours=3))
    assert free["open_offer"]["number"] == 90001


def test_what_the_calendar_says_besides_is_kept_nowhere(world: World, her: Her, server: WebServer) -> None:
    added = give(her, server, user="selam", password="passord-hemmelig")
    stored = [str(list(row)) for row in _rows(world)]
    for secret in ("Barnets", "Hemmelig vei", "ola@x", "hemmelig"):
        assert not any(secret in row for row in stored)
        assert secret not in str(added)
    assert server.seen[0]["Authorization"].startswith("Basic ")


def _rows(world: World) -> list[tuple[object, ...]]:
    with world.database.read() as session:
        return [tuple(row) for table in METADATA.sorted_tables for row in session.execute(table.select())]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (webserver.body(b"<!doctype html><title>Sign in</title>"), "not_a_calendar"),
        (webserver.endless(), "too_large"),
        (webserver.to("/hemmelig.ics"), "too_many_redirects"),
        (webserver.to("https://10.0.0.1/"), "private_address"),
        (webserver.body(calendar(event("DTSTART:20261126T090000Z", "RRULE:FREQ=SECONDLY"))), "rule_refused"),
        (webserver.body(calendar(event("DTSTART;TZID=Mars/Phobos:20261126T090000"))), "unknown_time_zone"),
        (webserver.status(404), "not_there"),
        (webserver.status(401), "access_denied"),
        (webserver.body(b""), "not_a_calendar"),
    ],
)
def test_what_cannot_be_read_is_not_kept_and_says_what_to_do(
    her: Her, server: WebServer, page: webserver.Serve, code: str
) -> None:
    server.pages["/hemmelig.ics"] = page
    answer = her.http.post("/api/v1/me/calendars", json={"address": server.at("/hemmelig.ics")})
    assert (answer.status_code, faults(answer)) == (422, {"address": code})
    assert "hemmelig" not in answer.text
    assert mine(her) == []


def test_a_calendar_is_read_again_and_an_unchanged_one_is_not_fetched(
    world: World, her: Her, server: WebServer
) -> None:
    give(her, server)
    assert poll(world) == 0
    world.now += timedelta(minutes=15)
    server.pages["/hemmelig.ics"] = webserver.status(304)
    assert poll(world) == 1
    assert server.seen[-1]["If-None-Match"] == '"1"'
    assert len(spans(world)) == 26
    world.now += timedelta(minutes=15)
    server.pages["/hemmelig.ics"] = webserver.body(calendar())
    assert poll(world) == 1
    assert spans(world) == []
    assert world.asked()["status"] == "asking"


def test_each_day_the_whole_is_read_anew_because_the_window_moves(
    world: World, her: Her, server: WebServer
) -> None:
    give(her, server)
    world.now += timedelta(days=8)
    assert poll(world) == 1
    assert "If-None-Match" not in server.seen[-1]
    assert spans(world)[0].starts_at > world.now


def test_a_failure_keeps_what_was_read_and_is_told_and_tried_again_later(
    world: World, her: Her, server: WebServer
) -> None:
    give(her, server)
    server.pages["/hemmelig.ics"] = webserver.status(503)
    waits = []
    for _ in range(7):
        world.now = due(world)
        assert poll(world) == 1
        waits.append((due(world) - world.now) // timedelta(minutes=1))
    assert waits == [15, 30, 60, 120, 240, 360, 360]
    assert len(spans(world)) == 26
    (shown,) = mine(her)
    assert (shown["failure"], shown["failures"], shown["silent"]) == ("server_failed", 7, False)
    server.pages["/hemmelig.ics"] = webserver.body(calendar(DURING))
    world.now = due(world)
    poll(world)
    (shown,) = mine(her)
    assert (shown["failure"], shown["failures"]) == (None, 0)


def due(world: World) -> datetime:
    with world.database.read() as session:
        return session.exec(select(CalendarSource.due_at)).one()


def test_one_that_is_silent_for_a_day_says_so_by_letter_once_and_is_parked_in_the_end(
    world: World, her: Her, server: WebServer
) -> None:
    give(her, server)
    server.pages["/hemmelig.ics"] = webserver.status(404)
    for _ in range(20):
        world.now = due(world)
        assert poll(world) == 1
        with world.database.read() as session:
            sent = letters(session, "tolk90001@")
        silent = mine(her)[0]["silent"]
        assert len(sent) == (1 if silent else 0) + (1 if mine(her)[0]["next_attempt_at"] is None else 0)
    assert "Vi får ikke lest kalenderen Jobben" in sent[0]["subject"]
    assert "Vi har sluttet å spørre" in sent[1]["text"]
    assert not any("hemmelig.ics" in letter["text"] for letter in sent)
    world.now += timedelta(days=9)
    assert poll(world) == 0
    server.pages["/hemmelig.ics"] = webserver.body(calendar(DURING))
    again = told(her.http.post(f"/api/v1/me/calendars/{mine(her)[0]['id']}/refresh"))
    assert (again["failure"], again["silent"]) == (None, False)
    assert again["next_attempt_at"] is not None


def test_a_calendar_that_is_removed_takes_everything_with_it(
    world: World, her: Her, server: WebServer
) -> None:
    added = give(her, server)
    other = world.add(90002)
    address = f"/api/v1/me/calendars/{added['id']}"
    assert refused(other.http.delete(address)) == (404, "not_found")
    assert refused(other.http.post(f"{address}/refresh")) == (404, "not_found")
    assert her.http.delete(address).status_code == 204
    assert (mine(her), spans(world)) == ([], [])
    assert refused(her.http.delete(address)) == (404, "not_found")


def test_a_calendar_removed_while_it_is_read_leaves_nothing(
    world: World, her: Her, server: WebServer
) -> None:
    added = give(her, server)
    world.now += timedelta(days=1)

    def removing(handler: object) -> None:
        assert her.http.delete(f"/api/v1/me/calendars/{added['id']}").status_code == 204
        webserver.body(calendar(DURING))(handler)  # type: ignore[arg-type]

    server.pages["/hemmelig.ics"] = removing
    assert poll(world) == 1
    assert (mine(her), spans(world)) == ([], [])


def test_the_same_calendar_twice_and_too_many_are_refused(her: Her, server: WebServer) -> None:
    give(her, server)
    body = {"address": server.at("/hemmelig.ics")}
    assert refused(her.http.post("/api/v1/me/calendars", json=body)) == (409, "calendar_known")
    for number in range(9):
        server.pages[f"/{number}"] = webserver.body(calendar())
        give(her, server, address=server.at(f"/{number}"))
    server.pages["/9"] = webserver.body(calendar())
    body = {"address": server.at("/9")}
    assert refused(her.http.post("/api/v1/me/calendars", json=body)) == (409, "too_many_calendars")


def test_asking_us_to_read_too_often_is_refused(her: Her, server: WebServer) -> None:
    address = f"/api/v1/me/calendars/{give(her, server)['id']}/refresh"
    for _ in range(19):
        assert her.http.post(address).is_success
    assert refused(her.http.post(address)) == (429, "too_many_attempts")
    assert len(server.seen) == 20


def test_her_own_yes_goes_before_her_calendar(world: World, her: Her, server: WebServer) -> None:
    reference = world.asked()["reference"]
    give(her, server)
    assert her.accept().is_success
    assert world.see(reference)["status"] == "booked"


def test_our_own_invitation_in_her_calendar_does_not_make_her_busy(
    world: World, her: Her, server: WebServer
) -> None:
    reference = world.asked()["reference"]
    assert her.accept().is_success
    invitation = world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text
    with world.database.read() as session:
        text = session.exec(
            select(Invitation.object_text).where(Invitation.interpreter_id == her.row.id)
        ).one()
    assert text != invitation
    server.pages["/hemmelig.ics"] = webserver.body(text.encode())
    assert give(her, server)["busy_next_two_weeks"] == 0
    server.pages["/agency.ics"] = webserver.body(invitation.encode())
    assert give(her, server, address=server.at("/agency.ics"))["busy_next_two_weeks"] == 1


def test_a_lost_key_is_told_and_nothing_else_is_lost(world: World, her: Her, server: WebServer) -> None:
    added = give(her, server)
    with world.database.write() as session:
        session.exec(select(CalendarSource)).one().secret = "gAAAAA-of-another-key"
    shown = told(her.http.post(f"/api/v1/me/calendars/{added['id']}/refresh"))
    assert shown["failure"] == "address_lost"
    assert len(spans(world)) == 26


def test_only_an_interpreter_has_calendars_here(world: World) -> None:
    assert world.agency.get("/api/v1/me/calendars").status_code == 403
    assert world.client(None).get("/api/v1/me/calendars").status_code == 401


def test_a_webcal_address_is_https(her: Her) -> None:
    answer = her.http.post("/api/v1/me/calendars", json={"address": "webcal://10.0.0.1/a.ics"})
    assert faults(answer) == {"address": "private_address"}
    answer = her.http.post("/api/v1/me/calendars", json={"address": " "})
    assert faults(answer) == {"address": "missing"}
