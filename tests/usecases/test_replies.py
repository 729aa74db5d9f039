"""Answers by mail from a calendar, taken in by the real receiver: what each does, and what none can do."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from booking.replaying import reading
from booking.tables import Booking
from kit.db import Database
from tests import make_replies
from tests.make_booking import AUTHORISED, TESTED, Her, World
from tests.make_replies import invited, letters, receiving

SHE, NEXT, BOOKER = "tolk90001@", "tolk90002@", "kari@nav"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def asked(world: World) -> tuple[Her, Her, str, EmailMessage]:
    """The best is asked by calendar, the next waits: both, the booking, and the letter to the best."""
    best = world.add(90001, *AUTHORISED)
    following = world.add(90002, *TESTED)
    make_replies.by_calendar(world, best)
    reference = world.asked()["reference"]
    return best, following, reference, letters(world, SHE)[-1]


def replayed(world: World, reference: str) -> list[str]:
    """What differs between what the calendars should hold and our own record."""
    with world.database.read() as session:
        booking = session.exec(select(Booking).where(Booking.reference == reference)).one()
        return reading.differing(session, booking)


def test_a_question_by_calendar_is_tentative_and_asks_for_an_answer(world: World) -> None:
    _, _, reference, letter = asked(world)
    assert replayed(world, reference) == []
    event = make_replies.event_in(letter)
    assert (event.asked, event.status.value, event.sequence.value) == ("REQUEST", "TENTATIVE", "0")
    assert (event.attendee.partstat_param, event.attendee.rsvp_param) == ("NEEDS-ACTION", "TRUE")
    assert event.transp.value == "TRANSPARENT"
    assert event.organizer.value == f"mailto:{make_replies.organizer(letter)}"


@pytest.mark.parametrize("way", ["lmtp", "smtp"])
def test_a_yes_from_the_calendar_takes_the_assignment_and_the_declarations_are_asked_for(
    world: World, way: str
) -> None:
    her, _, reference, letter = asked(world)
    with receiving(world, way) as taken:
        assert taken.answer(letter) == "accepted"
    assert world.see(reference)["status"] == "booked"
    first, now = invited(world, SHE)
    assert (now.status.value, now.sequence.value, now.uid.value) == ("CONFIRMED", "1", first.uid.value)
    assert now.organizer.value == first.organizer.value
    (assignment,) = her.assignments()
    assert assignment["declarations_due_at"] == "2026-11-23T09:00:00Z"
    assert "To erklæringer" in make_replies.text_of(letters(world, SHE)[-1])


def test_without_the_declarations_the_next_is_asked(world: World) -> None:
    her, following, reference, letter = asked(world)
    with receiving(world) as taken:
        taken.answer(letter)
    world.wait(timedelta(minutes=59))
    assert world.see(reference)["status"] == "booked"
    world.wait(timedelta(minutes=1))
    assert world.see(reference)["status"] == "asking"
    assert len(following.offers()) == 1
    assert [one["status"] for one in her.assignments()] == ["withdrawn"]
    assert [(one.asked, one.sequence.value) for one in invited(world, SHE)][-1] == ("CANCEL", "2")
    assert invited(world, BOOKER)[-1].status.value == "TENTATIVE"
    assert "not_declared" in world.events(reference)
    assert replayed(world, reference) == []


def test_with_the_declarations_it_stays_hers(world: World) -> None:
    her, _, reference, letter = asked(world)
    with receiving(world) as taken:
        taken.answer(letter)
    offer_id = her.assignments()[0]["offer_id"]
    assert her.accept(offer_id).is_success
    world.wait(timedelta(hours=2))
    assert world.see(reference)["status"] == "booked"
    assert her.assignments()[0]["declarations_due_at"] is None
    assert world.events(reference).count("declared") == 1


def test_a_no_from_the_calendar_asks_the_next_and_takes_the_entry_away(world: World) -> None:
    _, following, reference, letter = asked(world)
    with receiving(world) as taken:
        assert taken.answer(letter, "DECLINED") == "declined"
    assert world.see(reference)["status"] == "asking"
    assert len(following.offers()) == 1
    assert invited(world, SHE)[-1].asked == "CANCEL"
    assert replayed(world, reference) == []


def test_maybe_and_passing_on_change_nothing_and_are_answered(world: World) -> None:
    her, _, _, letter = asked(world)
    with receiving(world) as taken:
        assert taken.answer(letter, "TENTATIVE") == "reminded"
        world.now += timedelta(minutes=1)
        assert taken.answer(letter, "DELEGATED") == "delegation_refused"
    assert len(her.offers()) == 1
    assert len(letters(world, SHE)) == 3


def test_a_later_no_withdraws_nothing_and_asks_for_confirmation(world: World) -> None:
    her, _, reference, _ = asked(world)
    her.accept()
    with receiving(world) as taken:
        assert taken.answer(letters(world, SHE)[-1], "DECLINED") == "confirmation_asked"
    assert world.see(reference)["status"] == "booked"
    (assignment,) = her.assignments()
    assert f"/my/assignments/{assignment['id']}/withdraw" in letters(world, SHE)[-1].as_string()


def test_a_booker_who_declines_is_asked_to_confirm_and_nothing_is_cancelled(world: World) -> None:
    her, _, reference, _ = asked(world)
    her.accept()
    with receiving(world) as taken:
        assert taken.answer(letters(world, BOOKER)[-1], "DECLINED") == "confirmation_asked"
    assert world.see(reference)["status"] == "booked"
    assert f"/bookings/{reference}/cancel" in letters(world, BOOKER)[-1].as_string()


def test_the_entry_goes_when_the_deadline_passes_and_when_the_booking_is_cancelled(world: World) -> None:
    asked(world)
    world.wait(timedelta(hours=2))
    assert invited(world, SHE)[-1].asked == "CANCEL"


def test_a_repeated_answer_is_known_as_one(world: World) -> None:
    _, _, _, letter = asked(world)
    with receiving(world) as taken:
        taken.answer(letter)
        again = make_replies.reply(letters(world, SHE)[-1], "DECLINED", now=world.now)
        taken.bring(again, to=make_replies.organizer(letter))
        taken.bring(again, to=make_replies.organizer(letter))
        assert taken.handled() == "confirmation_asked"
        assert taken.last().id == 2
        assert taken.answer(letters(world, SHE)[-2], "DECLINED", sender="x@x.example") == "repeated"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"attendee": "mailto:somebody@else.example"}, "stranger"),
        ({"sequence": 7}, "stale"),
        ({"uid": "another@tolkebok.example"}, "not_ours"),
        ({"method": "PUBLISH"}, "not_understood"),
        ({"attendee": "MAILTO:TOLK90001@Example.ORG"}, "accepted"),
    ],
)
def test_only_whoever_was_invited_answers_and_only_what_she_holds_now(
    world: World, change: dict[str, str], state: str
) -> None:
    her, _, reference, letter = asked(world)
    with receiving(world) as taken:
        assert taken.answer(letter, **change) == state
    assert (world.see(reference)["status"] == "booked") == (state == "accepted")
    assert len(her.offers()) == (state != "accepted")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"attendee": "mailto:somebody@else.example"}, "fra en annen adresse enn den du ble spurt på"),
        ({"sequence": 7}, "en tidligere forespørsel, som er endret siden"),
    ],
)
def test_a_yes_that_comes_to_nothing_is_told_to_whoever_was_asked_and_no_oftener_than_each_hour(
    world: World, change: dict[str, str], why: str
) -> None:
    _, _, _, letter = asked(world)
    with receiving(world) as taken:
        taken.answer(letter, "DECLINED", **change)
        assert len(letters(world)) == 1
        world.now += timedelta(hours=1)
        for _ in range(3):
            world.now += timedelta(minutes=1)
            taken.answer(letter, **change)
    assert [one["To"] for one in letters(world)] == ["tolk90001@example.org"] * 2
    assert why in make_replies.text_of(letters(world)[-1])


def test_who_it_says_it_is_from_proves_nothing_without_the_token(world: World) -> None:
    her, _, _, letter = asked(world)
    raw = make_replies.reply(letter, "ACCEPTED", now=world.now, sender="tolk90001@example.org")
    with receiving(world) as taken:
        taken.bring(raw, to="booking@tolkebok.example", sender="tolk90001@example.org")
        assert taken.handled() == "unknown_token"
        taken.bring(raw, to=f"booking+{'0' * 32}@tolkebok.example", sender="tolk90001@example.org")
        assert taken.handled() == "unknown_token"
    assert len(her.offers()) == 1


def test_an_answer_to_what_is_over_is_kept_for_a_person(world: World) -> None:
    _, _, reference, letter = asked(world)
    world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Syk"})
    with receiving(world) as taken:
        assert taken.answer(letter) == "over"
    assert "da forespørselen ikke lenger gjaldt" in make_replies.text_of(letters(world, SHE)[-1])


def test_a_yes_that_cannot_be_taken_is_told_why(world: World) -> None:
    her, _, _, letter = asked(world)
    world.now += timedelta(hours=2)
    with receiving(world) as taken:
        assert taken.answer(letter) == "refused"
        assert taken.last().why == "offer_expired"
    assert "Svarfristen er ute" in make_replies.text_of(letters(world, SHE)[-1])
    assert her.assignments() == []


def test_the_entry_is_sent_again_when_asked_for_but_not_without_end(world: World) -> None:
    _, _, _, letter = asked(world)
    states = []
    with receiving(world) as taken:
        for minute in range(4):
            world.now += timedelta(minutes=minute)
            states.append(taken.answer(letter, "", method="REFRESH"))
    assert states == ["resent", "resent", "resent", "resent_enough"]
    objects = {make_replies.calendar_in(one) for one in letters(world, SHE)}
    assert len(objects) == 1


def test_mail_to_others_is_not_taken(world: World) -> None:
    with receiving(world) as taken, pytest.raises(Exception, match="nobody here"):
        taken.bring(b"Subject: x\r\n\r\nx", to="somebody@else.example")
