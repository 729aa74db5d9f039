"""Signing in and out. An unknown address and a wrong password are the same answer at the same price.

Signing in takes three short transactions: count the attempt, fetch the hash, begin the session.
Between them the password is checked with nothing open, so no writer waits for argon2.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from identity import accounts, hashing, throttle
from identity.tables import Account, SignInSession
from kit.db import Database, lock
from kit.errors import Forbidden
from kit.logs import log
from kit.secrets import digest, new_token

Verify = Callable[[str, str | None], bool]


def sign_in(
    database: Database,
    *,
    email: str,
    password: str,
    address: str,
    now: datetime,
    length: timedelta,
    verify: Verify = hashing.verify,
) -> str:
    """A new session's token, for the cookie.

    Refuses with `too_many_attempts`, and with `wrong_credentials` whatever was wrong.
    """
    who = accounts.normal(email)
    with database.write() as session:
        attempt = throttle.admit(session, throttle.Purpose.SIGN_IN, who=who, address=address, now=now)
    with database.read() as session:
        account = accounts.by_email(session, who)
    right = verify(password, account.password_hash if account else None)
    if account is None or account.disabled_at is not None or not right:
        log().info("sign_in_refused", account=account.id if account else None)
        raise _wrong()
    with database.write() as session:
        _still(session, account)
        throttle.forgive(session, attempt)
        return _begin(session, account_id=account.id or 0, now=now, length=length)


def sign_out(session: Session, *, token: str) -> None:
    """End the session; one that has ended already stays so."""
    session.execute(delete(SignInSession).where(col(SignInSession.token_digest) == digest(token)))


def end_sessions(session: Session, *, account_id: int, keep: str | None = None) -> None:
    """End every session of the account, except the one whose token is `keep`."""
    kept = None if keep is None else digest(keep)
    session.execute(
        delete(SignInSession).where(
            col(SignInSession.account_id) == account_id,
            col(SignInSession.token_digest).is_distinct_from(kept),
        )
    )


def _begin(session: Session, *, account_id: int, now: datetime, length: timedelta) -> str:
    session.execute(
        delete(SignInSession).where(
            col(SignInSession.account_id) == account_id, col(SignInSession.expires_at) <= now
        )
    )
    token = new_token()
    session.add(
        SignInSession(
            token_digest=digest(token), account_id=account_id, created_at=now, expires_at=now + length
        )
    )
    return token


def _still(session: Session, checked: Account) -> None:
    """Refuse if the password was changed, or the account closed, while it was being checked."""
    unchanged = select(Account).where(
        Account.id == checked.id,
        Account.password_hash == checked.password_hash,
        col(Account.disabled_at).is_(None),
    )
    if session.exec(lock(session, unchanged)).first() is None:
        raise _wrong()


def _wrong() -> Forbidden:
    return Forbidden("wrong_credentials", "The e-mail address or the password is wrong.")
