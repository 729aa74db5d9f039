"""Letters into the outbox, and out of it as messages to the mail server.

What is put in the outbox is final, and a message follows from it byte for byte, however often it is sent.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlmodel import Session

from kit import outbox, secrets
from kit.config import Smtp
from kit.outbox import NotDelivered

KIND = "mail"
"""What an outbox row with a letter is called."""

_POLICY = SMTP.clone(cte_type="7bit")  # quoted-printable or base64: no server need speak 8BITMIME
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message is from."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one person: plain text and its HTML twin, and a calendar object if there is one.

    `unsubscribe` is the page where one chooses not to get letters of this kind (RFC 2369).
    """

    to: str
    subject: str
    text: str
    html: str
    calendar: str | None = None
    method: str | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter on its way: its row in the outbox, and the Message-ID that word of it comes back with."""

    outbox_id: int
    message_id: str


class Carrier:
    """The way to the mail server: a connection kept between messages, opened anew when lost.

    `timeout` is seconds for each step, so that a whole delivery stays far inside the outbox's lease.
    """

    def __init__(self, smtp: Smtp, *, timeout: float = 20) -> None:
        self._smtp = smtp
        self._timeout = timeout
        self._server: smtplib.SMTP | None = None

    def deliver(self, facts: Mapping[str, Any]) -> None:
        """Hand over one message that `send` put in the outbox, or raise NotDelivered."""
        try:
            message = compose(facts).as_bytes()
            self._connected().sendmail(facts["sender"]["address"], [facts["letter"]["to"]], message)
        except OSError as fault:
            self.close()
            raise _not_delivered(fault) from None  # the fault's own text holds the address
        except ValueError:
            raise NotDelivered("malformed_letter", permanent=True) from None  # the same

    def close(self) -> None:
        """Leave the server; the next message connects anew."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None and not _answers(self._server):
            self.close()
        if self._server is None:
            self._server = _connect(self._smtp, self._timeout)
        return self._server


def send(session: Session, letter: Letter, *, sender: Sender, stream: str, now: datetime) -> Sent:
    """Let the letter leave when this transaction has committed.

    Letters of one `stream` leave in order. Date and Message-ID are fixed here; the message itself is
    composed outside the transaction.
    """
    told = payload(letter, sender=sender, now=now)
    return Sent(outbox.post(session, kind=KIND, stream=stream, payload=told, now=now), told["message_id"])


def payload(letter: Letter, *, sender: Sender, now: datetime) -> dict[str, Any]:
    """All that the message will follow from, with its Date and Message-ID."""
    return {
        "sender": asdict(sender),
        "letter": asdict(letter),
        "date": format_datetime(now),
        "message_id": f"<{secrets.new_token()}@{sender.address.rpartition('@')[2]}>",
    }


def compose(facts: Mapping[str, Any]) -> EmailMessage:
    """The whole message: text, HTML and calendar as alternatives, the calendar also attached (RFC 6047).

    The same payload gives the same bytes, so even the boundaries between parts follow from it.
    """
    sender, letter = Sender(**facts["sender"]), Letter(**facts["letter"])
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender.name, *sender.address.rsplit("@", 1))
    message["To"] = _address(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = facts["date"]
    message["Message-ID"] = facts["message_id"]
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None and letter.method is not None:
        _enclose(message, letter.calendar, letter.method)
    seed = secrets.digest(facts["message_id"])[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}")
    return message


def _address(given: str) -> str:
    if not _ADDRESS.fullmatch(given):
        raise ValueError("this is no address a server could take")
    return given


def _enclose(message: EmailMessage, calendar: str, method: str) -> None:
    message.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")


def _connect(smtp: Smtp, timeout: float) -> smtplib.SMTP:
    server = smtplib.SMTP(smtp.host, smtp.port, local_hostname=socket.gethostname(), timeout=timeout)
    try:
        if smtp.starttls:
            server.starttls(context=ssl.create_default_context())
        if smtp.user and smtp.password:
            server.login(smtp.user, smtp.password)
    except OSError:
        server.close()
        raise
    return server


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250  # noqa: PLR2004 - SMTP's own number
    except OSError:
        return False


def _not_delivered(fault: OSError) -> NotDelivered:
    """Only a refusal of this recipient or this content is final; all else may be mended in time."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            code, told = next(iter(fault.recipients.values()))
            return NotDelivered(_reason(code, told), permanent=code >= 500)  # noqa: PLR2004 - SMTP's own number
        case smtplib.SMTPResponseException():
            refused = isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500  # noqa: PLR2004 - the same
            return NotDelivered(_reason(fault.smtp_code, fault.smtp_error), permanent=refused)
        case TimeoutError():
            return NotDelivered("smtp_timeout")
        case smtplib.SMTPServerDisconnected() if isinstance(fault.__context__, TimeoutError):
            return NotDelivered("smtp_timeout")
        case smtplib.SMTPServerDisconnected():
            return NotDelivered("smtp_disconnected")
        case _:
            return NotDelivered("smtp_unreachable")


def _reason(code: int, told: bytes | str) -> str:
    text = told.decode("ascii", "replace") if isinstance(told, bytes) else told
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text)
    return f"smtp_{code}" + (f"_{enhanced.group()}" if enhanced else "")
