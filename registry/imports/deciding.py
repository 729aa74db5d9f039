"""An officer says whom a row in doubt is about: somebody in the register, somebody new, or nobody."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, or_, select

from kit.db import stored_id
from kit.errors import Conflict, invalid
from registry import kommuner, registration
from registry.imports import lists
from registry.imports.receiving import look_again, still_open
from registry.imports.tables import PassListRow
from registry.imports.words import Choice, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was chosen: `number` with a match, `kommune` with a new person, neither when left out."""

    choice: Choice
    number: int | None = None
    kommune: str | None = None


def decide(
    session: Session,
    *,
    folder: Path,
    list_id: int,
    row: int,
    decision: Decision,
    now: datetime,
    by: int | None = None,
) -> PassListRow:
    """Decide about a row, and every other of the list about the same person; answers what it does now.

    Conflict `nothing_to_decide` when the row is not in doubt.
    """
    still_open(session, list_id)
    one = lists.row(session, list_id, row)
    if one.outcome is not Outcome.TO_DECIDE and one.choice is None:
        raise Conflict("nothing_to_decide", "There is nothing to decide about this row any more.")
    chosen = _chosen(session, decision) if decision.choice is Choice.MATCH else None
    kommune = None
    if decision.choice is Choice.NEW_PERSON:
        if one.name is None:
            raise invalid(
                "choice", "nobody_named", "The row gives no name. Choose somebody, or leave it out."
            )
        kommune = kommuner.require(decision.kommune or "").number
    for each in _about_the_same(session, one):
        each.choice, each.chosen_id, each.kommune = decision.choice, chosen, kommune
        each.decided_by, each.decided_at = by, now
    session.flush()
    session.expunge_all()
    look_again(session, folder=folder, list_id=list_id, now=now)
    return lists.row(session, list_id, row)


def _chosen(session: Session, decision: Decision) -> int:
    if decision.number is None:
        raise invalid("number", "missing", "Write the interpreter number.")
    person = registration.whose(session, decision.number)
    if person is None or person.removed_at is not None:
        raise invalid("number", "unknown_number", "No interpreter in the register has this number.")
    return stored_id(person.id)


def _about_the_same(session: Session, one: PassListRow) -> list[PassListRow]:
    alike = col(PassListRow.row) == one.row
    if one.person_key is not None:
        alike = or_(alike, col(PassListRow.person_key) == one.person_key)
    in_doubt = or_(col(PassListRow.outcome) == Outcome.TO_DECIDE, col(PassListRow.choice).is_not(None))
    statement = select(PassListRow).where(PassListRow.list_id == one.list_id, alike, in_doubt)
    return list(session.exec(statement.order_by(col(PassListRow.row))))
