"""Lists as files for spreadsheets, invitations as files for calendars.

Whoever signs in and takes a copy is recorded (identity/audit), by the use case that gathers it or by
`copy_taken`. A calendar object is no copy of a list: it is a letter that was sent already.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from fastapi.responses import Response
from sqlmodel import Session

from identity import audit
from identity.permissions import Actor
from kit import csv_files
from kit.db import Database


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file as a download."""
    return csv_bytes(name, csv_files.written(heads, rows))


def copy_taken(session: Session, actor: Actor, what: str, *, now: datetime, **more: object) -> None:
    """Record in this transaction that the one who is signed in takes a copy of something."""
    subject, act = audit.about_register(), audit.Act.REGISTER_EXPORTED
    audit.record(session, subject, act, by=actor.id, now=now, content={"what": what, **more})


def copy_noted(database: Database, actor: Actor, what: str, *, now: datetime) -> None:
    """The same of a file that is open to everybody, before it is read; nothing for nobody signed in."""
    if actor.signed_in:
        with database.write() as session:
            copy_taken(session, actor, what, now=now)


def csv_bytes(name: str, written: bytes) -> Response:
    """A CSV file that is written already, as a download."""
    return Response(
        written,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def calendar_file(text: str, reference: str) -> Response:
    """A calendar object, to be opened by the reader's own calendar."""
    disposition = f'attachment; filename="tolkebok-{reference}.ics"'
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
