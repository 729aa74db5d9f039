"""The kept answer to "who is listed with which level when", rebuilt from the events.

Every use case that adds an event rebuilds her rows in the same transaction; a test holds that what
is kept equals what a rebuild of everybody gives.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from kit.db import lock
from registry import facts
from registry.search import keeping
from registry.tables import Interpreter, Standing

_AT_A_TIME = 1_000


def rebuild(session: Session, interpreter_ids: Sequence[int] | None) -> None:
    """Compute these interpreters' standing anew from their events; None means everybody's."""
    session.flush()
    ids = sorted(_everybody(session) if interpreter_ids is None else interpreter_ids)
    for first in range(0, len(ids), _AT_A_TIME):
        _rebuild_some(session, ids[first : first + _AT_A_TIME])
    if interpreter_ids is None:
        keeping.rebuild(session)
    else:
        keeping.keep(session, ids)


def _everybody(session: Session) -> list[int]:
    return [one for one in session.exec(select(Interpreter.id)) if one is not None]


def _rebuild_some(session: Session, ids: Sequence[int]) -> None:
    session.exec(
        lock(session, select(col(Interpreter.id)).where(col(Interpreter.id).in_(ids)).order_by("id"))
    ).all()
    session.execute(delete(Standing).where(col(Standing.interpreter_id).in_(ids)))
    rows = [row for one in facts.of_interpreters(session, ids) for row in _rows(one)]
    if rows:
        session.execute(insert(Standing), rows)


def _rows(one: facts.Facts) -> list[dict[str, Any]]:
    return [
        {
            "interpreter_id": one.interpreter_id,
            "language": language,
            "level": span.held.value,
            "starts_on": span.starts_on,
            "ends_on": span.ends_on,
        }
        for language, span in one.history.standing()
    ]
