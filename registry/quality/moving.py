"""What an entry held is moved to the entry it is merged into: by adding and striking, or by pointing.

Each answers which rows it moved, for the merge to keep.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from identity import accounts
from identity.roles import Role
from kit.db import stored_id
from registry.papers.tables import Document, PersonSecret
from registry.tables import Evidence, Interpreter, ListingChange

_SAME_PROOF = (
    "kind", "language", "credits", "course", "result", "issuer", "issued_on", "valid_until", "reference",
    "revoked_on",
)  # fmt: skip
_COPIED = (*_SAME_PROOF, "revoked_at", "revoked_by", "revoked_reason")


def add_and_strike(
    session: Session, stands: Interpreter, goes: Interpreter, *, why: str, now: datetime, by: int | None
) -> dict[str, Any]:
    """Register what the merged one held for the standing one, and strike it where it was."""
    new, same = fresh(session, stands, goes)
    struck = {"struck_at": now, "struck_by": by, "struck_reason": why}
    ours: dict[str, Any] = {"interpreter_id": stands.id, "registered_at": now, "registered_by": by}
    became = dict(same)
    for one in new:
        made = Evidence(**{name: getattr(one, name) for name in _COPIED}, **ours)
        session.add(made)
        session.flush()
        became[stored_id(one.id)] = stored_id(made.id)
    turns = session.exec(_unstruck_turns(goes)).all()
    added = [ListingChange(listed=turn.listed, effective_on=turn.effective_on, **ours) for turn in turns]
    for turn in added:  # one by one: of two on a day the last registered counts
        session.add(turn)
        session.flush()
    for row in (*session.exec(_unstruck_proofs(goes)).all(), *turns):
        for name, value in struck.items():
            setattr(row, name, value)
    session.flush()
    return {
        "evidence": {str(old): new for old, new in became.items()},
        "listing_change": {str(old.id): new.id for old, new in zip(turns, added, strict=True)},
        "document": _documents(session, stands, goes, became),
    }


def fresh(session: Session, stands: Interpreter, goes: Interpreter) -> tuple[list[Evidence], dict[int, int]]:
    """The merged one's proofs that the standing one lacks; and of the rest which of hers is the same."""
    held = {_identity(one): stored_id(one.id) for one in session.exec(_unstruck_proofs(stands))}
    theirs = session.exec(_unstruck_proofs(goes)).all()
    same = {stored_id(one.id): held[_identity(one)] for one in theirs if _identity(one) in held}
    return [one for one in theirs if stored_id(one.id) not in same], same


def _identity(one: Evidence) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in _SAME_PROOF)


def _unstruck_proofs(person: Interpreter) -> Any:
    return (
        select(Evidence)
        .where(Evidence.interpreter_id == person.id, col(Evidence.struck_at).is_(None))
        .order_by(col(Evidence.id))
    )


def _unstruck_turns(person: Interpreter) -> Any:
    return (
        select(ListingChange)
        .where(ListingChange.interpreter_id == person.id, col(ListingChange.struck_at).is_(None))
        .order_by(col(ListingChange.id))
    )


def _documents(
    session: Session, stands: Interpreter, goes: Interpreter, became: Mapping[int, int]
) -> list[int]:
    documents = session.exec(select(Document).where(Document.interpreter_id == goes.id)).all()
    for one in documents:
        one.interpreter_id = stored_id(stands.id)
        one.evidence_id = became.get(one.evidence_id or 0, one.evidence_id)
    session.flush()
    return [stored_id(one.id) for one in documents]


def point(session: Session, table: Any, stands: Interpreter, goes: Interpreter) -> list[int]:
    """Let these rows be about the standing one; they are hers, and other rows hang on them."""
    ids = list(session.exec(select(table.id).where(table.interpreter_id == goes.id).order_by(table.id)))
    session.execute(update(table).where(table.id.in_(ids)).values(interpreter_id=stands.id))
    return ids


def account(session: Session, stands: Interpreter, goes: Interpreter) -> dict[str, Any]:
    """She signs in with the account she had: the standing entry's if there is one."""
    account_id, goes.account_id = goes.account_id, None
    session.flush()
    if account_id is None:
        return {}
    if stands.account_id is None:
        stands.account_id = account_id
        session.flush()
        return {"moved": account_id}
    accounts.end_role(session, account_id=account_id, role=Role.INTERPRETER)
    return {"ended": account_id}


def secrets(session: Session, stands: Interpreter, goes: Interpreter) -> None:
    """Who she is by birth follows her, once; a number the standing entry lacks is kept."""
    theirs, hers = session.get(PersonSecret, goes.id), session.get(PersonSecret, stands.id)
    if theirs is None or (hers is not None and hers.birth_number is not None):
        return
    told = theirs.model_dump(exclude={"interpreter_id"})
    session.delete(theirs)
    session.flush()
    if hers is None:
        session.add(PersonSecret(interpreter_id=stored_id(stands.id), **told))
    else:
        hers.birth_number = told["birth_number"]
    session.flush()
