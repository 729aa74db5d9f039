"""The page of what came back by mail: kept for a person, opened, seen to, and taken out as a file."""

import csv
import io

import pytest
from fastapi.testclient import TestClient

from identity.roles import Role
from kit.db import Database
from tests import make_identity
from tests.browsing import visit
from tests.make_booking import World
from tests.make_replies import bounce, letters, receiving, reported

PAGE = "/operations/received"
SHE = "tolk90001@"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def keeper(world: World) -> TestClient:
    with world.database.write() as session:
        holder = make_identity.account(session, "drift@imdi.example.org", Role.REGISTRY_ADMINISTRATOR)
    return world.client(holder)


def lines(keeper: TestClient, query: str = "") -> list[dict[str, str]]:
    answer = keeper.get(f"{PAGE}.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def came(world: World) -> str:
    """Her yes from her calendar, an answer without a token, and word that a letter did not arrive."""
    world.add(90001)
    reference = str(world.asked()["reference"])
    asked = letters(world, SHE)[-1]
    assert reported(world, bounce(asked)) == "bounced"
    with receiving(world) as post:
        post.bring(
            b"From: a@x.example\r\nSubject: Hei\r\n\r\nKan dere ringe?\r\n", to="booking@tolkebok.example"
        )
        assert post.handled() == "not_understood"
    return reference


def test_a_list_with_nothing_in_it_says_so(world: World, keeper: TestClient) -> None:
    assert world.see(world.book()["reference"])["status"] == "registered"
    assert "Nothing waits for a person" in visit(keeper, PAGE).words
    assert lines(keeper) == []


def test_what_waits_for_a_person_is_opened_seen_to_and_gone(world: World, keeper: TestClient) -> None:
    came(world)
    assert "Could not be read" in visit(keeper, PAGE).words
    assert "Told that a message did not arrive" not in visit(keeper, PAGE).words
    assert "Told that a message did not arrive" in visit(keeper, f"{PAGE}?which=all").words
    assert "Kan dere ringe?" in visit(keeper, f"{PAGE}/2").words
    assert keeper.post(f"{PAGE}/2/settle", follow_redirects=False).headers["location"].startswith(PAGE)
    assert "Nothing waits for a person" in visit(keeper, PAGE).words


def test_the_file_has_what_the_list_has_and_nothing_of_what_was_said(
    world: World, keeper: TestClient
) -> None:
    reference = came(world)
    (kept,) = lines(keeper)
    assert (kept["number"], kept["state"], kept["why"], kept["booking"]) == (
        "2", "not_understood", "no_calendar", "",
    )  # fmt: skip
    every = lines(keeper, "?which=all")
    assert [one["state"] for one in every] == ["not_understood", "bounced"]
    assert every[1]["booking"] == reference
    assert [one["number"] for one in lines(keeper, f"?which=all&q={reference}")] == ["1"]
    assert "ringe" not in keeper.get(f"{PAGE}.csv?which=all").text
    assert f"{PAGE}.csv?which=all" in keeper.get(f"{PAGE}?which=all").text


def test_nobody_else_sees_it(world: World) -> None:
    came(world)
    for path in (PAGE, f"{PAGE}.csv", f"{PAGE}/2"):
        assert world.agency.get(path).status_code in {403, 404}


def test_a_copy_taken_out_is_in_the_log(world: World, keeper: TestClient) -> None:
    came(world)
    lines(keeper, "?which=all")
    with world.database.write() as session:
        auditor = make_identity.account(session, "revisor@imdi.example.org", Role.AUDITOR)
    assert "Copy of received messages taken out" in visit(world.client(auditor), "/audit").words
