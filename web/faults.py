"""What a schema finds wrong with an input, said as a field error of ours: API and pages alike."""

from collections.abc import Mapping
from typing import Any

from kit.errors import FieldError
from kit.i18n import mark

_CODES: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", mark("This is missing.")),
    "extra_forbidden": ("unknown_field", mark("There is no such field here.")),
    "enum": ("unknown_value", mark("Choose one of: {expected}.")),
    "literal_error": ("unknown_value", mark("Choose one of: {expected}.")),
    "timezone_aware": ("offset_missing", mark("Say which offset from UTC the time has.")),
    "string_too_long": ("too_long", mark("Write at most {max_length} characters.")),
    "string_too_short": ("too_short", mark("Write at least {min_length} characters.")),
    "unusable_text": ("unusable_text", mark("Leave out characters that cannot be written.")),
    "json_invalid": ("not_json", mark("The body must be JSON.")),
    "int_parsing": ("not_a_number", mark("Write a whole number with digits only.")),
    "int_type": ("not_a_number", mark("Write a whole number with digits only.")),
    "int_from_float": ("not_a_number", mark("Write a whole number with digits only.")),
    "bool_type": ("not_a_yes_or_no", mark("Answer yes or no.")),
    "bool_parsing": ("not_a_yes_or_no", mark("Answer yes or no.")),
    "date_parsing": ("not_a_date", mark("Write a date that exists, as year-month-day.")),
    "date_from_datetime_parsing": ("not_a_date", mark("Write a date that exists, as year-month-day.")),
    "datetime_parsing": ("not_a_time", mark("Write the time with its offset: 2026-11-26T10:00:00+01:00.")),
    "datetime_from_date_parsing": (
        "not_a_time",
        mark("Write the time with its offset: 2026-11-26T10:00:00+01:00."),
    ),
    "not_a_time": ("not_a_time", mark("Write the time with its offset: 2026-11-26T10:00:00+01:00.")),
    "too_far_away": ("too_far_away", mark("Use a time in this century.")),
    "control_characters": ("control_characters", mark("Leave out control characters.")),
    "not_a_clock_time": ("not_a_clock_time", mark("Write the time of day like this: 09:30.")),
    "not_https": ("not_https", mark("Use an address that begins with https://.")),
    "greater_than": ("too_small", mark("Use a number above {gt}.")),
    "greater_than_equal": ("too_small", mark("Use a number from {ge} and up.")),
    "less_than": ("too_large_number", mark("Use a number below {lt}.")),
    "less_than_equal": ("too_large_number", mark("Use a number up to {le}.")),
}
"""Our code and text for the faults the schema library finds; any other keeps the library's own."""


def field_error(error: Mapping[str, Any]) -> FieldError:
    """One fault of the schema library as a field error; it never repeats the input, which may be personal."""
    place = [str(part) for part in error["loc"] if part not in {"body", "query", "path", "header"}]
    name = ".".join(place) or "body"
    if error["type"] not in _CODES:
        return FieldError(name, error["type"], "{told}.", {"told": error["msg"].rstrip(".")})
    code, detail = _CODES[error["type"]]
    return FieldError(name, code, detail, {key: str(value) for key, value in error.get("ctx", {}).items()})
