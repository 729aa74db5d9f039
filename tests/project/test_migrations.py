"""The migrations go up, down and up again on both databases, and say what the tables say."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from kit.db import Database
from web.migrating import config, is_current, migrate


def test_up_down_up_leaves_the_newest_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        command.downgrade(config(connection), "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    assert not is_current(database)
    migrate(database)
    assert is_current(database)


def test_the_tables_and_the_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        command.check(config(connection))


def test_the_one_place_rule_survives_every_migration(database: Database) -> None:
    if database.is_sqlite:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        expected = {"assignment_one_place_insert", "assignment_one_place_update"}
    else:
        query = "SELECT conname FROM pg_constraint WHERE contype = 'x'"
        expected = {"assignment_one_place"}
    with database.engine.connect() as connection:
        assert set(connection.execute(text(query)).scalars()) >= expected


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory("migrations").get_heads()) == 1


pytestmark = pytest.mark.xdist_group("migrations")


def test_revisions_are_numbered_without_gaps() -> None:
    """`make migration` names the next by counting them."""
    names = sorted(path.name[:4] for path in Path("migrations/versions").glob("[0-9]*.py"))
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
