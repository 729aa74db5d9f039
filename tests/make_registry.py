"""Arranging interpreters with dated evidence, in a line each."""

from datetime import date, datetime

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from identity.roles import Role
from kit.clock import oslo_date
from kit.db import Database, stored_id
from registry import evidence, exclusion, listing, registration
from registry.evidence import NewEvidence
from registry.exclusion import Decision
from registry.registration import Particulars
from registry.tables import Evidence, Exclusion, Interpreter
from registry.words import EvidenceKind, ExclusionKind
from tests import make, make_identity

TODAY = oslo_date(make.NOW)
AUTHORISATION = EvidenceKind.STATE_AUTHORISATION
LONG_AGO = date(2015, 3, 2)


def interpreter(
    session: Session,
    name: str = "Selam Tesfai",
    *held: tuple[str, EvidenceKind],
    kommune: str = "0301",
    listed: bool = True,
    now: datetime = make.NOW,
    **particulars: object,
) -> Interpreter:
    """Somebody listed since long ago, with each kind of evidence for its language since then."""
    facts = Particulars(name=name, kommune=kommune, **particulars)  # type: ignore[arg-type]  # a test names them
    made = registration.register(session, particulars=facts, now=now)
    for language, kind in held or (("tir", AUTHORISATION),):
        proof(session, made, kind, language)
    if listed:
        turn(session, made, listed=True, on=LONG_AGO, now=now)
    return made


def proof(
    session: Session,
    person: Interpreter,
    kind: EvidenceKind = AUTHORISATION,
    language: str = "tir",
    issued_on: date = LONG_AGO,
    valid_until: date | None = None,
) -> Evidence:
    """One piece of evidence; education is 60 credits."""
    return evidence.register(
        session,
        number=person.number,
        proof=NewEvidence(
            kind=kind,
            language=None if kind is EvidenceKind.TAO else language,
            credits=60 if kind is EvidenceKind.CREDITS else None,
            issuer="OsloMet",
            issued_on=issued_on,
            valid_until=valid_until,
        ),
        now=make.NOW,
    )


def turn(
    session: Session, person: Interpreter, *, listed: bool, on: date = TODAY, now: datetime = make.NOW
) -> None:
    """Into the public register, or out of it."""
    listing.change(session, interpreter_id=stored_id(person.id), listed=listed, effective_on=on, now=now)


def shut_out(
    session: Session, person: Interpreter, from_on: date = TODAY, until_on: date | None = None
) -> Exclusion:
    """Excluded from a day, for good unless a last day is given."""
    kind = ExclusionKind.PERMANENT if until_on is None else ExclusionKind.DATED
    decision = Decision(kind=kind, from_on=from_on, until_on=until_on, reason="Three warnings.")
    return exclusion.exclude(session, number=person.number, decision=decision, now=make.NOW)


def officer(database: Database, now: datetime = make.NOW) -> TestClient:
    """A registry officer over HTTP."""
    with database.write() as session:
        holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    return at(now, make_identity.client(database, holder))


def anyone(database: Database, now: datetime = make.NOW, **environ: str) -> TestClient:
    """Somebody who has not signed in, over HTTP."""
    return at(now, make_identity.client(database, None, **environ))


def at(now: datetime, client: TestClient) -> TestClient:
    """The same client in a world where it is `now`."""
    assert isinstance(client.app, FastAPI)
    client.app.state.clock = lambda: now
    return client
