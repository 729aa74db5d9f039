"""Her own calendars when two entries of one person become one."""

from datetime import timedelta

from sqlmodel import Session, select

from booking.availability.tables import BusySpan
from booking.calendars import following
from booking.calendars.tables import CalendarSource
from booking.calendars.words import SourceKind
from kit.db import Database, stored_id
from registry.tables import Interpreter
from tests import make_registry as registry
from tests.make import NOW

LATER = NOW + timedelta(hours=1)


def test_her_own_calendars_are_hers_under_the_number_that_stands_and_each_is_kept_once(
    database: Database,
) -> None:
    with database.write() as session:
        stands = registry.interpreter(session, "Selam Tesfai")
        goes = registry.interpreter(session, "Selam Tesfay")
        both, alone = calendar(session, goes, "a"), calendar(session, goes, "b")
        calendar(session, stands, "a")
        span = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=1)}
        session.add(BusySpan(interpreter_id=stored_id(goes.id), source_id=stored_id(alone.id), **span))
        session.flush()
        moved = following.follow(session, standing=stands, merged=goes, now=LATER)
        assert moved == {"calendar_source": [alone.id]}
        session.refresh(both)
        assert (both.interpreter_id, alone.interpreter_id) == (goes.id, stands.id)
        [busy] = session.exec(select(BusySpan)).all()
        assert busy.interpreter_id == stands.id


def calendar(session: Session, whose: Interpreter, secret: str) -> CalendarSource:
    made = CalendarSource(
        interpreter_id=stored_id(whose.id), kind=SourceKind.ICS, label="Mine", host="example.org",
        secret=secret, secret_digest=secret, added_at=NOW, due_at=NOW,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
