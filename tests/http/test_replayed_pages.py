"""What do they see? The calendars of a booking beside our record, and the alarm when they differ."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from booking.channels import OfferByCalendar
from booking.replaying import watching
from booking.replaying.tables import CalendarCheck
from booking.tables import Booking, InvitationSent
from identity.roles import Role
from kit.db import Database
from kit.outbox import Outbox
from tests import make, make_identity
from tests.browsing import visit
from tests.make_booking import World
from web.worker import compare

TOKEN = "m-e-t-r-i-c-s"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(database: Database) -> World:
    return World(database, environ={"TOLKEBOK_METRICS_TOKEN": TOKEN})


def booked(world: World, **facts: object) -> str:
    """A booking that interpreter 90001 has said yes to."""
    her = world.add(90001)
    reference: str = world.asked(**facts)["reference"]
    her.accept()
    return reference


def move_silently(session: Session, reference: str) -> None:
    """What must never happen: a change of time that nobody is told of."""
    row = session.exec(select(Booking).where(col(Booking.reference) == reference)).one()
    row.starts_at, row.ends_at = row.starts_at + HOUR, row.ends_at + HOUR


def test_the_booker_sees_what_stands_in_both_calendars(world: World) -> None:
    reference = booked(world)
    page = visit(world.agency, f"/bookings/{reference}")
    assert "What stands in the calendars" in page.words
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    for told in ("Your calendar", "The calendar of interpreter 90001", "As it should be", "Markveien 1, Oslo",
                 "Confirmed", "Invitation", "On its way"):  # fmt: skip
        assert told in page.words
    assert "Not as it should be" not in page.words


def test_a_difference_is_shown_with_both_and_what_to_do(world: World) -> None:
    reference = booked(world)
    with world.writing() as session:
        move_silently(session, reference)
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert page.words.count("Not as it should be") == 2
    assert page.words.count("Different") == 2
    for told in ("10:00–11:00", "11:00–12:00", "Tell the interpreter yourself what is right."):
        assert told in page.words.replace(".00", ":00").replace("\N{NO-BREAK SPACE}", " ")
    assert visit(world.agency, f"/bookings/{reference}/invitation.ics").status == 200


def test_whoever_is_asked_by_calendar_has_no_meeting_link_before_her_yes(world: World) -> None:
    her = world.add(90001)
    with world.writing() as session:
        session.add(OfferByCalendar(interpreter_id=her.row.id or 0, chosen_at=world.now))
    screen = {"modality": "screen", "meeting_url": "https://meet.example/a?b=1;c=2,3"}
    reference = world.asked(**screen)["reference"]
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert "Tentative" in page.words
    assert "meet.example" not in page.words
    assert "Not as it should be" not in page.words
    her.accept()
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert page.words.count("https://meet.example/a?b=1;c=2,3") == 4
    assert "Not as it should be" not in page.words


def test_before_anything_is_sent_there_is_nothing_to_see(world: World) -> None:
    reference = world.book()["reference"]
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert "There should be no entry, and there is none." in page.words
    assert "Nothing has been sent." in page.words


def test_what_is_stopped_and_what_is_forgotten_are_said(world: World) -> None:
    reference = booked(world)
    with world.writing() as session:
        for row in session.exec(select(Outbox).where(col(Outbox.stream).contains("-interpreter"))):
            row.parked_at = make.NOW
        for sent in session.exec(select(InvitationSent).order_by(col(InvitationSent.id).desc()).limit(1)):
            sent.object_text = ""  # the agency's, as when the booking is long over
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    for told in ("Stopped: the mail server does not take it", "No entry", "No longer kept"):
        assert told in page.words


def test_whoever_may_not_see_the_booking_sees_no_calendars(world: World) -> None:
    reference = booked(world)
    other = world.client(make_identity.booker(world.database, "ola@nav.example.org", "NAV Bodø"))
    assert visit(other, f"/bookings/{reference}/calendars").status == 404
    nobody = visit(world.client(None), f"/bookings/{reference}/calendars")
    assert (nobody.path, "90001" in nobody.words) == ("/sign-in", False)


def test_looking_at_a_sensitive_bookings_calendars_is_written_down(world: World) -> None:
    reference = booked(world, sensitive=True)
    before = world.events(reference).count("viewed")
    page = visit(world.agency, f"/bookings/{reference}/calendars")
    assert "Appointment" in page.words
    for secret in ("Markveien", "Tigrinya"):
        assert secret not in page.words
    assert world.events(reference).count("viewed") > before


def test_a_difference_is_an_alarm_until_it_is_put_right(world: World) -> None:
    reference = booked(world)
    assert not compare(world.database, now=world.now)
    assert metric(world, "calendars_looked_at") == 1
    assert metric(world, "calendars_differing") == 0
    with world.writing() as session:
        move_silently(session, reference)
    assert not compare(world.database, now=world.now + HOUR / 2)
    assert metric(world, "calendars_differing") == 0, "looked at within the hour"
    world.now += HOUR
    compare(world.database, now=world.now)
    assert metric(world, "calendars_differing") == 1
    with world.database.read() as session:
        (row,) = session.exec(select(CalendarCheck)).all()
        assert row.differing == [
            "agency.starts_at", "agency.ends_at", "interpreter.starts_at", "interpreter.ends_at"
        ]  # fmt: skip
        assert row.since == world.now
    page = visit(operator(world), "/operations")
    assert "Calendars that are not as they should be" in page.words
    assert "The interpreter: start" in page.words
    assert reference not in page.words
    put_right(world, reference)
    assert metric(world, "calendars_differing") == 0
    assert "The interpreter: start" not in visit(operator(world), "/operations").words


def test_a_booking_is_looked_at_until_the_day_after_its_end(world: World) -> None:
    booked(world)
    with world.database.read() as session:
        end = session.exec(select(Booking.ends_at)).one()
        assert len(watching.look(session, now=end + 23 * HOUR)) == 1
        assert len(watching.look(session, now=end + 24 * HOUR)) == 0


def test_only_whoever_shows_the_token_reads_the_metrics(world: World) -> None:
    nobody = world.client(None)
    assert nobody.get("/metrics").status_code == 404
    assert nobody.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    without = TestClient(make.app(world.database))
    assert without.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert without.get("/metrics", headers={"Authorization": "Bearer None"}).status_code == 404
    told = nobody.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert told.headers["content-type"].startswith("text/plain")
    assert "# HELP tolkebok_outbox_parked" in told.text


def metric(world: World, name: str) -> float:
    """A figure as monitoring reads it."""
    told = world.client(None).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    return next(float(line.split()[1]) for line in told.splitlines() if line.startswith(f"tolkebok_{name} "))


def operator(world: World) -> TestClient:
    with world.writing() as session:
        who = make_identity.account(
            session, f"o{world.now.timestamp()}@imdi.example.org", Role.REGISTRY_ADMINISTRATOR
        )
    return world.client(who)


def put_right(world: World, reference: str) -> None:
    """The booker moves it once more, and everybody is told."""
    stands = world.see(reference)
    start, end = (
        (datetime.fromisoformat(stands[name]) + HOUR).isoformat() for name in ("starts_at", "ends_at")
    )
    answer = world.agency.patch(f"/api/v1/bookings/{reference}", json={"starts_at": start, "ends_at": end})
    assert answer.is_success, answer.text
    world.now += HOUR
    compare(world.database, now=world.now)
