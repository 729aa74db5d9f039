"""Pass lists and their rows as stored: found, counted, written."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import Session, SQLModel, col, select

from kit import paging
from kit.db import lock, stored_id
from kit.errors import NotFound
from registry.imports.examining import Examined
from registry.imports.tables import PassList, PassListRow
from registry.imports.words import Choice, Outcome
from registry.papers.tables import IssuingBody

_KEPT_DECISION = ("choice", "chosen_id", "kommune", "decided_by", "decided_at")


def found(session: Session, list_id: int) -> PassList:
    """The pass list; NotFound `unknown_import`."""
    listed = session.get(PassList, list_id)
    if listed is None:
        raise NotFound("unknown_import", "There is no import with this number.")
    return listed


def held(session: Session, list_id: int) -> PassList:
    """The pass list, taken for this transaction before anything about it is decided."""
    statement = lock(session, select(PassList).where(PassList.id == list_id))
    listed = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    return listed if listed is not None else found(session, list_id)


def listed(
    session: Session, *, limit: int, cursor: str | None = None
) -> tuple[list[tuple[PassList, str]], str | None]:
    """One page of every pass list with its body's name, the newest first, and the cursor of the next."""
    place = paging.decode(cursor, paging.key)
    both = select(PassList, IssuingBody.name).join(IssuingBody, col(IssuingBody.id) == col(PassList.body_id))
    order = (col(PassList.id),)
    rows = session.exec(paging.after(both, place, *order, limit=limit, backwards=True)).all()
    shown, following = paging.page(rows, limit=limit, key=lambda row: (row[0].id,))
    return [(one, name) for one, name in shown], following


def rows(
    session: Session,
    list_id: int,
    *,
    limit: int,
    outcome: Outcome | None = None,
    cursor: str | None = None,
) -> tuple[list[PassListRow], str | None]:
    """One page of a list's rows in the file's order, those with one outcome or all of them."""
    place = paging.decode(cursor, paging.key)
    statement = select(PassListRow).where(PassListRow.list_id == list_id)
    if outcome is not None:
        statement = statement.where(PassListRow.outcome == outcome)
    found_rows = session.exec(paging.after(statement, place, col(PassListRow.row), limit=limit)).all()
    return paging.page(found_rows, limit=limit, key=lambda row: (row.row,))


def row(session: Session, list_id: int, number: int) -> PassListRow:
    """One row; NotFound `unknown_row`."""
    one = session.get(PassListRow, (list_id, number))
    if one is None:
        raise NotFound("unknown_row", "This import has no such row.")
    return one


def counts(session: Session, list_id: int) -> dict[Outcome, int]:
    """How many rows have each outcome, those that none has included."""
    told = session.exec(
        select(PassListRow.outcome, func.count())
        .where(PassListRow.list_id == list_id)
        .group_by(PassListRow.outcome)
    )
    counted = {Outcome(outcome): count for outcome, count in told}
    return {outcome: counted.get(outcome, 0) for outcome in Outcome}


def new_people(session: Session, list_id: int) -> int:
    """How many people the list will enter, or has entered, in the register."""
    keys = select(func.count(func.distinct(func.coalesce(PassListRow.person_key, str(list_id)))))
    wanted = keys.where(PassListRow.list_id == list_id, PassListRow.choice == Choice.NEW_PERSON)
    return session.exec(wanted).one()


def decisions(session: Session, list_id: int) -> dict[str, dict[str, Any]]:
    """What was decided about each person of a list, to be kept when its rows are looked at anew."""
    decided = select(PassListRow).where(PassListRow.list_id == list_id, col(PassListRow.choice).is_not(None))
    return {
        one.person_key or f"row {one.row}": {name: getattr(one, name) for name in _KEPT_DECISION}
        for one in session.exec(decided)
    }


def write(
    session: Session, list_id: int, examined: Sequence[Examined], decided: Mapping[str, Mapping[str, Any]]
) -> None:
    """Store what was seen of some rows, with what was decided about them."""
    table = SQLModel.metadata.tables["pass_list_row"]
    session.execute(insert(table), [_stored(list_id, one, decided) for one in examined])


def _stored(list_id: int, one: Examined, decided: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    told = one.told
    nothing: Mapping[str, Any] = dict.fromkeys(_KEPT_DECISION)
    decision = decided.get(told.person_key or f"row {told.row}", nothing)
    return {
        "list_id": list_id,
        "row": told.row,
        "outcome": one.outcome,
        "reason": one.reason,
        "faults": [_as_json(fault.cell, fault.error) for fault in told.faults],
        "interpreter_id": one.interpreter_id,
        "number": told.number,
        "name": told.name,
        "person_key": told.person_key,
        "kind": told.kind,
        "language": told.language,
        "result": told.result,
        "on": told.on,
        "credits": told.credits,
        "course": told.course,
        "reference": told.reference,
        "gathering": told.gathering,
        "candidate": one.candidate,
        **decision,
    }


def _as_json(cell: str, error: Any) -> dict[str, Any]:
    return {
        "cell": cell,
        "column": str(error.field),
        "code": error.code,
        "detail": error.detail,
        "values": {name: str(value) for name, value in error.values.items()},
    }


def body_of(session: Session, pass_list: PassList) -> IssuingBody:
    """The body whose list it is."""
    return session.get_one(IssuingBody, stored_id(pass_list.body_id))
