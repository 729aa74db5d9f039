"""From a need to an invitation, told through the API on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from booking.tables import Invitation
from kit.db import Database
from kit.outbox import Outbox
from registry import listing
from tests.make_booking import TESTED, THURSDAY, World, done, refused, wanted


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def mailed(world: World) -> list[str]:
    """To whom mail is on its way, in order."""
    with world.database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    return [row.payload["letter"]["to"] for row in rows]


def test_the_story_from_a_need_to_a_completed_assignment(world: World) -> None:
    best = world.add(90001)
    world.add(90002, *TESTED)
    reference = world.book()["reference"]

    found = world.candidates(reference)
    assert [(one["number"], one["category"], one["letter"]) for one in found["items"]] == [
        (90001, 2, "C"),
        (90002, 5, "E"),
    ]
    assert found["items"][0]["reasons"] == ["category_2C", "km_0", "minutes_30d_0"]

    asked = world.ask(reference)
    assert (asked["status"], asked["open_offer"]["number"]) == ("asking", 90001)
    assert mailed(world) == ["tolk90001@example.org"]

    assignment = done(best.accept())
    assert assignment["booking"]["address"] == "Markveien 1"
    booked = world.see(reference)
    assert booked["status"] == "booked"
    assert booked["interpreter"] == {"number": 90001, "name": "Tolk 90001", "phone": "+47 900 00 000"}
    assert sorted(mailed(world)[1:]) == ["kari@nav.example.org", "tolk90001@example.org"]
    invitation = world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics")
    assert invitation.headers["content-type"].startswith("text/calendar")
    assert "METHOD:REQUEST" in invitation.text

    rival = world.book()["reference"]
    assert [one["number"] for one in world.candidates(rival)["items"]] == [90002]
    assert world.left_out(rival) == {"not_available": 1}

    world.wait(timedelta(days=4))
    assert world.see(reference)["status"] == "completed"
    assert world.events(reference) == ["created", "asked", "accepted", "completed"]


def test_a_no_asks_the_next(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    done(first.decline(reason="I know the case"))
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert first.offers() == []
    assert len(second.offers()) == 1
    assert world.events(reference) == ["created", "asked", "declined", "asked"]


def test_silence_asks_the_next_and_the_late_yes_is_told_why(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    late = first.offers()[0]["id"]
    world.now += timedelta(hours=3)
    assert refused(first.accept(late)) == (409, "offer_expired")
    world.wait(timedelta(0))
    assert refused(first.accept(late)) == (409, "offer_expired")
    assert second.offers()[0]["booking"]["reference"] == reference
    assert world.events(reference) == ["created", "asked", "expired", "asked"]


def test_a_booking_nobody_can_take_ends_unfilled_and_says_why_to_the_booker(world: World) -> None:
    only = world.add(90001)
    world.add(90002, hours=())
    world.add(90003, listed=False)
    reference = world.asked()["reference"]
    done(only.decline())
    ended = world.see(reference)
    assert ended["status"] == "unfilled"
    assert ended["unfilled_reasons"] == {"not_listed": 1, "not_available": 1, "already_asked": 1}
    assert mailed(world)[-1] == "kari@nav.example.org"


def test_a_language_nobody_holds_is_kept_and_ends_unfilled(world: World) -> None:
    reference = world.asked(language="tig")["reference"]
    assert world.see(reference)["status"] == "unfilled"
    assert world.see(reference)["unfilled_reasons"] == {"nobody_with_the_language": 0}


def test_nobody_is_asked_after_the_start(world: World) -> None:
    first = world.add(90001)
    world.add(90002)
    world.wait(THURSDAY - world.now - timedelta(minutes=5))
    late = world.book(start=world.now + timedelta(minutes=10))["reference"]
    offer = world.ask(late)["open_offer"]
    assert offer["expires_at"] == "2026-11-26T09:05:00Z"
    world.wait(timedelta(minutes=10))
    assert world.see(late)["status"] == "unfilled"
    assert world.see(late)["unfilled_reasons"] == {"already_asked": 1, "too_late": 1}
    assert first.offers() == []
    assert refused(world.agency.post(f"/api/v1/bookings/{late}/offers")) == (409, "booking_started")


def test_an_unplanned_booking_may_have_begun_five_minutes_ago(world: World) -> None:
    her = world.add(90001)
    begun = world.now - timedelta(minutes=5)
    answer = world.agency.post(
        "/api/v1/bookings", json=wanted(start=begun - timedelta(minutes=1), planned=False)
    )
    assert refused(answer) == (422, "invalid_input")
    reference = world.book(start=world.now - timedelta(minutes=3), planned=False)["reference"]
    assert world.ask(reference)["open_offer"]["expires_at"] == "2026-11-23T08:02:00Z"
    done(her.accept())
    assert world.see(reference)["status"] == "booked"


def test_what_began_exactly_five_minutes_ago_can_be_booked_asked_for_and_answered(world: World) -> None:
    her = world.add(90001)
    world.add(90002)
    reference = world.book(start=world.now - timedelta(minutes=5), planned=False)["reference"]
    assert world.ask(reference)["open_offer"]["expires_at"] == "2026-11-23T08:01:00Z"
    world.now += timedelta(seconds=59)
    done(her.accept())
    late = world.book(start=world.now - timedelta(minutes=5), planned=False, modality="screen")["reference"]
    world.now += timedelta(microseconds=1)
    assert refused(world.agency.post(f"/api/v1/bookings/{late}/offers")) == (409, "booking_started")


def test_cancelling_while_asking_ends_the_question(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    offer = her.offers()[0]["id"]
    done(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Not needed"}))
    assert her.offers() == []
    assert refused(her.accept(offer)) == (409, "booking_cancelled")
    assert mailed(world) == ["tolk90001@example.org", "tolk90001@example.org"]


def test_cancelling_after_acceptance_tells_both_and_frees_her(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    done(her.accept())
    sent = len(mailed(world))
    done(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Not needed"}))
    assert sorted(mailed(world)[sent:]) == ["kari@nav.example.org", "tolk90001@example.org"]
    assert her.assignments()[0]["status"] == "cancelled"
    assert world.see(reference)["status"] == "cancelled"
    assert "METHOD:CANCEL" in world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text
    assert [one["number"] for one in world.candidates(world.book()["reference"])["items"]] == [90001]
    again = world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Not needed"})
    assert refused(again) == (409, "booking_cancelled")


def test_a_change_while_asking_asks_anew_and_the_unseen_one_cannot_be_accepted(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    unseen = her.offers()[0]["id"]
    changed = done(world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Trondheimsveien 2"}))
    assert (changed["version"], changed["status"]) == (2, "asking")
    assert refused(her.accept(unseen)) == (409, "booking_changed")
    assert her.offers()[0]["booking"]["address"] == "Trondheimsveien 2"
    done(her.accept())


def test_a_change_after_acceptance_keeps_her_when_she_is_free(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    kept = done(her.accept())
    moved = {"starts_at": "2026-11-26T13:00:00+01:00", "ends_at": "2026-11-26T14:00:00+01:00"}
    changed = done(world.agency.patch(f"/api/v1/bookings/{reference}", json=moved))
    assert (changed["status"], changed["starts_at"]) == ("booked", "2026-11-26T12:00:00Z")
    own = her.assignments()
    assert [(one["id"], one["booking"]["starts_at"]) for one in own] == [(kept["id"], "2026-11-26T12:00:00Z")]
    assert world.left_out(world.book()["reference"]) == {}
    text = world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text
    assert "SEQUENCE:1" in text


@pytest.mark.parametrize("hour", ["14", "20"], ids=["taken", "outside hours"])
def test_a_change_to_a_time_she_is_not_free_is_refused_and_changes_nothing(world: World, hour: str) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    done(her.accept())
    world.asked(start=THURSDAY + timedelta(hours=4))
    done(her.accept())
    moved = {"starts_at": f"2026-11-26T{hour}:30:00+01:00", "ends_at": f"2026-11-26T{hour}:45:00+01:00"}
    answer = world.agency.patch(f"/api/v1/bookings/{reference}", json=moved)
    assert refused(answer) == (409, "interpreter_busy")
    assert (world.see(reference)["version"], world.see(reference)["starts_at"]) == (1, "2026-11-26T09:00:00Z")


def test_a_change_to_a_day_she_is_not_qualified_on_is_refused_and_changes_nothing(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    done(her.accept())
    with world.writing() as session:
        leaving = date(2026, 11, 27)
        listing.change(
            session, interpreter_id=her.row.id or 0, listed=False, effective_on=leaving, now=world.now
        )
    tomorrow = {"starts_at": "2026-11-27T10:00:00+01:00", "ends_at": "2026-11-27T11:00:00+01:00"}
    path = f"/api/v1/bookings/{reference}"
    assert refused(world.agency.patch(path, json=tomorrow)) == (409, "no_longer_qualified")
    assert (world.see(reference)["version"], world.see(reference)["starts_at"]) == (1, "2026-11-26T09:00:00Z")
    earlier = {"starts_at": "2026-11-26T09:00:00+01:00"}
    assert done(world.agency.patch(path, json=earlier))["status"] == "booked"


def test_withdrawing_asks_the_next_and_never_her_again(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    assignment = done(first.accept())["id"]
    done(first.withdraw(assignment))
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert "STATUS:TENTATIVE" in world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text
    done(second.accept())
    done(second.withdraw(second.assignments()[0]["id"]))
    assert world.see(reference)["status"] == "unfilled"
    assert world.see(reference)["unfilled_reasons"] == {"already_asked": 2}
    assert done(first.withdraw(assignment))["status"] == "withdrawn"


def test_whoever_withdrew_may_be_asked_about_the_changed_booking_and_her_invitation_goes_on(
    world: World,
) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    path = f"/api/v1/bookings/{reference}"
    done(her.accept())
    done(world.agency.patch(path, json={"address": "Markveien 2"}))  # she keeps it, and knows this one too
    done(her.withdraw(her.assignments()[0]["id"]))
    assert world.see(reference)["unfilled_reasons"] == {"already_asked": 1}
    done(world.agency.patch(path, json={"address": "Markveien 3"}))
    assert world.see(reference)["open_offer"]["number"] == 90001
    done(her.accept())
    with world.database.read() as session:
        hers = session.exec(select(Invitation).where(col(Invitation.interpreter_id) == her.row.id)).one()
    assert (hers.method, hers.sequence) == ("REQUEST", 3)  # booked, changed, withdrew, booked


def test_a_second_yes_gives_the_same_assignment(world: World) -> None:
    her = world.add(90001)
    world.asked()
    offer = her.offers()[0]["id"]
    first, second = her.accept(offer), her.accept(offer)
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert len(her.assignments()) == 1


def test_a_yes_withdraws_her_overlapping_offers_and_asks_the_next_for_those(world: World) -> None:
    her, other = world.add(90001), world.add(90002)
    wanted_ = world.asked()["reference"]
    rival = world.asked(start=THURSDAY + timedelta(minutes=30))["reference"]
    later = world.asked(start=THURSDAY + timedelta(hours=1))["reference"]
    offers = {one["booking"]["reference"]: one["id"] for one in her.offers()}
    assert set(offers) == {wanted_, rival, later}
    done(her.accept(offers[wanted_]))
    assert world.see(rival)["open_offer"]["number"] == 90002
    assert {one["booking"]["reference"] for one in her.offers()} == {later}
    assert [one["booking"]["reference"] for one in other.offers()] == [rival]
    assert refused(her.accept(offers[rival])) == (409, "offer_withdrawn")


def test_her_own_yes_elsewhere_does_not_keep_her_from_being_asked_when_she_is_free_again(
    world: World,
) -> None:
    her = world.add(90001)
    first, second = world.asked()["reference"], world.asked()["reference"]
    offers = {one["booking"]["reference"]: one["id"] for one in her.offers()}
    done(her.accept(offers[first]))
    assert world.see(second)["status"] == "unfilled"
    done(world.agency.post(f"/api/v1/bookings/{first}/cancel", json={"reason": "Not needed"}))
    assert world.ask(second)["open_offer"]["number"] == 90001
