"""The demo's database: refused when it is somebody else's, brought up to date, filled the first time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from sqlalchemy import inspect
from sqlmodel import select

from bench.demo.load import Tell, load
from booking.matching import rolling
from identity.tables import Account
from kit import clock, installation
from kit.config import Settings
from kit.db import Database
from registry.tables import Interpreter
from web.migrating import migrate

_WORDS: Mapping[str, str] = {
    "account": "Accounts",
    "role_grant": "Roles",
    "interpreter": "Interpreters",
    "evidence": "Evidence",
    "listing_change": "Listings",
    "exclusion": "Exclusions",
    "working_hours": "Working hours",
    "absence": "Absences",
    "extra_hours": "Extra hours",
    "working_extent": "Full time or less",
    "interpreter_reach": "How far they go",
    "profile_check": "Confirmed profiles",
    "training_event": "Tests and courses",
    "standing": "Categories worked out",
}


def prepare(settings: Settings, console: Console) -> None:
    """Make the settings' database the demo's. Conflict `not_the_demo_database` leaves it untouched."""
    database = Database(settings.database_url)
    try:
        empty = _is_empty(database)
        migrate(database)
        if not empty:
            console.print("The demo register stands here from before.")
            return
        console.print("Making the demo register: people who do not exist, and dated events about them.")
        with _telling(console) as tell:
            load(database, now=clock.now(), tell=tell)
        console.print("Working out everybody's free time.")
        rolling.roll(database, now=clock.now())
    finally:
        database.dispose()


def _is_empty(database: Database) -> bool:
    """Whether nothing is in it; one with something in it must be the demo's."""
    tables = set(inspect(database.engine).get_table_names())
    if not tables:
        return True
    if installation.Installation.__tablename__ not in tables:
        raise installation.not_the_demos()
    with database.read() as session:
        if installation.is_demo(session):
            return False
        used = [session.exec(select(key).limit(1)).first() for key in (Account.id, Interpreter.id)]
        if any(used) or session.get(installation.Installation, 1) is not None:
            raise installation.not_the_demos()
    return True


@contextmanager
def _telling(console: Console) -> Iterator[Tell]:
    """Bars on a terminal, a line for each table elsewhere."""
    if not console.is_terminal:
        yield lambda table, done, total: _line(console, table, done, total)
        return
    columns = (TextColumn("  {task.description:<22}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(table: str, done: int, total: int) -> None:
            if table not in tasks:
                tasks[table] = progress.add_task(_WORDS[table], total=total)
            progress.update(tasks[table], completed=done)

        yield tell


def _line(console: Console, table: str, done: int, total: int) -> None:
    if done == total:
        console.print(f"  {_WORDS[table]:<22} {total}")
