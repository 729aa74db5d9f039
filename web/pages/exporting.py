"""Lists as files for spreadsheets, invitations as files for calendars."""

from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from kit import csv_files


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file as a download."""
    return csv_bytes(name, csv_files.written(heads, rows))


def csv_bytes(name: str, written: bytes) -> Response:
    """A CSV file that is written already, as a download."""
    return Response(
        written,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def calendar_file(text: str, reference: str) -> Response:
    """A calendar object, to be opened by the reader's own calendar."""
    disposition = f'attachment; filename="tolkebok-{reference}.ics"'
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
