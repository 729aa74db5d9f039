"""Arranging an agency with an administrator, and deviations."""

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import col, select

from booking.deviations.tables import Guideline
from identity import accounts
from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from tests import make, make_identity
from tests.make_booking import Told, World, told

THREE = {"kind": "below_duty", "ground": "cannot_wait", "text": "Nobody qualified could come in time."}


def unbooked(**changes: Any) -> Told:
    """The body of a deviation at a meeting that was never booked: a child interpreted, unplanned."""
    return {
        "kind": "child",
        "ground": "emergency",
        "text": "The father had collapsed.",
        "language": "tir",
        "planned": False,
        **changes,
    }


def registered(world: World, **changes: Any) -> Told:
    return told(world.agency.post("/api/v1/deviations", json=unbooked(**changes)))


def office(database: Database, name: str = "NAV Grünerløkka") -> Organisation:
    with database.read() as session:
        return session.exec(select(Organisation).where(col(Organisation.name) == name)).one()


def administrator(
    world: World, at: str = "NAV Grünerløkka", email: str = "anne@nav.example.org"
) -> TestClient:
    """The unit's administrator over HTTP."""
    place = office(world.database, at)
    with world.database.write() as session:
        holder = make_identity.account(session, email, Role.AGENCY_ADMINISTRATOR, place)
    return world.client(holder)


def officer(world: World) -> TestClient:
    """Somebody of the directorate over HTTP."""
    with world.database.write() as session:
        holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    return world.client(holder)


def lay_down(database: Database, place: Organisation, text: str | None = None, **minimums: int) -> None:
    """What the organisation asks of its own, set by somebody who works there."""
    with database.write() as session:
        by = accounts.by_email(session, "kari@nav.example.org")
        session.add(
            Guideline(
                organisation_id=place.id or 0,
                text=text,
                minimums=minimums,
                set_at=make.NOW,
                set_by=(by and by.id) or 0,
            )
        )
