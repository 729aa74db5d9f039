"""A text message in the stead of a letter that came back, to a real gateway and every way it can fail."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from sqlmodel import col, select

from booking.replies import bounces
from identity.tables import Account
from kit import outbox, sms
from kit.db import Database
from kit.i18n import Tongue
from kit.outbox import Claimed, Outbox
from kit.sms import Gateway
from tests import webserver
from tests.make_booking import AUTHORISED, Her, World, done
from tests.make_replies import bounce, letters, reported, text_of
from tests.racing import at_once
from tests.webserver import WebServer
from web.texting import text_next

SHE, BOOKER = "tolk90001@", "kari@nav"
GSM = set(
    "@£$¥èéùìòÇØøÅåÆæßÉ !\"#%&'()*+,-./0123456789:;<=>?"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""What one septet of a text message can say (3GPP TS 23.038)."""


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.running() as running:
        running.pages["/texts"] = webserver.status(202)
        yield running


@pytest.fixture
def world(database: Database, server: WebServer) -> World:
    given = {"TOLKEBOK_SMS_URL": server.at("/texts"), "TOLKEBOK_SMS_TOKEN": "nokkel-1"}
    return World(database, environ=given)


def asked(world: World, **facts: Any) -> tuple[Her, str]:
    """She is asked, and the letter to her comes back."""
    her = world.add(90001, *AUTHORISED, **facts)
    reference = world.asked()["reference"]
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    return her, reference


def deliver(world: World, *, timeout: float = 5, park_after: int = 12) -> bool:
    settings = world.app.state.settings.sms
    gateway = Gateway(settings, timeout=timeout)
    return text_next(world.database, gateway, world.office, park_after=park_after, now=lambda: world.now)


def rows(world: World) -> list[Outbox]:
    with world.database.read() as session:
        return list(session.exec(select(Outbox).where(Outbox.kind == sms.KIND).order_by(col(Outbox.id))))


def page(world: World, reference: str) -> str:
    return " ".join(world.agency.get(f"/bookings/{reference}").text.split())


def test_a_question_that_came_back_brings_a_text_message_that_tells_nothing_of_it(
    world: World, server: WebServer
) -> None:
    _, reference = asked(world)
    assert "En tekstmelding blir sendt i stedet." in text_of(letters(world, BOOKER)[-1])
    assert "En tekstmelding er på vei." in page(world, reference)
    assert deliver(world) is True
    assert "Tekstmelding sendt 23. nov. 2026 kl. 09.00" in page(world, reference)
    told = json.loads(server.bodies[0])
    assert told == {
        "from": "Tolkebok",
        "to": "+4790000000",
        "text": "Tolkebok: E-post til deg kommer ikke fram. Det er noe nytt til deg på http://127.0.0.1:8000/my",
        "reference": server.seen[0]["Idempotency-Key"],
    }
    assert server.seen[0]["Authorization"] == "Bearer nokkel-1"
    assert deliver(world) is False
    assert len(server.bodies) == 1


@pytest.mark.parametrize("tongue", list(Tongue))
def test_it_is_one_message_of_seven_bits_in_her_tongue(world: World, tongue: Tongue) -> None:
    her = world.add(90001, *AUTHORISED)
    with world.database.write() as session:
        session.get_one(Account, her.row.account_id).tongue = tongue
    world.asked()
    reported(world, bounce(letters(world, SHE)[-1]))
    said = rows(world)[0].payload["text"]
    assert set(said) <= GSM
    assert len(said) <= 160
    opening = {
        "nb": "E-post til deg kommer ikke",
        "nn": "E-post til deg kjem ikkje",
        "en": "E-mail to you does",
    }
    assert opening[tongue.value] in said


def test_an_assignment_ahead_brings_one_too(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    world.asked()
    her.accept()
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    assert rows(world)[0].payload["until"] == "2026-11-26T09:00:00+00:00"


def test_what_is_over_brings_none(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    world.asked()
    her.decline()
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    assert rows(world) == []


def test_the_same_letter_and_another_at_the_same_time_bring_one_message(
    world: World, server: WebServer
) -> None:
    _, first = asked(world)
    second = world.asked(start=world.now + timedelta(days=2))["reference"]
    for letter in letters(world, SHE):
        assert reported(world, bounce(letter)) == "bounced"
        assert reported(world, bounce(letter, status="5.1.2")) == "bounced"
    while deliver(world):
        pass
    assert len(server.bodies) == 1
    assert "Tekstmelding sendt" in page(world, first)
    assert "Tekstmelding sendt" in page(world, second)


def test_what_comes_back_later_brings_another(world: World, server: WebServer) -> None:
    asked(world)
    deliver(world)
    world.now += timedelta(minutes=5)
    world.asked(start=world.now + timedelta(days=2))
    reported(world, bounce(letters(world, SHE)[-1]))
    deliver(world)
    keys = {json.loads(body)["reference"] for body in server.bodies}
    assert len(keys) == len(server.bodies) == 2


def test_a_gateway_that_is_away_is_tried_again_with_the_same_key(world: World, server: WebServer) -> None:
    asked(world)
    for answer in (503, 429, 401, 302):
        server.pages["/texts"] = webserver.status(answer)
        assert deliver(world) is True
        assert rows(world)[0].last_error == f"sms_{answer}"
        assert deliver(world) is False
        world.now += timedelta(minutes=5)
    server.pages["/texts"] = webserver.status(200)
    deliver(world)
    assert rows(world)[0].delivered_at == world.now
    assert len(set(server.bodies)) == 1
    assert len(server.bodies) == 5
    assert len({seen["Idempotency-Key"] for seen in server.seen}) == 1


def test_a_worker_that_dies_after_sending_sends_it_again_with_the_same_key(
    world: World, server: WebServer
) -> None:
    asked(world)
    with world.database.write() as session:
        claimed = outbox.claim(session, now=world.now, park_after=12, only=frozenset({sms.KIND}))
    assert isinstance(claimed, Claimed)
    Gateway(world.app.state.settings.sms).deliver(claimed.payload, now=world.now)
    assert deliver(world) is False
    world.now += outbox.LEASE
    assert deliver(world) is True
    assert len(server.bodies) == 2
    assert len(set(server.bodies)) == 1


def test_a_gateway_that_hangs_is_given_up_in_time(world: World, server: WebServer) -> None:
    def silent(_handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    asked(world)
    for page_of in (silent, webserver.dripping_headers):
        server.pages["/texts"] = page_of
        before = time.monotonic()
        deliver(world, timeout=0.2)
        assert time.monotonic() - before < 1
        assert rows(world)[0].last_error == "sms_timeout"
        world.now += timedelta(minutes=5)


def test_a_gateway_nobody_answers_at_is_tried_again(database: Database) -> None:
    port = webserver.closed_port()
    world = World(database, environ={"TOLKEBOK_SMS_URL": f"http://127.0.0.1:{port}/texts"})
    asked(world)
    assert deliver(world) is True
    assert (rows(world)[0].last_error, rows(world)[0].parked_at) == ("sms_unreachable", None)


def test_a_number_the_gateway_refuses_is_parked_and_the_booker_told_to_call(
    world: World, server: WebServer
) -> None:
    _, reference = asked(world)
    before = len(letters(world, BOOKER))
    server.pages["/texts"] = webserver.status(422)
    deliver(world)
    assert (rows(world)[0].last_error, rows(world)[0].parked_at) == ("sms_422", world.now)
    assert "En tekstmelding kom heller ikke fram." in page(world, reference)
    told = letters(world, BOOKER)
    assert len(told) == before + 1
    assert "Den var til tolk 90001, og en tekstmelding kom heller ikke fram." in text_of(told[-1])
    assert deliver(world) is False


def test_one_that_takes_every_worker_down_is_parked_and_the_booker_told_to_call(world: World) -> None:
    _, reference = asked(world)
    before = len(letters(world, BOOKER))
    with world.database.write() as session:
        assert outbox.claim(session, now=world.now, park_after=1, only=frozenset({sms.KIND}))
    world.now += outbox.LEASE
    assert deliver(world, park_after=1) is False
    assert rows(world)[0].last_error == "worker_died"
    assert "En tekstmelding kom heller ikke fram." in page(world, reference)
    assert len(letters(world, BOOKER)) == before + 1


def test_a_refused_one_holds_up_no_other(world: World, server: WebServer) -> None:
    asked(world)
    server.pages["/texts"] = webserver.status(400)
    deliver(world)
    world.asked(start=world.now + timedelta(days=2))
    server.pages["/texts"] = webserver.status(200)
    reported(world, bounce(letters(world, SHE)[-1]))
    deliver(world)
    assert [row.delivered_at is not None for row in rows(world)] == [False, True]


def test_it_is_not_sent_when_the_question_is_over(world: World, server: WebServer) -> None:
    asked(world)
    before = len(letters(world, BOOKER))
    world.now += timedelta(hours=3)
    assert deliver(world) is True
    assert (server.bodies, rows(world)[0].last_error) == ([], "too_late")
    assert len(letters(world, BOOKER)) == before


@pytest.mark.parametrize(
    "facts",
    [{"phone": None}, {"phone": "+47 22 00 00 00"}, {"protected": True}],
    ids=["none", "fixed", "hidden"],
)
def test_whoever_no_text_message_may_reach_is_passed_over_or_called(
    world: World, facts: dict[str, Any]
) -> None:
    her, reference = asked(world, **facts)
    assert rows(world) == []
    assert "Ring hvis det haster." not in text_of(letters(world, BOOKER)[-1])
    assert "Ring hvis det haster." not in page(world, reference)
    done(her.accept(her.offers()[0]["id"]))
    reported(world, bounce(letters(world, SHE)[-1]))
    assert rows(world) == []
    assert "Ring hvis det haster." in text_of(letters(world, BOOKER)[-1])
    assert "Ring hvis det haster." in page(world, reference)


def test_two_workers_with_two_reports_of_one_letter_send_one_message(world: World) -> None:
    world.add(90001, *AUTHORISED)
    world.asked()
    report = bounces.Report("failed", "5.1.1", str(letters(world, SHE)[-1]["Message-ID"]))

    def take() -> None:
        with world.database.write() as session:
            bounces.take(session, report, None, now=world.now, office=world.office)

    assert at_once(*[take] * 4) == ["done"] * 4
    assert len(rows(world)) == 1
    assert len(letters(world, BOOKER)) == 1


def test_two_letters_that_come_back_at_once_bring_one_message(world: World) -> None:
    world.add(90001, *AUTHORISED)
    for days in range(1, 5):
        world.asked(start=world.now + timedelta(days=days))
    reports = [bounces.Report("failed", "5.1.1", str(one["Message-ID"])) for one in letters(world, SHE)]

    def take(report: bounces.Report) -> None:
        with world.database.write() as session:
            bounces.take(session, report, None, now=world.now, office=world.office)

    assert at_once(*[partial(take, report) for report in reports]) == ["done"] * 4
    assert len(rows(world)) == 1
    assert len(letters(world, BOOKER)) == 4
