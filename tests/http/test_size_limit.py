"""Nobody can make the server read without end, and what is merely too long names its field."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from identity.roles import Role
from kit.db import Database
from tests import make, make_identity
from web.size_limit import LARGEST_BYTES, SizeLimit


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


@pytest.mark.parametrize(
    ("address", "field", "remedy"),
    [
        ("/api/v1/evidence/1/documents", "document", "The file is larger than 10 MB. Scan it smaller."),
        ("/api/v1/imports", "file", "The file is larger than 11 MB. Divide it."),
        ("/api/v1/verify/batches", "file", "The file is larger than 4 MB. Divide it."),
    ],
)
def test_a_file_that_is_too_large_is_named_with_the_remedy(
    database: Database, address: str, field: str, remedy: str
) -> None:
    with database.write() as session:
        officer = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    client = make_identity.client(database, officer)
    client.cookies.set("tongue", "en")
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(address, headers=headers, content=_endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["errors"] == [{"field": field, "code": "too_large", "detail": remedy}]
    page = address.removeprefix("/api/v1").replace("/evidence", "/register/1/evidence")
    shown = client.post(page, headers=headers, content=_endless())
    assert shown.status_code == 413
    assert remedy in shown.text


def test_a_large_file_is_read_to_its_end_before_it_is_refused() -> None:
    """A browser answered while it sends shows a broken connection instead of the answer."""
    read = 0

    async def piece() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": read < 200}

    async def takes_all(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def nowhere(_message: Message) -> None:
        pass

    limited = SizeLimit(takes_all)
    with pytest.raises(HTTPException):
        asyncio.run(limited({"type": "http", "path": "/imports"}, piece, nowhere))
    assert read == 200


def _endless() -> Iterator[bytes]:
    piece = b"x" * 100_000
    for _ in range(10 * LARGEST_BYTES // len(piece)):
        yield piece
