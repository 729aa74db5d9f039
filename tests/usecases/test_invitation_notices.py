"""Each side's letters and calendar objects, through a booking's whole life, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
import vobject
from sqlmodel import Session, select

from booking import notices
from booking.office import Office
from booking.states import BookingStatus
from booking.tables import Invitation
from booking.travel.rules import PACE
from kit.db import Database
from kit.i18n import Tongue
from registry.words import Letterform, Modality
from tests import make_letters
from tests.make import NOW
from tests.make_letters import OFFICE, World

LATER = NOW + timedelta(minutes=5)
SHE, AGENCY = "aase@tolk.example.org", "kari@nav.example.org"


def event(letter: dict[str, Any]) -> Any:
    """The letter's calendar object as an independent library reads it."""
    return vobject.readOne(letter["calendar"]).vevent


def invited(session: Session, **facts: Any) -> tuple[World, dict[str, Any], dict[str, Any]]:
    """A world with both invitations, and the letter to each side."""
    world = make_letters.world(session, **facts)
    notices.booked(session, booking=world.booking, assignment=world.assignment, now=NOW, office=OFFICE)
    return world, make_letters.letters(session, SHE)[-1], make_letters.letters(session, AGENCY)[-1]


def test_an_offer_says_what_she_needs_before_saying_yes_and_no_more(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        notices.offer_asked(session, booking=world.booking, offer=world.offer, now=NOW, office=OFFICE)
        (letter,) = make_letters.letters(session)
    for told in ("tigrinja", "torsdag 26. november 2026 kl.\N{NO-BREAK SPACE}10.00–11.00", "60 minutter",
                 "Markveien 57, Oslo", "NAV Grünerløkka", "Oppmøte", "3",
                 "23. nov. 2026 kl.\N{NO-BREAK SPACE}11.00",
                 f"https://tolk.example/my/offers/{world.offer.id}"):  # fmt: skip
        assert told in letter["text"]
        assert told in letter["html"]
    assert "17/02331-8" not in letter["text"] + letter["html"]
    assert letter["to"] == SHE
    assert letter["calendar"] is None


def test_both_are_invited_each_with_an_object_of_its_own(database: Database) -> None:
    with database.write() as session:
        _, hers, agencys = invited(session)
    assert hers["method"] == agencys["method"] == "REQUEST"
    mine, theirs = event(hers), event(agencys)
    assert mine.uid.value != theirs.uid.value
    assert mine.organizer.value != theirs.organizer.value
    assert (mine.attendee.value, theirs.attendee.value) == (f"mailto:{SHE}", f"mailto:{AGENCY}")
    assert len(mine.attendee_list) == len(theirs.attendee_list) == 1
    assert mine.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    for held in (mine, theirs):
        assert held.dtstart.value == make_letters.THURSDAY
        assert held.dtend.value == make_letters.THURSDAY + timedelta(hours=1)
        assert held.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Oslo"]
        assert (held.sequence.value, held.status.value) == ("0", "CONFIRMED")
        assert held.dtstamp.value == NOW


def test_what_one_side_may_read_the_other_may_not(database: Database) -> None:
    with database.write() as session:
        world, hers, agencys = invited(session)
    hers, agencys = (letter | {"calendar": event(letter).serialize()} for letter in (hers, agencys))
    for secret in ("17/02331-8", "kari@", "/bookings/"):
        assert not any(secret in _unfolded(str(told)) for told in hers.values())
    for secret in (SHE, "/my/offers"):
        assert not any(secret in _unfolded(str(told)) for told in agencys.values())
    for told in ("Åse Østby", "90001", "1 (A)", "+47 400 00 001", "17/02331-8", "/bookings/B7K2M9"):
        assert told in agencys["text"]
    assert world.interpreter.number == 90001


def test_a_change_raises_the_sequence_and_keeps_uid_and_organizer(database: Database) -> None:
    with database.write() as session:
        world, hers, agencys = invited(session)
        world.booking.starts_at += timedelta(hours=3)
        world.booking.ends_at += timedelta(hours=3)
        notices.changed(session, booking=world.booking, assignment=world.assignment, now=LATER, office=OFFICE)
        after = [make_letters.letters(session, who)[-1] for who in (SHE, AGENCY)]
    for before, now in zip((hers, agencys), after, strict=True):
        first, second = event(before), event(now)
        assert (now["method"], second.sequence.value) == ("REQUEST", "1")
        assert second.uid.value == first.uid.value
        assert second.organizer.value == first.organizer.value
        assert second.dtstart.value == first.dtstart.value + timedelta(hours=3)


def test_a_cancellation_is_cancel_with_a_higher_sequence_and_status_cancelled(database: Database) -> None:
    with database.write() as session:
        world, hers, agencys = invited(session)
        notices.cancelled(
            session, booking=world.booking, assignment=world.assignment, now=LATER, office=OFFICE
        )
        after = [make_letters.letters(session, who)[-1] for who in (SHE, AGENCY)]
    for before, now in zip((hers, agencys), after, strict=True):
        ended = event(now)
        assert now["method"] == "CANCEL"
        assert (ended.sequence.value, ended.status.value) == ("1", "CANCELLED")
        assert ended.uid.value == event(before).uid.value
        for told in (now["text"], now["html"], ended.serialize()):
            assert "400 00 001" not in told
    assert "Markveien" not in after[0]["text"]


def test_when_she_withdraws_hers_is_cancelled_and_the_agencys_tentative(database: Database) -> None:
    with database.write() as session:
        world, _, _ = invited(session)
        _withdraw(session, world)
        hers, agencys = (make_letters.letters(session, who)[-1] for who in (SHE, AGENCY))
        assert (hers["method"], event(hers).status.value) == ("CANCEL", "CANCELLED")
        assert (agencys["method"], event(agencys).status.value) == ("REQUEST", "TENTATIVE")
        assert event(agencys).sequence.value == "1"
        assert "Åse" not in agencys["text"]


def test_when_nobody_else_can_the_agencys_tentative_entry_is_cancelled(database: Database) -> None:
    with database.write() as session:
        world, _, _ = invited(session)
        _withdraw(session, world)
        world.booking.status = BookingStatus.UNFILLED
        world.booking.unfilled_reasons = {"not_available": 7}
        notices.unfilled(session, booking=world.booking, now=LATER, office=OFFICE)
        last = make_letters.letters(session, AGENCY)[-1]
    assert (last["method"], event(last).sequence.value) == ("CANCEL", "2")
    assert "Ikke tilgjengelig på det tidspunktet: 7" in last["text"]


def test_a_change_while_nobody_has_it_moves_the_agencys_tentative_entry(database: Database) -> None:
    with database.write() as session:
        world, _, _ = invited(session)
        _withdraw(session, world)
        world.booking.starts_at -= timedelta(hours=1)
        notices.changed(session, booking=world.booking, assignment=None, now=LATER, office=OFFICE)
        last = make_letters.letters(session, AGENCY)[-1]
    assert (last["method"], event(last).status.value) == ("REQUEST", "TENTATIVE")
    assert event(last).dtstart.value == make_letters.THURSDAY - timedelta(hours=1)


def test_whoever_holds_no_entry_is_not_told_of_a_change(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        notices.changed(session, booking=world.booking, assignment=None, now=LATER, office=OFFICE)
        assert make_letters.letters(session) == []


def test_she_who_was_asked_before_a_change_is_not_told_the_new_facts(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        world.booking.address, world.booking.version = "Trondheimsveien 2", 2
        notices.offer_ended(session, booking=world.booking, offer=world.offer, now=NOW, office=OFFICE)
        (letter,) = make_letters.letters(session)
    assert "B7K2M9" in letter["subject"]
    for new in ("Trondheimsveien", "10.00"):
        assert new not in letter["text"] + letter["html"] + letter["subject"]


def test_a_reinstated_interpreter_continues_her_object(database: Database) -> None:
    with database.write() as session:
        world, first, _ = invited(session)
        _withdraw(session, world)
        notices.booked(session, booking=world.booking, assignment=world.assignment, now=LATER, office=OFFICE)
        again = make_letters.letters(session, SHE)[-1]
        assert len(session.exec(select(Invitation)).all()) == 2
    assert event(again).uid.value == event(first).uid.value
    assert (again["method"], event(again).sequence.value) == ("REQUEST", "2")


def test_whoever_was_never_invited_is_not_told_of_the_cancellation(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        notices.cancelled(session, booking=world.booking, assignment=None, now=NOW, office=OFFICE)
        assert make_letters.letters(session) == []


def test_a_cancellation_goes_where_the_invitation_went(database: Database) -> None:
    with database.write() as session:
        world, _, _ = invited(session)
        world.interpreter.email = "new@tolk.example.org"
        notices.cancelled(
            session, booking=world.booking, assignment=world.assignment, now=LATER, office=OFFICE
        )
        assert make_letters.letters(session, SHE)[-1]["method"] == "CANCEL"
        assert make_letters.letters(session, "new@") == []


def test_no_letter_of_a_sensitive_booking_says_where_what_language_or_for_whom(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(
            session, sensitive=True, modality=Modality.SCREEN, meeting_url="https://meet.example/secret"
        )
        for tell in make_letters.TELL.values():
            tell(session, world)
        letters = make_letters.letters(session)
    assert len(letters) >= 10
    for letter in letters:
        told = _unfolded("".join(str(part) for name, part in letter.items() if name != "to"))
        for secret in ("tigrinja", "Tigrinya", "Markveien", "Oslo,", "Grünerløkka", "meet.example",
                       "Skjerm", "17/02331-8", "Åse", "90001", "LOCATION", "CONFERENCE"):  # fmt: skip
            assert secret not in told
        assert letter["subject"] == "Om avtalen din B7K2M9"
        assert "https://tolk.example/" in letter["text"]
        if letter["calendar"]:
            assert (event(letter).summary.value, event(letter).getChildValue("class")) == (
                "Avtale",
                "PRIVATE",
            )


@pytest.mark.parametrize(
    ("her", "account_tongue", "word"),
    [
        ({"letterform": Letterform.NYNORSK}, None, "Førespurnadene dine"),
        ({"letterform": Letterform.BOKMAL}, None, "Forespørslene dine"),
        ({"letterform": Letterform.NYNORSK}, Tongue.ENGLISH, "Your requests"),
    ],
)
def test_letters_are_in_the_readers_own_language(
    database: Database, her: dict[str, Any], account_tongue: Tongue | None, word: str
) -> None:
    with database.write() as session:
        world = make_letters.world(session, her=her)
        if account_tongue:
            make_letters.give_account(session, world.interpreter, account_tongue)
        make_letters.TELL["ended"](session, world)
        (letter,) = make_letters.letters(session)
    assert word in letter["text"]
    assert word in letter["html"]


def test_a_protected_interpreter_is_a_number_to_the_agency(database: Database) -> None:
    with database.write() as session:
        _, _, agencys = invited(session, her={"protected": True}, modality=Modality.TELEPHONE)
    told = _unfolded(agencys["text"] + agencys["calendar"])
    assert "90001" in told
    for secret in ("Åse", "Østby", "+47", "tel:"):
        assert secret not in told


@pytest.mark.parametrize(
    ("facts", "hers", "agencys"),
    [
        ({"modality": Modality.ON_SITE}, ("Markveien 57, Oslo", None), ("Markveien 57, Oslo", None)),
        (
            {"modality": Modality.SCREEN, "meeting_url": "https://meet.example/a?b=1"},
            ("Skjerm", "https://meet.example/a?b=1"),
            ("Skjerm", "https://meet.example/a?b=1"),
        ),
        ({"modality": Modality.TELEPHONE}, ("Telefon", None), ("Telefon", "tel:+4740000001")),
    ],
)
def test_each_side_is_told_how_to_meet(
    database: Database,
    facts: dict[str, Any],
    hers: tuple[str, str | None],
    agencys: tuple[str, str | None],
) -> None:
    with database.write() as session:
        _, mine, theirs = invited(session, **facts)
    for letter, expected in ((mine, hers), (theirs, agencys)):
        held = event(letter)
        assert (held.getChildValue("location"), held.getChildValue("conference")) == expected


def test_who_has_no_address_gets_no_letter_and_stops_nothing(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session, her={"email": None})
        make_letters.TELL["booked"](session, world)
        assert [letter["to"] for letter in make_letters.letters(session)] == [AGENCY]


def test_the_organizer_is_our_address_with_a_token(database: Database) -> None:
    office = Office("https://x.example", "Tolkebok", "post@x.example", timedelta(hours=1), PACE)
    assert office.organizer("abc").address == "post+abc@x.example"
    with database.write() as session:
        _, hers, _ = invited(session)
        tokens = {row.reply_token for row in session.exec(select(Invitation))}
    address = event(hers).organizer.value.removeprefix("mailto:booking+").removesuffix("@tolk.example")
    assert address in tokens


def _withdraw(session: Session, world: World) -> None:
    notices.interpreter_withdrew(
        session, booking=world.booking, assignment=world.assignment, now=LATER, office=OFFICE
    )


def _unfolded(text: str) -> str:
    return text.replace("\r\n ", "")
