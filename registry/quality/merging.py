"""Two entries are one person: one number stands, and the other becomes a former number that leads to it.

Nothing is rewritten. What the merged entry held is registered for the standing one from the moment of the
merge, and struck where it was, so that what was known before is answered as it was known
(docs/decisions/0023). What other rows hang on (exclusions with their decisions, cases, documents, steps of
training) is pointed to the standing entry. The merge keeps which rows were added, struck and pointed, so that
it can be explained, and undone by hand, for as long as the register stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session, SQLModel, col, or_, select

from identity import audit
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry import facts, lost, registration, standing
from registry.cases.tables import Case
from registry.categories import proof
from registry.history import History, Turn
from registry.papers.tables import PersonSecret
from registry.quality import moving
from registry.quality.deciding import both
from registry.quality.tables import PossibleDuplicate, ProfileCheck
from registry.tables import Exclusion, Interpreter, Merge, TrainingEvent
from registry.words import TestResult

Moved = dict[str, Any]

_POINTED: tuple[type[SQLModel], ...] = (Exclusion, TrainingEvent, Case)


class Follower(Protocol):
    """What another package does with its own rows about the merged one; it may refuse with a Conflict."""

    def __call__(
        self, session: Session, *, standing: Interpreter, merged: Interpreter, now: datetime
    ) -> Mapping[str, Any]:
        """Answers which rows it moved, by table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Which number stands, which becomes a former one, and why; `followers` from whoever stands above."""

    standing: int
    merged: int
    why: str
    followers: Sequence[Follower] = field(default=())


def merge(session: Session, *, wanted: Merging, now: datetime, by: int | None = None) -> Merge:
    """Merge the two. Invalid without a reason.

    Conflict `merged_already` for the second of two officers, `other_birth_date` when two are registered,
    `person_removed`, and whatever a follower refuses with: bookings relying on the merged number end first.
    """
    _check(wanted.why)
    stands, goes = both(session, (wanted.standing, wanted.merged))
    for one in (stands, goes):
        registration.refuse_removed(one)
    _refuse_other_birth_date(session, stands, goes)
    moved: Moved = {}
    for follow in wanted.followers:
        moved |= follow(session, standing=stands, merged=goes, now=now)
    moved |= moving.add_and_strike(session, stands, goes, why=wanted.why.strip(), now=now, by=by)
    moved |= {_name(table): moving.point(session, table, stands, goes) for table in _POINTED}
    moved["account"] = moving.account(session, stands, goes)
    moving.secrets(session, stands, goes)
    _forget(session, goes)
    made = Merge(
        merged_id=stored_id(goes.id),
        standing_id=stored_id(stands.id),
        why=wanted.why.strip(),
        moved=moved | {"merges": _lead_on(session, stands, goes)},
        merged_at=now,
        merged_by=by,
    )
    _particulars(session, stands, goes, now=now, by=by)
    session.add(made)
    standing.rebuild(session, [made.merged_id, made.standing_id])
    _record(session, made, stands, goes)
    lost.post(session, interpreter_id=made.standing_id, now=now)
    return made


def united(session: Session, stands: Interpreter, goes: Interpreter) -> History:
    """What the standing one's history will amount to once the two are merged; nothing is changed."""
    known = {one.interpreter_id: one.history for one in facts.of_interpreters(session, _ids(stands, goes))}
    hers, theirs = known[stored_id(stands.id)], known[stored_id(goes.id)]
    fresh, _same = moving.fresh(session, stands, goes)
    proofs = (
        proof(
            one.kind, one.language, one.issued_on,
            valid_until=one.valid_until, revoked_on=one.revoked_on, credits=one.credits,
        )
        for one in fresh
        if one.result is not TestResult.FAILED
    )  # fmt: skip
    last = max((turn.registered for turn in hers.turns), default=0)
    later = [Turn(turn.effective_on, last + 1 + turn.registered, turn.listed) for turn in theirs.turns]
    return History((*hers.proofs, *proofs), (*hers.turns, *later), (*hers.exclusions, *theirs.exclusions))


def _check(why: str) -> None:
    errors = [*birth_number_errors({"why": why}), *length_errors({"why": why})]
    if not why.strip():
        errors.append(FieldError("why", "blank", "Say how you know that it is one person."))
    if errors:
        raise Invalid(*errors)


def _refuse_other_birth_date(session: Session, stands: Interpreter, goes: Interpreter) -> None:
    one, other = session.get(PersonSecret, stands.id), session.get(PersonSecret, goes.id)
    if one and other and one.birth_date != other.birth_date:
        raise Conflict(
            "other_birth_date", "Two different birth dates are registered. Correct the wrong one first."
        )


def _forget(session: Session, goes: Interpreter) -> None:
    """What is about an entry that is nobody's any more: pairs it was in, and the link of a letter to it."""
    gone = or_(col(PossibleDuplicate.low_id) == goes.id, col(PossibleDuplicate.high_id) == goes.id)
    for pair in session.exec(select(PossibleDuplicate).where(gone)).all():
        session.delete(pair)
    check = session.get(ProfileCheck, goes.id)
    if check is not None:
        check.token_digest = None
    session.flush()


def _lead_on(session: Session, stands: Interpreter, goes: Interpreter) -> list[int]:
    """Numbers merged into the one that goes lead to the one that stands, in one step."""
    before = session.exec(select(Merge).where(Merge.standing_id == goes.id)).all()
    for one in before:
        one.standing_id = stored_id(stands.id)
    session.flush()
    return [one.merged_id for one in before]


def _particulars(
    session: Session, stands: Interpreter, goes: Interpreter, *, now: datetime, by: int | None
) -> None:
    """What the standing entry lacks is filled in; a protected identity stays protected."""
    changes: dict[str, Any] = {
        name: getattr(goes, name)
        for name in ("email", "phone", "gender")
        if not getattr(stands, name) and getattr(goes, name)
    }
    if goes.protected and not stands.protected:
        changes |= {"protected": True, "contact_consent": False}
    if changes:
        registration.change(session, number=stands.number, changes=changes, now=now, by=by)


def _record(session: Session, made: Merge, stands: Interpreter, goes: Interpreter) -> None:
    told = {"standing": stands.number, "merged": goes.number}
    for subject in sorted(audit.about_interpreter(one) for one in _ids(stands, goes)):
        audit.record(
            session,
            subject,
            audit.Act.MERGED,
            by=made.merged_by,
            now=made.merged_at,
            why=made.why,
            content=told,
        )


def _ids(*people: Interpreter) -> list[int]:
    return [stored_id(one.id) for one in people]


def _name(table: type[SQLModel]) -> str:
    return str(table.__tablename__)
