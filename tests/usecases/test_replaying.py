"""What calendars should hold after the mail they were sent is what the database has, whatever happened."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from booking import notices
from booking.replaying import forgetting, reading
from booking.replaying.reading import Followed, Verdict, Way
from booking.states import AssignmentStatus, BookingStatus
from booking.tables import InvitationSent, Side
from identity.tables import RoleGrant
from kit.db import Database
from kit.outbox import Outbox
from tests import make_histories, make_letters, model_client
from tests.make import NOW
from tests.make_letters import OFFICE, TELL, World

DAY = timedelta(days=1)


def followed(session: Session, world: World, side: Side) -> Followed:
    session.flush()
    return next(one for one in reading.calendars(session, world.booking) if one.side is side)


def test_after_any_history_every_calendar_holds_what_the_database_has(database: Database) -> None:
    whose = make_histories.people(database)
    ended, reinstated, tentative = 0, 0, 0
    with database.write() as session:
        for seed in range(6):
            with make_histories.lived(session, seed, whose, count=8, moves=10) as histories:
                assert make_histories.disagreements(histories) == []
                ours = [one for each in histories.lived for one in reading.differing(session, each.booking)]
                assert ours == []
                for objects in histories.mail().values():
                    ways = "".join("C" if "METHOD:CANCEL" in text else "R" for text in objects)
                    ended += "C" in ways
                    reinstated += "CR" in ways
                    tentative += any("STATUS:TENTATIVE" in text for text in objects)
    assert min(ended, reinstated, tentative) > 0, "these histories do not reach everything"


def test_a_message_that_never_came_is_seen(database: Database) -> None:
    whose = make_histories.people(database)
    with (
        database.write() as session,
        make_histories.lived(session, 1, whose, count=8, moves=10) as histories,
    ):
        mail = histories.mail()
    missed = {
        stream
        for stream, objects in mail.items()
        if model_client.entries(objects[:-1]) != model_client.entries(objects)
    }
    assert missed
    assert missed == mail.keys()


def test_a_change_without_an_invitation_is_an_alarm(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        TELL["booked"](session, world)
        assert {one.verdict for one in reading.calendars(session, world.booking)} == {Verdict.SAME}
        world.booking.starts_at -= timedelta(hours=1)
        world.booking.address = "Storgata 1"
        assert reading.differing(session, world.booking) == [
            "agency.starts_at", "agency.place", "interpreter.starts_at", "interpreter.place"
        ]  # fmt: skip
        notices.changed(session, booking=world.booking, assignment=world.assignment, now=NOW, office=OFFICE)
        assert reading.differing(session, world.booking) == []


def test_an_end_nobody_was_told_of_is_an_alarm(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        TELL["booked"](session, world)
        world.booking.status = BookingStatus.CANCELLED
        world.assignment.status = AssignmentStatus.CANCELLED
        session.flush()
        assert reading.differing(session, world.booking) == ["agency.entry", "interpreter.entry"]


def test_a_yes_nobody_was_told_of_is_an_alarm(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        assert reading.differing(session, world.booking) == ["agency.entry", "interpreter.entry"]


def test_a_message_that_is_stopped_has_not_arrived(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        TELL["booked"](session, world)
        hers = followed(session, world, Side.INTERPRETER)
        assert [one.way for one in hers.posted] == [Way.WAITING]
        row = session.exec(select(Outbox).where(col(Outbox.stream).contains("-interpreter"))).one()
        row.parked_at = NOW
        stopped = followed(session, world, Side.INTERPRETER)
        assert (stopped.theirs, stopped.differing, stopped.verdict) == (None, ("entry",), Verdict.DIFFERENT)
        assert [one.way for one in stopped.posted] == [Way.STOPPED]
        row.parked_at, row.delivered_at = None, NOW
        left = followed(session, world, Side.INTERPRETER)
        assert (left.verdict, left.posted[0].way, left.posted[0].left_at) == (Verdict.SAME, Way.LEFT, NOW)


def test_who_cannot_be_told_is_no_alarm(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session, her={"email": None})
        TELL["booked"](session, world)
        assert followed(session, world, Side.INTERPRETER).verdict is Verdict.UNREACHED
        for grant in session.exec(select(RoleGrant)):
            session.delete(grant)
        world.booking.starts_at -= timedelta(hours=1)
        TELL["changed"](session, world)
        agencys = followed(session, world, Side.AGENCY)
        assert (agencys.verdict, agencys.differing) == (Verdict.UNREACHED, ("starts_at",))
        assert [one.way for one in agencys.posted] == [Way.WAITING, Way.TO_NOBODY]
        assert reading.differing(session, world.booking) == []


@pytest.mark.parametrize(("over_for", "verdict"), [(29 * DAY, Verdict.SAME), (31 * DAY, Verdict.FORGOTTEN)])
def test_the_messages_are_forgotten_when_the_booking_is_long_over(
    database: Database, over_for: timedelta, verdict: Verdict
) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        TELL["booked"](session, world)
        session.flush()
        now = world.booking.ends_at + over_for
        forgetting.forget(session, before=now - 30 * DAY)
        texts = [row.object_text for row in session.exec(select(InvitationSent))]
        assert all(texts) is (verdict is Verdict.SAME)
        assert {one.verdict for one in reading.calendars(session, world.booking)} == {verdict}
        sequences = [one.posted[0].sequence for one in reading.calendars(session, world.booking)]
        assert sequences == [0, 0], "that they were sent is kept"
