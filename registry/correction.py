"""What was registered in error is struck, and what is right is registered in its place.

Nothing is overwritten. A revocation says that a proof ended; a correction says that what we wrote was
never so. Whoever asks what was known before the correction is told what was written then.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound, length_errors
from kit.personal_data import birth_number_errors
from registry import evidence, lost, standing
from registry.evidence import NewEvidence
from registry.registration import refuse_removed
from registry.tables import Evidence, Interpreter, ListingChange


def correct_evidence(
    session: Session,
    *,
    evidence_id: int,
    right: NewEvidence | None,
    reason: str,
    now: datetime,
    by: int | None = None,
) -> Evidence:
    """Strike a proof, and register what is right instead, if anything: the row that stands, or the struck.

    Invalid without a reason; Conflict `already_corrected`, once is enough.
    """
    struck = evidence.with_its_interpreter_held(session, evidence_id)
    _check(reason, already=struck.struck_at is not None)
    struck.struck_at, struck.struck_by, struck.struck_reason = now, by, reason.strip()
    session.flush()
    standing.rebuild(session, [struck.interpreter_id])
    told = {"evidence": struck.id, "kind": struck.kind, "language": struck.language}
    _record(session, struck.interpreter_id, told, reason=reason, now=now, by=by)
    if right is None:
        return struck
    number = session.get_one(Interpreter, struck.interpreter_id).number
    return evidence.register(
        session, number=number, proof=right, now=now, by=by, replaces=stored_id(struck.id)
    )


def strike_listing(
    session: Session, *, change_id: int, reason: str, now: datetime, by: int | None = None
) -> ListingChange:
    """Strike a change of listing that was registered in error: what held before it holds again.

    Her row is taken first, as by everything that changes her standing. NotFound; Conflict
    `already_corrected`, or `person_removed`.
    """
    both = select(ListingChange, Interpreter).join(
        Interpreter, col(Interpreter.id) == col(ListingChange.interpreter_id)
    )
    statement = lock(session, both.where(ListingChange.id == change_id))
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("unknown_listing_change", "There is no change of listing with this id.")
    struck, person = found
    refuse_removed(person)
    _check(reason, already=struck.struck_at is not None)
    struck.struck_at, struck.struck_by, struck.struck_reason = now, by, reason.strip()
    session.flush()
    standing.rebuild(session, [struck.interpreter_id])
    told = {"listing_change": struck.id, "listed": struck.listed, "effective_on": struck.effective_on}
    _record(session, struck.interpreter_id, told, reason=reason, now=now, by=by)
    return struck


def _check(reason: str, *, already: bool) -> None:
    errors = [*birth_number_errors({"reason": reason}), *length_errors({"reason": reason})]
    if not reason.strip():
        errors.append(FieldError("reason", "blank", "Say what was wrong."))
    if errors:
        raise Invalid(*errors)
    if already:
        raise Conflict("already_corrected", "This was registered in error, and is corrected already.")


def _record(
    session: Session,
    interpreter_id: int,
    told: Mapping[str, object],
    *,
    reason: str,
    now: datetime,
    by: int | None,
) -> None:
    subject = audit.about_interpreter(interpreter_id)
    audit.record(session, subject, audit.Act.CORRECTED, by=by, now=now, why=reason.strip(), content=told)
    lost.post(session, interpreter_id=interpreter_id, now=now)
