"""The command line as people type it: what it prints, and how it refuses."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from kit.db import Database
from tests import make, make_registry
from web.cli import app


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command turns logs on, to a standard error that is gone when it has ended."""
    handlers = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    structlog.reset_defaults()


def run(database: Database, folder: Path, *words: str) -> Result:
    environ = {
        "TOLKEBOK_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "TOLKEBOK_DATA_DIR": str(folder),
    }
    return CliRunner().invoke(app, words, env=environ)


def test_help_is_grouped_and_names_every_command() -> None:
    told = CliRunner().invoke(app, ["--help"]).stdout
    assert told.index("Run it") < told.index("Administer it") < told.index("Ask the register")
    for command in ("serve", "worker", "demo", "migrate", "account", "token", "verify", "statistics"):
        assert f"│ {command} " in told


def test_verify_says_what_the_api_says(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        person = make_registry.interpreter(session)
    ran = run(database, tmp_path, "verify", str(person.number), "tir", "--on", "2026-01-15")
    assert ran.exit_code == 0
    told = dict(line.split(maxsplit=1) for line in ran.stdout.splitlines() if not line.startswith("valid "))
    assert told["answer"] == "valid"
    assert told["category"] == "2"
    assert told["evidence"] == "state_authorisation"
    for day in ("2014-01-15", "2026-01-15"):
        asked = {"number": str(person.number), "language": "tir", "on": day}
        ran = run(database, tmp_path, "verify", str(person.number), "tir", "--on", day, "--json")
        said = TestClient(make.app(database)).get("/api/v1/verify", params=asked).json()
        assert json.loads(ran.stdout) | {"answered_at": ""} == said | {"answered_at": ""}


def test_statistics_are_the_registers_on_that_day(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        make_registry.interpreter(session)
    counted = [
        json.loads(run(database, tmp_path, "statistics", "--on", day, "--json").stdout)
        for day in ("2014-12-31", "2026-01-15")
    ]
    assert [day["listed"] for day in counted] == [0, 1]
    assert counted[1]["per_category"]["2"] == 1
    assert (
        "state authorised people     1" in run(database, tmp_path, "statistics", "--on", "2026-01-15").stdout
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("verify", "1", "kur"), "language_too_broad: language:"),
        (("verify", "1", "xyz"), "unknown_language: language:"),
        (("token", "create", "--account", "nobody@nav.example.org"), "unknown_account:"),
    ],
)
def test_a_refusal_is_one_line_on_standard_error(
    database: Database, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    ran = run(database, tmp_path, *words)
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith(told)
    assert ran.stderr.count("\n") == 1


def test_a_database_that_lacks_migrations_is_told_about_and_migrate_mends_it(tmp_path: Path) -> None:
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    ran = run(fresh, tmp_path, "statistics")
    assert (ran.exit_code, ran.stderr[:12]) == (1, "not_migrated")
    assert run(fresh, tmp_path, "migrate").exit_code == 0
    assert run(fresh, tmp_path, "migrate").exit_code == 0
    assert run(fresh, tmp_path, "statistics").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "1", "tir"),
        ("statistics",),
        ("worker",),
        ("token", "create", "--account", "kari@nav.example.org"),
    ],
)
def test_a_mistyped_data_folder_is_told_and_nothing_is_left_in_it(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    mistyped = tmp_path / "mistyped"
    environ = {"TOLKEBOK_DATABASE_URL": "", "TOLKEBOK_DATA_DIR": str(mistyped)}
    ran = CliRunner().invoke(app, words, env=environ)
    assert (ran.exit_code, ran.stdout, ran.stderr.partition(":")[0]) == (1, "", "not_migrated")
    assert not mistyped.exists()
    assert CliRunner().invoke(app, ["migrate"], env=environ).exit_code == 0
    assert CliRunner().invoke(app, ["statistics"], env=environ).exit_code == 0


def test_a_day_in_no_year_of_ours_is_refused(database: Database, tmp_path: Path) -> None:
    for day in ("1899-12-31", "2101-01-01"):
        ran = run(database, tmp_path, "statistics", "--on", day)
        assert (ran.exit_code, ran.stdout) == (2, "")
        assert "from 1900 to 2100" in ran.stderr


def test_a_database_that_does_not_answer_and_a_wrong_setting_are_told_without_a_traceback(
    tmp_path: Path,
) -> None:
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")
    ran = run(nowhere, tmp_path, "statistics")
    assert (ran.exit_code, ran.stderr.partition(":")[0]) == (1, "database_unreachable")
    program = [sys.executable, "-m", "web.cli", "worker"]
    wrong = subprocess.run(
        program, check=False, capture_output=True, text=True, env=os.environ | {"TOLKEBOK_PORT": "none"}
    )
    assert wrong.returncode == 1
    assert wrong.stderr == "not_a_number: TOLKEBOK_PORT: Use a whole number from 1 to 65535.\n"
