"""From a file to a heading and rows, with its size, its rows and its headings checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeGuard

from kit.errors import FieldError, Invalid, invalid
from registry.imports import separated, spreadsheets
from registry.imports.cells import Odd, Row, Value, cell_name, letters
from registry.imports.columns import meant_by

MOST_ROWS = 100_000
LARGEST_BYTES = 11_500_000
_MOST_EMPTY = 50_000
_LOOKED_THROUGH = 10
"""The heading stands in one of the first rows that hold anything; above it there may be a title."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heading (empty where a column has none), its row number, and the rows below that hold anything."""

    heads: tuple[str, ...]
    head_row: int
    rows: Iterator[Row]


def opened(content: bytes) -> Sheet:
    """The file's first sheet. Invalid for what is neither XLSX nor CSV, or has no heading.

    Rows are read as they are asked for: what is wrong further down is raised there.
    """
    lines = _filled(_lines(content))
    first = list(islice(lines, _LOOKED_THROUGH))
    if not first:
        raise invalid("file", "empty", "The file is empty. Choose another.")
    known = [sum(meant_by(one) is not None for one in _texts(row)) for row in first]
    place = known.index(max(known))
    head_row, cells = first[place]
    heads = tuple(value if _is_text(value) else "" for value in cells)
    _check_heading(heads, head_row, recognised=known[place])
    return Sheet(heads, head_row, _bounded(chain(first[place + 1 :], lines), heads, head_row))


def counted(content: bytes) -> tuple[tuple[str, ...], int]:
    """The headings and how many rows there are, the whole file read through once."""
    sheet = opened(content)
    count = sum(1 for _ in sheet.rows)
    if not count:
        raise invalid(
            "file", "no_rows", "There are no rows below the heading in row {row}.", row=sheet.head_row
        )
    return sheet.heads, count


def _lines(content: bytes) -> Iterator[Row]:
    if not content.strip():
        raise invalid("file", "empty", "The file is empty. Choose another.")
    if len(content) > LARGEST_BYTES:
        raise invalid("file", "too_large", "The file is larger than {most} MB. Divide it.", most=11)
    if content.startswith(_ZIP):
        return spreadsheets.rows(content)
    if content.startswith((_OLD_OFFICE, b"%PDF")):
        raise invalid(
            "file",
            "unknown_file",
            "This is no XLSX or CSV file, or it is locked by a password. Save it as XLSX or CSV.",
        )
    return separated.rows(content)


def _filled(lines: Iterator[Row]) -> Iterator[Row]:
    """The rows that hold anything; Invalid when there is nothing but empty rows for too long."""
    empty = 0
    for row, cells in lines:
        if any(cell is not None for cell in cells):
            yield row, cells
            continue
        empty += 1
        if empty > _MOST_EMPTY:
            raise _too_many(row)


def _bounded(lines: Iterator[Row], heads: Sequence[str], head_row: int) -> Iterator[Row]:
    for count, (row, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise _too_many(row)
        for column, value in enumerate(cells):
            if value is not None and (column >= len(heads) or not heads[column]):
                raise invalid(
                    "file",
                    "missing_header",
                    "{cell} holds something, but column {column} has no heading in row {row}."
                    " Write one, or empty the column.",
                    cell=cell_name(row, column),
                    column=letters(column),
                    row=head_row,
                )
        yield row, cells


def _check_heading(heads: Sequence[str], row: int, *, recognised: int) -> None:
    if not recognised and (len([one for one in heads if one]) < 2 or _like_data(heads)):  # noqa: PLR2004
        raise invalid(
            "file",
            "no_header",
            "Row {row} is no heading. Let the first row say what each column is, such as {example}.",
            row=row,
            example="Tolkenummer; Språk; Dato",
        )
    if len(heads) > spreadsheets.MOST_COLUMNS:
        raise invalid(
            "file", "too_many_columns", "Use at most {most} columns.", most=spreadsheets.MOST_COLUMNS
        )
    places: dict[str, list[str]] = {}
    for column, head in enumerate(heads):
        if head:
            places.setdefault(head.casefold(), []).append(cell_name(row, column))
    twice = [cells for cells in places.values() if len(cells) > 1]
    if twice:
        raise Invalid(
            *(
                FieldError(
                    "file",
                    "duplicate_header",
                    "{cells} have the same heading. Give each column its own.",
                    {"cells": ", ".join(cells)},
                )
                for cells in twice
            )
        )


def _like_data(heads: Sequence[str]) -> bool:
    return any(sign.isdigit() for head in heads for sign in head)


def _texts(row: Row) -> Iterator[str]:
    return (value for value in row[1] if _is_text(value))


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, Odd)


def _too_many(row: int) -> Invalid:
    return invalid(
        "file",
        "too_many_rows",
        "The file goes on in row {row}, and one list takes {most} rows. Divide it.",
        row=row,
        most=MOST_ROWS,
    )
