"""From the bytes of a file to questions, and what is wrong with them; pure.

The first line names the columns, in any of our languages: number, language, and perhaps a date. Other
columns are passed over and kept nowhere. What is wrong with the file is refused; what is wrong with a
row stands beside the row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from kit import csv_files
from kit.errors import FieldError, Invalid, invalid
from kit.i18n import mark
from kit.inputs import YEARS
from registry.languages import LANGUAGES, Language, LanguageKind
from registry.schemas import MOST

MOST_ROWS = 10_000

FAULTS = {
    "missing": mark("This is missing."),
    "not_a_number": mark("Write numbers with digits only."),
    "unknown_language": mark("No language is called so. Use its name or its ISO 639-3 code."),
    "language_too_broad": mark("This name covers several languages. Say which."),
    "not_a_day": mark("Write the day like this: 26.11.2026."),
}
"""What can be wrong with a cell, and the remedy."""

_CALLED = {
    "number": ("number", "nummer", "tolkenummer", "tolkenr", "tolkenr.", "interpreter number"),
    "language": ("language", "språk", "sprak", "språkkode", "language code"),
    "on": ("on", "date", "day", "dato", "dag"),
}
_DAY = re.compile(r"(\d{1,2})[./ ]+(\d{1,2})[./ ]+(\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """A question, or what is wrong: the column and a code of FAULTS. `line` counts from 1 in the file."""

    line: int
    number: int | None = None
    language: str | None = None
    on: date | None = None
    wrong_column: str | None = None
    fault: str | None = None


class _Wrong(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(given: bytes) -> list[Row]:
    """The rows of a file. Invalid names what is wrong with the file itself, and what to do."""
    told = csv_files.lines(given, "file")
    line, heads = next(told, (0, []))
    if not line:
        raise invalid("file", "empty_file", "The file is empty.")
    places = _places(heads)
    rows: list[Row] = []
    for line, cells in told:
        if len(rows) == MOST_ROWS:
            raise invalid(
                "file", "too_many_rows", "The file has more than {most} rows. Divide it.", most=MOST_ROWS
            )
        rows.append(_row(line, places, cells))
    if not rows:
        raise invalid("file", "no_rows", "There are no rows below the first line.")
    return rows


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands. Invalid for one that is missing, or stands there twice."""
    called = [head.casefold().replace("_", " ") for head in heads]
    places: dict[str, int] = {}
    faults: list[FieldError] = []
    for column, names in _CALLED.items():
        found = [place for place, head in enumerate(called) if head in names]
        if len(found) > 1:
            faults.append(
                FieldError(
                    "file", "column_twice", "The column {column} stands there twice.", {"column": column}
                )
            )
        elif found:
            places[column] = found[0]
        elif column != "on":
            text = mark("The first line must name the columns: {column} is missing (one of: {names}).")
            values = {"column": column, "names": ", ".join(names)}
            faults.append(FieldError("file", "column_missing", text, values))
    if faults:
        raise Invalid(*faults)
    return places


def _row(line: int, places: dict[str, int], cells: Sequence[str]) -> Row:
    """The row; the first wrong cell is the one that is told."""
    given = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
    column = "number"
    try:
        number = _number(given["number"])
        column = "language"
        language = _language(given["language"])
        column = "on"
        on = _day(given.get("on", ""))
    except _Wrong as wrong:
        return Row(line, wrong_column=column, fault=wrong.code)
    return Row(line, number, language, on)


def _number(cell: str) -> int:
    if not cell:
        raise _Wrong("missing")
    if not (cell.isascii() and cell.isdigit() and len(cell) <= len(str(MOST)) and 1 <= int(cell) <= MOST):
        raise _Wrong("not_a_number")
    return int(cell)


def _language(cell: str) -> str:
    if not cell:
        raise _Wrong("missing")
    found = _by_name().get(cell.casefold())
    if found is None:
        raise _Wrong("unknown_language")
    match found.kind:
        case LanguageKind.BROAD:
            raise _Wrong("language_too_broad")
        case LanguageKind.VARIETY:
            return found.part_of or found.code
        case _:
            return found.code


def _day(cell: str) -> date | None:
    if not cell:
        return None
    written = _DAY.fullmatch(cell)
    try:
        day = date(int(written[3]), int(written[2]), int(written[1])) if written else date.fromisoformat(cell)
    except ValueError:
        raise _Wrong("not_a_day") from None
    if day.year not in YEARS:
        raise _Wrong("not_a_day")
    return day


@cache
def _by_name() -> dict[str, Language]:
    return {name.casefold(): one for one in LANGUAGES.values() for name in reversed(one.names)}
