"""Cursors nobody was given and signs no database stores are refused by name, never a fault of ours."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from identity.roles import Role
from kit.db import Database
from kit.paging import encode
from tests import make, make_identity
from tests.make_booking import World, faults

NAIVE, AWARE = "2026-11-26T09:00:00", "2026-11-26T09:00:00+00:00"
BY_TIME: list[list[Any]] = [
    [NAIVE, 1],
    [AWARE, 10**30],
    [AWARE, -1],
    [AWARE, 1.5],
    [AWARE, True],
    [AWARE, "1"],
    [AWARE],
    [1, 1],
    ["0001-01-01T00:00:00+10:00", 1],
]
BY_NAME: list[list[Any]] = [["Aase\x00", 1], ["\ud800", 1], ["Aase", 10**30], [None, 1]]
NUL = "Ny\x00"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def told(client: TestClient, path: str, keys: list[list[Any]]) -> list[tuple[Any, int, dict[str, str]]]:
    answers = [(key, client.get(path, params={"cursor": encode(key)})) for key in keys]
    return [(key, answer.status_code, faults(answer)) for key, answer in answers]


def all_refused(keys: list[list[Any]]) -> list[tuple[Any, int, dict[str, str]]]:
    return [(key, 422, {"cursor": "unknown_cursor"}) for key in keys]


def test_a_forged_cursor_is_refused_in_every_list_by_time(world: World) -> None:
    her = world.add(90001)
    assert told(world.agency, "/api/v1/bookings", BY_TIME) == all_refused(BY_TIME)
    for name in ("offers", "assignments", "absences"):
        assert told(her.http, f"/api/v1/me/{name}", BY_TIME) == all_refused(BY_TIME), name


def test_a_forged_cursor_is_refused_in_every_list_by_name(database: Database) -> None:
    with database.write() as session:
        office = make_identity.organisation(session)
        chief = make_identity.account(session, "sjef@nav.example.org", Role.AGENCY_ADMINISTRATOR, office)
    client = make_identity.client(database, chief)
    assert told(client, f"/api/v1/organisations/{office.id}/roles", BY_NAME) == all_refused(BY_NAME)
    levelled = [[0, *key] for key in BY_NAME] + [[99, "aase", 1]]
    assert told(client, "/api/v1/interpreters", levelled) == all_refused(levelled)


def test_signs_no_database_stores_are_refused_by_field(database: Database) -> None:
    with database.write() as session:
        office = make_identity.organisation(session)
        chief = make_identity.account(session, "sjef@nav.example.org", Role.AGENCY_ADMINISTRATOR, office)
    client = make_identity.client(database, chief)
    given = {"email": "ny@nav.example.org", "name": "Ny", "role": "booker"}
    for path, body, field in (
        (f"organisations/{office.id}/roles", {**given, "name": NUL}, "name"),
        (f"organisations/{office.id}/roles", {**given, "email": NUL}, "email"),
        ("session", {"email": NUL, "password": NUL}, "email"),
        ("password-resets", {"email": NUL}, "email"),
        ("me/tokens", {"label": NUL}, "label"),
    ):
        answer = client.post(f"/api/v1/{path}", json=body)
        assert (path, answer.status_code, faults(answer)) == (path, 422, {field: "unusable_text"})


def test_no_sign_typed_on_a_page_is_a_fault_of_ours(database: Database) -> None:
    client = TestClient(make.app(database))
    typed = {"email": "kari\x00@nav.example.org", "password": "x\x00"}
    assert client.post("/sign-in", data=typed).status_code in {401, 422}
    assert client.post("/forgotten", data=typed).status_code < 500
