"""A message opened, within bounds: its calendar object (RFC 6047), or word of a delivery (RFC 3464).

What comes from outside may be made to hurt: parts within parts, thousands of them, or none at all.
"""

import re
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser

MOST_READ = 1024 * 1024
"""Octets of a message that is kept and read; what is larger is noted, and not read."""

_MOST_PARTS = 60
_DEEPEST = 10
_LONGEST_HEADER = 998
_NESTING = re.compile(rb"boundary|message/rfc822|message/global", re.IGNORECASE)
_CALENDARS = ("text/calendar", "application/ics")


class NotUnderstood(Exception):
    """The message is not one we can act on; `why` is a code of `words.WHY`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Mail:
    """What is in a message. `calendar` is an iCalendar object and the character set it claims.

    Only one the message itself carries: what is enclosed with a message within it was said to somebody else,
    as the invitation in a report that it did not arrive.
    """

    message: Message
    parts: tuple[Message, ...]
    calendar: tuple[bytes, str] | None

    @property
    def is_report(self) -> bool:
        """Whether it tells of a delivery (RFC 3464)."""
        return any(part.get_content_type() == "message/delivery-status" for part in self.parts)

    @property
    def is_automatic(self) -> bool:
        """Whether a program wrote it without anybody asking (RFC 3834)."""
        told = str(self.message.get("Auto-Submitted", "no")).strip().lower()
        return not told.startswith("no")

    @property
    def text(self) -> str:
        """Its plain text, as far as it has one; what cannot be decoded is marked."""
        for part in self.parts:
            body = part.get_payload(decode=True) if part.get_content_type() == "text/plain" else None
            if isinstance(body, bytes):
                return _decoded(body, str(part.get_content_charset() or "utf-8"))
        return ""

    def header(self, name: str) -> str:
        """A header in words, cut where it is longer than any needs to be."""
        told = str(self.message.get(name, ""))[:_LONGEST_HEADER]
        try:
            return str(make_header(decode_header(told)))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            return told


def opened(raw: bytes) -> Mail:
    """The message and its parts; NotUnderstood `too_nested` for one made of more parts than a letter has."""
    if len(_NESTING.findall(raw)) > _MOST_PARTS:
        raise NotUnderstood("too_nested")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = tuple(_parts(message, 0))
    except RecursionError:
        raise NotUnderstood("too_nested") from None
    if len(parts) > _MOST_PARTS:
        raise NotUnderstood("too_nested")
    return Mail(message, parts, _calendar(tuple(_own(message))))


def _parts(message: Message, depth: int) -> list[Message]:
    if depth > _DEEPEST:
        raise NotUnderstood("too_nested")
    return [message, *(one for part in _within(message) for one in _parts(part, depth + 1))]


def _own(message: Message) -> list[Message]:
    """Its parts, but nothing of a message enclosed in it."""
    if message.get_content_maintype() == "message":
        return [message]
    return [message, *(one for part in _within(message) for one in _own(part))]


def _within(message: Message) -> list[Message]:
    """The parts it is made of; what holds none is not decoded for the asking."""
    if not message.is_multipart():
        return []
    held = message.get_payload()
    return [part for part in held if isinstance(part, Message)] if isinstance(held, list) else []


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, errors="replace").replace("\x00", "")
    except (LookupError, ValueError):  # a name nobody knows, or of a codec that is for something else
        return body.decode("latin-1").replace("\x00", "")


def _calendar(parts: tuple[Message, ...]) -> tuple[bytes, str] | None:
    for kind in _CALENDARS:
        for part in parts:
            body = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(body, bytes):
                return body, str(part.get_content_charset() or "utf-8")
    return None
