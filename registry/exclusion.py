"""Shut out, tolkeloven § 21: while a case runs, for a dated time, or for good."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from identity import audit
from kit.clock import oslo_date
from kit.db import lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound, length_errors
from kit.personal_data import birth_number_errors
from registry import lost, standing
from registry.registration import held
from registry.tables import Exclusion, Interpreter
from registry.words import ExclusionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided: from which Oslo day, up to and including which, and why."""

    kind: ExclusionKind
    from_on: date
    until_on: date | None
    reason: str


def exclude(
    session: Session, *, number: int, decision: Decision, now: datetime, by: int | None = None
) -> Exclusion:
    """Shut an interpreter out. The public learns that she is, never why, since when or for how long."""
    interpreter = held(session, number)
    _check(decision)
    exclusion = Exclusion(
        interpreter_id=stored_id(interpreter.id),
        kind=decision.kind,
        from_on=decision.from_on,
        until_on=decision.until_on,
        reason=decision.reason.strip(),
        registered_at=now,
        registered_by=by,
    )
    session.add(exclusion)
    standing.rebuild(session, [exclusion.interpreter_id])
    told = {"exclusion": exclusion.id, "kind": decision.kind, "from_on": decision.from_on}
    subject = audit.about_interpreter(exclusion.interpreter_id)
    audit.record(session, subject, audit.Act.EXCLUDED, by=by, now=now, content=told)
    lost.post(session, interpreter_id=exclusion.interpreter_id, now=now)
    return exclusion


def lift(
    session: Session, *, exclusion_id: int, reason: str, now: datetime, by: int | None = None
) -> Exclusion:
    """End an exclusion from today, once; one that has not begun never begins.

    NotFound `unknown_exclusion`; Invalid without a reason; Conflict `not_in_force` when it is over already.
    """
    found = session.get(Exclusion, exclusion_id)
    if found is None:
        raise NotFound("unknown_exclusion", "There is no exclusion with this id.")
    session.exec(lock(session, select(Interpreter).where(Interpreter.id == found.interpreter_id))).one()
    session.refresh(found)
    errors = [*birth_number_errors({"reason": reason}), *length_errors({"reason": reason})]
    if not reason.strip():
        errors.append(FieldError("reason", "blank", "Say why."))
    if errors:
        raise Invalid(*errors)
    today = oslo_date(now)
    if found.lifted_on is not None or (found.until_on is not None and found.until_on < today):
        raise Conflict("not_in_force", "This exclusion is over already.")
    found.lifted_on, found.lifted_reason = today, reason.strip()
    found.lifted_at, found.lifted_by = now, by
    session.add(found)
    standing.rebuild(session, [found.interpreter_id])
    subject = audit.about_interpreter(found.interpreter_id)
    told = {"exclusion": found.id, "kind": found.kind}
    audit.record(session, subject, audit.Act.EXCLUSION_LIFTED, by=by, now=now, content=told)
    return found


def _check(decision: Decision) -> None:
    errors = birth_number_errors({"reason": decision.reason})
    if not decision.reason.strip():
        errors.append(FieldError("reason", "blank", "Say why."))
    if decision.kind is ExclusionKind.PERMANENT and decision.until_on is not None:
        errors.append(FieldError("until_on", "not_used", "A permanent exclusion has no last day."))
    if decision.kind is ExclusionKind.DATED and decision.until_on is None:
        errors.append(FieldError("until_on", "missing", "Give the last day of a dated exclusion."))
    if decision.until_on is not None and decision.until_on < decision.from_on:
        errors.append(FieldError("until_on", "before_from_on", "It cannot end before it begins."))
    if errors:
        raise Invalid(*errors)
