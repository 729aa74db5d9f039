"""Letters over the wire to a real mail server, and every way a server can fail."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
import vobject
from sqlmodel import select
from structlog.testing import capture_logs

from booking import notices
from kit import mail, outbox
from kit.db import Database
from kit.mail import Carrier, Letter, Sender
from kit.outbox import NotDelivered
from tests import mailserver, make_letters
from tests.mailserver import MailServer
from tests.make import NOW
from tests.make_letters import OFFICE
from web.delivering import deliver_next

SENDER = Sender("Tolkebok Østfold", "booking@tolk.example")
LETTER = Letter("ase@example.org", "Møte på Tøyen", "Blåbærsyltetøy\n", "<p>Blåbærsyltetøy</p>")


@pytest.fixture
def server() -> Iterator[tuple[MailServer, Carrier]]:
    with mailserver.running() as (running, settings):
        carrier = Carrier(settings)
        yield running, carrier
        carrier.close()


def post(database: Database, *letters: Letter) -> None:
    with database.write() as session:
        for letter in letters or (LETTER,):
            mail.send(session, letter, sender=SENDER, stream="a", now=NOW)


def deliver(database: Database, carrier: Carrier, park_after: int = 12) -> bool:
    return deliver_next(database, carrier, OFFICE, park_after=park_after, now=lambda: NOW)


def outcome(database: Database) -> tuple[bool, bool, str | None]:
    with database.read() as session:
        row = session.exec(select(outbox.Outbox)).one()
        return row.delivered_at is not None, row.parked_at is not None, row.last_error


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_every_letter_of_a_booking_says_on_the_wire_what_its_calendar_object_says(
    database: Database, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    with database.write() as session:
        world = make_letters.world(session)
        for tell in make_letters.TELL.values():
            tell(session, world)
        written = make_letters.letters(session)
    while deliver(database, carrier):
        pass
    assert len(running.messages) == len(written) >= 10
    methods = [_judged(raw, message) for raw, message in zip(running.raw, running.messages, strict=True)]
    assert {"REQUEST", "CANCEL", None} == set(methods)
    assert sorted(running.recipients) == sorted(letter["to"] for letter in written)


def _judged(raw: bytes, message: EmailMessage) -> str | None:
    """Check one message as it came, and give its METHOD."""
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert str(message["Subject"]) in plain.get_content()
    if "text/calendar" not in parts(message):
        assert parts(message) == ["multipart/alternative", "text/plain", "text/html"]
        return None
    alternatives = ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert parts(message) == ["multipart/mixed", *alternatives, "application/ics"]
    calendar, attached = [
        part for part in message.walk() if part.get_content_subtype() in {"calendar", "ics"}
    ]
    held = vobject.readOne(calendar.get_content())
    assert calendar.get_content().encode() == attached.get_content()
    assert calendar["Content-Type"].params["charset"].lower() == "utf-8"
    assert calendar["Content-Type"].params["method"] == held.method.value
    assert held.vevent.organizer.value == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert held.vevent.attendee.value == f"mailto:{message['To'].addresses[0].addr_spec}"
    assert (held.method.value == "CANCEL") == (held.vevent.status.value == "CANCELLED")
    return str(held.method.value)


def test_norwegian_letters_arrive_whole(database: Database, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    post(database)
    assert deliver(database, carrier)
    (message,) = running.messages
    assert message["From"] == "Tolkebok Østfold <booking@tolk.example>"
    assert message["Subject"] == "Møte på Tøyen"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content() == "Blåbærsyltetøy\r\n"
    assert running.senders == ["booking@tolk.example"]


def test_a_repeat_is_the_same_byte_for_byte(database: Database, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    with database.write() as session:
        world = make_letters.world(session)
        notices.booked(session, booking=world.booking, assignment=world.assignment, now=NOW, office=OFFICE)
        rows = [row.payload for row in session.exec(select(outbox.Outbox))]
    for payload in rows * 2:
        carrier.deliver(payload)
    assert running.raw[:2] == running.raw[2:]
    assert running.raw[0] != running.raw[1]


def test_a_busy_server_is_tried_again_later(database: Database, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    running.answers = ["451 4.7.1 Come back later, ase@example.org"]
    post(database)
    assert deliver(database, carrier)
    assert outcome(database) == (False, False, "smtp_451_4.7.1")
    assert not deliver(database, carrier)
    _make_due(database)
    assert deliver(database, carrier)
    assert outcome(database) == (True, False, None)


def test_a_refused_message_is_parked_and_neither_log_nor_reason_names_anybody(
    database: Database, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    running.refuse_recipient = "550 5.1.1 <ase@example.org> is unknown here"
    post(database)
    with capture_logs() as logged:
        assert deliver(database, carrier)
    assert outcome(database) == (False, True, "smtp_550_5.1.1")
    assert [entry["reason"] for entry in logged] == ["smtp_550_5.1.1"]
    assert "example.org" not in str(logged)


def test_a_message_is_parked_after_the_last_attempt(
    database: Database, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    running.answers = ["451 no"] * 3
    post(database)
    for _ in range(3):
        assert deliver(database, carrier, park_after=3)
        _make_due(database)
    assert outcome(database) == (False, True, "smtp_451")
    assert not deliver(database, carrier, park_after=3)


def test_nobody_listening_is_waited_for(database: Database) -> None:
    post(database)
    deliver(database, Carrier(mailserver.settings(mailserver.free_port())))
    assert outcome(database) == (False, False, "smtp_unreachable")


def test_a_server_that_drops_the_line_gets_the_same_message_again(
    database: Database, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    running.answers = ["drop"]
    post(database)
    deliver(database, carrier)
    assert outcome(database) == (False, False, "smtp_disconnected")
    _make_due(database)
    deliver(database, carrier)
    assert outcome(database) == (True, False, None)
    assert running.raw[0] == running.raw[1]


def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        carrier = Carrier(mailserver.settings(silent.getsockname()[1]), timeout=0.3)
        with pytest.raises(NotDelivered, match="smtp_timeout"):
            carrier.deliver(_payload())


def test_a_line_lost_between_messages_is_opened_anew() -> None:
    port = mailserver.free_port()
    carrier = Carrier(mailserver.settings(port))
    for _ in range(2):
        with mailserver.running(port) as (running, _):
            carrier.deliver(_payload())
            carrier.deliver(_payload())
            assert len(running.raw) == 2
    carrier.close()


@pytest.mark.parametrize("to", ["åse@example.org", "ase@exa mple.org>, <b@example.org", ""])
def test_a_letter_to_no_proper_address_is_parked_and_the_next_one_leaves(
    database: Database, server: tuple[MailServer, Carrier], to: str
) -> None:
    running, carrier = server
    with database.write() as session:
        mail.send(session, replace(LETTER, to=to), sender=SENDER, stream="a", now=NOW)
        mail.send(session, LETTER, sender=SENDER, stream="b", now=NOW)
    while deliver(database, carrier):
        pass
    assert running.recipients == [LETTER.to]
    with database.read() as session:
        assert len(outbox.parked(session, limit=10)) == 1


def test_what_is_no_letter_is_parked_and_sends_nothing(
    database: Database, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    with database.write() as session:
        outbox.post(session, kind="pigeon", stream="a", payload={}, now=NOW)
    deliver(database, carrier)
    assert outcome(database) == (False, True, "unknown_kind")
    assert running.raw == []


def _payload() -> dict[str, object]:
    return {
        "sender": {"name": "Tolkebok", "address": "booking@tolk.example"},
        "letter": {"to": LETTER.to, "subject": "Hei", "text": "Hei\n", "html": "<p>Hei</p>"},
        "date": "Mon, 23 Nov 2026 08:00:00 +0000",
        "message_id": "<one@tolk.example>",
    }


def _make_due(database: Database) -> None:
    with database.write() as session:
        for row in session.exec(select(outbox.Outbox)):
            row.due_at = NOW - timedelta(days=365)
