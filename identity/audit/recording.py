"""An act is added to the chain of what it is about, in the transaction that does it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from identity.audit import links
from identity.audit.acts import Act
from identity.audit.tables import AuditChain, AuditEntry
from kit import secrets
from kit.db import take_turn


def about_interpreter(interpreter_id: int) -> str:
    """The subject of what is done about one interpreter: the row's id, for a number would lead to her."""
    return f"interpreter:{interpreter_id}"


def about_account(account_id: int) -> str:
    """The subject of what is done about an account."""
    return f"account:{account_id}"


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
    chain = session.get(AuditChain, subject, populate_existing=True)
    if chain is None:
        chain = AuditChain(subject=subject, length=0, head=links.START)
    said = None if content is None else json.loads(json.dumps(content, default=str))
    salt = secrets.new_address_token()
    entry = AuditEntry(
        subject=subject,
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
    session.add(chain)
    session.flush()
    session.add(entry)
    session.flush()
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
