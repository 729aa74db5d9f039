"""Somebody new opens an account by mail and applies; anybody gives notice; nobody learns more."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from identity.tables import Account, JoinLink
from kit import mail
from kit.db import Database
from kit.outbox import Outbox
from registry.cases.tables import Case
from registry.cases.words import CaseKind
from tests import make_identity, make_registry
from tests.http.test_case_pages import APPLICATION, acting, shown
from tests.make_cases import WHAT_HAPPENED, World

PASSWORD = "seven green umbrellas"
WHO = {"name": "Amanuel Berhe", "email": "Amanuel@Example.org"}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def last_letter(world: World) -> dict[str, str]:
    with world.database.read() as session:
        rows = session.exec(
            select(Outbox).where(col(Outbox.kind) == mail.KIND).order_by(col(Outbox.id))
        ).all()
    letter: dict[str, str] = rows[-1].payload["letter"]
    return letter


def link_in(letter: dict[str, str]) -> str:
    found = re.search(r"/join\?token=(\S+)", letter["text"])
    assert found is not None
    return found[1]


def test_an_account_is_opened_by_the_link_and_used_to_apply(world: World) -> None:
    visitor = acting(world, None)
    assert "is on its way to" in shown(visitor.post("/apply?lang=en", data=WHO))
    with world.database.read() as session:
        assert session.exec(select(Account).where(Account.email == "amanuel@example.org")).first() is None
    token = link_in(last_letter(world))
    assert "Open your account" in shown(visitor.get(f"/join?token={token}&lang=en"))
    joined = visitor.post("/join", data={"token": token, "password": PASSWORD})
    assert joined.headers["location"].startswith("/sign-in?next=/my/cases/new")
    signed = {"email": "amanuel@example.org", "password": PASSWORD, "next": "/my/cases/new"}
    assert visitor.post("/sign-in", data=signed).headers["location"] == "/my/cases/new"
    sent = visitor.post("/my/cases/new", data=APPLICATION)
    assert sent.headers["location"].endswith("saved=application_sent")
    assert visitor.get("/home").headers["location"] == "/my/cases"


def test_a_link_works_once_and_not_for_long(world: World) -> None:
    visitor = acting(world, None)
    visitor.post("/apply", data=WHO)
    token = link_in(last_letter(world))
    with world.database.write() as session:
        session.exec(select(JoinLink)).one().expires_at = world.now
    assert "This link works no more" in shown(visitor.get(f"/join?token={token}&lang=en"), 409)
    with world.database.write() as session:
        session.exec(select(JoinLink)).one().expires_at = world.now.replace(year=2027)
    assert visitor.post("/join", data={"token": token, "password": PASSWORD}).status_code == 303
    assert visitor.post("/join", data={"token": token, "password": PASSWORD}).status_code == 409
    assert visitor.get("/join?token=wrong").status_code == 409


def test_the_page_does_not_tell_who_has_an_account(world: World) -> None:
    make_identity.booker(world.database, "kari@nav.example.org")
    visitor = acting(world, None)
    known = shown(visitor.post("/apply?lang=en", data={**WHO, "email": "kari@nav.example.org"}))
    assert "/join" not in last_letter(world)["text"]
    other = shown(visitor.post("/apply?lang=en", data=WHO))
    assert known.replace("kari@nav.example.org", "") == other.replace("Amanuel@Example.org", "")


def test_asking_again_and_again_is_slowed_down(world: World) -> None:
    visitor = acting(world, None)
    answers = [visitor.post("/apply", data=WHO).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


def test_anybody_gives_notice_without_saying_who(world: World) -> None:
    her, _ = world.interpreter()
    visitor = acting(world, None)
    given = visitor.post("/notices/new", data={"number": str(her.number), "told": WHAT_HAPPENED})
    assert given.headers["location"] == "/notices/thanks"
    with world.database.read() as session:
        case = session.exec(select(Case)).one()
    assert (case.kind, case.interpreter_id, case.told_by) == (CaseKind.NOTICE, her.id, None)
    assert "anonymous" in shown(acting(world, world.first).get(f"/cases/{case.reference}?lang=en"))


def test_a_notice_tells_its_writer_nothing_about_the_number(world: World) -> None:
    her, _ = world.interpreter(protected=True, listed=False)
    visitor = acting(world, None)
    answers = [
        visitor.post("/notices/new", data={"number": number, "told": WHAT_HAPPENED}).headers["location"]
        for number in (str(her.number), "123456")
    ]
    assert answers == ["/notices/thanks", "/notices/thanks"]


def test_a_notice_with_a_birth_number_or_about_nobody_is_shown_again(world: World) -> None:
    visitor = acting(world, None)
    typed = {"told": f"{WHAT_HAPPENED} 15108695088", "told_by": "me@example.org"}
    again = shown(visitor.post("/notices/new?lang=en", data=typed), 422)
    assert 'href="#number"' in again
    assert 'href="#told"' in again
    assert "me@example.org" in again


def test_notices_from_one_place_are_slowed_down_and_officers_are_not(world: World) -> None:
    visitor, officer = acting(world, None), acting(world, world.first)

    def give(client: TestClient) -> int:
        return client.post("/notices/new", data={"name": "Ola", "told": WHAT_HAPPENED}).status_code

    assert [give(visitor) for _ in range(11)] == [303] * 10 + [429]
    assert give(officer) == 303


def test_her_own_notice_stays_out_of_sight_until_she_is_asked(world: World) -> None:
    her, actor = world.interpreter()
    case = world.notice(her)
    own = acting(world, actor.account_id)
    assert case.reference not in shown(own.get("/my/cases"))
    world.ask(case, make_registry.TODAY.replace(month=12), "Har du fortalt videre?")
    assert case.reference in shown(own.get("/my/cases"))
    page = shown(own.get(f"/my/cases/{case.reference}?lang=en"))
    assert "Har du fortalt videre?" in page
    assert WHAT_HAPPENED not in page
