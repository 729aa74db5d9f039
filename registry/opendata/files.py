"""JSON and CSV written as they are read, so that a file is never whole in memory."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_AT_A_TIME = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(head: dict[str, object], name: str, entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One object: the head, and under `name` the entries."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": ['
    joint = "\n"
    for entry in entries:
        yield joint + json.dumps(entry, ensure_ascii=False)
        joint = ",\n"
    yield "\n]}\n"


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """RFC 4180 in UTF-8: a line of heads, then the rows; text that a spreadsheet would run is quoted."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    for number, row in enumerate(rows, 1):
        writer.writerow([_harmless(value) for value in row])
        if number % _AT_A_TIME == 0:
            yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> str:
    told = written.getvalue()
    written.seek(0)
    written.truncate()
    return told


def _harmless(value: object) -> object:
    """Text that begins as a formula gets an apostrophe before it, a telephone number excepted."""
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return value
    return value if value[1:].replace(" ", "").isdecimal() else "'" + value
