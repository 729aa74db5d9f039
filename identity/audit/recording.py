"""An act is added to the chain of what it is about, in the transaction that does it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, insert, update
from sqlmodel import Session, SQLModel, col, select

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


@dataclass(frozen=True, slots=True)
class _Said:
    """What every entry of one act says alike."""

    act: Act
    by: int | None
    now: datetime
    why: str | None


def about_interpreter(interpreter_id: int) -> str:
    """The subject of what is done about one interpreter: the row's id, for a number would lead to her."""
    return f"interpreter:{interpreter_id}"


def about_account(account_id: int) -> str:
    """The subject of what is done about an account."""
    return f"account:{account_id}"


def about_booking(booking_id: int) -> str:
    """The subject of what is done about one booking: digests, never what its agency wrote."""
    return f"booking:{booking_id}"


def about_organisation(organisation_id: int) -> str:
    """The subject of what an agency does in its own matters: no more is said of them here than that."""
    return f"organisation:{organisation_id}"


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
    said = _Said(act, by, now, why)
    entry = AuditEntry(**_next(subject, chain.length, chain.head, said, content))
    chain.length, chain.head = entry.position, entry.link
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
    subjects, said = sorted(told), _Said(act, by, now, why)
    for first in range(0, len(subjects), _AT_A_TIME):
        some = subjects[first : first + _AT_A_TIME]
        heads = {one: (length, head) for one, length, head in session.execute(lock(session, _heads(some)))}
        new = [{"subject": one, "length": 0, "head": links.START} for one in some if one not in heads]
        if new:
            session.execute(insert(_table(AuditChain)).values(sealed_length=0), new)
        entries = [_next(one, *heads.get(one, (0, links.START)), said, told[one]) for one in some]
        moved = [{"of": one["subject"], "by_now": one["position"], "ends_in": one["link"]} for one in entries]
        session.connection().execute(_MOVED, moved)
        session.execute(insert(_table(AuditEntry)), entries)


def _chains(subjects: Sequence[str]) -> Any:
    statement = select(AuditChain).where(col(AuditChain.subject).in_(subjects))
    return statement.order_by(col(AuditChain.subject)).execution_options(populate_existing=True)


def _heads(subjects: Sequence[str]) -> Any:
    statement = select(AuditChain.subject, AuditChain.length, AuditChain.head)
    return statement.where(col(AuditChain.subject).in_(subjects)).order_by(col(AuditChain.subject))


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


_MOVED = (
    update(_table(AuditChain))
    .where(col(AuditChain.subject) == bindparam("of"))
    .values(length=bindparam("by_now"), head=bindparam("ends_in"))
)


def _next(
    subject: str, length: int, head: str, said: _Said, content: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The entry that follows in a chain of this length and head, by its columns."""
    told = None if content is None else json.loads(json.dumps(content, default=str))
    salt = secrets.new_address_token()
    digest = links.content_digest(salt, said.why, told)
    entry: dict[str, Any] = {
        "subject": subject,
        "position": length + 1,
        "at": said.now,
        "account_id": said.by,
        "act": said.act.value,
    }
    return {
        **entry,
        "why": said.why,
        "content": told,
        "salt": salt,
        "content_digest": digest,
        "link": links.link(head, **entry, said=digest),
    }


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
