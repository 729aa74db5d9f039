"""The made-up register, loaded once into each database for every test that reads it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import URL

from bench.demo.load import load
from bench.demo.register import Register, make
from kit.clock import oslo_date
from kit.db import Database
from tests import make as arrange
from tests.conftest import _execute
from web.migrating import migrate

SEED = 3


@pytest.fixture(scope="session")
def register() -> Register:
    return make(SEED, today=oslo_date(arrange.NOW))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Loaded once: its tests read, or undo what they change."""
    if request.param == "sqlite":
        with _filled(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'tolkebok.sqlite3'}") as database:
            yield database
        return
    server: URL = request.getfixturevalue("postgresql_server")
    name = f"tolkebok_demo_{os.getpid()}"
    _execute(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    with _filled(server.set(database=name).render_as_string(hide_password=False)) as database:
        yield database
    _execute(server, f"DROP DATABASE {name}")


@contextmanager
def _filled(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate(database)
    load(database, now=arrange.NOW, seed=SEED, tell=lambda *_told: None)
    yield database
    database.dispose()
