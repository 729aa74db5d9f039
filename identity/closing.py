"""An account is closed for good: nobody signs in with it again, and nothing tells whose it was."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from identity.roles import Role
from identity.tables import Account, BearerToken, JoinLink, ResetLink, RoleGrant, SignInSession
from kit.db import lock
from kit.i18n import Tongue


def close(session: Session, *, account_id: int, name: str, now: datetime) -> bool:
    """End the account of somebody who is no longer in the register, and call it `name`.

    Whoever holds another role keeps the account without the interpreter's: then False is answered, and
    nothing else is erased.
    """
    account = session.exec(lock(session, select(Account).where(Account.id == account_id))).one()
    session.execute(
        delete(RoleGrant).where(
            col(RoleGrant.account_id) == account_id, col(RoleGrant.role) == Role.INTERPRETER
        )
    )
    if session.exec(select(RoleGrant.id).where(RoleGrant.account_id == account_id)).first() is not None:
        return False
    for table in (SignInSession, BearerToken, ResetLink):
        session.execute(delete(table).where(col(table.account_id) == account_id))
    session.execute(delete(JoinLink).where(col(JoinLink.email) == account.email))
    account.email = f"removed-{account_id}@removed.invalid"  # RFC 2606: no mail ever goes there
    account.name, account.password_hash, account.tongue = name, None, Tongue.BOKMAL
    account.disabled_at = now
    session.add(account)
    session.flush()
    return True
