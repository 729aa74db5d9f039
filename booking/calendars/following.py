"""Her calendars when two entries become one: they are hers under the number that stands."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from booking.availability import changing
from booking.availability.tables import BusySpan
from booking.calendars.tables import CalendarSource
from kit.db import stored_id
from registry.tables import Interpreter


def follow(session: Session, *, standing: Interpreter, merged: Interpreter, now: datetime) -> dict[str, Any]:
    """Point the merged entry's calendars to the one that stands; one given under both stays as it is.

    Answers their ids, by table. A secret is kept under one number only, and a calendar asked once.
    """
    hers = select(CalendarSource.secret_digest).where(CalendarSource.interpreter_id == standing.id)
    known = set(session.exec(hers))
    moved = session.exec(
        select(CalendarSource).where(
            CalendarSource.interpreter_id == merged.id, col(CalendarSource.secret_digest).not_in(known)
        )
    ).all()
    for source in moved:
        source.interpreter_id = stored_id(standing.id)
        session.add(source)
    ids = [stored_id(one.id) for one in moved]
    session.exec(update(BusySpan).where(col(BusySpan.source_id).in_(ids)).values(interpreter_id=standing.id))
    session.flush()
    changing.changed(session, interpreter_id=stored_id(standing.id), now=now)
    return {"calendar_source": ids}
