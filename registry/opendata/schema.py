"""What the open file of the register looks like, as a JSON Schema (draft 2020-12)."""

from typing import Any

from registry.words import Modality

_TEXT_OR_NOTHING: dict[str, Any] = {"type": ["string", "null"]}
_LANGUAGE: dict[str, Any] = {
    "type": "object",
    "required": ["language", "category", "letter"],
    "additionalProperties": False,
    "properties": {
        "language": {"type": "string", "description": "ISO 639-3.", "pattern": "^[a-z]{3}(-[a-z]+)?$"},
        "category": {"type": "integer", "minimum": 1, "maximum": 5, "description": "1 is the highest."},
        "letter": {"enum": ["A", "B", "C", "D", "E"]},
    },
}
_INTERPRETER: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "number": {"type": "integer", "minimum": 1, "description": "The public tolkenummer."},
        "name": {"type": "string", "minLength": 1},
        "kommune": {**_TEXT_OR_NOTHING, "pattern": "^[0-9]{4}$"},
        "kommune_name": _TEXT_OR_NOTHING,
        "county": {**_TEXT_OR_NOTHING, "pattern": "^[0-9]{2}$"},
        "county_name": _TEXT_OR_NOTHING,
        "modalities": {
            "type": "array", "uniqueItems": True, "items": {"enum": [one.value for one in Modality]},
        },
        "email": {**_TEXT_OR_NOTHING, "description": "By consent alone."},
        "phone": {**_TEXT_OR_NOTHING, "description": "By consent alone."},
        "languages": {"type": "array", "minItems": 1, "items": _LANGUAGE, "description": "The best first."},
    },
}  # fmt: skip
_INTERPRETER["required"] = list(_INTERPRETER["properties"])

REGISTER: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The public register of interpreters",
    "description": "Everybody listed on the day and not shut out. Protected identities are never here.",
    "type": "object",
    "required": ["licence", "publisher", "on", "updated_at", "interpreters"],
    "additionalProperties": False,
    "properties": {
        "licence": {
            "type": "object",
            "required": ["name", "url"],
            "additionalProperties": False,
            "properties": {"name": {"type": "string"}, "url": {"type": "string", "format": "uri"}},
        },
        "publisher": {"type": "string"},
        "on": {"type": "string", "format": "date", "description": "The Oslo day it holds on."},
        "updated_at": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When anything in the register last changed.",
        },
        "interpreters": {"type": "array", "items": _INTERPRETER},
    },
}
