"""Databases to measure on: fresh ones, and registers made up once and measured again the same day."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bench import large, postgres, serving
from kit.clock import now, oslo_date
from kit.db import Database


@dataclass(frozen=True, slots=True)
class Register:
    """A register made up: its address, a booker's token, and the languages, most holders first."""

    url: str
    token: str
    languages: list[str]


@contextmanager
def running(kind: str, folder: Path, keep: Path | None) -> Iterator[URL | None]:
    """What runs the databases: PostgreSQL, of the kept folder if there is one; None for SQLite."""
    if kind == "sqlite":
        yield None
        return
    with postgres.cluster(folder) if keep is None else postgres.kept(keep / "postgresql") as url:
        yield url


def fresh(server: URL | None, folder: Path, name: str) -> str:
    """The address of a new, migrated, empty database; one that was called so is gone."""
    if server is None:
        for old in folder.glob(f"{name}.sqlite3*"):
            old.unlink()
    else:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
    return _migrated(_address(server, folder, name), folder)


def filled(url: str, people: int, *, bookings: int = 0) -> Register:
    """A register made up in an empty database."""
    database = Database(url)
    token = large.fill(database, people=people, bookings=bookings)
    languages = large.commonest_first(database)
    large.keep_three_free(database, language=languages[0], day=serving.three_free_day())
    database.dispose()
    return Register(url, token, languages)


def of_today(server: URL | None, folder: Path, people: int, *, bookings: int) -> Register:
    """The register of this size in the folder, if it was filled today; else it is made.

    What is kept of free time is of one day: with no worker, another day's would be read the slow way.
    """
    name = f"reads_{people}"
    told = folder / f"{name}.{'sqlite' if server is None else 'postgresql'}.json"
    made = {"day": oslo_date(now()).isoformat(), "bookings": bookings}
    if told.exists():
        known = json.loads(told.read_text())
        if {one: known[one] for one in made} == made:
            url = _migrated(_address(server, folder, name), folder)
            return Register(url, known["token"], known["languages"])
    register = filled(fresh(server, folder, name), people, bookings=bookings)
    told.write_text(json.dumps({**made, "token": register.token, "languages": register.languages}))
    return register


def _migrated(url: str, folder: Path) -> str:
    environment = {**os.environ, "TOLKEBOK_DATABASE_URL": url, "TOLKEBOK_DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "-m", "web.cli", "migrate"], env=environment, check=True)
    return url


def _address(server: URL | None, folder: Path, name: str) -> str:
    if server is None:
        return f"sqlite:///{folder / name}.sqlite3"
    return server.set(database=name).render_as_string(hide_password=False)
