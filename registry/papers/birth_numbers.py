"""Birth and D-numbers: registered by officers, compared by the register, and read only with a reason.

A number is never a key, never in an address or a log, and never in what anybody else sees
(tolkeloven § 17). Every reading is an entry in the chain of whom it is about.
"""

from datetime import date, datetime

from sqlmodel import Session, select

from identity import audit
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import FieldError, Invalid, NotFound, invalid, length_errors
from kit.personal_data import birth_date_of, birth_number_errors
from registry.papers.tables import PersonSecret
from registry.registration import held


def register(
    session: Session,
    *,
    number: int,
    birth_number: str | None,
    birth_date: date | None,
    now: datetime,
    by: int | None = None,
) -> None:
    """Register who an interpreter is by birth: a number, or for one who has none yet the date alone.

    Invalid when neither is given or the two differ; Conflict `birth_number_taken`: another has it.
    """
    interpreter = held(session, number)
    digits, born = _checked(birth_number, birth_date, today=oslo_date(now))
    kept = session.get(PersonSecret, stored_id(interpreter.id))
    if kept is None:
        kept = PersonSecret(interpreter_id=stored_id(interpreter.id), birth_date=born, registered_at=now)
    kept.birth_number, kept.birth_date = digits, born
    kept.registered_at, kept.registered_by = now, by
    session.add(kept)
    session.flush()
    subject = audit.about_interpreter(kept.interpreter_id)
    audit.record(session, subject, audit.Act.BIRTH_NUMBER_REGISTERED, by=by, now=now)


def read(session: Session, *, number: int, why: str, now: datetime, by: int | None = None) -> PersonSecret:
    """What is registered, to an officer who says why it is needed. The reading is recorded with the reason.

    Invalid without a reason; NotFound `no_birth_number` when nothing is registered.
    """
    interpreter = held(session, number)
    errors = [*birth_number_errors({"why": why}), *length_errors({"why": why})]
    if not why.strip():
        errors.append(FieldError("why", "blank", "Say what you need it for."))
    if errors:
        raise Invalid(*errors)
    kept = session.get(PersonSecret, stored_id(interpreter.id))
    if kept is None:
        raise NotFound("no_birth_number", "No birth number is registered for this interpreter.")
    subject = audit.about_interpreter(kept.interpreter_id)
    audit.record(session, subject, audit.Act.BIRTH_NUMBER_READ, by=by, now=now, why=why.strip())
    return kept


def holder_of(session: Session, birth_number: str) -> int | None:
    """The id of the interpreter with this number, to compare with: nobody sees it."""
    digits = birth_number.replace(" ", "")
    return session.exec(
        select(PersonSecret.interpreter_id).where(PersonSecret.birth_number == digits)
    ).one_or_none()


def is_registered(session: Session, interpreter_id: int) -> bool:
    """Whether anything is registered, so that a page can say so without showing it."""
    return session.get(PersonSecret, interpreter_id) is not None


def _checked(birth_number: str | None, birth_date: date | None, *, today: date) -> tuple[str | None, date]:
    if not birth_number:
        if birth_date is None:
            raise invalid("birth_number", "missing", "Give the birth number, or the birth date alone.")
        if birth_date > today:
            raise invalid("birth_date", "in_the_future", "Nobody is born after today.")
        return None, birth_date
    digits = birth_number.replace(" ", "")
    born = birth_date_of(digits)
    if born is None:
        raise invalid(
            "birth_number", "not_a_birth_number", "Check the eleven digits: this is no birth number."
        )
    if birth_date is not None and birth_date != born:
        raise invalid("birth_date", "another_date", "This is not the date in the birth number. Leave it out.")
    return digits, born
