"""The pairs that may be one person, as found at the last look and not decided about since."""

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, exists, select

from registry.quality.tables import NotDuplicate, PossibleDuplicate
from registry.tables import Interpreter, Merge


def undecided() -> ColumnElement[bool]:
    """Whether a `possible_duplicate` row still waits for an officer: neither answered nor merged."""
    answered = exists().where(
        col(NotDuplicate.low_id) == col(PossibleDuplicate.low_id),
        col(NotDuplicate.high_id) == col(PossibleDuplicate.high_id),
        col(NotDuplicate.facts) == col(PossibleDuplicate.facts),
    )
    gone = exists().where(
        col(Merge.merged_id).in_([col(PossibleDuplicate.low_id), col(PossibleDuplicate.high_id)])
    )
    return and_(~answered, ~gone)


def concerns() -> ColumnElement[bool]:
    """Whether an `interpreter` row is one of a pair that waits for an officer."""
    either = or_(
        col(PossibleDuplicate.low_id) == col(Interpreter.id),
        col(PossibleDuplicate.high_id) == col(Interpreter.id),
    )
    return exists().where(either, undecided())


def count(session: Session) -> int:
    """How many pairs wait for an officer."""
    return session.exec(select(func.count()).select_from(PossibleDuplicate).where(undecided())).one()
