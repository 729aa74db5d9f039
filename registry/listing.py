"""Into the public register and out of it, today or from a day to come; listing is voluntary."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from kit.db import lock
from registry import standing
from registry.tables import Interpreter, ListingChange


def change(
    session: Session,
    *,
    interpreter_id: int,
    listed: bool,
    effective_on: date,
    now: datetime,
    by: int | None = None,
) -> ListingChange:
    """List the interpreter from the Oslo day, or take her out from it. Late registration is normal."""
    session.exec(lock(session, select(Interpreter).where(col(Interpreter.id) == interpreter_id))).one()
    turn = ListingChange(
        interpreter_id=interpreter_id,
        listed=listed,
        effective_on=effective_on,
        registered_at=now,
        registered_by=by,
    )
    session.add(turn)
    standing.rebuild(session, [interpreter_id])
    return turn
