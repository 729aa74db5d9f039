"""Nobody can make the server read without end, and what is merely too long names its field."""

from collections.abc import Iterator

from starlette.testclient import TestClient

from kit.db import Database
from tests import make
from web.size_limit import LARGEST_BYTES


def test_a_body_without_end_is_refused_while_it_arrives(database: Database) -> None:
    client = TestClient(make.app(database))
    answer = client.post("/api/v1/session", content=_endless())
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_a_megabyte_in_one_field_names_the_field(database: Database) -> None:
    client = TestClient(make.app(database))
    answer = client.post("/api/v1/session", json={"email": "a" * 1_000_000, "password": "x"})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["email"]


def _endless() -> Iterator[bytes]:
    piece = b"x" * 100_000
    for _ in range(10 * LARGEST_BYTES // len(piece)):
        yield piece
