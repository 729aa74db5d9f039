"""Arranging organisations, accounts and who is signed in."""

from datetime import datetime

from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session

from identity import accounts, organisations, tokens
from identity.permissions import Actor, Grant
from identity.roles import OrganisationKind, Role
from identity.tables import Account, Organisation
from kit.db import Database
from tests import make

PASSWORD = "blue lamp on a hill"
_CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
_HASHED = _CHEAP.hash(PASSWORD)
"""A hash carries its own cost, so an account with this one is checked in no time."""


def organisation(
    session: Session,
    name: str = "NAV Grünerløkka",
    *parents: Organisation,
    kind: OrganisationKind = OrganisationKind.NAV_OFFICE,
) -> Organisation:
    return organisations.create(
        session, name=name, kind=kind, parent_ids=[parent.id or 0 for parent in parents], now=make.NOW
    )


def account(
    session: Session,
    email: str = "kari@nav.example.org",
    role: Role = Role.BOOKER,
    at: Organisation | None = None,
    now: datetime = make.NOW,
) -> Account:
    """An account whose password is PASSWORD."""
    made = accounts.create(
        session,
        email=email,
        name=email.partition("@")[0].title(),
        role=role,
        organisation_id=at.id if at else None,
        now=now,
    )
    made.password_hash = _HASHED
    session.flush()
    return made


def booker(database: Database, email: str = "kari@nav.example.org", at: str = "NAV Grünerløkka") -> Account:
    """A booker at an office of their own, committed."""
    with database.write() as session:
        return account(session, email, Role.BOOKER, organisation(session, at))


def client(database: Database, holder: Account | None = None, **environ: str) -> TestClient:
    """The application over HTTP; with a bearer token for the holder, if one is given."""
    opened = TestClient(make.app(database, **environ))
    if holder is not None:
        with database.write() as session:
            token = tokens.issue(session, account_id=holder.id or 0, now=make.NOW)
        opened.headers["Authorization"] = f"Bearer {token}"
    return opened


def actor(role: Role, at: int | None = None, *below: int, account_id: int = 7) -> Actor:
    """Somebody with one role, reaching `at` and what lies below."""
    reach = frozenset() if at is None else frozenset({at, *below})
    return Actor(account_id=account_id, grants=(Grant(role, at, reach),))
