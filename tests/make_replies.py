"""Answering an invitation from a calendar, by mail to the real receiver."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

import vobject
from sqlmodel import col, select

from booking import channels
from booking.replies import handling
from booking.replies.tables import ReceivedMessage
from kit.config import Receiving
from kit.db import stored_id
from kit.mail import compose
from kit.outbox import Outbox
from tests import mailserver, make
from tests.make_booking import Her, World
from web.receiving import receiver


@contextmanager
def receiving(world: World, way: str = "lmtp") -> Iterator["Post"]:
    """The receiver on a free port, and the post that leads to it."""
    told = Receiving(way, "127.0.0.1", mailserver.free_port())
    taking = receiver(world.database, make.settings(world.database), told)
    taking.start()
    try:
        yield Post(world, told)
    finally:
        taking.stop()


class Post:
    """Sends messages to the receiver, and lets them be handled."""

    def __init__(self, world: World, told: Receiving | None = None) -> None:
        self.world = world
        self._told = told or Receiving("lmtp", "127.0.0.1", 0)

    def bring(self, raw: bytes, to: str, sender: str = "aase@x.example") -> dict[str, tuple[int, bytes]]:
        """Hand the message over as the site's mail server would."""
        with self.connected() as server:
            return server.sendmail(sender, [to], raw)

    def connected(self) -> smtplib.SMTP:
        """The receiver, as the site's mail server talks to it."""
        kind = smtplib.LMTP if self._told.way == "lmtp" else smtplib.SMTP
        return kind(self._told.host, self._told.port, local_hostname="mx.example")

    def answer(self, letter: EmailMessage, answer: str = "ACCEPTED", **changes: Any) -> str:
        """Answer an invitation as a calendar program would; answers the state it ended in."""
        self.bring(reply(letter, answer, now=self.world.now, **changes), to=organizer(letter))
        return self.handled()

    def handled(self) -> str:
        """Handle everything; the state of the last message."""
        self.handle()
        return self.last().state.value

    def handle(self) -> None:
        while handling.handle_next(self.world.database, self.world.office, now=self.world.now):
            pass

    def last(self) -> ReceivedMessage:
        with self.world.database.read() as session:
            newest = select(ReceivedMessage).order_by(col(ReceivedMessage.id).desc()).limit(1)
            return session.exec(newest).one()


def by_calendar(world: World, her: Her) -> None:
    """She chooses to be asked by calendar."""
    with world.writing() as session:
        channels.choose(session, interpreter_id=stored_id(her.row.id), by_calendar=True, now=world.now)


def letters(world: World, to: str = "") -> list[EmailMessage]:
    """The messages in the outbox as they would be sent, in order, perhaps those to one address."""
    with world.database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    kept = [row.payload for row in rows if row.kind == "mail" and "letter" in row.payload]
    return [compose(told) for told in kept if to in told["letter"]["to"]]


def invited(world: World, to: str = "") -> list[Any]:
    """The events in those letters, as an independent library reads them, each with its METHOD."""
    return [event_in(letter) for letter in letters(world, to) if calendar_in(letter)]


def text_of(letter: EmailMessage) -> str:
    """What the letter says in plain text."""
    part = letter.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def calendar_in(letter: EmailMessage) -> str:
    part = letter.get_body(("calendar",)) or next(
        (one for one in letter.walk() if one.get_content_type() == "text/calendar"), None
    )
    if part is None:
        return ""
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def event_in(letter: EmailMessage) -> Any:
    read = vobject.readOne(calendar_in(letter))
    read.vevent.asked = read.method.value
    return read.vevent


def organizer(letter: EmailMessage) -> str:
    """The address an answer goes to."""
    return parseaddr(str(letter["From"]))[1]


def reply(letter: EmailMessage, answer: str, *, now: datetime, **changes: Any) -> bytes:
    """An answer to the invitation, written with vobject, in a message of its own."""
    made = answer_to(letter, answer, now=now, **changes)
    message = EmailMessage()
    message["From"], message["To"] = changes.get("sender", "aase@x.example"), organizer(letter)
    message["Subject"] = "Svar"
    message.set_content("Svar fra kalenderen.")
    message.add_alternative(made.encode(), "text", "calendar", params={"method": "REPLY"})
    return message.as_bytes(policy=SMTP)


def answer_to(letter: EmailMessage, answer: str, *, now: datetime, **changes: Any) -> str:
    """The REPLY alone; `changes` are its facts where they shall differ."""
    event = event_in(letter)
    made = vobject.iCalendar()
    made.add("method").value = changes.get("method", "REPLY")
    mine = made.add("vevent")
    mine.add("uid").value = changes.get("uid", event.uid.value)
    mine.add("sequence").value = str(changes.get("sequence", event.sequence.value))
    mine.add("dtstamp").value = changes.get("stamp", now).astimezone(vobject.icalendar.utc)
    mine.add("organizer").value = event.organizer.value
    start = changes.get("start", event.dtstart.value).astimezone(vobject.icalendar.utc)
    mine.add("dtstart").value = start
    mine.add("dtend").value = start + timedelta(hours=1)
    attendee = mine.add("attendee")
    attendee.value = changes.get("attendee", event.attendee.value)
    if answer:
        attendee.partstat_param = answer
    return str(made.serialize())


def bounce(message: EmailMessage, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report such as mail servers write, with the headers of the message it is about."""
    enclosed = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message['Message-ID']}\r\n"
    return _report(enclosed, action, status)


def returned(message: EmailMessage) -> bytes:
    """A report as most mail servers write it: the message it is about comes along whole."""
    whole = message.as_bytes(policy=SMTP).decode("ascii")
    return _report(f"Content-Type: message/rfc822\r\n\r\n{whole}", "failed", "5.1.1")


def _report(enclosed: str, action: str, status: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: booking@tolkebok.example\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; somebody@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\n{enclosed}\r\n--b--\r\n"
    ).encode()


def reported(world: World, raw: bytes, to: str = "booking@tolkebok.example") -> str:
    with receiving(world) as post:
        post.bring(raw, to=to, sender="")
        return post.handled()
