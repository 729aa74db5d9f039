"""A calendar program in few lines, which shares nothing with the product's: mail in, entries out."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Entry = tuple[str, datetime, datetime, str]
"""Status, beginning, end, place."""


def entries(objects: Iterable[str]) -> dict[str, Entry]:
    """What stands in the calendar after these objects, by UID, whatever their order and repetition."""
    newest: dict[str, tuple[tuple[int, str], str]] = {}
    for text in objects:
        told = text.replace("\r\n ", "")
        uid, rank = _value(told, "UID"), (int(_value(told, "SEQUENCE")), _value(told, "DTSTAMP"))
        if uid not in newest or rank > newest[uid][0]:
            newest[uid] = (rank, told)
    return {uid: _entry(told) for uid, (_, told) in newest.items() if "\nMETHOD:CANCEL" not in told}


def _entry(told: str) -> Entry:
    place = re.sub(r"\\(.)", r"\1", _value(told, "LOCATION"))
    return _value(told, "STATUS"), _instant(told, "DTSTART"), _instant(told, "DTEND"), place


def _value(told: str, name: str) -> str:
    found = re.search(
        rf"^BEGIN:VEVENT$.*?^{name}[:;](?:TZID=Europe/Oslo:)?(.*?)$",
        told.replace("\r", ""),
        re.MULTILINE | re.DOTALL,
    )
    return found[1] if found else ""


def _instant(told: str, name: str) -> datetime:
    value = _value(told, name)
    zone = UTC if value.endswith("Z") else ZoneInfo("Europe/Oslo")
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
