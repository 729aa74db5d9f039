"""A case opened, taken and moved on: the only ways its row changes, each written down and audited."""

from datetime import datetime

from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock, stored_id
from kit.errors import Conflict, NotFound
from registry.cases.states import require_transition
from registry.cases.tables import Case, CaseEvent
from registry.cases.words import CaseStatus, Event
from registry.search.spelling import fold
from registry.tables import Interpreter


def unknown() -> NotFound:
    """What whoever may not know of a case is told, as of one there is none of."""
    return NotFound("not_found", "There is nothing here, or it is not yours to see.")


def find(session: Session, reference: str) -> Case:
    """The case with this reference, or NotFound."""
    if not reference.isprintable():
        raise unknown()
    found = session.exec(select(Case).where(col(Case.reference) == reference.upper())).one_or_none()
    if found is None:
        raise unknown()
    return found


def take(session: Session, reference: str, *, seen: int | None = None) -> Case:
    """The case, ours until the transaction ends; Conflict `case_changed` when it is newer than `seen`."""
    known = find(session, reference)
    statement = select(Case).where(col(Case.id) == known.id)
    case = session.exec(lock(session, statement).execution_options(populate_existing=True)).one()
    if seen is not None and seen != case.version:
        raise Conflict(
            "case_changed",
            "Somebody has done something in the case since you opened it. See what, and decide again.",
        )
    return case


def enter(session: Session, case: Case, *, by: int | None, now: datetime) -> Case:
    """Keep a new case, with its first line."""
    case.search_name = fold(case.name)
    session.add(case)
    session.flush()
    note(session, case, Event.OPENED, by=by, now=now)
    return case


def move(
    session: Session,
    case: Case,
    to: CaseStatus,
    event: Event,
    *,
    by: int | None,
    now: datetime,
    said: str | None = None,
) -> None:
    """Change the status through the transition table. Conflict `case_<status>`."""
    require_transition(case.status, to)
    if to is not case.status:
        case.waiting_since = now
    case.status = to
    case.closed_at = now if to is CaseStatus.CLOSED else None
    if to is not CaseStatus.RETURNED:
        case.due_on = None
    change(session, case, event, by=by, now=now, said=said)


def change(
    session: Session, case: Case, event: Event, *, by: int | None, now: datetime, said: str | None = None
) -> None:
    """Write down a change that others must see before they decide: the version rises."""
    case.version += 1
    session.add(case)
    session.flush()
    note(session, case, event, by=by, now=now, said=said)


def note(
    session: Session, case: Case, event: Event, *, by: int | None, now: datetime, said: str | None = None
) -> None:
    """Write down what has happened, in the case and in the chain of the one it is about."""
    session.add(CaseEvent(case_id=stored_id(case.id), at=now, account_id=by, event=event, said=said))
    session.flush()
    told = {"case": case.reference, "event": event, "status": case.status, "version": case.version}
    audit.record(session, subject_of(case), audit.Act.CASE_CHANGED, by=by, now=now, content=told)


def party_of(session: Session, case: Case) -> int | None:
    """The account of the one the case is about: who applied, or the interpreter a notice is about."""
    if case.applicant_id is not None or case.interpreter_id is None:
        return case.applicant_id
    return session.get_one(Interpreter, case.interpreter_id).account_id


def subject_of(case: Case) -> str:
    """The chain that what happens in the case is written in: the one it is about."""
    if case.interpreter_id is not None:
        return audit.about_interpreter(case.interpreter_id)
    if case.applicant_id is not None:
        return audit.about_account(case.applicant_id)
    return audit.about_register()
