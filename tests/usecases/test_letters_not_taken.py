"""A letter that our own mail server refuses is followed as one that came back: no report of it ever comes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from booking.replies import bounces
from kit import mail, outbox, sms
from kit.db import Database
from kit.mail import Carrier
from kit.outbox import LEASE, Outbox
from tests import mailserver, make_replies
from tests.mailserver import MailServer
from tests.make_booking import AUTHORISED, TESTED, World
from tests.make_replies import letters, text_of
from web.delivering import deliver_next

SHE, BOOKER = "tolk90001@", "kari@nav"


@pytest.fixture
def world(database: Database) -> World:
    return World(database, environ={"TOLKEBOK_SMS_URL": "http://127.0.0.1:1/texts"})


@pytest.fixture
def server() -> Iterator[tuple[MailServer, Carrier]]:
    with mailserver.running() as (running, settings):
        carrier = Carrier(settings)
        yield running, carrier
        carrier.close()


def asked(world: World) -> str:
    world.add(90001, *AUTHORISED)
    world.add(90002, *TESTED)
    return str(world.asked()["reference"])


def deliver(world: World, carrier: Carrier, park_after: int = 12) -> bool:
    return deliver_next(world.database, carrier, world.office, park_after=park_after, now=lambda: world.now)


def texts(world: World) -> int:
    with world.database.read() as session:
        return len(session.exec(select(Outbox).where(Outbox.kind == sms.KIND)).all())


def page(world: World, reference: str) -> str:
    return " ".join(world.agency.get(f"/bookings/{reference}").text.split())


def test_a_question_the_mail_server_refuses_is_followed_by_a_text_message_and_the_booker_told(
    world: World, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    reference = asked(world)
    running.refuse_recipient = "550 5.1.1 no such user"
    assert deliver(world, carrier) is True
    assert texts(world) == 1
    told = text_of(letters(world, BOOKER)[-1])
    assert "Den var til tolk 90001, tolk90001@example.org." in told
    shown = page(world, reference)
    assert "tolk90001@example.org" in shown
    assert "5.1.1" in shown
    assert "Spør den neste nå" in shown
    assert world.agency.post(f"/api/v1/bookings/{reference}/next").is_success


def test_one_that_has_failed_for_long_enough_is_too(world: World, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    asked(world)
    running.refuse_recipient = "451 4.7.1 try later"
    deliver(world, carrier, park_after=2)
    assert texts(world) == 0
    world.now += timedelta(minutes=1)
    deliver(world, carrier, park_after=2)
    assert texts(world) == 1


def test_one_that_takes_every_worker_down_is_too(world: World, server: tuple[MailServer, Carrier]) -> None:
    asked(world)
    with world.database.write() as session:
        assert outbox.claim(session, now=world.now, park_after=1) is not None
    world.now += LEASE
    deliver(world, server[1], park_after=1)
    assert texts(world) == 1
    assert len(letters(world, BOOKER)) == 1


def test_what_is_let_try_again_is_not_shown_as_failed_until_it_fails_again(
    world: World, server: tuple[MailServer, Carrier]
) -> None:
    running, carrier = server
    reference = asked(world)
    running.refuse_recipient = "550 5.1.1 no such user"
    deliver(world, carrier)
    again(world)
    assert "Spør den neste nå" not in page(world, reference)
    deliver(world, carrier)
    assert "Spør den neste nå" in page(world, reference)
    assert len(letters(world, BOOKER)) == 2
    again(world)
    running.refuse_recipient = ""
    while deliver(world, carrier):
        pass
    assert "5.1.1" not in page(world, reference)


def again(world: World) -> None:
    with world.database.write() as session:
        parked = select(Outbox.id).where(col(Outbox.parked_at).is_not(None), Outbox.kind == mail.KIND)
        row_id = session.exec(parked).one()
        bounces.tried_again(session, outbox.resend(session, row_id=row_id or 0, now=world.now))


def test_a_letter_about_no_booking_leads_to_nothing(world: World, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    with world.database.write() as session:
        letter = mail.Letter("a@example.org", "Hei", "Hei\n", "<p>Hei</p>")
        mail.send(session, letter, sender=world.office.sender, stream="a", now=world.now)
    running.refuse_recipient = "550 5.1.1 no such user"
    assert deliver(world, carrier) is True
    assert (texts(world), len(letters(world))) == (0, 1)


def test_a_refused_invitation_shows_the_booker_too(world: World, server: tuple[MailServer, Carrier]) -> None:
    running, carrier = server
    her = world.add(90001, *AUTHORISED)
    make_replies.by_calendar(world, her)
    reference = world.asked()["reference"]
    running.refuse_recipient = "553 5.1.3 no mailbox here by that name"
    deliver(world, carrier)
    assert "5.1.3" in page(world, reference)
