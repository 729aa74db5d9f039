"""Who is free on a day or at a time, searched for over REST by those who book."""

from datetime import time, timedelta

import pytest

from identity.roles import Role
from kit.db import Database
from registry.words import EvidenceKind
from tests import make_identity
from tests.make_booking import THURSDAY, World, done, faults, refused

FREE = "/api/v1/free-interpreters"
MORNINGS = ((4, time(8), time(12)),)
WEEKDAYS = tuple((weekday, time(8), time(16)) for weekday in range(1, 6))


@pytest.fixture
def world(database: Database) -> World:
    """At work on Thursdays: one all day, one by screen alone, one in the morning; one is never at work."""
    made = World(database)
    made.add(90001, EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR, hours=WEEKDAYS)
    made.add(90002, hours=WEEKDAYS, on_site=False, telephone=False)
    made.add(90003, EvidenceKind.BACHELOR, hours=MORNINGS)
    made.add(90004, hours=())
    return made


def found(world: World, **wanted: str) -> list[int]:
    return [one["number"] for one in done(world.agency.get(FREE, params=wanted))["items"]]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"free_on": "2026-11-26"}, [90001, 90002, 90003]),
        ({"free_on": "2026-11-27"}, [90001, 90002]),
        ({"free_on": "2026-11-28"}, []),
        ({"free_on": "2026-11-26", "modality": "telephone"}, [90001, 90003]),
        ({"free_on": "2026-11-26", "language": "som"}, []),
        ({"free_on": "2026-11-26", "language": "tir", "max_category": "2"}, [90001, 90002]),
        ({"free_from": "2026-11-26T10:00:00Z", "free_to": "2026-11-26T11:00:00Z"}, [90001, 90002, 90003]),
        ({"free_from": "2026-11-26T10:30:00Z", "free_to": "2026-11-26T11:30:00Z"}, [90001, 90002]),
        ({"free_from": "2026-11-26T12:00:00+01:00", "free_to": "2026-11-26T16:30:00+01:00"}, []),
    ],
)
def test_a_booker_finds_those_who_are_free_best_first(
    world: World, wanted: dict[str, str], numbers: list[int]
) -> None:
    assert found(world, **wanted) == numbers


def test_who_has_said_yes_to_something_is_not_free_then(world: World) -> None:
    her = world.add(90005, EvidenceKind.STATE_AUTHORISATION, language="som", hours=MORNINGS)
    at = {"free_from": THURSDAY.isoformat(), "free_to": (THURSDAY + timedelta(hours=1)).isoformat()}
    assert found(world, language="som", **at) == [90005]
    world.asked(language="som")
    done(her.accept())
    assert found(world, language="som", **at) == []
    assert found(world, language="som", free_on="2026-11-26") == [90005]


def test_the_list_is_paged_and_counted(world: World) -> None:
    first = done(world.agency.get(FREE, params={"free_on": "2026-11-26", "limit": "2"}))
    assert (first["total"], first["more"], len(first["items"])) == (3, False, 2)
    assert found(world, free_on="2026-11-26", limit="2", cursor=first["next"]) == [90003]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, {"free_on": "missing"}),
        ({"free_on": "2026-11-22"}, {"free_on": "day_passed"}),
        ({"free_on": "2026-11-26", "free_to": "2026-11-26T10:00:00Z"}, {"free_from": "not_used"}),
        ({"free_from": "2026-11-26T10:00:00Z"}, {"free_to": "missing"}),
        ({"free_from": "2026-11-23T07:59:00Z", "free_to": "2026-11-26T10:00:00Z"},
         {"free_from": "day_passed"}),
        ({"free_from": "2026-11-26T10:00:00Z", "free_to": "2026-11-26T10:00:00Z"},
         {"free_to": "ends_before_start"}),
        ({"free_from": "2026-11-26T10:00:00Z", "free_to": "2026-11-27T10:00:01Z"}, {"free_to": "too_long"}),
        ({"free_on": "2026-11-26", "language": "xyz"}, {"language": "unknown_language"}),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_named(world: World, wanted: dict[str, str], told: dict[str, str]) -> None:
    assert faults(world.agency.get(FREE, params=wanted)) == told


def test_nobody_else_learns_who_is_free(world: World) -> None:
    wanted = {"free_on": "2026-11-26"}
    assert refused(world.client(None).get(FREE, params=wanted)) == (401, "sign_in_required")
    for role in (Role.REGISTRY_OFFICER, Role.AUDITOR, Role.INTERPRETER):
        with world.writing() as session:
            holder = make_identity.account(session, f"{role.value}@example.org", role)
        assert refused(world.client(holder).get(FREE, params=wanted)) == (403, "not_allowed")
    assert refused(world.agency.get("/api/v1/interpreters", params=wanted))[0] == 422
