"""Arranging a test's world in a line: `make.app(database)`, `make.interpreter(session, ...)`."""

import atexit
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from kit.config import Settings, load
from kit.db import Database
from web.app import create_app

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday morning in Oslo, 09:00."""


_KEYS = tempfile.TemporaryDirectory(prefix="tolkebok-keys-")
atexit.register(_KEYS.cleanup)
"""Signing keys and documents of this process's tests; gone when it ends."""


def settings(database: Database, **environ: str) -> Settings:
    ours = {
        "TOLKEBOK_DATABASE_URL": _url(database),
        "TOLKEBOK_DATA_DIR": str(Path.cwd()),
        "TOLKEBOK_KEYS_DIR": _KEYS.name,
        "TOLKEBOK_DOCUMENTS_DIR": f"{_KEYS.name}/documents",
    }
    return load(ours | environ)


def app(database: Database, **environ: str) -> FastAPI:
    return create_app(settings(database, **environ), database)


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)
