"""An import of many rows, from the file to its end, beside a plain bulk INSERT of the same evidence."""

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from booking.matching.seats import follow
from kit.db import Database, stored_id
from registry.imports import receiving, running
from registry.search.keeping import followers
from registry.tables import Interpreter

_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_BODY = "OsloMet"


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds of each part, and what the process grew to in megabytes."""

    looked: float
    ran: float
    plain: float
    peak_mb: float

    @property
    def times(self) -> float:
        """How many times as long the whole import takes as the INSERT alone."""
        return (self.looked + self.ran) / self.plain


def compare(url: str) -> Seen:
    """One row for everybody in the register, in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.importing", url], capture_output=True, text=True, check=True
    )
    return Seen(**json.loads(done.stdout))


def _measure(url: str) -> Seen:
    assert follow in followers  # noqa: S101 - what matching keeps follows, as it does in the product
    database = Database(url)
    with database.read() as session:
        people = [(stored_id(id_), number) for id_, number in session.exec(
            select(Interpreter.id, Interpreter.number).order_by(col(Interpreter.id)))]  # fmt: skip
    content = _file([number for _, number in people])
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with database.write() as session:
            listed = receiving.receive(session, folder=Path(folder), body=_BODY, content=content, now=_NOW)
            list_id = stored_id(listed.id)
        looked = time.perf_counter()
        with database.write() as session:
            running.run(session, folder=Path(folder), list_id=list_id, leaving_out=0, now=_NOW)
        ran = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with database.write() as session:
        plain = _insert(session, [id_ for id_, _ in people])
    database.dispose()
    return Seen(looked - began, ran - looked, plain, peak)


def _file(numbers: list[int]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(("Tolkenummer", "Type", "Språk", "Dato", "Resultat", "Referanse"))
    writer.writerows((one, "Tospråktesten", "som", "10.11.2026", "Bestått", f"26/{one}") for one in numbers)
    return written.getvalue().encode()


def _insert(session: Session, ids: list[int]) -> float:
    rows = [
        {"interpreter_id": one, "kind": "bilingual_test", "language": "som", "result": "passed",
         "issuer": _BODY, "issued_on": _NOW.date(), "reference": f"26/{one}", "registered_at": _NOW}
        for one in ids
    ]  # fmt: skip
    began = time.perf_counter()
    for first in range(0, len(rows), 1_000):
        session.execute(insert(SQLModel.metadata.tables["evidence"]), rows[first : first + 1_000])
    session.flush()
    return time.perf_counter() - began


if __name__ == "__main__":
    json.dump(asdict(_measure(sys.argv[1])), sys.stdout)
