"""Bearer tokens for programs: shown once, kept as digests, revoked by their owner."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from identity.tables import BearerToken
from kit.errors import NotFound, invalid
from kit.logs import log
from kit.personal_data import refuse_birth_numbers
from kit.secrets import digest, new_token

LABEL_LENGTH = 60
_ID_LENGTH = 12


def issue(session: Session, *, account_id: int, now: datetime, label: str = "") -> str:
    """A new token for the account; this is the only time it is seen."""
    if len(label.strip()) > LABEL_LENGTH:
        raise invalid("label", "too_long", "Use at most {most} characters.", most=LABEL_LENGTH)
    refuse_birth_numbers("label", label)
    token = new_token()
    session.add(
        BearerToken(token_digest=digest(token), account_id=account_id, label=label.strip(), created_at=now)
    )
    session.flush()
    log().info("token_issued", account=account_id)
    return token


def in_force(session: Session, *, account_id: int) -> Sequence[BearerToken]:
    """The account's tokens that still work, newest first."""
    return session.exec(
        select(BearerToken)
        .where(BearerToken.account_id == account_id, col(BearerToken.revoked_at).is_(None))
        .order_by(col(BearerToken.created_at).desc(), col(BearerToken.token_digest))
    ).all()


def id_of(token_digest: str) -> str:
    """What names a token without giving it away."""
    return token_digest[:_ID_LENGTH]


def revoke(session: Session, *, account_id: int, token_id: str, now: datetime) -> None:
    """End one of the account's own tokens, at once; NotFound for any other."""
    for token in in_force(session, account_id=account_id):
        if id_of(token.token_digest) == token_id:
            token.revoked_at = now
            log().info("token_revoked", account=account_id)
            return
    raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
