"""Letters to those without an e-mail address: printed, put in the post, and said to be."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity import tokens
from identity.audit.tables import AuditEntry
from kit.db import Database
from registry.cases import appealing
from registry.cases.tables import Appeal, CaseLetter, Decision
from registry.cases.words import Outcome
from tests import make, make_registry
from tests.browsing import visit
from tests.make_cases import HOUSE, World


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def acting(world: World, account_id: int) -> TestClient:
    opened = TestClient(make.app(world.database))
    make_registry.at(world.now, opened)
    with world.database.write() as session:
        token = tokens.issue(session, account_id=account_id, now=make.NOW)
    opened.headers["Authorization"] = f"Bearer {token}"
    opened.cookies.set("tongue", "en")
    return opened


def warned_without_address(world: World) -> str:
    """Somebody with neither account nor address is warned; the reference of the case."""
    with world.database.write() as session:
        her = make_registry.interpreter(session, "Selam Tesfai")
    case = world.notice(her)
    world.decide(case, Outcome.WARNED, unheard_why="Hun har selv meldt fra.")
    return case.reference


def test_a_letter_without_an_address_waits_until_an_officer_has_posted_it(world: World) -> None:
    reference = warned_without_address(world)
    officer = acting(world, world.first)
    assert "Letters to be sent by post 1" in visit(officer, "/cases").words
    waiting = visit(officer, "/cases/letters")
    assert "Selam Tesfai" in waiting.words
    assert f"/cases/{reference}/letters/1" in waiting.response.text
    sent = waiting.send("/cases/letters/1/posted")
    assert "The letter is in the post." in sent.words
    assert "No letter waits to be sent by post" in sent.words
    assert "sent by post" in visit(officer, f"/cases/{reference}").words
    again = acting(world, world.second).post("/cases/letters/1/posted")
    assert again.status_code == 409
    with world.database.read() as session:
        kept = session.exec(select(CaseLetter)).one()
        logged = [
            one.content
            for one in session.exec(select(AuditEntry))
            if one.content == {"letter": 1, "posted": True}
        ]
    assert (kept.posted_at, kept.posted_by, len(logged)) == (world.now, world.first, 1)


def test_nobody_is_late_to_appeal_because_the_letter_lay_with_the_directorate(world: World) -> None:
    warned_without_address(world)
    with world.database.read() as session:
        assert session.exec(select(Decision)).one().appeal_by == date(2026, 12, 14)
    world.now += timedelta(days=9)
    acting(world, world.first).post("/cases/letters/1/posted")
    with world.database.write() as session:
        decision = session.exec(select(Decision)).one()
        assert decision.appeal_by == date(2026, 12, 23)  # three weeks from 2 December
        received = appealing.Received("Jeg er uenig.", date(2026, 12, 22), world.first)
        world.now += timedelta(days=20)
        case = appealing.register(
            session, decision_id=decision.id or 0, received=received, house=HOUSE, now=world.now
        )
        assert session.get_one(Appeal, case.id).late is False


def test_a_mailed_letter_is_not_posted_and_only_officers_post(world: World) -> None:
    her, actor = world.interpreter()
    world.decide(world.notice(her), Outcome.WARNED, unheard_why="Hun har selv meldt fra.")
    officer = acting(world, world.first)
    assert "No letter waits" in visit(officer, "/cases/letters").words
    assert officer.post("/cases/letters/1/posted").status_code == 404
    party = acting(world, actor.id)
    assert party.get("/cases/letters").status_code == 403
    assert party.post("/cases/letters/1/posted").status_code == 403
