"""Somebody without an account gets one by a mailed link: nothing is an account until the link is used.

As in signing in, hashing happens between transactions, never inside one.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from identity import accounts, hashing, letters, throttle
from identity.password_rules import require_good
from identity.tables import Account, JoinLink
from kit import mail
from kit.db import Database, lock
from kit.errors import Conflict
from kit.i18n import Tongue
from kit.logs import log
from kit.secrets import digest, new_token

LINK_LASTS = timedelta(hours=24)


def ask(
    session: Session,
    *,
    newcomer: letters.Newcomer,
    address: str,
    public_url: str,
    sender: mail.Sender,
    now: datetime,
) -> None:
    """Mail a link for opening an account; whoever has one already is told so in that letter alone."""
    email, name = accounts.require_email(newcomer.email), accounts.require_name(newcomer.name)
    throttle.admit(session, throttle.Purpose.JOIN, who=email, address=address, now=now)
    session.execute(delete(JoinLink).where(col(JoinLink.expires_at) <= now))
    token = new_token()
    known = accounts.by_email(session, email)
    if known is None:
        session.add(
            JoinLink(
                token_digest=digest(token),
                email=email,
                name=name,
                tongue=newcomer.tongue,
                expires_at=now + LINK_LASTS,
            )
        )
        session.flush()
        letter = letters.join(newcomer, url=f"{public_url}/join?token={token}", lasts=LINK_LASTS)
    else:
        letter = letters.already_joined(known, url=f"{public_url}/sign-in?next=/my/cases/new")
    mail.send(session, letter, sender=sender, stream=f"join-{digest(token)}", now=now)


def link(session: Session, *, token: str, now: datetime) -> JoinLink:
    """What a link is for; Conflict `join_link_ended` unless it still opens an account."""
    found = session.exec(
        select(JoinLink).where(
            JoinLink.token_digest == digest(token), col(JoinLink.used_at).is_(None), JoinLink.expires_at > now
        )
    ).first()
    if found is None:
        raise Conflict("join_link_ended", "This link has been used or is too old. Ask for a new one.")
    return found


def join(database: Database, *, token: str, password: str, now: datetime) -> Account:
    """Open the account with the password chosen. Conflict `join_link_ended`, `email_taken`."""
    with database.read() as session:
        email = link(session, token=token, now=now).email
    require_good(password, email=email, field="password")
    hashed = hashing.hash_password(password)
    with database.write() as session:
        session.exec(lock(session, select(JoinLink).where(JoinLink.token_digest == digest(token)))).first()
        used = link(session, token=token, now=now)
        used.used_at = now
        made = accounts.enrol(session, email=used.email, name=used.name, now=now, tongue=Tongue(used.tongue))
        made.password_hash = hashed
        log().info("account_opened", account=made.id)
        return made
