"""Arranging a test's world in a line: `make.app(database)`, `make.interpreter(session, ...)`."""

from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from kit.config import Settings, load
from kit.db import Database
from web.app import create_app

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday morning in Oslo, 09:00."""


def settings(database: Database, **environ: str) -> Settings:
    return load({"TOLKEBOK_DATABASE_URL": _url(database), "TOLKEBOK_DATA_DIR": str(Path.cwd()), **environ})


def app(database: Database, **environ: str) -> FastAPI:
    return create_app(settings(database, **environ), database)


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)
