"""From a cookie or a bearer token to an Actor, as FastAPI dependencies.

`Acting` is for ordinary routes; `acting_kept` reads the same rows on the kept connection, for the
hot reads. Whoever shows no token, or one that is not in force, is nobody.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Executable, bindparam, select
from sqlmodel import Session, col

from identity import organisations
from identity.cookies import cookie_name
from identity.permissions import NOBODY, Actor, Grant, sign_in_required
from identity.roles import AT_AN_ORGANISATION, DOWNWARDS, Role
from identity.tables import Account, BearerToken, RoleGrant, SignInSession
from kit.asking import asked
from kit.config import Settings
from kit.db import Database
from kit.errors import Forbidden
from kit.http import InDatabase, InSettings, Now, database_of, settings_of
from kit.i18n import Tongue
from kit.prepared import prepared
from kit.secrets import digest

Rows = Sequence[Any]
Ask = Callable[[Executable, dict[str, object]], Rows]

_COLUMNS = (
    col(Account.id),
    col(Account.name),
    col(Account.email),
    col(Account.tongue),
    col(RoleGrant.role),
    col(RoleGrant.organisation_id),
)
_BY_SESSION = prepared(
    select(*_COLUMNS)
    .join(SignInSession, col(SignInSession.account_id) == col(Account.id))
    .outerjoin(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    .where(col(SignInSession.token_digest) == bindparam("digest"))
    .where(col(SignInSession.expires_at) > bindparam("now"))
    .where(col(Account.disabled_at).is_(None))
)
_BY_BEARER = prepared(
    select(*_COLUMNS)
    .join(BearerToken, col(BearerToken.account_id) == col(Account.id))
    .outerjoin(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    .where(col(BearerToken.token_digest) == bindparam("digest"))
    .where(col(BearerToken.revoked_at).is_(None))
    .where(col(Account.disabled_at).is_(None))
    .where(bindparam("now").is_not(None))
)

_BY_ACCOUNT = prepared(
    select(*_COLUMNS)
    .outerjoin(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    .where(col(Account.id) == bindparam("account_id"), col(Account.disabled_at).is_(None))
)

BEARER = HTTPBearer(auto_error=False, description="A token of `tolkebok token create` or of `/me/tokens`.")
"""What tells the API's description that a call is for somebody; the token itself is read in `_actor`."""


def acting(
    request: Request,
    database: InDatabase,
    settings: InSettings,
    now: Now,
    _shown: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
) -> Actor:
    """Who is acting, read in a transaction of its own before the request's begins."""
    with database.read() as session:
        return _actor(
            request, settings, now, lambda statement, facts: session.execute(statement, facts).all()
        )


async def acting_kept(request: Request, now: datetime) -> Actor:
    """Who is acting, read on the kept connection: for the hot reads alone."""
    database: Database = database_of(request)
    return _actor(request, settings_of(request), now, database.kept)


def as_of_now(session: Session, account_id: int) -> Actor:
    """Somebody who is not asking, with what they may do by now; a closed account is nobody."""
    ask = partial(asked, session)
    return _from_rows(ask(_BY_ACCOUNT, {"account_id": account_id}), ask)


def kept_as_of_now(database: Database, account_id: int) -> Actor:
    """The same, read on the kept connection: for the hot reads alone."""
    return _from_rows(database.kept(_BY_ACCOUNT, {"account_id": account_id}), database.kept)


def signed_in(actor: Annotated[Actor, Depends(acting)]) -> Actor:
    """The actor, or Forbidden `sign_in_required`."""
    if not actor.signed_in:
        raise sign_in_required()
    return actor


def _actor(request: Request, settings: Settings, now: datetime, ask: Ask) -> Actor:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer.strip():
        rows = ask(_BY_BEARER, {"digest": digest(bearer.strip()), "now": now})
        if not rows:
            raise Forbidden("unknown_token", "This token is unknown or revoked. Make a new one.")
    elif cookie := request.cookies.get(cookie_name(settings)):
        rows = ask(_BY_SESSION, {"digest": digest(cookie), "now": now})
    else:
        return NOBODY
    return _from_rows(rows, ask)


def _from_rows(rows: Rows, ask: Ask) -> Actor:
    if not rows:
        return NOBODY
    account_id, name, email, tongue = rows[0][:4]
    grants = tuple(_grant(row[4], row[5], ask) for row in rows if row[4] is not None)
    return Actor(account_id, name, email, Tongue(tongue), grants)


def _grant(role: Role, organisation_id: int | None, ask: Ask) -> Grant:
    if role not in AT_AN_ORGANISATION or organisation_id is None:
        return Grant(Role(role))
    below = (
        [row[0] for row in ask(organisations.BELOW, {"organisation_id": organisation_id})]
        if role in DOWNWARDS
        else []
    )
    return Grant(Role(role), organisation_id, frozenset({organisation_id, *below}))


Acting = Annotated[Actor, Depends(acting)]
SignedIn = Annotated[Actor, Depends(signed_in)]
