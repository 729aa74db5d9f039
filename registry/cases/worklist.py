"""The officers' work list: what waits, for whom and since when, filtered; the longest waiting first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from identity.tables import Account
from kit import paging
from registry.cases.tables import Appeal, Case, SavedView
from registry.cases.words import CaseKind, CaseStatus, Purpose
from registry.search.spelling import fold
from registry.tables import Interpreter

_LARGEST = 2**31 - 1
_Officer = aliased(Account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for; all of it must hold. Without a status: everything that is not closed.

    `assigned_to` is an officer's account, `unassigned` what nobody has. `q` is a reference, a number, or a
    part of the name. `late` is what has passed a deadline: the party's own, or the time to appeal.
    """

    kind: CaseKind | None = None
    status: CaseStatus | None = None
    purpose: Purpose | None = None
    language: str | None = None
    assigned_to: int | None = None
    unassigned: bool = False
    late: bool = False
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list: the interpreter's number and the officer's name where there are any."""

    case: Case
    number: int | None
    officer: str | None
    late: bool


def find(
    session: Session, wish: Wish, *, today: date, limit: int, cursor: str | None = None
) -> tuple[list[Row], str | None]:
    """One page of the list."""
    statement = (
        select(Case, Interpreter.number, _Officer.name, Appeal.late)
        .outerjoin(Interpreter, col(Interpreter.id) == col(Case.interpreter_id))
        .outerjoin(_Officer, col(_Officer.id) == col(Case.assigned_to))
        .outerjoin(Appeal, col(Appeal.case_id) == col(Case.id))
        .where(*_wanted(wish, today))
    )
    onward = paging.after(
        statement,
        paging.decode(cursor, paging.instant, paging.key),
        col(Case.waiting_since),
        col(Case.id),
        limit=limit,
    )
    rows = [
        Row(case, number, officer, late=bool(late) or (case.due_on is not None and case.due_on < today))
        for case, number, officer, late in session.exec(onward)
    ]
    return paging.page(rows, limit=limit, key=lambda row: (row.case.waiting_since.isoformat(), row.case.id))


def everything(session: Session, wish: Wish, *, today: date) -> Iterator[Row]:
    """The whole list, page by page: for a file."""
    cursor: str | None = None
    while True:
        rows, cursor = find(session, wish, today=today, limit=500, cursor=cursor)
        yield from rows
        if cursor is None:
            return


def waiting(session: Session) -> dict[CaseStatus, tuple[int, datetime | None]]:
    """How many cases stand where, and since when the oldest of each has waited; the closed left out."""
    counted = session.exec(
        select(Case.status, func.count(), func.min(col(Case.waiting_since)))
        .where(col(Case.status) != CaseStatus.CLOSED)
        .group_by(col(Case.status))
    )
    return {CaseStatus(status): (count, oldest) for status, count, oldest in counted}


def views_of(session: Session, account_id: int) -> list[SavedView]:
    """An officer's own views, by name."""
    known = select(SavedView).where(col(SavedView.account_id) == account_id)
    return list(session.exec(known.order_by(col(SavedView.name))))


def _wanted(wish: Wish, today: date) -> Iterator[ColumnElement[bool]]:
    if wish.status is not None:
        yield col(Case.status) == wish.status
    elif not wish.q:
        yield col(Case.status) != CaseStatus.CLOSED
    exactly = {
        Case.kind: wish.kind,
        Case.purpose: wish.purpose,
        Case.language: wish.language,
        Case.assigned_to: wish.assigned_to,
    }
    yield from (col(column) == value for column, value in exactly.items() if value is not None)
    if wish.unassigned:
        yield col(Case.assigned_to).is_(None)
    if wish.late:
        yield or_(col(Case.due_on) < today, col(Appeal.late).is_(other=True))
    if wish.q:
        yield _called(wish.q)


def _called(q: str) -> ColumnElement[bool]:
    named = col(Case.search_name).contains(fold(q), autoescape=True) if fold(q) else None
    ways = [col(Case.reference) == q.strip().upper()]
    if named is not None:
        ways.append(named)
    if q.strip().isascii() and q.strip().isdigit() and int(q) <= _LARGEST:
        ways.append(col(Interpreter.number) == int(q))
    return or_(*ways)
