"""What a schema finds wrong with an input, said as a field error of ours: API and pages alike."""

from collections.abc import Mapping, Sequence
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
    "string_too_short": ("too_short", mark("The least number of characters here is {min_length}.")),
    "unusable_text": ("unusable_text", mark("Leave out characters that cannot be written.")),
    "string_type": ("not_text", mark("Write this as text.")),
    "string_unicode": ("unusable_text", mark("Leave out characters that cannot be written.")),
    "list_type": ("not_a_list", mark("Give a list, in square brackets.")),
    "too_long": ("too_long", mark("Give at most {max_length} of these.")),
    "too_short": ("too_short", mark("Give at least {min_length} of these.")),
    "model_type": ("not_an_object", mark("Give the fields by name, as a JSON object.")),
    "model_attributes_type": ("not_an_object", mark("Give the fields by name, as a JSON object.")),
    "dict_type": ("not_an_object", mark("Give the fields by name, as a JSON object.")),
    "json_invalid": ("not_json", mark("The body must be JSON, in UTF-8.")),
    "int_parsing": ("not_a_number", mark("Write a whole number with digits only.")),
    "int_type": ("not_a_number", mark("Write a whole number with digits only.")),
    "int_from_float": ("not_a_number", mark("Write a whole number with digits only.")),
    "bool_type": ("not_a_yes_or_no", mark("Answer yes or no.")),
    "bool_parsing": ("not_a_yes_or_no", mark("Answer yes or no.")),
    "date_type": ("not_a_date", mark("Write a date that exists, as year-month-day.")),
    "year_out_of_range": ("year_out_of_range", mark("Use a year from 1900 to 2100.")),
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


_OF_TEXT = {"too_long": "string_too_long", "too_short": "string_too_short"}
_UNTYPED = FieldError(
    "Content-Type", "not_json", "Send the body as JSON, with the header Content-Type: application/json."
)
NOT_JSON = FieldError("body", *_CODES["json_invalid"])
"""A body that cannot be read at all."""


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """What the schema library found, one fault for each field: of several readings the first is told."""
    told: dict[str, FieldError] = {}
    for error in errors:
        one = _field_error(error)
        told.setdefault(one.field, one)
    return list(told.values())


def _field_error(error: Mapping[str, Any]) -> FieldError:
    """One fault as a field error; it never repeats the input, which may be personal."""
    given = error.get("input")
    if isinstance(given, bytes):
        return _UNTYPED
    kind = _OF_TEXT.get(error["type"], error["type"]) if isinstance(given, str) else error["type"]
    name = "body" if kind == "json_invalid" else _name(error["loc"])
    if kind not in _CODES:
        return FieldError(name, kind, "{told}.", {"told": error["msg"].rstrip(".")})
    code, detail = _CODES[kind]
    return FieldError(name, code, detail, {key: str(value) for key, value in error.get("ctx", {}).items()})


def _name(place: Sequence[int | str]) -> str:
    """The field as its sender wrote it: only a body has fields within fields."""
    match place:
        case ["query" | "path", name, *_]:
            return str(name)
        case ["header", name, *_]:
            return str(name).replace("_", "-").title()
        case ["body", *within]:
            return ".".join(map(str, within)) or "body"
        case _:
            return ".".join(map(str, place)) or "body"
