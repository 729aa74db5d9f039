"""What every command shares: settings and a transaction, and refusals in one line, never a traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import typer
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from kit import clock, logs
from kit.config import Settings, load
from kit.db import Database
from kit.errors import Conflict, Invalid, Refusal


@contextmanager
def refusals_told() -> Iterator[None]:
    """Tell a refusal as `code: text` on standard error and end with 1."""
    try:
        yield
    except Invalid as refusal:
        for error in refusal.errors:
            _tell(error.code, f"{error.field}: {error.detail.format(**error.values)}")
    except Refusal as refusal:
        _tell(refusal.code, refusal.detail.format(**refusal.values))
    except (OperationalError, ProgrammingError) as fault:
        _tell(*_of_the_database(fault))
    else:
        return
    raise typer.Exit(1)


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """The environment's settings and database; refusals are told. A SQLite file is not made here."""
    logs.configure()
    with refusals_told():
        settings = load(os.environ)
        database = Database(settings.database_url)
        try:
            yield settings, database
        finally:
            database.dispose()


@contextmanager
def existing() -> Iterator[tuple[Settings, Database]]:
    """The same of a database that is there: a mistyped folder is told, and nothing is left in it."""
    with opened() as (settings, database):
        if database.file is not None and not database.file.exists():
            raise _not_migrated()
        yield settings, database


@contextmanager
def reading() -> Iterator[tuple[Session, datetime]]:
    """A transaction that only reads, and the time."""
    with existing() as (_settings, database), database.read() as session:
        yield session, clock.now()


@contextmanager
def writing() -> Iterator[tuple[Session, Settings, datetime]]:
    """A transaction that commits when the command succeeds, the settings and the time."""
    with existing() as (settings, database), database.write() as session:
        yield session, settings, clock.now()


def _of_the_database(fault: OperationalError | ProgrammingError) -> tuple[str, str]:
    if isinstance(fault, ProgrammingError) or "no such " in str(fault.orig):  # a table, or a column
        refusal = _not_migrated()
        return refusal.code, refusal.detail
    return "database_unreachable", "The database does not answer. Check TOLKEBOK_DATABASE_URL."


def _not_migrated() -> Conflict:
    return Conflict("not_migrated", "The database lacks migrations: run `tolkebok migrate`.")


def _tell(code: str, text: str) -> None:
    print(f"{code}: {text}", file=sys.stderr)
