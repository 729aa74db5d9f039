"""`make judge`: every kind of calendar object we send, judged by ical.js and libical; and 10,000 histories.

Each judge must find every object right, and every object broken on purpose wrong. libical also holds each
against its restriction checker (RFC 5545, RFC 5546). A judge that is missing is a failure, never a pass.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from kit import logs
from kit.db import Database
from tests import judging, make_objects
from tests.judge import histories
from tests.judging import Reading
from tests.make_objects import Sent
from web.migrating import migrate

HERE = Path(__file__).parent
JUDGES = {
    "ical.js": ["node", str(HERE / "icaljs.mjs")],
    "libical": [str(HERE.parent.parent / ".tools" / "judge" / "libical")],
}


def main() -> int:
    """Answers 0 when every judge agrees with the database about everything, 1 otherwise."""
    logs.configure()
    with _database() as session:
        everything = make_objects.every_kind(session)
    refused = max(_judged(name, everything) for name in JUDGES)
    disagreeing = histories.judge()
    for line in disagreeing:
        _say(f"  {line}")
    return max(refused, int(bool(disagreeing)))


def _judged(name: str, everything: list[Sent]) -> int:
    found = judging.faults(everything, _read(name, everything))
    broken = judging.broken(everything)
    unseen = [what for what, stream in broken.items() if not judging.faults(stream, _read(name, stream))]
    seen = len(broken) - len(unseen)
    _say(f"{name}: {len(everything)} objects, {len(found)} faults; {seen} of {len(broken)} broken ones found")
    for line in (*found, *(f"not seen: {what}" for what in unseen)):
        _say(f"  {line}")
    return int(bool(found or unseen))


def _read(name: str, sent: Sequence[Sent]) -> list[Reading]:
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(sent):
            Path(folder, f"{number:05}.ics").write_bytes(one.text.encode())
        told = subprocess.run([*JUDGES[name], folder], check=True, stdout=subprocess.PIPE, timeout=120).stdout
    readings = [Reading.of(one) for one in json.loads(told)]
    assert len(readings) == len(sent), f"{name} read {len(readings)} of {len(sent)}"
    return readings


@contextmanager
def _database() -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/judged.sqlite3")
        migrate(database)
        with database.write() as session:
            yield session
        database.dispose()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
