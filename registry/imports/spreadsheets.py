"""XLSX, read row by row: the first sheet. Formulas are not computed, and a zip that swells is refused."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900
from openpyxl.utils.exceptions import InvalidFileException

from kit.errors import invalid
from registry.imports.cells import Odd, Row, Value, day_of, text_value
from registry.imports.separated import broken

MOST_COLUMNS = 100
MOST_UNPACKED = 150_000_000
_MOST_PARTS = 500
_FAULTS = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, OSError, NotImplementedError,
)  # fmt: skip
"""What the reader raises about a file that is not what it says it is; bad XML is a SyntaxError."""

_ODD = {"f": Odd.FORMULA, "e": Odd.ERROR}


def rows(content: bytes) -> Iterator[Row]:
    """Every row of the first sheet, empty ones too. Invalid `broken_file` or `too_large_unpacked`."""
    _refuse_bombs(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        lines: Iterator[Sequence[Any]] = iter(sheet.iter_rows(max_col=MOST_COLUMNS + 1))
    except _FAULTS as fault:
        raise broken() from fault
    number = 0
    while True:
        try:
            cells = next(lines, None)
        except _FAULTS as fault:
            raise broken() from fault
        if cells is None:
            return
        number += 1
        yield number, _trimmed([_value(cell, book.epoch) for cell in cells])


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except _FAULTS as fault:
        raise broken() from fault
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise invalid(
            "file",
            "too_large_unpacked",
            "The file is more than {most} MB when unpacked. Send the pass list alone.",
            most=MOST_UNPACKED // 1_000_000,
        )


def _trimmed(values: list[Value]) -> tuple[Value, ...]:
    """Without the empty cells that a row is filled up with."""
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(cell: Any, epoch: datetime) -> Value:
    if cell.data_type in _ODD:
        return _ODD[cell.data_type]
    match cell.value:
        case None:
            return None
        case date() as day:  # a datetime is one
            return day_of(day)
        case bool() as truth:
            return "true" if truth else "false"
        case int() | float() as number:
            return _number(number, epoch)
        case other:
            return text_value(str(other))


def _number(value: float, epoch: datetime) -> Value:
    """A number; as text where days are counted from 1904, so that no bare number is taken for a day."""
    return float(value) if epoch == CALENDAR_WINDOWS_1900 else f"{value:.15g}"
