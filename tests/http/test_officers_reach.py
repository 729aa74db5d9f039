"""How far an interpreter goes, read and kept over REST by an officer of the directorate."""

import pytest
from sqlmodel import col, select

from identity.audit import Act
from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from registry.kommuner import KOMMUNER
from tests import make_identity
from tests.browsing import visit
from tests.make_booking import World, done, faults, refused
from tests.make_deviations import officer

REACH = "/api/v1/interpreters/90001/reach"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def recorded(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.exec(select(AuditEntry.act).order_by(col(AuditEntry.position))))


def test_an_officer_keeps_how_far_she_goes_and_matching_follows(world: World) -> None:
    her, directorate = world.add(90001), officer(world)
    assert done(directorate.get(REACH)) == {"km": None, "kommuner": []}
    told = done(directorate.put(REACH, json={"km": 50, "kommuner": ["0219"]}))
    assert told == {"km": 50, "kommuner": ["3201"]}
    assert done(directorate.get(REACH)) == done(her.http.get("/api/v1/me/reach")) == told
    bergen = world.book(kommune="4601", address="Torget 1")["reference"]
    assert world.left_out(bergen) == {"out_of_reach": 1}
    assert done(directorate.put(REACH, json={})) == {"km": None, "kommuner": []}
    assert world.left_out(bergen) == {}


def test_what_an_officer_reads_and_changes_is_recorded_and_what_changes_nothing_is_not(world: World) -> None:
    world.add(90001)
    directorate = officer(world)
    done(directorate.get(REACH))
    done(directorate.put(REACH, json={"km": 50}))
    done(directorate.put(REACH, json={"km": 50}))
    assert recorded(world) == [Act.FILE_READ, Act.PARTICULARS_CHANGED]


def test_what_she_changes_herself_is_recorded_too(world: World) -> None:
    her = world.add(90001)
    done(her.http.put("/api/v1/me/reach", json={"km": 50}))
    done(her.http.put("/api/v1/me/reach", json={"km": 50}))
    visit(her.http, "/my/reach").send("/my/reach", km="70")
    done(her.http.put("/api/v1/me/reach", json={}))
    assert recorded(world) == [Act.PARTICULARS_CHANGED] * 3


def test_every_municipality_can_be_ticked_one_by_one(world: World) -> None:
    her = world.add(90001)
    every = sorted(KOMMUNER)
    assert visit(her.http, "/my/reach").send("/my/reach", kommuner=every).status == 200
    assert visit(her.http, "/my/reach").send("/my/reach").status == 200
    assert done(her.http.get("/api/v1/me/reach"))["kommuner"] == every


def test_what_cannot_be_is_refused_and_the_limit_before_stands(world: World) -> None:
    world.add(90001)
    directorate = officer(world)
    done(directorate.put(REACH, json={"km": 50}))
    assert faults(directorate.put(REACH, json={"km": 10_000})) == {"km": "too_far"}
    assert faults(directorate.put(REACH, json={"kommuner": ["9999"]})) == {"kommuner": "unknown_kommune"}
    assert done(directorate.get(REACH)) == {"km": 50, "kommuner": []}
    nobody = "/api/v1/interpreters/99999/reach"
    assert refused(directorate.get(nobody)) == (404, "unknown_interpreter")
    assert refused(directorate.put(nobody, json={"km": 50})) == (404, "unknown_interpreter")


def test_nobody_else_reads_or_keeps_it_by_number(world: World) -> None:
    her = world.add(90001)
    with world.writing() as session:
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    for other in (world.agency, her.http, world.client(auditor)):
        assert refused(other.get(REACH)) == (403, "not_allowed")
        assert refused(other.put(REACH, json={"km": 50})) == (403, "not_allowed")
