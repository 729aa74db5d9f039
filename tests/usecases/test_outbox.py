"""What leaves the house: in order, again after a failure, and parked when it is no use."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from kit import outbox
from kit.db import Database
from kit.errors import Conflict, NotFound
from kit.outbox import Claimed
from tests.make import NOW

PARK_AFTER = 3


def post(database: Database, *streams: str) -> list[int]:
    with database.write() as session:
        return [outbox.post(session, kind="mail", stream=name, payload={}, now=NOW) for name in streams]


def claim(database: Database, now: datetime = NOW) -> Claimed | None:
    with database.write() as session:
        return outbox.claim(session, now=now, park_after=PARK_AFTER)


def claim_id(database: Database, now: datetime = NOW) -> int | None:
    claimed = claim(database, now)
    return claimed.id if claimed else None


def fail(
    database: Database, claimed: Claimed | None, now: datetime = NOW, *, permanent: bool = False
) -> None:
    assert claimed is not None
    with database.write() as session:
        outbox.failed(session, claimed, error="smtp_451", permanent=permanent, park_after=PARK_AFTER, now=now)


def deliver(database: Database, claimed: Claimed | None, now: datetime = NOW) -> None:
    assert claimed is not None
    with database.write() as session:
        outbox.delivered(session, claimed, now=now)


def row(session: Session, row_id: int) -> outbox.Outbox:
    return session.get_one(outbox.Outbox, row_id)


def test_a_stream_leaves_one_at_a_time_in_the_order_it_was_written(database: Database) -> None:
    first, second, elsewhere = post(database, "a", "a", "b")
    held = claim(database)
    assert held is not None
    assert held.id == first
    assert claim_id(database) == elsewhere
    assert claim_id(database) is None
    deliver(database, held)
    assert claim_id(database) == second


def test_nothing_leaves_before_the_transaction_that_wrote_it_commits(database: Database) -> None:
    def post_and_fail() -> None:
        with database.write() as session:
            outbox.post(session, kind="mail", stream="a", payload={}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        post_and_fail()
    assert claim_id(database) is None


def test_a_failed_row_waits_twice_as_long_each_time_and_at_most_an_hour(database: Database) -> None:
    waits = [outbox.delay(attempt).total_seconds() for attempt in (1, 2, 3, 8, 9, 10_000)]
    assert waits == [15, 30, 60, 1920, 3600, 3600]
    (row_id,) = post(database, "a")
    fail(database, claim(database))
    assert claim_id(database, NOW + timedelta(seconds=14)) is None
    assert claim_id(database, NOW + timedelta(seconds=15)) == row_id


def test_a_row_is_parked_after_its_last_attempt_and_its_stream_waits(database: Database) -> None:
    parked, behind, elsewhere = post(database, "a", "a", "b")
    now = NOW
    deliver(database, claim_other(database, elsewhere))
    for _ in range(PARK_AFTER):
        fail(database, claim(database, now), now)
        now += timedelta(hours=1)
    assert claim_id(database, now + timedelta(days=30)) is None
    with database.read() as session:
        assert [waiting.id for waiting in outbox.parked(session, limit=10)] == [parked]
        assert row(session, parked).last_error == "smtp_451"
        assert outbox.counts(session) == outbox.Counts(waiting=1, parked=1, oldest=NOW)
    with database.write() as session:
        outbox.resend(session, row_id=parked, now=now)
    again = claim(database, now)
    assert again is not None
    assert (again.id, again.attempt) == (parked, 1)
    deliver(database, again, now)
    assert claim_id(database, now) == behind


def claim_other(database: Database, wanted: int) -> Claimed:
    """Claim and give back until the wanted row comes: rows leave oldest first."""
    with database.write() as session:
        row(session, wanted).due_at = NOW - timedelta(seconds=1)
    claimed = claim(database)
    assert claimed is not None
    assert claimed.id == wanted
    return claimed


def test_what_the_server_refuses_for_good_is_parked_at_once(database: Database) -> None:
    (row_id,) = post(database, "a")
    fail(database, claim(database), permanent=True)
    with database.read() as session:
        assert [parked.id for parked in outbox.parked(session, limit=10)] == [row_id]


def test_only_a_parked_row_can_be_resent(database: Database) -> None:
    (row_id,) = post(database, "a")
    with pytest.raises(Conflict, match="not_parked"), database.write() as session:
        outbox.resend(session, row_id=row_id, now=NOW)
    with pytest.raises(NotFound), database.write() as session:
        outbox.resend(session, row_id=row_id + 1, now=NOW)


def test_a_dead_workers_row_comes_back_when_its_claim_runs_out(database: Database) -> None:
    (row_id,) = post(database, "a")
    assert claim_id(database) == row_id
    assert claim_id(database, NOW + outbox.LEASE - timedelta(seconds=1)) is None
    assert claim_id(database, NOW + outbox.LEASE) == row_id


def test_a_row_that_takes_every_worker_down_is_parked(database: Database) -> None:
    poison, behind = post(database, "a", "b")
    now = NOW
    for _ in range(PARK_AFTER):
        assert claim_id(database, now) == poison
        now += outbox.LEASE
        with database.write() as session:
            row(session, behind).due_at = now + timedelta(seconds=1)
    assert claim_id(database, now) is None
    with database.read() as session:
        assert row(session, poison).last_error == "worker_died"
    assert claim_id(database, now + timedelta(seconds=1)) == behind


def test_a_late_failure_does_not_undo_what_another_worker_did(database: Database) -> None:
    (row_id,) = post(database, "a")
    slow = claim(database)
    quick = claim(database, NOW + outbox.LEASE)
    fail(database, slow, NOW + outbox.LEASE)
    with database.read() as session:
        assert row(session, row_id).claimed_until is not None
    deliver(database, quick)
    fail(database, quick)
    with database.read() as session:
        assert row(session, row_id).delivered_at == NOW
        assert row(session, row_id).last_error is None


def test_many_workers_share_the_rows_and_never_hold_the_same(database: Database) -> None:
    posted = post(database, *(f"stream-{number % 10}" for number in range(60)))
    taken: list[int] = []

    def work() -> None:
        while len(taken) < len(posted):
            claimed = claim(database)
            if claimed is not None:
                taken.append(claimed.id)
                deliver(database, claimed)

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(taken) == posted
    for stream in range(10):
        mine = [row_id for row_id in taken if (row_id - posted[0]) % 10 == stream]
        assert mine == sorted(mine)


def test_an_idle_worker_only_reads(database: Database) -> None:
    with database.read() as session:
        assert not outbox.is_waiting(session, now=NOW)
    post(database, "a")
    with database.read() as session:
        assert outbox.is_waiting(session, now=NOW)
        assert not outbox.is_waiting(session, now=NOW - timedelta(seconds=1))
