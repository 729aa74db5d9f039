"""An act is added to the chain of what it is about, in the transaction that does it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from identity.audit import links
from identity.audit.acts import Act
from identity.audit.tables import AuditChain, AuditEntry
from kit import secrets
from kit.db import guards, lock, take_turn
from kit.errors import Conflict

_AT_A_TIME = 1_000
_MEANWHILE = Conflict(
    "changed_meanwhile", "Something about this was registered at the same moment. Try again."
)
for _name in ("pk_audit_chain", "pk_audit_entry"):
    guards[_name] = _MEANWHILE
"""Only who begins a chain at the moment another does, or adds beside one who adds to many, meets these."""


def about_interpreter(interpreter_id: int) -> str:
    """The subject of what is done about one interpreter: the row's id, for a number would lead to her."""
    return f"interpreter:{interpreter_id}"


def about_account(account_id: int) -> str:
    """The subject of what is done about an account."""
    return f"account:{account_id}"


def about_booking(booking_id: int) -> str:
    """The subject of what is done about one booking: digests, never what its agency wrote."""
    return f"booking:{booking_id}"


def about_register() -> str:
    """The subject of what concerns the register as a whole, such as taking a copy of it."""
    return "register"


def record(
    session: Session,
    subject: str,
    act: Act,
    *,
    by: int | None,
    now: datetime,
    why: str | None = None,
    content: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add an act to the subject's chain; it is kept if and only if what it tells of is.

    `content` holds codes, numbers and ids, dates as text; no birth numbers, and nothing that is not
    needed to understand the act. Chains are independent: only acts about the same subject wait for each
    other. Whoever records about several in one transaction does so in the order of subjects.
    """
    take_turn(session, f"audit {subject}")
    chain = session.exec(lock(session, _chains([subject]))).one_or_none()
    if chain is None:
        chain = AuditChain(subject=subject, length=0, head=links.START)
    entry = _next(chain, act, by=by, now=now, why=why, content=content)
    session.add(chain)
    session.flush()
    session.add(entry)
    session.flush()
    return entry


def record_each(
    session: Session,
    act: Act,
    told: Mapping[str, Mapping[str, Any]],
    *,
    by: int | None,
    now: datetime,
    why: str | None = None,
) -> None:
    """Add one act to each of these subjects' chains, in their order, with what it says of each.

    For many at once: it holds the chains' rows instead of a turn for each, which a database has few of.
    """
    subjects = sorted(told)
    for first in range(0, len(subjects), _AT_A_TIME):
        some = subjects[first : first + _AT_A_TIME]
        chains = {one.subject: one for one in session.exec(lock(session, _chains(some)))}
        new = [{"subject": one, "length": 0, "head": links.START} for one in some if one not in chains]
        if new:
            session.execute(insert(AuditChain), new)
            chains = {one.subject: one for one in session.exec(_chains(some))}
        entries = [_next(chains[one], act, by=by, now=now, why=why, content=told[one]) for one in some]
        session.execute(
            update(AuditChain),
            [{"subject": one.subject, "length": one.position, "head": one.link} for one in entries],
        )
        session.execute(insert(AuditEntry), [one.model_dump() for one in entries])
        for chain in chains.values():
            session.expunge(chain)


def _chains(subjects: Sequence[str]) -> Any:
    statement = select(AuditChain).where(col(AuditChain.subject).in_(subjects))
    return statement.order_by(col(AuditChain.subject)).execution_options(populate_existing=True)


def _next(
    chain: AuditChain,
    act: Act,
    *,
    by: int | None,
    now: datetime,
    why: str | None,
    content: Mapping[str, Any] | None,
) -> AuditEntry:
    """The chain's next entry; the chain's head is moved to it."""
    said = None if content is None else json.loads(json.dumps(content, default=str))
    salt = secrets.new_address_token()
    entry = AuditEntry(
        subject=chain.subject,
        position=chain.length + 1,
        at=now,
        account_id=by,
        act=act.value,
        why=why,
        content=said,
        salt=salt,
        content_digest=links.content_digest(salt, why, said),
        link="",
    )
    entry.link = link_of(entry, chain.head)
    chain.length, chain.head = entry.position, entry.link
    return entry


def link_of(entry: AuditEntry, before: str) -> str:
    """The link an entry must have, hanging on the link before."""
    return links.link(
        before,
        subject=entry.subject,
        position=entry.position,
        at=entry.at,
        account_id=entry.account_id,
        act=entry.act,
        said=entry.content_digest,
    )
