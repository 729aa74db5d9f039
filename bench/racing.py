"""Yeses at once: sixteen to one offer, and by one interpreter to sixteen at one hour. One of each may stand.

A control without either guard, reading in one transaction and writing in another, must book her twice:
otherwise the race was none.
"""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, text
from sqlmodel import col, select

from bench import accepting
from booking.availability import reading
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking, Offer
from kit.db import Database
from kit.errors import Refusal
from kit.interval import Interval

AT_ONCE = 16
_RULES = {
    True: ("DROP TRIGGER assignment_one_place_insert", "DROP TRIGGER assignment_one_place_update"),
    False: ("ALTER TABLE assignment DROP CONSTRAINT assignment_one_place",),
}

Yes = Callable[[int], None]
Attempt = tuple[str, float]
"""What one asker met (`yes`, the code of the refusal, or a fault), and after how many seconds."""


@dataclass(frozen=True, slots=True)
class Raced:
    """What came of so many races: those with one winner, and those with several; attempts a second.

    `share` is of the yeses a second that nobody races, `p99_x` how many times their median.
    """

    races: int
    single: int
    several: int
    met: Counter[str]
    per_second: float
    share: float
    p99_x: float


def one_offer(url: str, *, races: int) -> Raced:
    """Sixteen at once say yes to the same offer: all of them hear of the same assignment."""
    return _raced(url, races, [[number] * AT_ONCE for number in range(1, races + 1)], each=1)


def one_interpreter(url: str, *, races: int) -> Raced:
    """One interpreter says yes at once to sixteen offers of the same hour."""
    offers = [[n * AT_ONCE + k for k in range(1, AT_ONCE + 1)] for n in range(races)]
    return _raced(url, races, offers, each=AT_ONCE)


def control(url: str, *, races: int) -> int:
    """In how many of the races she was booked twice, with neither the locks nor the database's rule."""
    database = Database(url)
    accepting.arrange(database, races, each=AT_ONCE)
    with database.write() as session:
        for rule in _RULES[database.is_sqlite]:
            session.connection().execute(text(rule))
    everyone_has_read = threading.Barrier(AT_ONCE)
    offers = [[n * AT_ONCE + k for k in range(1, AT_ONCE + 1)] for n in range(races)]
    _race(offers, lambda offer_id: _unguarded(database, offer_id, everyone_has_read))
    booked = _booked_of_each(database)
    database.dispose()
    return sum(one > 1 for one in booked)


def _raced(url: str, races: int, offers: Sequence[Sequence[int]], *, each: int) -> Raced:
    database = Database(url)
    alone = max(races // 4, 10)
    accepting.arrange(database, races + alone, each=each)
    unraced = [_timed(database, n * each + 1)[1] for n in range(races, races + alone)]
    before = time.perf_counter()
    attempts = _race(offers, lambda offer_id: accepting.say_yes(database, offer_id))
    took = time.perf_counter() - before
    booked = _booked_of_each(database)
    database.dispose()
    times = sorted(seconds for _, seconds in attempts)
    return Raced(
        races=races,
        single=sum(one == 1 for one in booked) - alone,
        several=sum(one > 1 for one in booked),
        met=Counter(what for what, _ in attempts),
        per_second=len(attempts) / took,
        share=len(attempts) / took * (sum(unraced) / alone),
        p99_x=times[int(len(times) * 0.99)] / statistics.median(unraced),
    )


def _race(races: Sequence[Sequence[int]], yes: Yes) -> list[Attempt]:
    """Each race begins when everybody has come to the line."""
    line = threading.Barrier(AT_ONCE)
    attempts: list[Attempt] = []

    def run(lane: int) -> None:
        for race in races:
            line.wait()
            attempts.append(_met(yes, race[lane]))

    lanes = [threading.Thread(target=run, args=(lane,)) for lane in range(AT_ONCE)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    return attempts


def _timed(database: Database, offer_id: int) -> Attempt:
    return _met(lambda one: accepting.say_yes(database, one), offer_id)


def _met(yes: Yes, offer_id: int) -> Attempt:
    began = time.perf_counter()
    try:
        yes(offer_id)
    except Refusal as refusal:
        what = getattr(refusal, "code", type(refusal).__name__)
    except Exception as fault:  # noqa: BLE001 - a deadlock must be counted, not lost in a thread
        what = f"FAULT {type(fault).__name__}"
    else:
        what = "yes"
    return what, time.perf_counter() - began


def _unguarded(database: Database, offer_id: int, everyone_has_read: threading.Barrier) -> None:
    with database.read() as session:
        offer = session.get_one(Offer, offer_id)
        booking = session.get_one(Booking, offer.booking_id)
        span = Interval(booking.starts_at, booking.ends_at)
        her = offer.interpreter_id
        taken = reading.is_taken(session, interpreter_id=her, span=span, apart_from=offer.booking_id)
    everyone_has_read.wait()
    if taken:
        return
    with database.write() as session:
        session.add(
            Assignment(
                booking_id=offer.booking_id, offer_id=offer_id, interpreter_id=her,
                status=AssignmentStatus.HELD, booking_version=1, starts_at=span.start, ends_at=span.end,
                accepted_at=booking.created_at,
            )
        )  # fmt: skip


def _booked_of_each(database: Database) -> list[int]:
    """How many assignments each interpreter holds who holds any."""
    held = (
        select(func.count())
        .where(col(Assignment.status) == AssignmentStatus.HELD)
        .group_by(col(Assignment.interpreter_id))
    )
    with database.read() as session:
        return list(session.exec(held))
