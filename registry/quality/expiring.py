"""An interpreter is told that a piece of evidence ends: 90 days before, and again 30 days before.

That she is told is a row in the transaction of the letter, one for each proof and time: a worker killed at
any moment has done both or neither, and nobody is told twice. What is registered later than 90 days
before its end is told once, at once. Officers see the same evidence on the rule's page.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case
from sqlmodel import Session, col, exists, select

from kit import mail
from kit.clock import oslo_date
from kit.db import stored_id, take_turn
from registry.cases.house import House
from registry.quality import letters, rules
from registry.quality.confirming import has_address
from registry.quality.tables import ExpiryNotice
from registry.tables import Evidence, Interpreter

TOLD_BEFORE = (90, 30)
"""How many days before its end a proof's holder is told."""
_AT_A_TIME = 50


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether somebody is to be told: a read, so that an idle worker never writes."""
    return session.exec(_due(oslo_date(now)).limit(1)).first() is not None


def tell(session: Session, *, house: House, now: datetime) -> int:
    """Write about the next of what ends; how many letters there were. Two workers never write one twice."""
    take_turn(session, "expiry letters")
    today = oslo_date(now)
    rows = session.exec(_due(today).limit(_AT_A_TIME)).all()
    for proof, person in rows:
        days = _stage(proof.valid_until, today)
        session.add(ExpiryNotice(evidence_id=stored_id(proof.id), days=days, told_at=now))
        letter = letters.expiring(
            person,
            letters.address_of(session, person),
            proof,
            last_day=proof.valid_until,
            url=house.page("/my/cases/new"),
        )
        mail.send(session, letter, sender=house.sender, stream=f"expiry-{proof.id}-{days}", now=now)
    session.flush()
    return len(rows)


def _stage(last_day: date, today: date) -> int:
    return min(days for days in TOLD_BEFORE if last_day <= today + timedelta(days=days))


def _due(today: date) -> Any:
    soon = today + timedelta(days=min(TOLD_BEFORE))
    stage = case((col(Evidence.valid_until) <= soon, min(TOLD_BEFORE)), else_=max(TOLD_BEFORE))
    told = exists().where(col(ExpiryNotice.evidence_id) == col(Evidence.id), col(ExpiryNotice.days) == stage)
    return (
        select(Evidence, Interpreter)
        .join(Interpreter, col(Interpreter.id) == col(Evidence.interpreter_id))
        .where(and_(rules.expiring(today), ~told, has_address(), ~rules.merged()))
        .order_by(col(Evidence.id))
    )
