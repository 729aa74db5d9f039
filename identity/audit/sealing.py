"""The heads of the chains, signed once a day: what is sealed cannot be rewritten without the key.

Each seal says which heads moved since the one before and hangs on it by its digest. Whoever keeps the
exported seals elsewhere can show a rewriting even by one who holds the database and the key.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, or_, select, update

from identity.audit import links
from identity.audit.tables import AuditChain, AuditEntry, AuditSeal, AuditSealedHead
from identity.audit.verifying import Fault
from kit.clock import oslo_date
from kit.db import stored_id, take_turn
from kit.signing import Keys, NotGenuine

_TYP = "tolkebok-audit-seal+jws"
_AT_A_TIME = 500

Head = tuple[str, int, str]
"""A chain's subject, its length and its last link."""


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether today has no seal yet."""
    return session.exec(select(AuditSeal.id).where(AuditSeal.on == oslo_date(now))).first() is None


def seal(session: Session, keys: Keys, *, now: datetime) -> AuditSeal | None:
    """Seal every head that moved since the last seal; None when the Oslo day has its seal already."""
    take_turn(session, "audit seal")
    if not is_due(session, now=now):
        return None
    moved = [
        (chain.subject, chain.length, chain.head)
        for chain in session.exec(select(AuditChain).where(AuditChain.length > AuditChain.sealed_length))
    ]
    before = session.exec(select(AuditSeal).order_by(col(AuditSeal.id).desc()).limit(1)).first()
    previous = before.digest if before else links.START
    digest = links.seal_digest(previous, moved)
    day = oslo_date(now)
    claims = {"on": day.isoformat(), "previous": previous, "digest": digest, "heads": len(moved)}
    made = AuditSeal(on=day, made_at=now, digest=digest, signed=keys.sign(claims, typ=_TYP))
    session.add(made)
    session.flush()
    _keep(session, stored_id(made.id), moved)
    return made


def exported(session: Session, *, since: date | None = None) -> Iterator[str]:
    """Every seal from a day on as JSON lines: `seal`, a compact JWS, and `heads`, what it covers."""
    statement = select(AuditSeal).order_by(col(AuditSeal.id))
    if since is not None:
        statement = statement.where(AuditSeal.on >= since)
    for one in session.exec(statement):
        heads = [list(head) for head in _heads(session, stored_id(one.id))]
        yield json.dumps({"seal": one.signed, "heads": heads}, separators=(",", ":"))


def faults(session: Session, keys: Keys) -> Iterator[Fault]:
    """Where the seals kept here are not genuine, do not follow on each other, or differ from the chains."""
    previous = links.START
    for one in session.exec(select(AuditSeal).order_by(col(AuditSeal.id))):
        heads = _heads(session, stored_id(one.id))
        claims = _claims(keys, one.signed)
        said = {"on": one.on.isoformat(), "previous": previous, "digest": one.digest, "heads": len(heads)}
        if claims != said or one.digest != links.seal_digest(previous, heads):
            yield Fault(f"seal:{one.on}", 0, "seal_not_genuine")
        yield from _broken(session, heads)
        previous = one.digest


def faults_against(session: Session, keys: Keys, lines: Iterable[str]) -> Iterator[Fault]:
    """Where seals exported earlier and kept elsewhere are not genuine, or the chains have become others."""
    for number, line in enumerate(lines, start=1):
        try:
            kept = json.loads(line)
            heads = [(str(subject), int(length), str(link)) for subject, length, link in kept["heads"]]
            claims = _claims(keys, str(kept["seal"])) or {}
        except (ValueError, KeyError, TypeError):
            heads, claims = [], {}
        if claims.get("digest") != links.seal_digest(str(claims.get("previous")), heads):
            yield Fault(f"line:{number}", 0, "seal_not_genuine")
        yield from _broken(session, heads)


def _keep(session: Session, seal_id: int, moved: list[Head]) -> None:
    for subject, length, head in moved:
        session.add(AuditSealedHead(seal_id=seal_id, subject=subject, length=length, head=head))
        session.exec(
            update(AuditChain).where(col(AuditChain.subject) == subject).values(sealed_length=length)
        )
    session.flush()


def _heads(session: Session, seal_id: int) -> list[Head]:
    statement = select(AuditSealedHead).where(AuditSealedHead.seal_id == seal_id)
    return sorted((head.subject, head.length, head.head) for head in session.exec(statement))


def _claims(keys: Keys, signed: str) -> dict[str, Any] | None:
    try:
        return keys.verify(signed, typ=_TYP)
    except NotGenuine:
        return None


def _broken(session: Session, heads: list[Head]) -> Iterator[Fault]:
    for first in range(0, len(heads), _AT_A_TIME):
        some = heads[first : first + _AT_A_TIME]
        ends = or_(*(and_(AuditEntry.subject == head[0], AuditEntry.position == head[1]) for head in some))
        there = {
            (row.subject, row.position): row.link for row in session.exec(select(AuditEntry).where(ends))
        }
        for subject, length, link in some:
            if there.get((subject, length)) != link:
                yield Fault(subject, length, "seal_broken")
