"""Calendar components as text: content lines, folded and escaped as RFC 5545 says, in the order given. Pure.

The icalendar library writes the same bytes (tests/rules/test_content_lines.py) in ten times the time,
and an event is written inside the transaction of every yes.
"""

import re
from datetime import UTC, datetime

from kit.clock import OSLO

TZID = "Europe/Oslo"
"""What our objects call Oslo's clock; whoever writes a wall time puts its VTIMEZONE before it."""

_WIDTH = 74  # octets before the line's end or the fold's space, of which the standard allows 75
_QUOTED = re.compile("[,;: '’]")  # more than must be: as the library quotes a name
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CARETS = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


def component(name: str, *parts: str) -> str:
    """A component of these lines and components."""
    return f"BEGIN:{name}\r\n{''.join(parts)}END:{name}\r\n"


def line(name: str, value: object, **parameters: str) -> str:
    """One property whose value stands as it is given: a code, a number, an address. Parameters by name.

    ValueError for a value with a line break in it: what came after it would be a property of its own.
    """
    said = "".join(f";{key}={_parameter(given)}" for key, given in sorted(parameters.items()))
    whole = f"{name}{said}:{value}"
    if "\n" in whole or "\r" in whole:
        raise ValueError("no content line has a line break in it")
    return _folded(whole)


def text(name: str, value: str) -> str:
    """One property that holds words (3.3.11)."""
    return line(name, _one_kind_of_break(value).translate(_ESCAPES))


def moment(name: str, at: datetime) -> str:
    """One property that holds an instant: on Oslo's clock if it is given so, else in UTC (3.3.5)."""
    if at.tzinfo is OSLO:
        return f"{name};TZID={TZID}:{at:%Y%m%dT%H%M%S}\r\n"
    return f"{name}:{utc(at)}\r\n"


def utc(at: datetime) -> str:
    """An instant as it stands in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _parameter(value: str) -> str:
    """A parameter's value (3.2), its quotes and breaks as RFC 6868 says."""
    told = _one_kind_of_break(value).translate(_CARETS)
    return f'"{told}"' if _QUOTED.search(told) else told


def _one_kind_of_break(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def _folded(whole: str) -> str:
    """The line in pieces of at most 75 octets (3.1), which part neither a character nor an escape."""
    told = whole.encode()
    if len(told) <= _WIDTH:
        return whole + "\r\n"
    pieces, begins = [], 0
    while len(told) - begins > _WIDTH:
        ends = begins + _WIDTH
        while told[ends] & 0xC0 == 0x80:  # noqa: PLR2004 - a character's second octet or later
            ends -= 1
        ends -= told[ends - 1] in b"\\^"
        pieces.append(told[begins:ends])
        begins = ends
    pieces.append(told[begins:])
    return (b"\r\n ".join(pieces) + b"\r\n").decode()
