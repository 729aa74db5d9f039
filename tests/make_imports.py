"""Arranging pass lists: files in a line, sent and read over REST."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from fastapi.testclient import TestClient

Said = dict[str, Any]


def csv(heads: str, *rows: str, encoding: str = "utf-8") -> bytes:
    """Lines as a body would send them."""
    return "\r\n".join([heads, *rows, ""]).encode(encoding)


def xlsx(*rows: Sequence[object]) -> bytes:
    """A workbook with these rows in its first sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(officer: TestClient, content: bytes, body: str = "OsloMet") -> Any:
    """The answer to sending a file."""
    return officer.post("/api/v1/imports", data={"body": body}, files={"file": ("list.csv", content)})


def sent(officer: TestClient, content: bytes, body: str = "OsloMet", **fixed: str) -> Said:
    """A list that has come, with what is fixed for every row."""
    answer = send(officer, content, body)
    assert answer.status_code == 201, answer.text
    said: Said = answer.json()
    if fixed:
        given = {"columns": said["columns"], "fixed": fixed}
        chosen = officer.put(f"/api/v1/imports/{said['id']}/columns", json=given)
        assert chosen.status_code == 200, chosen.text
        said = chosen.json()
    return said


def rows(officer: TestClient, list_id: int, **query: str) -> list[Said]:
    """Every row of a list, up to two hundred."""
    answer = officer.get(f"/api/v1/imports/{list_id}/rows", params={"limit": "200", **query})
    assert answer.status_code == 200, answer.text
    found: list[Said] = answer.json()["items"]
    return found


def run(officer: TestClient, list_id: int, leaving_out: int = 0) -> Any:
    """The answer to running a list."""
    return officer.post(f"/api/v1/imports/{list_id}/run", json={"leaving_out": leaving_out})


def undo(officer: TestClient, list_id: int) -> Any:
    """The answer to undoing a list."""
    return officer.post(f"/api/v1/imports/{list_id}/undo")


def outcomes(officer: TestClient, list_id: int) -> list[tuple[int, str, str | None]]:
    """What each row does, and why."""
    return [(one["row"], one["outcome"], one["reason"]) for one in rows(officer, list_id)]
