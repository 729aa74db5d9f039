"""Times proposed from a calendar, and word that a message did not arrive: through the real receiver."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from booking.replaying import reading
from booking.tables import Booking
from kit.db import Database
from tests import make_replies
from tests.make_booking import AUTHORISED, TESTED, THURSDAY, Her, World, refused
from tests.make_replies import event_in, invited, letters, receiving, text_of

SHE, BOOKER = "tolk90001@", "kari@nav"
LATER = THURSDAY + timedelta(hours=2)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def booked(world: World) -> tuple[Her, str, EmailMessage]:
    """She has the assignment: she, the booking, and her invitation."""
    her = world.add(90001, *AUTHORISED)
    world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    her.accept()
    return her, reference, letters(world, SHE)[-1]


def proposed(world: World, letter: EmailMessage, **changes: object) -> str:
    with receiving(world) as post:
        return post.answer(letter, "TENTATIVE", **({"method": "COUNTER", "start": LATER} | changes))


def answered(world: World, reference: str, answer: str) -> tuple[int, str]:
    given = world.agency.post(f"/api/v1/bookings/{reference}/proposal", json={"answer": answer})
    return (200, "") if given.is_success else refused(given)


def same(world: World, reference: str) -> bool:
    with world.database.read() as session:
        booking = session.exec(select(Booking).where(Booking.reference == reference)).one()
        return reading.differing(session, booking) == []


def test_a_proposed_time_moves_nothing_until_the_booker_accepts(world: World) -> None:
    _, reference, letter = booked(world)
    assert proposed(world, letter) == "proposed"
    assert world.see(reference)["starts_at"] == "2026-11-26T09:00:00Z"
    assert "12.00–13.00" in text_of(letters(world, BOOKER)[-1])
    assert "En annen tid er foreslått" in world.agency.get(f"/bookings/{reference}").text
    assert answered(world, reference, "accept") == (200, "")
    assert world.see(reference)["starts_at"] == "2026-11-26T11:00:00Z"
    assert world.see(reference)["status"] == "booked"
    hers, agencys = invited(world, SHE)[-1], invited(world, BOOKER)[-1]
    assert hers.dtstart.value == agencys.dtstart.value == LATER
    assert (hers.sequence.value, agencys.sequence.value) == ("1", "1")
    assert same(world, reference)
    assert answered(world, reference, "accept") == (409, "proposal_answered")


def test_a_declined_time_is_told_to_her_calendar(world: World) -> None:
    _, reference, letter = booked(world)
    proposed(world, letter)
    assert answered(world, reference, "decline") == (200, "")
    last = letters(world, SHE)[-1]
    told = event_in(last)
    assert told.asked == "DECLINECOUNTER"
    assert told.uid.value == event_in(letter).uid.value
    assert set(told.contents) - {"asked"} == {"uid", "dtstamp", "organizer"}
    assert told.organizer.value == event_in(letter).organizer.value
    assert 'method="DECLINECOUNTER"' in last.as_string()
    assert world.see(reference)["starts_at"] == "2026-11-26T09:00:00Z"
    assert "proposal_declined" in world.events(reference)
    assert same(world, reference)


def test_a_time_at_which_she_is_taken_is_not_accepted_and_changes_nothing(world: World) -> None:
    her, reference, letter = booked(world)
    proposed(world, letter)
    world.asked(start=LATER)
    her.accept()
    assert answered(world, reference, "accept") == (409, "interpreter_busy")
    assert world.see(reference)["starts_at"] == "2026-11-26T09:00:00Z"


def test_a_proposal_is_void_once_the_booking_has_changed(world: World) -> None:
    _, reference, letter = booked(world)
    proposed(world, letter)
    moved = {"starts_at": "2026-11-26T10:00:00Z", "ends_at": "2026-11-26T11:00:00Z"}
    assert world.agency.patch(f"/api/v1/bookings/{reference}", json=moved).is_success
    assert answered(world, reference, "accept") == (409, "proposal_answered")
    assert refused(world.agency.get(f"/api/v1/bookings/{reference}/proposal")) == (404, "not_found")


def test_a_later_proposal_takes_the_place_of_an_earlier(world: World) -> None:
    _, reference, letter = booked(world)
    proposed(world, letter)
    world.now += timedelta(minutes=1)
    assert proposed(world, letter, start=LATER + timedelta(hours=1)) == "proposed"
    shown = world.agency.get(f"/api/v1/bookings/{reference}/proposal").json()
    assert shown["starts_at"] == "2026-11-26T12:00:00Z"
    assert shown["interpreter"] == 90001


def test_a_time_in_the_past_is_declined_at_once(world: World) -> None:
    _, reference, letter = booked(world)
    assert proposed(world, letter, start=world.now - timedelta(days=2)) == "proposal_refused"
    assert event_in(letters(world, SHE)[-1]).asked == "DECLINECOUNTER"
    assert refused(world.agency.get(f"/api/v1/bookings/{reference}/proposal")) == (404, "not_found")


def test_the_same_time_is_no_proposal(world: World) -> None:
    _, _, letter = booked(world)
    assert proposed(world, letter, start=THURSDAY) == "not_understood"


def test_a_booker_who_proposes_is_led_to_the_page(world: World) -> None:
    _, reference, _ = booked(world)
    assert proposed(world, letters(world, BOOKER)[-1]) == "proposal_refused"
    assert f"/bookings/{reference}/change" in text_of(letters(world, BOOKER)[-1])


def bounce(message: EmailMessage, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report such as mail servers write, with the headers of the message it is about."""
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: booking@tolkebok.example\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; somebody@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {message['Message-ID']}\r\n\r\n--b--\r\n"
    ).encode()


def reported(world: World, raw: bytes, to: str = "booking@tolkebok.example") -> str:
    with receiving(world) as post:
        post.bring(raw, to=to, sender="")
        return post.handled()


def test_a_question_that_did_not_arrive_is_told_to_the_booker_and_to_her(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    reference = world.asked()["reference"]
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    told = text_of(letters(world, BOOKER)[-1])
    assert "90001" in told
    assert "t…@example.org" in told
    assert "t…@example.org" in world.agency.get(f"/bookings/{reference}").text
    assert "tolk90001@example.org" not in world.agency.get(f"/bookings/{reference}").text
    assert "Brev til deg kommer ikke fram" in her.http.get("/my").text
    assert len(her.offers()) == 1


def test_the_bookers_own_failing_address_stands_on_the_booking(world: World) -> None:
    _, reference, _ = booked(world)
    sent = letters(world, BOOKER)[-1]
    assert reported(world, bounce(sent), to=make_replies.organizer(sent)) == "bounced"
    assert "kari@nav.example.org" in world.agency.get(f"/bookings/{reference}").text
    assert len(letters(world, BOOKER)) == 1


def test_a_report_without_our_message_is_known_by_the_address_it_was_sent_to(world: World) -> None:
    _, _, letter = booked(world)
    foreign = EmailMessage()
    foreign["Message-ID"] = "<other@example.org>"
    assert reported(world, bounce(foreign)) == "unknown_token"
    assert reported(world, bounce(foreign), to=make_replies.organizer(letter)) == "bounced"


def test_a_delay_is_no_failure(world: World) -> None:
    _, reference, letter = booked(world)
    assert reported(world, bounce(letter, action="delayed", status="4.4.1")) == "delayed"
    assert "4.4.1" not in world.agency.get(f"/bookings/{reference}").text


def test_only_what_one_can_choose_not_to_get_says_how(world: World) -> None:
    _, _, confirmed = booked(world)
    question = letters(world, SHE)[0]
    assert str(question["List-Unsubscribe"]).endswith("/my/asked>")
    assert confirmed["List-Unsubscribe"] is None
    assert confirmed["Auto-Submitted"] == "auto-generated"
