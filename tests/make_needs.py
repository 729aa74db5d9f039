"""Arranging needs: a program that registers them, and a unit that books."""

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import col, select

from identity.roles import Role
from kit.outbox import Outbox
from tests import make_identity
from tests.make_booking import Told, World, told
from tests.make_deviations import office


def need(**changes: Any) -> Told:
    """The body of a need: Tigrinya by screen on Thursday between nine and eleven in Oslo."""
    return {
        "language": "tir",
        "modality": "screen",
        "from": "2026-11-26T09:00:00+01:00",
        "to": "2026-11-26T11:00:00+01:00",
        "case_reference": "17/02331-8",
        **changes,
    }


def program(
    world: World, at: str = "NAV Grünerløkka", email: str = "selvbetjening@nav.example.org"
) -> TestClient:
    """The self-registration's own account over HTTP: it may register needs, and nothing else."""
    place = office(world.database, at)
    with world.database.write() as session:
        holder = make_identity.account(session, email, Role.NEED_REGISTRAR, place)
    return world.client(holder)


def needed(world: World, who: TestClient | None = None, key: str = "", **changes: Any) -> Told:
    headers = {"Idempotency-Key": key} if key else {}
    return told((who or world.agency).post("/api/v1/needs", json=need(**changes), headers=headers))


def letters_to(world: World, address: str) -> list[Told]:
    """The letters written to an address, in order."""
    with world.database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    letters = [row.payload["letter"] for row in rows if "letter" in row.payload]
    return [letter for letter in letters if letter["to"] == address]


def within(world: World, start: str, end: str, **changes: Any) -> Told:
    """A need wished for in another window."""
    window: dict[str, Any] = {"from": start, "to": end}
    return needed(world, None, "", **window, **changes)
