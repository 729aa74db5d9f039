"""What has served its time is forgotten, the rest is not, on both databases."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from booking.tables import IdempotentCall
from identity.tables import ResetLink, SignInAttempt, SignInSession
from kit import outbox
from kit.db import Database, stored_id
from kit.outbox import Outbox
from tests import make, make_identity
from tests.make import NOW
from web.worker import forget

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
LETTER = {"letter": {"to": "selam@example.org", "text": "Du er bestilt"}}


def test_a_delivered_letter_is_emptied_after_its_days_and_no_other(database: Database) -> None:
    with database.write() as session:
        old = _letter(session, delivered_at=NOW - 30 * DAY - INSTANT)
        recent = _letter(session, delivered_at=NOW - 30 * DAY)
        parked = _letter(session, parked_at=NOW - 90 * DAY)
        waiting = _letter(session)
    forget(database, make.settings(database), now=NOW)
    with database.read() as session:
        kept = dict(session.exec(select(Outbox.id, Outbox.payload)).all())
        assert kept == {old: {}, recent: LETTER, parked: LETTER, waiting: LETTER}
        assert session.get_one(Outbox, old).delivered_at == NOW - 30 * DAY - INSTANT


def test_what_has_expired_is_deleted_and_nothing_before_it_has(database: Database) -> None:
    account_id = stored_id(make_identity.booker(database).id)
    with database.write() as session:
        for name, left in (("over", timedelta()), ("runs", INSTANT)):
            session.add(
                SignInSession(token_digest=name, account_id=account_id, created_at=NOW, expires_at=NOW + left)
            )
            session.add(ResetLink(token_digest=name, account_id=account_id, expires_at=NOW + left))
            session.add(SignInAttempt(key=name, at=NOW - timedelta(minutes=15) + left))
            session.add(IdempotentCall(account_id=account_id, key=name, body_digest="d", at=NOW - DAY + left))
    forget(database, make.settings(database), now=NOW)
    with database.read() as session:
        for kept in (
            SignInSession.token_digest,
            ResetLink.token_digest,
            SignInAttempt.key,
            IdempotentCall.key,
        ):
            assert session.exec(select(kept)).all() == ["runs"]


def _letter(session: Session, delivered_at: datetime | None = None, parked_at: datetime | None = None) -> int:
    row_id = outbox.post(session, kind="mail", stream="a", payload=LETTER, now=NOW - 99 * DAY)
    row = session.get_one(Outbox, row_id)
    row.delivered_at, row.parked_at = delivered_at, parked_at
    session.flush()
    return row_id
