"""Lists as files for spreadsheets, invitations as files for calendars."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from fastapi.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file that spreadsheets open with its letters right and without running anything in it.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return Response(
        b"".join(csv_lines(heads, rows)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The lines of such a file one by one, so that a long one need not be held."""
    yield codecs.BOM_UTF8
    yield _line(heads)
    for row in rows:
        yield _line([_harmless(value) for value in row])


def calendar_file(text: str, reference: str) -> Response:
    """A calendar object, to be opened by the reader's own calendar."""
    disposition = f'attachment; filename="tolkebok-{reference}.ics"'
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


def _line(row: Sequence[object]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(row)
    return written.getvalue().encode()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
