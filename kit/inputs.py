"""Types for what comes in from outside: text that can be stored, whole numbers, days, instants."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINES = "\n\r\t"
YEARS = range(1900, 2101)
"""The years a date can be of; any other is a slip of the hand."""


def _storable(text: str) -> str:
    if any(unicodedata.category(one) in {"Cc", "Cs"} and one not in _LINES for one in text):
        raise PydanticCustomError("unusable_text", "Leave out characters that cannot be written")
    return text


def _as_written(given: object) -> object:
    if isinstance(given, str) and not _DAY.fullmatch(given):
        raise PydanticCustomError("date_parsing", "Write a date that exists, as year-month-day")
    if isinstance(given, int | float):
        raise PydanticCustomError("date_parsing", "Write a date that exists, as year-month-day")
    return given


def _in_our_years(day: date) -> date:
    if day.year not in YEARS:
        raise PydanticCustomError("year_out_of_range", "Use a year from 1900 to 2100")
    return day


def as_rfc3339(value: object) -> object:
    """As RFC 3339 writes it, never a count of seconds; a day alone is told that its offset is missing."""
    if isinstance(value, str) and value[4:5] == "-" and value[10:11] in {"T", "t", " ", ""}:
        return value
    if isinstance(value, datetime):
        return value
    raise PydanticCustomError("not_a_time", "not written with its offset")


def _in_utc(value: datetime) -> datetime:
    if not 2000 <= value.year <= YEARS[-1]:  # noqa: PLR2004 - nothing is older than the product
        raise PydanticCustomError("too_far_away", "not in this century")
    return value.astimezone(UTC)


Text = Annotated[str, AfterValidator(_storable)]
"""Text without control characters or halves of characters: a database or a letter would choke on them."""

Whole = Annotated[int, Field(strict=True)]
"""A whole number in JSON: never a text, a fraction or true."""

Day = Annotated[date, BeforeValidator(_as_written), AfterValidator(_in_our_years)]
"""A date as year-month-day, in `YEARS`; a bare number is no date."""

Instant = Annotated[AwareDatetime, BeforeValidator(as_rfc3339), AfterValidator(_in_utc)]
"""A point in time of this century, written with its offset (RFC 3339)."""
