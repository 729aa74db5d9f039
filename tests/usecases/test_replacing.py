"""A booked interpreter who can no longer be used on the day is replaced, once, whoever says so or nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from booking import replacing
from booking.states import AssignmentStatus
from booking.tables import Assignment
from kit.db import Database, stored_id
from kit.outbox import Outbox
from registry import correction, evidence, exclusion, listing, lost
from registry.exclusion import Decision
from registry.tables import Evidence, Standing
from registry.words import ExclusionKind
from tests import make_letters
from tests.make_booking import THURSDAY, Her, World, done
from tests.racing import at_once
from web.replacing import follow_next, watch

DAY = date(2026, 11, 26)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def booked(world: World, her: Her, **wanted: Any) -> str:
    reference: str = world.asked(**wanted)["reference"]
    done(her.accept())
    return reference


def follow(world: World) -> int:
    """What the worker does with what the register has posted; how many rows that was."""
    count = 0
    while follow_next(world.database, world.office, park_after=5, now=world.now):
        count += 1
    return count


def shut_out(
    world: World, her: Her, from_on: date = date(2026, 11, 23), until_on: date | None = None
) -> None:
    kind = ExclusionKind.DATED if until_on else ExclusionKind.TEMPORARY
    decision = Decision(kind=kind, from_on=from_on, until_on=until_on, reason="Det er åpnet en sak.")
    with world.writing() as session:
        exclusion.exclude(session, number=her.row.number, decision=decision, now=world.now)


def revoke(world: World, her: Her) -> None:
    with world.writing() as session:
        proof = session.exec(select(Evidence).where(Evidence.interpreter_id == her.row.id)).one()
        evidence.revoke(
            session,
            evidence_id=stored_id(proof.id),
            reason="Feil",
            revoked_on=date(2026, 11, 23),
            now=world.now,
        )


def correct(world: World, her: Her) -> None:
    with world.writing() as session:
        proof = session.exec(select(Evidence).where(Evidence.interpreter_id == her.row.id)).one()
        correction.correct_evidence(
            session, evidence_id=stored_id(proof.id), right=None, reason="Aldri utstedt", now=world.now
        )


def take_out(world: World, her: Her) -> None:
    with world.writing() as session:
        listing.change(
            session, interpreter_id=stored_id(her.row.id), listed=False, effective_on=DAY, now=world.now
        )


@pytest.mark.parametrize("happens", [shut_out, revoke, correct, take_out])
def test_the_agency_is_told_and_the_next_is_asked(
    world: World, happens: Callable[[World, Her], None]
) -> None:
    her, _next = world.add(90001), world.add(90002)
    reference = booked(world, her)
    happens(world, her)
    assert follow(world) == 1
    booking = world.see(reference)
    assert booking["status"] == "asking"
    assert booking["open_offer"]["number"] == 90002
    assert world.events(reference)[-2:] == ["interpreter_not_usable", "asked"]
    assert [(one["status"], one["not_usable"]) for one in her.assignments()] == [("cancelled", True)]


def test_both_sides_calendars_follow_and_neither_is_told_why(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    booked(world, her)
    shut_out(world, her)
    follow(world)
    with world.database.read() as session:
        hers = make_letters.letters(session, "tolk90001@example.org")[-1]
        agencys = make_letters.letters(session, "kari@nav.example.org")[-1]
    assert hers["method"] == "CANCEL"
    assert "STATUS:CANCELLED" in hers["calendar"]
    assert agencys["method"] == "REQUEST"
    assert "STATUS:TENTATIVE" in agencys["calendar"]
    assert "kan ikke lenger brukes" in agencys["subject"].replace("\xa0", " ")
    for letter in (hers, agencys):
        said = " ".join(str(part) for part in letter.values()).lower()
        assert "åpnet" not in said
        assert "uteluk" not in said
        assert "utestengt" not in said


def test_the_bookings_page_says_only_that_she_can_no_longer_be_used(world: World) -> None:
    her, next_one = world.add(90001), world.add(90002)
    reference = booked(world, her)
    shut_out(world, her)
    follow(world)
    page = world.agency.get(f"/bookings/{reference}?lang=en").text
    assert "Your interpreter can no longer be used" in page
    assert "Interpreter 90001 could no longer be used for this." in page
    assert "xcluded" not in page
    own = her.http.get(f"/my/offers/{her.assignments()[0]['id']}?lang=en").text
    assert "This assignment is no longer yours" in own
    done(next_one.accept())
    again = world.agency.get(f"/bookings/{reference}?lang=en").text
    assert "Your interpreter can no longer be used" not in again


def test_a_booking_on_a_day_she_can_be_used_is_left_alone(world: World) -> None:
    her = world.add(90001)
    reference = booked(world, her)
    shut_out(world, her, until_on=date(2026, 11, 25))
    assert follow(world) == 1
    assert world.see(reference)["status"] == "booked"


def test_nobody_left_makes_the_booking_unfilled(world: World) -> None:
    her = world.add(90001)
    reference = booked(world, her)
    shut_out(world, her)
    follow(world)
    assert world.see(reference)["status"] == "unfilled"


def test_what_has_begun_is_left_to_her(world: World) -> None:
    her = world.add(90001)
    reference = booked(world, her)
    world.now = THURSDAY + timedelta(minutes=5)
    shut_out(world, her)
    follow(world)
    assert world.see(reference)["status"] == "booked"


def test_the_watch_finds_a_lapse_that_nobody_posted(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    reference = booked(world, her)
    with world.writing() as session:  # as a correction, a merge or an import would
        kept = session.exec(select(Standing).where(Standing.interpreter_id == her.row.id)).one()
        kept.ends_on = DAY
    assert follow(world) == 0
    assert watch(world.database, world.office, now=world.now) is False
    assert world.see(reference)["open_offer"]["number"] == 90002


def test_an_agencys_own_bar_does_not_end_what_it_has_booked(world: World) -> None:
    her = world.add(90001)
    booked(world, her)
    with world.database.read() as session:
        assert replacing.of_anybody(session, now=world.now) == []


def test_a_row_followed_twice_or_too_late_changes_nothing_more(world: World) -> None:
    her, other = world.add(90001), world.add(90002)
    reference = booked(world, her)
    shut_out(world, her)
    with world.writing() as session:
        lost.post(session, interpreter_id=stored_id(her.row.id), now=world.now)
    assert follow(world) == 2
    done(other.accept())
    before = world.events(reference)
    with world.writing() as session:
        row = session.exec(select(Outbox).where(col(Outbox.kind) == lost.KIND)).first()
        assert row is not None
        row.delivered_at, row.claimed_until = None, None  # as if the worker had died before marking it
    assert follow(world) == 1
    assert world.events(reference) == before


def test_a_failure_midway_leaves_the_row_for_later(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    reference = booked(world, her)
    shut_out(world, her)
    with world.writing() as session:
        row = session.exec(select(Outbox).where(col(Outbox.kind) == lost.KIND)).one()
        row.payload = {}  # no code of ours can do this: following it is bound to fail
    with pytest.raises(KeyError):
        follow(world)
    with world.writing() as session:
        row = session.exec(select(Outbox).where(col(Outbox.kind) == lost.KIND)).one()
        assert (row.last_error, row.delivered_at) == ("replacing_failed", None)
        row.payload, row.due_at = {"interpreter_id": her.row.id}, world.now
    assert follow(world) == 1
    assert world.see(reference)["open_offer"]["number"] == 90002


def test_she_withdraws_while_she_is_replaced_and_the_next_is_asked_once(world: World) -> None:
    her, _next = world.add(90001), world.add(90002)
    reference = booked(world, her)
    shut_out(world, her)
    assignment = her.assignments()[0]["id"]
    met = at_once(lambda: her.withdraw(assignment), lambda: follow(world))
    assert met == ["done", "done"]
    assert world.events(reference).count("asked") == 2
    assert world.see(reference)["open_offer"]["number"] == 90002
    with world.database.read() as session:
        held = session.exec(select(Assignment).where(col(Assignment.status) == AssignmentStatus.HELD)).all()
    assert held == []


def test_she_cannot_say_yes_to_what_she_is_shut_out_of(world: World) -> None:
    her = world.add(90001)
    world.asked()
    shut_out(world, her)
    answer = her.accept()
    assert (answer.status_code, answer.json()["code"]) == (409, "no_longer_qualified")
