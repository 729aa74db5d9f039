"""The worker's loops: they go on whatever happens, and end when asked to."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from sqlmodel import select

from booking.tables import Booking
from kit.config import Settings
from kit.db import Database
from registry import exclusion
from registry.exclusion import Decision
from registry.words import ExclusionKind
from tests import mailserver, make, make_letters
from web import worker
from web.worker import keep


@contextmanager
def working(settings: Settings) -> Iterator[threading.Event]:
    """A worker in a thread of its own, told to stop at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(settings, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_letters_leave_while_deadlines_are_watched_and_it_stops_when_told(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        make_letters.TELL["booked"](session, world)
        make_letters.due(session)
    with mailserver.running() as (server, smtp), working(replace(make.settings(database), smtp=smtp)):
        _until(lambda: len(server.raw) == 2)
    assert sorted(server.recipients) == ["aase@tolk.example.org", "kari@nav.example.org"]


def test_an_interpreter_who_is_shut_out_is_replaced_while_the_mail_server_hangs(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        for row in (world.booking, world.assignment):
            row.starts_at, row.ends_at = row.starts_at.replace(year=2099), row.ends_at.replace(year=2099)
        session.flush()
        decision = Decision(
            kind=ExclusionKind.TEMPORARY, from_on=date(2026, 1, 1), until_on=None, reason="En sak pågår."
        )
        exclusion.exclude(session, number=world.interpreter.number, decision=decision, now=make.NOW)
        make_letters.due(session)
    with mailserver.running() as (server, smtp):
        server.hanging = True
        with working(replace(make.settings(database), smtp=smtp)):
            _until(lambda: _status(database) == "unfilled")
            server.hanging = False


def test_a_mail_server_that_hangs_does_not_hold_up_the_deadlines(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        make_letters.TELL["booked"](session, world)
        make_letters.due(session)
        make_letters.past(session, world)
    with mailserver.running() as (server, smtp):
        server.hanging = True
        with working(replace(make.settings(database), smtp=smtp)):
            _until(lambda: _status(database) == "completed")
            assert server.raw == []
            server.hanging = False
            _until(lambda: len(server.raw) == 2)


def test_a_loop_goes_on_after_a_fault_and_does_not_spin() -> None:
    stop, calls = threading.Event(), [0]

    def job() -> bool:
        calls[0] += 1
        if calls[0] == 3:
            stop.set()
            return False
        raise RuntimeError("the database is away")

    loop = threading.Thread(target=keep, args=("job", job, stop))
    loop.start()
    loop.join(timeout=0.3)
    assert calls == [1]
    loop.join(timeout=30)
    assert calls == [3]


def test_a_job_that_fails_holds_up_no_other(database: Database) -> None:
    with database.write() as session:
        broken = make_letters.world(session)
        make_letters.past(session, broken)
        session.delete(broken.assignment)  # no code of ours can do this: completing it is bound to fail
        sound = make_letters.world(session, her={"number": 90002}, reference="B2")
        make_letters.past(session, sound)
    with mailserver.running() as (_, smtp), working(replace(make.settings(database), smtp=smtp)):
        _until(lambda: _status(database, "B2") == "completed")
    assert _status(database) == "booked"


def _until(happened: Callable[[], bool]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


def _status(database: Database, reference: str = "B7K2M9") -> str:
    with database.read() as session:
        return session.exec(select(Booking).where(Booking.reference == reference)).one().status.value
