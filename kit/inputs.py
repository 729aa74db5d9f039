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


def _instant_as_written(given: object) -> object:
    if isinstance(given, int | float) or (isinstance(given, str) and not _DAY.match(given)):
        raise PydanticCustomError("datetime_parsing", "Write an instant with its offset from UTC")
    return given


def _instant_in_our_years(instant: datetime) -> datetime:
    if instant.year not in YEARS:
        raise PydanticCustomError("year_out_of_range", "Use a year from 1900 to 2100")
    return instant.astimezone(UTC)


Text = Annotated[str, AfterValidator(_storable)]
"""Text without control characters or halves of characters: a database or a letter would choke on them."""

Whole = Annotated[int, Field(strict=True)]
"""A whole number in JSON: never a text, a fraction or true."""

Day = Annotated[date, BeforeValidator(_as_written), AfterValidator(_in_our_years)]
"""A date as year-month-day, in `YEARS`; a bare number is no date."""


Instant = Annotated[
    AwareDatetime, BeforeValidator(_instant_as_written), AfterValidator(_instant_in_our_years)
]
"""An instant as RFC 3339 writes it, its offset included and in `YEARS`; answered in UTC."""
