"""Once a year a listed interpreter is asked whether what the register holds is right, and she answers.

The asking and the letter are one transaction: a worker killed in between has done neither, and one
that comes after finds her asked. She is reminded once a month until she answers. A protected identity is not
asked by letter: what the page shows must not be reached through a mailbox.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, exists, select

from identity import audit
from identity.tables import Account
from kit import mail
from kit.clock import oslo_date
from kit.db import lock, stored_id, take_turn
from kit.errors import Conflict
from kit.secrets import digest, new_token
from registry import registration
from registry.cases.house import House
from registry.quality import letters, rules
from registry.quality.rules import Rule
from registry.quality.tables import ProfileCheck
from registry.tables import Interpreter

REMINDED_AFTER = timedelta(days=30)
LINK_LASTS = timedelta(days=60)
_AT_A_TIME = 50


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether somebody is to be asked: a read, so that an idle worker never writes."""
    return session.exec(_due(now).limit(1)).first() is not None


def ask(session: Session, *, house: House, now: datetime) -> int:
    """Write to the next of those who are to be asked; how many were. Two workers never ask one twice."""
    take_turn(session, "profile letters")
    people = session.exec(_due(now).limit(_AT_A_TIME)).all()
    for person in people:
        token = new_token()
        check = session.get(ProfileCheck, person.id) or ProfileCheck(interpreter_id=stored_id(person.id))
        check.asked_at, check.token_digest = now, digest(token)
        session.add(check)
        letter = letters.confirm(
            person,
            letters.address_of(session, person),
            url=house.page(f"/confirm?token={token}"),
            last_day=oslo_date(now + LINK_LASTS) - timedelta(days=1),
        )
        # A stream to itself: a letter that is parked must not hold back the next one.
        mail.send(session, letter, sender=house.sender, stream=f"profile-{check.token_digest}", now=now)
    session.flush()
    return len(people)


def asked(session: Session, *, token: str, now: datetime) -> Interpreter:
    """Whoever the letter with this token went to; Conflict `confirm_link_ended` unless it works still."""
    found = session.exec(
        select(Interpreter)
        .join(ProfileCheck, col(ProfileCheck.interpreter_id) == col(Interpreter.id))
        .where(
            ProfileCheck.token_digest == digest(token),
            col(ProfileCheck.asked_at) > now - LINK_LASTS,
            col(Interpreter.protected).is_(False),
            ~rules.merged(),
        )
    ).first()
    if found is None:
        raise Conflict(
            "confirm_link_ended",
            "This link is too old, or there is a newer letter. Use the link in the newest.",
        )
    return found


def confirm(
    session: Session, *, token: str, now: datetime, contact: tuple[str | None, str | None] | None = None
) -> ProfileCheck:
    """She says that it is right, having corrected e-mail and telephone if `contact` is given.

    Twice does no harm. Invalid names what is wrong with an address or a number; Conflict as for `asked`.
    """
    person = registration.held(session, asked(session, token=token, now=now).number)
    if contact is not None:
        changes: dict[str, Any] = dict(zip(("email", "phone"), contact, strict=True))
        registration.change(session, number=person.number, changes=changes, now=now, by=person.account_id)
    check = session.exec(
        lock(session, select(ProfileCheck).where(ProfileCheck.interpreter_id == person.id))
    ).one()
    check.confirmed_at = now
    session.add(check)
    session.flush()
    subject = audit.about_interpreter(check.interpreter_id)
    audit.record(session, subject, audit.Act.PROFILE_CONFIRMED, by=person.account_id, now=now)
    return check


def has_address() -> ColumnElement[bool]:
    """Whether an `interpreter` row can be written to: by an open account's address, or the register's."""
    account = exists().where(
        col(Account.id) == col(Interpreter.account_id), col(Account.disabled_at).is_(None)
    )
    return or_(account, func.trim(func.coalesce(col(Interpreter.email), "")) != "")


def _due(now: datetime) -> Any:
    asked_lately = exists().where(
        col(ProfileCheck.interpreter_id) == col(Interpreter.id),
        col(ProfileCheck.asked_at) > now - REMINDED_AFTER,
    )
    to_ask = and_(
        rules.breaks(Rule.STALE_PROFILE, now),
        col(Interpreter.protected).is_(False),
        has_address(),
        ~asked_lately,
    )
    return select(Interpreter).where(to_ask).order_by(col(Interpreter.id))
