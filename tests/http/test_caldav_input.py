"""CalDAV asked in odd and hostile ways: each question ends in a named answer."""

import base64
import re
from dataclasses import dataclass

import pytest
from httpx2 import Response

from kit.db import Database
from tests.make_booking import Her, World, told

NESTED = "".join(f'<!ENTITY {chr(n + 1)} "{f"&{chr(n)};" * 10}">' for n in range(ord("b"), ord("i")))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">{NESTED}]>'
    '<D:propfind xmlns:D="DAV:"><D:prop><D:displayname>&i;</D:displayname></D:prop></D:propfind>'
)
OUTSIDE = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<D:propfind xmlns:D="DAV:"><D:prop><D:displayname>&x;</D:displayname></D:prop></D:propfind>'
)
SYNC = (
    '<D:sync-collection xmlns:D="DAV:"><D:sync-token>{token}</D:sync-token>{more}'
    "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>"
)


@dataclass
class Device:
    """A calendar program with a password, and one booked assignment in its calendar."""

    world: World
    her: Her
    password: str
    calendar: str = "/dav/calendars/1/"

    def ask(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Response:
        shown = base64.b64encode(f"tolk90001@example.org:{self.password}".encode()).decode()
        return self.world.client(None).request(
            method, path, content=body, headers={"Authorization": f"Basic {shown}", **headers}
        )

    def entry(self) -> str:
        listed = self.ask("PROPFIND", self.calendar, Depth="1").text
        (found,) = re.findall(r"<D:href>(/dav/calendars/1/\w+\.ics)</D:href>", listed)
        return str(found)


@pytest.fixture
def device(database: Database) -> Device:
    world = World(database)
    her = world.add(90001, name="Selam Tesfai")
    made = told(her.http.post("/api/v1/me/feeds", json={"scope": "assignments", "means": "device"}))
    world.asked()
    told(her.accept())
    return Device(world, her, made["password"])


def test_whoever_shows_no_password_is_asked_for_one(device: Device) -> None:
    nobody = device.world.client(None)
    for header in ("", "Basic", "Basic !!!", "Basic eA==", "Bearer x", "Basic " + "/" * 5000):
        answer = nobody.request("PROPFIND", "/dav/", headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert answer.headers["www-authenticate"].startswith("Basic ")
    device.password = "x" * 3000
    assert device.ask("PROPFIND", "/dav/", Depth="0").status_code == 401


def test_the_password_is_known_however_it_is_typed_and_the_user_name_must_be_hers(device: Device) -> None:
    written = device.password
    for typed in (written.upper(), written.replace("-", " "), written.replace("-", "")):
        device.password = typed
        assert device.ask("PROPFIND", "/dav/", Depth="0").status_code == 207, typed
    shown = base64.b64encode(f"kari@nav.example.org:{written}".encode()).decode()
    other = device.world.client(None).request(
        "PROPFIND", "/dav/", headers={"Authorization": f"Basic {shown}"}
    )
    assert other.status_code == 401


def test_programs_find_the_way_without_a_password(device: Device) -> None:
    nobody = device.world.client(None)
    answer = nobody.request("PROPFIND", "/.well-known/caldav", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "/dav/")
    options = nobody.options("/dav/calendars/")
    assert "calendar-access" in options.headers["dav"]
    assert "PUT" not in options.headers["allow"]


@pytest.mark.parametrize(
    "body", [BOMB, OUTSIDE, "<a", "\x00", "æ" * 9, b"\xff\xfe\x00<", "<a>&undefined;</a>"], ids=range(7)
)
def test_what_is_no_question_is_a_bad_request(device: Device, body: str | bytes) -> None:
    answer = device.ask("PROPFIND", "/dav/", body, Depth="0")
    assert (answer.status_code, answer.content) == (400, b"")


def test_a_question_has_a_largest_size(device: Device) -> None:
    assert device.ask("REPORT", device.calendar, b"x" * 300_000).status_code == 413


def test_deep_nesting_and_odd_numbers_break_nothing(device: Device) -> None:
    deep = "<a>" * 20_000 + "</a>" * 20_000
    assert device.ask("PROPFIND", "/dav/", deep, Depth="0").status_code in {207, 400}
    for most in ("x", "-1", "9" * 5000):
        body = SYNC.format(token="", more=f"<D:limit><D:nresults>{most}</D:nresults></D:limit>")
        assert device.ask("REPORT", device.calendar, body).status_code in {400, 507}, most
    span = '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{}"/>'
    query = '<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">' + span
    for start in ("20261126", "99999999T000000Z", "nå"):
        body = query.format(start) + "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        assert device.ask("REPORT", device.calendar, body).status_code == 400, start


def test_what_is_not_supported_is_refused_by_its_name(device: Device) -> None:
    for method, path, body, condition in (
        ("PROPFIND", "/dav/", "", "propfind-finite-depth"),
        ("REPORT", device.calendar, '<C:free-busy-query xmlns:C="urn:x"/>', "supported-report"),
        ("REPORT", device.calendar, SYNC.format(token="urn:x:1", more=""), "valid-sync-token"),
        ("PUT", f"{device.calendar}ny.ics", "BEGIN:VCALENDAR", "need-privileges"),
        ("DELETE", device.calendar, "", "need-privileges"),
        ("PROPPATCH", device.calendar, "<a/>", "need-privileges"),
    ):
        answer = device.ask(method, path, body)
        assert answer.status_code == 403, method
        assert f"<D:{condition}" in answer.text


def test_another_persons_calendar_is_not_there(device: Device) -> None:
    device.world.add(90002).http.post("/api/v1/me/feeds", json={"scope": "assignments", "means": "device"})
    for path in ("/dav/calendars/2/", "/dav/calendars/2/x.ics", "/dav/calendars/1/x.ics", "/dav/alt"):
        assert device.ask("PROPFIND", path, Depth="0").status_code == 404, path
        assert device.ask("GET", path).status_code == 404, path


def test_an_entry_is_told_once_until_it_changes(device: Device) -> None:
    path = device.entry()
    first = device.ask("GET", path)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8; component=VEVENT"
    assert first.text.count("BEGIN:VEVENT") == 1
    again = device.ask("GET", path, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_those_named_are_told_and_those_unknown_are_not_found(device: Device) -> None:
    path = device.entry()
    body = (
        '<C:calendar-multiget xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><D:getetag/>'
        f"<C:calendar-data/><D:nothing/></D:prop><D:href>{path}</D:href>"
        "<D:href>/dav/calendars/1/borte.ics</D:href></C:calendar-multiget>"
    )
    answer = device.ask("REPORT", device.calendar, body).text
    assert answer.count("BEGIN:VEVENT") == 1
    assert answer.count("<D:status>HTTP/1.1 404 Not Found</D:status>") == 2
    assert "borte.ics" in answer


def test_a_token_from_before_the_month_turned_is_refused_and_the_program_begins_anew(device: Device) -> None:
    listed = device.ask("REPORT", device.calendar, SYNC.format(token="", more="")).text
    (token,) = re.findall(r"<D:sync-token>([^<]+)</D:sync-token>", listed)
    assert "<D:response" not in device.ask("REPORT", device.calendar, SYNC.format(token=token, more="")).text
    device.world.now = device.world.now.replace(month=12, day=1)
    late = device.ask("REPORT", device.calendar, SYNC.format(token=token, more=""))
    assert (late.status_code, "valid-sync-token" in late.text) == (403, True)
