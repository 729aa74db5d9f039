"""Composing messages: what is composed is final, so that a repeat is byte for byte the same."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlmodel import Session

from kit import outbox, secrets

_POLICY = SMTP.clone(cte_type="7bit")  # quoted-printable or base64: no server need speak 8BITMIME


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message is from."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one person: plain text and its HTML twin, and a calendar object if there is one."""

    to: str
    subject: str
    text: str
    html: str
    calendar: str | None = None
    method: str | None = None


def send(session: Session, letter: Letter, *, sender: Sender, stream: str, now: datetime) -> None:
    """Compose the letter now and let it leave when this transaction has committed.

    Letters of one `stream` leave in order. Date and Message-ID are fixed here.
    """
    message = compose(letter, sender=sender, now=now)
    outbox.post(
        session,
        kind="mail",
        stream=stream,
        payload={"from": sender.address, "to": letter.to, "message": message.as_string()},
        now=now,
    )


def compose(letter: Letter, *, sender: Sender, now: datetime) -> EmailMessage:
    """The whole message: text, HTML and calendar as alternatives, the calendar also attached (RFC 6047)."""
    local, _, domain = sender.address.rpartition("@")
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender.name, local, domain)
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{secrets.new_token()}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None and letter.method is not None:
        message.add_alternative(
            letter.calendar, subtype="calendar", cte="base64", params={"method": letter.method}
        )
        message.add_attachment(
            letter.calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
        )
    return message
