"""CSV as people's spreadsheets write and read it: any encoding and separator in, nothing that runs out.

RFC 4180 with what Norwegian spreadsheets do: semicolons, a byte order mark, Windows-1252.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kit.errors import invalid

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = ";\t,"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def written(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file that spreadsheets open with its letters right and without running anything in it.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return b"".join(written_lines(heads, rows))


def written_lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The lines of such a file one by one, so that a long one need not be held."""
    yield codecs.BOM_UTF8
    yield _line(heads)
    for row in rows:
        yield _line([_harmless(value) for value in row])


def lines(given: bytes, field: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty with its number, from 1; the cells without space around them.

    Invalid `not_a_text_file` for what no spreadsheet saves as CSV, `unreadable_line` for a broken line.
    """
    text = _decoded(given)
    if "\x00" in text:
        raise invalid(
            field, "not_a_text_file", "This is not a CSV file. Save the sheet as CSV and try again."
        )
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as fault:
        raise invalid(
            field, "unreadable_line", "Line {line} cannot be read as CSV.", line=reader.line_num
        ) from fault


def _decoded(given: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if given.startswith(mark)), "utf-8")
    try:
        return given.decode(encoding)
    except UnicodeDecodeError:
        return given.decode("cp1252", errors="replace")


def _line(row: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(row)
    return text.getvalue().encode()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
