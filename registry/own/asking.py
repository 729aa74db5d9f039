"""She asks an officer for what she cannot change herself, or to be removed; an officer answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from identity import audit
from identity.tables import Account
from kit import paging
from kit.db import lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound
from kit.personal_data import birth_number_errors
from registry.cases.house import House
from registry.own import letters
from registry.own.tables import ASKED, LONGEST, OwnRequest
from registry.own.words import RequestKind, RequestStatus
from registry.tables import Interpreter


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and whose it is."""

    request: OwnRequest
    person: Interpreter


def ask(session: Session, *, person: Interpreter, kind: RequestKind, said: str, now: datetime) -> OwnRequest:
    """Put a request to the officers. Removal needs no reason (GDPR art. 17); the others say what is wrong.

    Invalid `blank` or a birth number in the text; Conflict `asked_already`.
    """
    errors = birth_number_errors({"said": said})
    if not said.strip() and kind is not RequestKind.REMOVAL:
        errors.append(FieldError("said", "blank", "Say what should be changed."))
    if len(said.strip()) > LONGEST:
        errors.append(FieldError("said", "too_long", "Use at most {most} characters.", {"most": LONGEST}))
    if errors:
        raise Invalid(*errors)
    if _open(session, person, kind):
        raise ASKED
    asked = OwnRequest(
        interpreter_id=stored_id(person.id),
        kind=kind,
        status=RequestStatus.OPEN,
        said=said.strip(),
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    _record(session, asked, by=person.account_id, now=now)
    return asked


def take_back(session: Session, *, person: Interpreter, request_id: int, now: datetime) -> OwnRequest:
    """She no longer asks for it. NotFound when it is not hers; Conflict `answered_already`."""
    asked = taken(session, request_id)
    if asked.interpreter_id != person.id:
        raise _unknown()
    return _settle(session, asked, RequestStatus.TAKEN_BACK, answer="", by=person.account_id, now=now)


def answer(
    session: Session,
    *,
    request_id: int,
    status: RequestStatus,
    answer: str,
    house: House,
    now: datetime,
    by: int,
) -> OwnRequest:
    """An officer says that it is done, or why not. She is told by mail.

    Invalid without a reason for declining; Conflict `answered_already`. Removal is not done here but by
    carrying it out (booking/own_data/removing.py).
    """
    asked = taken(session, request_id)
    errors = birth_number_errors({"answer": answer})
    if status is RequestStatus.DECLINED and not answer.strip():
        errors.append(FieldError("answer", "blank", "Say why not."))
    if len(answer.strip()) > LONGEST:
        errors.append(FieldError("answer", "too_long", "Use at most {most} characters.", {"most": LONGEST}))
    if errors:
        raise Invalid(*errors)
    if asked.kind is RequestKind.REMOVAL and status is RequestStatus.DONE:
        raise Conflict("carry_it_out", "A removal is answered by carrying it out.")
    settled = _settle(session, asked, status, answer=answer.strip(), by=by, now=now)
    person = session.get_one(Interpreter, asked.interpreter_id)
    to = address_of(session, person)
    letters.answered(session, person, settled, to=to, house=house, now=now)
    return settled


def carried_out(session: Session, asked: OwnRequest, *, now: datetime, by: int) -> None:
    """A removal is done; what she wrote about it goes as well."""
    asked.said = ""
    _settle(session, asked, RequestStatus.DONE, answer="", by=by, now=now)


def taken(session: Session, request_id: int) -> OwnRequest:
    """The request, ours until the transaction ends; Conflict `answered_already` when it is no longer open."""
    statement = lock(session, select(OwnRequest).where(col(OwnRequest.id) == request_id))
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise _unknown()
    if found.status is not RequestStatus.OPEN:
        raise Conflict("answered_already", "This request has been answered or taken back already.")
    return found


def find(
    session: Session, *, status: RequestStatus | None, limit: int, cursor: str | None
) -> tuple[list[Asked], str | None]:
    """The requests that fit, the longest waiting first."""
    statement = select(OwnRequest, Interpreter).join(
        Interpreter, col(Interpreter.id) == col(OwnRequest.interpreter_id)
    )
    if status is not None:
        statement = statement.where(col(OwnRequest.status) == status)
    place = paging.decode(cursor, paging.instant, paging.key)
    order = col(OwnRequest.asked_at), col(OwnRequest.id)
    rows = [Asked(*row) for row in session.exec(paging.after(statement, place, *order, limit=limit))]
    return paging.page(rows, limit=limit, key=lambda row: (row.request.asked_at.isoformat(), row.request.id))


def one(session: Session, request_id: int) -> Asked:
    """One request, whatever became of it; or NotFound."""
    asked = session.get(OwnRequest, request_id)
    if asked is None:
        raise _unknown()
    return Asked(asked, session.get_one(Interpreter, asked.interpreter_id))


def of_person(session: Session, person: Interpreter) -> list[OwnRequest]:
    """All she has asked, the newest first."""
    statement = select(OwnRequest).where(OwnRequest.interpreter_id == person.id)
    return list(session.exec(statement.order_by(col(OwnRequest.id).desc())))


def address_of(session: Session, person: Interpreter) -> str:
    """Where she reads her letters: her account's address, else the one the register keeps; or nowhere."""
    account = session.get(Account, person.account_id) if person.account_id is not None else None
    if account is not None and account.disabled_at is None:
        return account.email
    return person.email or ""


def _open(session: Session, person: Interpreter, kind: RequestKind) -> bool:
    statement = select(OwnRequest.id).where(
        OwnRequest.interpreter_id == person.id,
        OwnRequest.kind == kind,
        OwnRequest.status == RequestStatus.OPEN,
    )
    return session.exec(statement).first() is not None


def _settle(
    session: Session, asked: OwnRequest, status: RequestStatus, *, answer: str, by: int | None, now: datetime
) -> OwnRequest:
    asked.status, asked.answer = status, answer
    asked.answered_at, asked.answered_by = now, by
    session.add(asked)
    session.flush()
    _record(session, asked, by=by, now=now)
    return asked


def _record(session: Session, asked: OwnRequest, *, by: int | None, now: datetime) -> None:
    told = {"request": asked.id, "kind": asked.kind, "status": asked.status}
    subject = audit.about_interpreter(asked.interpreter_id)
    audit.record(session, subject, audit.Act.REQUEST_CHANGED, by=by, now=now, content=told)


def _unknown() -> NotFound:
    return NotFound("not_found", "There is nothing here, or it is not yours to see.")
