"""The demo's mailbox: catches every letter instead of sending it, and keeps each as a file.

A message file is complete or absent: it is written beside and renamed. Pages that show them are in
web/pages/mail.py.
"""

import email
import email.policy
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kit import clock

_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Caught:
    """One message in the mailbox; ids sort by when it came."""

    id: str
    raw: bytes
    message: EmailMessage

    @property
    def to(self) -> str:
        """Whom it is to."""
        return str(self.message["To"])

    @property
    def sender(self) -> str:
        """Whom it is from."""
        return str(self.message["From"])

    @property
    def subject(self) -> str:
        """What it says it is about."""
        return str(self.message["Subject"])

    @property
    def sent_at(self) -> datetime:
        """When it was written."""
        return parsedate_to_datetime(str(self.message["Date"]))

    @property
    def text(self) -> str:
        """Its plain text."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""

    @property
    def invitation(self) -> bytes | None:
        """The calendar object it carries, as attached."""
        for part in self.message.iter_attachments():
            if part.get_content_type() == "application/ics":
                return bytes(part.get_content())
        return None


class Mailbox:
    """A folder of caught messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, raw: bytes) -> None:
        """Store one message under a name that sorts by time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        beside = self.folder / f"{name}.part"
        beside.write_bytes(raw)
        beside.rename(self.folder / f"{name}.eml")

    def newest_first(self, *, to: str = "") -> Iterator[Caught]:
        """Every message, or those whose recipient contains `to`."""
        for path in sorted(self.folder.glob("*.eml"), reverse=True):
            caught = self._read(path)
            if to.lower() in caught.to.lower():
                yield caught

    def find(self, given: str) -> Caught | None:
        """The message with this id."""
        path = self.folder / f"{given}.eml"
        return self._read(path) if _ID.fullmatch(given) and path.exists() else None

    def _read(self, path: Path) -> Caught:
        raw = path.read_bytes()
        return Caught(path.stem, raw, email.message_from_bytes(raw, policy=email.policy.default))


class _Catcher:
    """What aiosmtpd asks when a message has arrived."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep it; only then is it accepted."""
        content = envelope.original_content or b""
        self._mailbox.keep(content)
        return "250 2.0.0 kept"


def catching(mailbox: Mailbox, *, port: int) -> Controller:
    """A mail server on this machine's loopback that keeps everything; `start()` and `stop()` it."""
    return Controller(_Catcher(mailbox), hostname="127.0.0.1", port=port, server_hostname="localhost")
