"""What do they see, over REST; and an entry sent once more, as it was last sent."""

from datetime import timedelta

import pytest

from identity.roles import Role
from kit.db import Database
from tests import make_identity
from tests.browsing import visit
from tests.make_booking import World, done, refused
from tests.make_replies import calendar_in, letters, receiving, text_of

SHE, BOOKER = "tolk90001@", "kari@nav"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def booked(world: World, **facts: object) -> str:
    her = world.add(90001)
    reference: str = world.asked(**facts)["reference"]
    her.accept()
    return reference


def again(world: World, reference: str, number: int | None) -> tuple[int, str]:
    path = f"/api/v1/bookings/{reference}/calendars/again"
    given = world.agency.post(path, json={"interpreter": number})
    return (200, "") if given.is_success else refused(given)


def test_a_program_reads_what_the_page_shows(world: World) -> None:
    reference = booked(world)
    agencys, hers = done(world.agency.get(f"/api/v1/bookings/{reference}/calendars"))["items"]
    assert (agencys["side"], agencys["interpreter"], agencys["verdict"]) == ("agency", None, "same")
    assert (hers["side"], hers["interpreter"], hers["verdict"]) == ("interpreter", 90001, "same")
    assert (
        hers["theirs"]
        == hers["ours"]
        == {
            "status": "CONFIRMED",
            "starts_at": "2026-11-26T09:00:00Z",
            "ends_at": "2026-11-26T10:00:00Z",
            "place": "Markveien 1, Oslo",
            "meeting": "",
        }
    )
    assert [(one["method"], one["sequence"], one["way"]) for one in hers["sent"]] == [
        ("REQUEST", 0, "waiting")
    ]
    assert hers["differing"] == []


def test_only_whoever_may_see_the_booking_reads_it_and_a_sensitive_one_is_logged(world: World) -> None:
    reference = booked(world, sensitive=True)
    with world.database.write() as session:
        stranger = make_identity.account(session, "ola@annet.example.org", Role.INTERPRETER)
    path = f"/api/v1/bookings/{reference}/calendars"
    assert world.client(stranger).get(path).status_code == 404
    assert world.client(stranger).post(f"{path}/again", json={"interpreter": None}).status_code == 404
    assert world.client(None).get(path).status_code == 401
    before = world.events(reference).count("viewed")
    (agencys, _) = done(world.agency.get(path))["items"]
    assert agencys["theirs"]["place"] == ""
    assert world.events(reference).count("viewed") == before + 2


@pytest.mark.parametrize(("number", "to"), [(90001, SHE), (None, BOOKER)])
def test_it_is_the_very_object_that_was_last_sent(world: World, number: int | None, to: str) -> None:
    reference = booked(world)
    held = calendar_in(letters(world, to)[-1])
    world.now += timedelta(days=1)
    assert again(world, reference, number) == (200, "")
    sent = letters(world, to)[-1]
    assert calendar_in(sent) == held
    assert str(sent["Subject"]).startswith("Sendt på nytt: ")
    assert "Her er den slik den står." in text_of(sent)
    assert world.events(reference)[-1] == "sent_again"
    shown = visit(world.agency, f"/bookings/{reference}").words
    whose = "interpreter 90001 the calendar entry" if number else "the agency's calendar entry"
    assert f"sent {whose} again." in shown
    assert done(world.agency.get(f"/api/v1/bookings/{reference}/calendars"))["items"][0]["verdict"] == "same"


def test_three_times_an_hour_are_enough_however_it_was_asked_for(world: World) -> None:
    reference = booked(world)
    invitation = letters(world, SHE)[-1]
    with receiving(world) as post:
        assert post.answer(invitation, "", method="REFRESH") == "resent"
        assert again(world, reference, 90001) == (200, "")
        assert again(world, reference, 90001) == (200, "")
        before = len(letters(world, SHE))
        assert again(world, reference, 90001) == (409, "sent_enough")
        world.now += timedelta(minutes=1)
        assert post.answer(invitation, "", method="REFRESH") == "resent_enough"
    assert len(letters(world, SHE)) == before
    assert again(world, reference, None) == (200, ""), "another calendar has its own three"
    world.now += timedelta(hours=1)
    assert again(world, reference, 90001) == (200, "")


def test_what_is_taken_away_or_was_never_sent_is_not_sent_again(world: World) -> None:
    reference = booked(world)
    world.add(90002)
    assert again(world, reference, 90002) == (404, "not_found")
    assert again(world, reference, 99999) == (404, "not_found")
    world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Ikke behov"})
    assert again(world, reference, 90001) == (409, "entry_gone")
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert "Send again" not in page.words


def test_the_page_has_a_button_for_each_calendar(world: World) -> None:
    reference = booked(world)
    path = f"/bookings/{reference}/calendars"
    assert visit(world.agency, path).words.count("Send again") == 2
    for number, to in (("90001", SHE), ("", BOOKER)):
        before = len(letters(world, to))
        pressed = world.agency.post(f"{path}/again", data={"number": number}, follow_redirects=False)
        assert pressed.headers["location"] == f"{path}?saved=sent_again"
        assert len(letters(world, to)) == before + 1
    assert "The entry is sent again, as it stands." in visit(world.agency, f"{path}?saved=sent_again").words
