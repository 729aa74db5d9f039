"""Everything held about her as one JSON object, written as it is read (GDPR art. 15 no. 3 and 20).

What stands in it is described in docs/own-data.md, whose list of sections a test compares.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from sqlmodel import Session

from booking.own_data import telling as booking_telling
from identity import audit
from kit.db import Database, stored_id
from registry.own import telling
from registry.own.telling import Entry, Section
from registry.tables import Interpreter

SCHEMA, VERSION = "tolkebok-own-data", 1
"""What the copy calls itself. The version rises when a field changes its meaning or goes."""


def take_out(session: Session, person: Interpreter, *, now: datetime) -> None:
    """Record that she takes out a copy, before it is sent."""
    subject = audit.about_interpreter(stored_id(person.id))
    told = {"version": VERSION}
    audit.record(session, subject, audit.Act.OWN_COPY_TAKEN, by=person.account_id, now=now, content=told)


def written(database: Database, interpreter_id: int, *, now: datetime) -> Iterator[str]:
    """The copy in pieces, in a transaction of its own that lasts as long as it is being sent."""
    with database.read() as session:
        person = session.get_one(Interpreter, interpreter_id)
        yield json.dumps({"schema": SCHEMA, "version": VERSION, "made_at": now.isoformat()})[:-1]
        for name, entries in sections(session, person, now=now):
            yield f',\n"{name}": ['
            yield from _joined(entries)
            yield "]"
        yield "\n}\n"


def sections(session: Session, person: Interpreter, *, now: datetime) -> Iterator[Section]:
    """The register's sections, then booking's."""
    return chain(telling.sections(session, person, now=now), booking_telling.sections(session, person))


def _joined(entries: Iterable[Entry]) -> Iterator[str]:
    joint = "\n"
    for entry in entries:
        yield joint + json.dumps(entry, ensure_ascii=False)
        joint = ",\n"
