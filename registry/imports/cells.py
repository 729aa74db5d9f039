"""What a cell of a file holds, whichever kind of file it is, and how a cell is named: pure."""

import unicodedata
from datetime import date, datetime
from enum import StrEnum

LONGEST = 500
"""Signs of a cell; nothing a pass list tells is longer."""


class Odd(StrEnum):
    """What a cell may hold that is no value."""

    FORMULA = "formula"
    ERROR = "error_value"
    UNUSABLE = "unusable_text"
    TOO_LONG = "too_long"


Value = str | float | date | Odd | None
Row = tuple[int, tuple[Value, ...]]
"""A row's number as a spreadsheet shows it, and its cells."""


def cell_name(row: int, column: int) -> str:
    """`B7` for row 7, column 1; columns count from 0."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """`A` for column 0, `AA` for 26."""
    told, left = "", column + 1
    while left:
        left, one = divmod(left - 1, 26)
        told = chr(ord("A") + one) + told
    return told


def text_value(written: str) -> Value:
    """Text without the space around it; None for nothing, Odd for what no database stores."""
    if len(written) > LONGEST:
        return Odd.TOO_LONG
    plain = " ".join(written.replace("\ufeff", "").split())
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in plain):
        return Odd.UNUSABLE
    return plain or None


def day_of(value: datetime | date) -> date:
    """The day of what a spreadsheet keeps as a time."""
    return value.date() if isinstance(value, datetime) else value
