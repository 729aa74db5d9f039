"""A queue is told as a queue, a fault as ours, and neither tells the log what anybody typed."""

import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.testing import capture_logs

from kit import http
from kit.db import Database
from tests import make
from tests.make_booking import refused

SECRET = "Selam Tesfai 01019012345"


@contextmanager
def taken(database: Database) -> Iterator[None]:
    """Somebody else holds what sign-in attempts are counted in, and nobody waits for long."""
    database.dispose()
    if database.file is not None:
        event.listen(database.engine, "connect", lambda opened, _: opened.execute("PRAGMA busy_timeout=50"))
        other = sqlite3.connect(database.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    event.listen(
        database.engine, "begin", lambda begun: begun.execute(text("SET LOCAL lock_timeout = '50ms'"))
    )
    with database.engine.connect() as held, held.begin():
        held.execute(text("LOCK TABLE sign_in_attempt"))
        yield


@pytest.mark.parametrize(("path", "given"), [("/api/v1/session", "json"), ("/sign-in", "data")])
def test_a_lock_that_is_not_had_in_time_is_a_queue(database: Database, path: str, given: str) -> None:
    client = TestClient(make.app(database))
    body: Any = {given: {"email": "kari@nav.example.org", "password": "x"}}
    with capture_logs() as logged, taken(database):
        answer = client.post(path, **body)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "queue" in answer.text or "kø" in answer.text
    assert [line["event"] for line in logged] == ["database_out_of_reach"]
    assert logged[0]["where"].startswith(("kit/", "identity/"))


def test_a_pool_without_a_free_connection_is_a_queue(database: Database) -> None:
    def none_free() -> None:
        raise PoolTimeout

    app = make.app(database)
    app.dependency_overrides[http._now] = none_free
    assert refused(TestClient(app).get("/api/v1/interpreters")) == (503, "busy")


def test_a_fault_is_logged_as_its_type_and_place_without_its_text(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    client = TestClient(make.app(empty), raise_server_exceptions=False)
    with capture_logs() as logged:
        answer = client.get("/api/v1/interpreters", params={"q": SECRET})
    assert refused(answer) == (500, "internal_error")
    [line] = logged
    assert (line["event"], line["fault"]) == ("request_failed", "OperationalError")
    name, _, number = line["where"].partition(":")
    assert "session.exec" in Path(name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert set(line) == {"event", "log_level", "fault", "where"}
    empty.dispose()


def test_what_a_library_logs_of_a_fault_is_without_its_text_as_well() -> None:
    try:
        int(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 0, "Exception in ASGI application\n", None, sys.exc_info()
        )
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    told = json.loads(handler.format(record))
    assert told["event"] == "Exception in ASGI application"
    assert told["fault"] == "ValueError"
    assert SECRET not in json.dumps(told)
