"""Times proposed from a calendar, and word that a message did not arrive: through the real receiver."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from booking.replaying import reading
from booking.tables import Booking
from kit.db import Database
from tests import make_replies
from tests.make_booking import AUTHORISED, TESTED, THURSDAY, Her, World, refused
from tests.make_replies import bounce, event_in, invited, letters, receiving, reported, returned, text_of

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
    _, reference, _ = booked(world)
    moved = {"starts_at": "2026-11-26T09:30:00Z", "ends_at": "2026-11-26T10:30:00Z"}
    assert world.agency.patch(f"/api/v1/bookings/{reference}", json=moved).is_success
    letter = letters(world, SHE)[-1]
    proposed(world, letter)
    assert answered(world, reference, "decline") == (200, "")
    last = letters(world, SHE)[-1]
    told = event_in(last)
    assert told.asked == "DECLINECOUNTER"
    assert told.uid.value == event_in(letter).uid.value
    assert set(told.contents) - {"asked"} == {"uid", "sequence", "dtstamp", "organizer"}
    assert told.sequence.value == event_in(letter).sequence.value == "1"
    assert told.organizer.value == event_in(letter).organizer.value
    assert 'method="DECLINECOUNTER"' in last.as_string()
    assert world.see(reference)["starts_at"] == "2026-11-26T09:30:00Z"
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


def test_a_proposed_time_may_say_how_long_it_lasts(world: World) -> None:
    _, reference, letter = booked(world)
    told = make_replies.answer_to(letter, "TENTATIVE", now=world.now, method="COUNTER", start=LATER)
    lasting = re.sub(r"DTEND:\w+", "DURATION:PT45M", told)
    with receiving(world) as post:
        head = "From: a@b.example\r\nContent-Type: text/calendar; method=COUNTER\r\n\r\n"
        post.bring(f"{head}{lasting}".encode(), to=make_replies.organizer(letter))
        assert post.handled() == "proposed"
    shown = world.agency.get(f"/api/v1/bookings/{reference}/proposal").json()
    assert shown["ends_at"] == "2026-11-26T11:45:00Z"


def test_the_same_time_is_no_proposal(world: World) -> None:
    _, _, letter = booked(world)
    assert proposed(world, letter, start=THURSDAY) == "not_understood"


def test_a_booker_who_proposes_is_led_to_the_page(world: World) -> None:
    _, reference, _ = booked(world)
    assert proposed(world, letters(world, BOOKER)[-1]) == "proposal_refused"
    assert f"/bookings/{reference}/change" in text_of(letters(world, BOOKER)[-1])


def test_a_question_that_did_not_arrive_is_told_to_the_booker_and_to_her(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    reference = world.asked()["reference"]
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    told = text_of(letters(world, BOOKER)[-1])
    assert "90001" in told
    assert "tolk90001@example.org" in told
    assert "Ingen andre kan spørres slik bestillingen er nå." in told
    assert "den neste kan spørres" not in told
    assert "Ring" not in told, "she has not said yes, so her number is not told"
    assert "tolk90001@example.org" in world.agency.get(f"/bookings/{reference}").text
    assert "Brev til deg kommer ikke fram" in her.http.get("/my").text
    assert len(her.offers()) == 1


def test_an_invitation_that_comes_back_whole_is_known_as_one_that_did_not_arrive(world: World) -> None:
    _, reference, letter = booked(world)
    assert make_replies.calendar_in(letter)
    assert reported(world, returned(letter), to=make_replies.organizer(letter)) == "bounced"
    assert "tolk90001@example.org" in world.agency.get(f"/bookings/{reference}").text


def test_the_address_of_a_protected_identity_is_told_to_nobody(world: World) -> None:
    world.add(90001, *AUTHORISED, protected=True)
    reference = world.asked()["reference"]
    assert reported(world, bounce(letters(world, SHE)[-1])) == "bounced"
    told, shown = text_of(letters(world, BOOKER)[-1]), world.agency.get(f"/bookings/{reference}").text
    assert "90001" in told
    assert "Til tolk 90001," in shown
    assert "@example.org" not in told
    assert "tolk90001@" not in shown


def test_a_letter_about_what_is_over_troubles_nobody(world: World) -> None:
    her, reference, letter = booked(world)
    world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Ikke behov"})
    before = len(letters(world, BOOKER))
    assert reported(world, bounce(letter)) == "bounced"
    assert len(letters(world, BOOKER)) == before
    assert "Brev til deg kommer ikke fram" in her.http.get("/my").text


def test_the_next_is_asked_at_once_when_the_question_came_back(world: World) -> None:
    first, second = world.add(90001, *AUTHORISED), world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    offer = first.offers()[0]["id"]
    assert passed_on(world, reference) == (409, "letter_not_returned")
    assert "Spør den neste" not in world.agency.get(f"/bookings/{reference}").text
    reported(world, bounce(letters(world, SHE)[-1]))
    assert "kan spørres på siden" in text_of(letters(world, BOOKER)[-1])
    assert "Spør den neste nå" in world.agency.get(f"/bookings/{reference}").text
    assert passed_on(world, reference) == (200, "")
    assert [one["booking"]["reference"] for one in second.offers()] == [reference]
    assert world.events(reference)[-3:] == ["passed_on", "offer_withdrawn", "asked"]
    assert refused(first.accept(offer)) == (409, "offer_withdrawn")
    assert "Brevet til deg kom ikke fram" in first.http.get(f"/my/offers/{offer}").text
    assert "ventet ikke på tolk 90001" in world.agency.get(f"/bookings/{reference}").text
    assert passed_on(world, reference) == (409, "letter_not_returned")


def test_the_page_passes_it_on_too(world: World) -> None:
    world.add(90001, *AUTHORISED)
    second = world.add(90002, *TESTED)
    reference = world.asked()["reference"]
    reported(world, bounce(letters(world, SHE)[-1]))
    pressed = world.agency.post(f"/bookings/{reference}/next", follow_redirects=False)
    assert pressed.headers["location"] == f"/bookings/{reference}?saved=passed_on"
    assert len(second.offers()) == 1


def passed_on(world: World, reference: str) -> tuple[int, str]:
    given = world.agency.post(f"/api/v1/bookings/{reference}/next")
    return (200, "") if given.is_success else refused(given)


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
