"""Up is one thing, ready another."""

from fastapi.testclient import TestClient
from sqlalchemy import text

from kit.db import Database
from tests import make


def test_a_migrated_database_is_ready(database: Database) -> None:
    client = TestClient(make.app(database))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_database_without_our_migration_is_not_ready_and_the_process_is_up(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    client = TestClient(make.app(database))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_ready"
    assert client.get("/healthz").status_code == 200


def test_a_database_that_does_not_answer_is_not_ready() -> None:
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")
    answer = TestClient(make.app(nowhere)).get("/readyz")
    assert answer.status_code == 503
    assert "nobody" not in answer.text
