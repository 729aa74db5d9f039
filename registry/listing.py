"""Into the public register and out of it, today or from a day to come; listing is voluntary."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock
from kit.errors import Conflict
from registry import lost, standing
from registry.registration import refuse_merged, refuse_removed
from registry.tables import Interpreter, ListingChange

_ALREADY = Conflict("already_listed", "The interpreter is listed that day already.")
_NOT_LISTED = Conflict("not_listed", "The interpreter is not listed that day.")


def change(
    session: Session,
    *,
    interpreter_id: int,
    listed: bool,
    effective_on: date,
    now: datetime,
    by: int | None = None,
) -> ListingChange:
    """List the interpreter from the Oslo day, or take her out from it. Late registration is normal.

    Conflict `already_listed` or `not_listed` when that day is so already: the history tells changes
    alone; `merged` when the entry is. The same change given again, to the day, is answered with the one
    that stands.
    """
    statement = lock(session, select(Interpreter).where(col(Interpreter.id) == interpreter_id))
    refuse_removed(session.exec(statement.execution_options(populate_existing=True)).one())
    refuse_merged(session, interpreter_id)
    holding = _holding(session, interpreter_id, effective_on)
    if listed is (holding is not None and holding.listed):
        if holding is not None and holding.effective_on == effective_on:
            return holding
        raise _ALREADY if listed else _NOT_LISTED
    turn = ListingChange(
        interpreter_id=interpreter_id,
        listed=listed,
        effective_on=effective_on,
        registered_at=now,
        registered_by=by,
    )
    session.add(turn)
    standing.rebuild(session, [interpreter_id])
    told = {"listed": listed, "effective_on": effective_on}
    subject = audit.about_interpreter(interpreter_id)
    audit.record(session, subject, audit.Act.LISTING_CHANGED, by=by, now=now, content=told)
    if not listed:
        lost.post(session, interpreter_id=interpreter_id, now=now)
    return turn


def _holding(session: Session, interpreter_id: int, day: date) -> ListingChange | None:
    """The change that decides the day, as in registry/history.py: the latest, and of one day the last."""
    until_then = select(ListingChange).where(
        ListingChange.interpreter_id == interpreter_id,
        col(ListingChange.effective_on) <= day,
        col(ListingChange.struck_at).is_(None),
    )
    latest = col(ListingChange.effective_on).desc(), col(ListingChange.id).desc()
    return session.exec(until_then.order_by(*latest).limit(1)).first()
