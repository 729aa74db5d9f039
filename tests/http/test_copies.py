"""Whoever is signed in and takes a copy of a list is in the log, whichever list it is."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from identity import accounts
from identity.acting import acting
from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from tests import make, make_imports
from tests.make_booking import World
from tests.make_proof import story
from web import worker

LIST = re.compile(r"\.(csv|json|jsonl|xlsx|xml)$")


@pytest.fixture
def world(database: Database) -> World:
    """A booker with every role of the directorate too, so that every list is open to her."""
    made = World(database)
    with made.writing() as session:
        for role in (Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR, Role.AUDITOR):
            accounts.grant(session, account=made.booker, role=role, organisation_id=None, now=make.NOW)
    return made


def routes(world: World) -> Iterator[Any]:
    """Every way of reading, as the application has put it together."""
    for included in world.app.routes:
        if hasattr(included, "effective_route_contexts"):
            yield from (one for one in included.effective_route_contexts() if "GET" in one.methods)


def knows_who_asks(dependant: Any) -> bool:
    return dependant.call is acting or any(map(knows_who_asks, dependant.dependencies))


def addresses(world: World) -> dict[str, str]:
    """Something to put in each address that needs it."""
    sent = make_imports.send(world.agency, make_imports.csv("Tolkenummer;Navn", "x;y")).json()
    batch = world.agency.post("/api/v1/verify/batches", content="number;language\n90001;tir\n")
    while worker.check(world.database, make.settings(world.database), now=world.now):
        pass
    reference = batch.json()["reference"]
    return {
        "/imports/{list_id}": f"/imports/{sent['id']}",
        "/quality/{rule}": "/quality/possible_duplicate",
        "/verify/batches/{reference}": f"/verify/batches/{reference}",
        "/bookings/{reference}/proof/{run}": f"/bookings/{story(world)}/proof/1",
    }


def in_the_log(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).select_from(AuditEntry)).one()


def test_every_copy_taken_by_somebody_signed_in_is_recorded(world: World) -> None:
    given = addresses(world)
    lists = [one for one in routes(world) if LIST.search(one.path) and knows_who_asks(one.dependant)]
    assert len(lists) > 20
    unrecorded = []
    for one in lists:
        address = one.path
        for template, filled in given.items():
            address = address.replace(template, filled)
        before = in_the_log(world)
        answer = world.agency.get(address, follow_redirects=False)
        assert answer.status_code == 200, (address, answer.text)
        if in_the_log(world) != before + 1:
            unrecorded.append(address)
    assert unrecorded == []


def test_what_the_public_takes_is_nobodys_act(world: World) -> None:
    before = in_the_log(world)
    for address in ("/statistics.csv", "/interpreters.csv", "/interpreters.json"):
        assert TestClient(world.app).get(address).status_code == 200
    assert in_the_log(world) == before


def test_every_list_handed_out_as_a_file_has_an_address_that_says_so(world: World) -> None:
    files = [
        one for one in routes(world) if re.search(r"csv_(file|bytes)\(", inspect.getsource(one.endpoint))
    ]
    assert len(files) > 15
    assert [one.path for one in files if not LIST.search(one.path)] == []
