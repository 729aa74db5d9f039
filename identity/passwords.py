"""Changing a password, and choosing a new one by a mailed link.

As in signing in, hashing happens between transactions, never inside one.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from identity import accounts, hashing, letters, throttle
from identity.password_rules import require_good
from identity.signing_in import end_sessions
from identity.tables import Account, ResetLink
from kit import mail
from kit.db import Database, lock
from kit.errors import Conflict, invalid
from kit.logs import log
from kit.secrets import digest, new_token

LINK_LASTS = timedelta(hours=1)


def change(
    database: Database,
    *,
    account_id: int,
    current: str,
    new: str,
    keep: str | None,
    address: str,
    now: datetime,
) -> None:
    """A new password for one who knows the old; every other session than `keep`'s token ends.

    Bearer tokens stay: programs do not stop because a person changed a password.
    """
    with database.write() as session:
        attempt = throttle.admit(
            session, throttle.Purpose.CHANGE_PASSWORD, who=str(account_id), address=address, now=now
        )
    with database.read() as session:
        account = session.get_one(Account, account_id)
    if not hashing.verify(current, account.password_hash):
        raise _wrong_password()
    require_good(new, email=account.email, field="new_password")
    if new == current:
        raise invalid("new_password", "password_unchanged", "Choose another password than the one you have.")
    hashed = hashing.hash_password(new)
    with database.write() as session:
        known = select(Account).where(
            Account.id == account_id, Account.password_hash == account.password_hash
        )
        if session.exec(lock(session, known)).first() is None:
            raise _wrong_password()
        throttle.forgive(session, attempt)
        _set(session, account_id=account_id, hashed=hashed, keep=keep, now=now)


def ask_reset(
    session: Session, *, email: str, address: str, public_url: str, sender: mail.Sender, now: datetime
) -> None:
    """Mail a link for choosing a new password, if an open account has this address.

    An unknown address costs the same: a link that opens nothing is stored for it.
    """
    who = accounts.normal(email)
    throttle.admit(session, throttle.Purpose.RESET, who=who, address=address, now=now)
    account = accounts.by_email(session, who)
    known = account if account is not None and account.disabled_at is None else None
    url = make_link(session, account_id=known.id if known else None, public_url=public_url, now=now)
    if known is not None:
        letter = letters.reset(known, url=url, lasts=LINK_LASTS)
        # A stream to itself: a letter that is parked must not hold back the next one asked for.
        mail.send(session, letter, sender=sender, stream=f"reset-{digest(url)}", now=now)


def make_link(session: Session, *, account_id: int | None, public_url: str, now: datetime) -> str:
    """The address of a page where the account's password can be chosen, once and for an hour."""
    session.execute(delete(ResetLink).where(col(ResetLink.expires_at) <= now))
    token = new_token()
    session.add(ResetLink(token_digest=digest(token), account_id=account_id, expires_at=now + LINK_LASTS))
    session.flush()
    return f"{public_url}/reset?token={token}"


def account_of_link(session: Session, *, token: str, now: datetime) -> Account:
    """Whose password the link opens; Conflict `reset_link_ended` unless it still does."""
    account = session.exec(
        select(Account)
        .join(ResetLink, col(ResetLink.account_id) == Account.id)
        .where(
            ResetLink.token_digest == digest(token),
            col(ResetLink.used_at).is_(None),
            ResetLink.expires_at > now,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if account is None:
        raise Conflict("reset_link_ended", "This link has been used or is too old. Ask for a new one.")
    return account


def reset(database: Database, *, token: str, new_password: str, now: datetime) -> None:
    """Choose a new password by a mailed link; every session ends, and so does every link."""
    with database.read() as session:
        account = account_of_link(session, token=token, now=now)
    require_good(new_password, email=account.email, field="new_password")
    hashed = hashing.hash_password(new_password)
    with database.write() as session:
        session.exec(lock(session, select(Account).where(Account.id == account.id))).one()
        account_of_link(session, token=token, now=now)
        throttle.forgive_account(session, throttle.Purpose.SIGN_IN, who=account.email)
        _set(session, account_id=account.id or 0, hashed=hashed, keep=None, now=now)


def _set(session: Session, *, account_id: int, hashed: str, keep: str | None, now: datetime) -> None:
    session.execute(update(Account).where(col(Account.id) == account_id).values(password_hash=hashed))
    session.execute(
        update(ResetLink)
        .where(col(ResetLink.account_id) == account_id, col(ResetLink.used_at).is_(None))
        .values(used_at=now)
    )
    end_sessions(session, account_id=account_id, keep=keep)
    log().info("password_set", account=account_id)


def _wrong_password() -> Exception:
    return invalid("current_password", "wrong_password", "This is not your present password.")
