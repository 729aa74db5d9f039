"""Feeds: what a calendar fetches is what the invitations said, and only while its owner may see it."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import col, delete, select

from booking.feeds import opening
from booking.feeds.words import Means
from booking.tables import Invitation, InvitationSent
from identity.tables import Account, Organisation, RoleGrant
from kit.db import Database
from tests import make_identity
from tests.make_booking import THURSDAY, Her, World, faults, refused, told
from tests.make_feeds import subscribe, unit


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def her(world: World) -> Her:
    return world.add(90001, name="Selam Tesfai")


def booked(world: World, her: Her, **wanted: object) -> str:
    reference = str(world.asked(**wanted)["reference"])
    told(her.accept())
    return reference


def sent(world: World) -> dict[str, Invitation]:
    """The objects as last sent, by the side they were sent to."""
    with world.database.read() as session:
        return {row.side.value: row for row in session.exec(select(Invitation))}


def test_both_sides_see_what_their_invitation_says_without_who_was_invited(world: World, her: Her) -> None:
    hers, theirs = subscribe(world, her.http), unit(world)
    assert (hers.titles(), theirs.titles()) == ([], [])
    booked(world, her)
    objects = sent(world)
    for side, feed in (("interpreter", hers), ("agency", theirs)):
        (shown,) = feed.events()
        (invited,) = Calendar.from_ical(objects[side].object_text).walk("VEVENT")
        del invited["ATTENDEE"], invited["ORGANIZER"]
        assert shown.to_ical() == invited.to_ical(), "byte for byte as the library writes it"
        assert (shown["UID"], shown["SEQUENCE"]) == (objects[side].uid, 0)
        assert shown["DTSTART"].dt == THURSDAY


def test_the_whole_feed_is_what_the_library_would_have_written(world: World, her: Her) -> None:
    feeds = [unit(world), subscribe(world, her.http)]
    feeds += [unit(world, detail="busy"), subscribe(world, her.http, detail="busy")]
    place = "Æsops vei 1, oppgang Ø, " + "å" * 90
    for day in (0, 1, 140):
        booked(world, her, start=THURSDAY + timedelta(days=day), address=place)
    for feed in feeds:
        answer = feed.fetch()
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert Calendar.from_ical(answer.content).to_ical() == answer.content
        assert answer.content.count(b"BEGIN:VEVENT") == 3
        assert answer.content.count(b"BEGIN:VTIMEZONE") == 1
        assert b"METHOD" not in answer.content
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n" in answer.content


def test_a_busy_feed_tells_when_and_nothing_else(world: World, her: Her) -> None:
    hers = subscribe(world, her.http, detail="busy")
    booked(world, her)
    (shown,) = hers.events()
    assert sorted(shown) == [
        "CLASS", "DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID",
    ]  # fmt: skip
    assert (shown["SUMMARY"], shown["CLASS"], shown["TRANSP"]) == ("Opptatt", "PRIVATE", "OPAQUE")
    assert shown["UID"] == sent(world)["interpreter"].uid, "whoever holds the invitation sees one entry"


def test_nothing_new_is_told_without_a_word_until_something_is(world: World, her: Her) -> None:
    hers, theirs = subscribe(world, her.http), unit(world)
    reference = booked(world, her)
    for feed in (hers, theirs):
        assert feed.fetch().status_code == 200
        again = feed.fetch()
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == feed.tag
    moved = THURSDAY + timedelta(hours=2)
    span = {"starts_at": moved.isoformat(), "ends_at": (moved + timedelta(hours=1)).isoformat()}
    told(world.agency.patch(f"/api/v1/bookings/{reference}", json=span))
    for feed in (hers, theirs):
        assert feed.fetch().status_code == 200
        assert feed.fetch().status_code == 304
    told(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Avlyst"}))
    assert (hers.titles(), theirs.titles()) == ([], [])


def test_a_head_tells_the_same_without_the_text(world: World, her: Her) -> None:
    hers = subscribe(world, her.http)
    whole, head = hers.client.get(hers.path), hers.client.head(hers.path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["cache-control"] == "private, no-cache"


def test_a_sensitive_booking_is_neutral_and_placeless_and_for_its_named_viewers_alone(
    world: World, her: Her
) -> None:
    hers, theirs = subscribe(world, her.http), unit(world)
    with world.database.write() as session:
        (office,) = session.exec(select(Organisation))
        other = make_identity.account(session, "ola@nav.example.org", at=office)
    colleague = subscribe(world, world.client(other), scope="unit", organisation_id=office.id)
    booked(world, her, sensitive=True, address="Hemmelig vei 9")
    for feed in (hers, theirs):
        (shown,) = feed.events()
        assert (shown["SUMMARY"], shown["CLASS"]) == ("Avtale", "PRIVATE")
        assert "LOCATION" not in shown
        assert "Hemmelig" not in shown.to_ical().decode()
    assert colleague.titles() == []


def test_a_renewed_address_ends_the_one_before_and_an_ended_one_is_no_more(world: World, her: Her) -> None:
    first = subscribe(world, her.http)
    renewed = told(her.http.post(f"/api/v1/me/feeds/{first.id}/renew"))
    assert first.fetch().status_code == 404
    path = renewed["address"].removeprefix(world.app.state.settings.public_url)
    assert first.client.get(path).status_code == 200
    assert her.http.delete(f"/api/v1/me/feeds/{first.id}").status_code == 204
    assert first.client.get(path).status_code == 404
    assert refused(her.http.post(f"/api/v1/me/feeds/{first.id}/renew")) == (404, "not_found")


def test_an_address_ends_with_what_its_owner_may_see(world: World) -> None:
    feed = unit(world)
    assert feed.fetch().status_code == 200
    with world.database.write() as session:
        session.execute(delete(RoleGrant).where(col(RoleGrant.account_id) == world.booker.id))
    assert feed.fetch().status_code == 404
    listed = told(world.agency.get("/api/v1/me/feeds"))["items"]
    assert [one["works"] for one in listed] == [False]


def test_an_address_ends_with_its_account(world: World, her: Her) -> None:
    feed = subscribe(world, her.http)
    with world.database.write() as session:
        session.get_one(Account, her.row.account_id).disabled_at = world.now
    assert feed.fetch().status_code == 404


def test_nobody_makes_a_feed_of_what_is_not_theirs(world: World, her: Her) -> None:
    for owner, wanted in (
        (world.agency, {"scope": "assignments"}),
        (world.agency, {"scope": "unit", "organisation_id": 9999}),
        (world.agency, {"scope": "duty", "organisation_id": 1}),
        (her.http, {"scope": "unit", "organisation_id": 1}),
        (her.http, {"scope": "unit"}),
    ):
        answer = owner.post("/api/v1/me/feeds", json=wanted)
        assert faults(answer) == {"source": "not_yours"}, wanted
    assert refused(world.client(None).post("/api/v1/me/feeds", json={"scope": "assignments"}))[0] == 401
    other = world.add(90002)
    made = subscribe(world, her.http)
    assert other.http.delete(f"/api/v1/me/feeds/{made.id}").status_code == 404


def test_a_label_holds_no_birth_number_and_there_is_an_end_to_feeds(world: World, her: Her) -> None:
    asked = {"scope": "assignments", "label": "13097248022"}
    assert "label" in faults(her.http.post("/api/v1/me/feeds", json=asked))
    for _ in range(20):
        subscribe(world, her.http)
    assert faults(her.http.post("/api/v1/me/feeds", json={"scope": "assignments"})) == {"source": "too_many"}


def test_only_the_digest_of_a_secret_is_kept_and_no_answer_tells_it_again(world: World, her: Her) -> None:
    feed = subscribe(world, her.http, label="iPhone")
    secret = feed.path.removeprefix("/feeds/").removesuffix(".ics")
    listed = her.http.get("/api/v1/me/feeds").text
    assert secret not in listed
    with world.database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT * FROM feed").all()
    assert secret not in str(stored)
    assert told(her.http.get("/api/v1/me/feeds"))["items"][0]["label"] == "iPhone"


def test_it_is_kept_that_it_was_fetched_today_and_no_more(world: World, her: Her) -> None:
    feed = subscribe(world, her.http)
    assert told(her.http.get("/api/v1/me/feeds"))["items"][0]["read_on"] is None
    feed.fetch()
    assert told(her.http.get("/api/v1/me/feeds"))["items"][0]["read_on"] == "2026-11-23"


def test_what_was_settled_while_nobody_could_be_written_to_is_there_too(world: World, her: Her) -> None:
    hers, theirs = subscribe(world, her.http), unit(world)
    reference = booked(world, her)
    with world.database.write() as session:
        session.execute(delete(InvitationSent))
        session.execute(delete(Invitation))
    for feed in (hers, theirs):
        (shown,) = feed.events()
        assert shown["SUMMARY"] == "Tolking: tigrinja"
        assert reference in str(shown["DESCRIPTION"])
        assert shown["DTSTART"].dt == THURSDAY
        assert feed.fetch().status_code == 304


def test_what_is_long_past_is_left_out(world: World, her: Her) -> None:
    hers = subscribe(world, her.http)
    booked(world, her)
    world.now = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert hers.titles() == ["Tolking: tigrinja"]
    world.now = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert hers.titles() == []


def test_a_device_password_opens_no_address(world: World, her: Her) -> None:
    made = told(her.http.post("/api/v1/me/feeds", json={"scope": "assignments", "means": "device"}))
    assert world.client(None).get(f"/feeds/{made['password']}.ics").status_code == 404
    assert made["user"] == "tolk90001@example.org"


@pytest.mark.parametrize("secret", ["x", "a" * 5000, "%00", "..", "æ", "' OR 1=1 --"])
def test_a_secret_that_opens_nothing_is_told_so(world: World, secret: str) -> None:
    assert world.client(None).get(f"/feeds/{secret}.ics").status_code == 404


def test_a_stamp_changes_with_what_the_feed_shows_and_with_nothing_else(world: World, her: Her) -> None:
    feed = subscribe(world, her.http)
    secret = feed.path.removeprefix("/feeds/").removesuffix(".ics")
    found = opening.opened(world.database, secret, Means.ADDRESS)
    assert found is not None
    before = opening.stamp(world.database, found, now=world.now)
    booked(world, her)
    assert opening.stamp(world.database, found, now=world.now) != before
    assert opening.stamp(world.database, found, now=world.now + timedelta(days=7)) == opening.stamp(
        world.database, found, now=world.now
    )
