"""The pairs that may be one person, as found at the last look and not decided about since."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from kit import paging
from registry.quality.tables import NotDuplicate, PossibleDuplicate
from registry.tables import Interpreter, Merge

_MOST = 1_000
"""More than any score."""


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


def page(
    session: Session, *, limit: int, cursor: str | None = None
) -> tuple[list[tuple[PossibleDuplicate, Interpreter, Interpreter]], str | None]:
    """One page of the pairs that wait for an officer, the likeliest first, each with its two people."""
    low, high = aliased(Interpreter), aliased(Interpreter)
    unlikely = -col(PossibleDuplicate.score)
    statement = (
        select(PossibleDuplicate, low, high)
        .join(low, col(low.id) == col(PossibleDuplicate.low_id))
        .join(high, col(high.id) == col(PossibleDuplicate.high_id))
        .where(undecided())
    )
    onward = paging.after(
        statement,
        paging.decode(cursor, _below_nought, paging.key, paging.key),
        unlikely,
        col(PossibleDuplicate.low_id),
        col(PossibleDuplicate.high_id),
        limit=limit,
    )
    rows, following = paging.page(
        session.exec(onward).all(),
        limit=limit,
        key=lambda row: (-row[0].score, row[0].low_id, row[0].high_id),
    )
    return [(pair, one, other) for pair, one, other in rows], following


def found_at(session: Session) -> datetime | None:
    """When the register was last looked through and something was found."""
    return session.exec(select(func.max(PossibleDuplicate.found_at))).one()


def _below_nought(part: object) -> int:
    if type(part) is not int or not -_MOST <= part <= 0:
        raise ValueError("no pair has this score")
    return part
