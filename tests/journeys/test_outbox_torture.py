"""Invitations through a mail server that misbehaves in every way, by workers killed again and again.

None is lost; what comes twice is byte for byte the same, so with one UID, SEQUENCE and Message-ID; and
no CANCEL comes before its REQUEST. `make torture` runs it in full: 10,000 invitations and 200 kills.
"""

import asyncio
import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Talk
from icalendar import Calendar
from sqlalchemy import func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from booking import notices
from booking.states import AssignmentStatus, BookingStatus
from booking.tables import Assignment, Booking, Offer
from kit import outbox
from kit.config import Settings, Smtp, load
from kit.db import Database
from kit.outbox import Outbox
from tests import mailserver, make_letters
from tests.journeys.test_worker_crash import PROCESSES
from tests.mailserver import MailServer
from tests.make_letters import OFFICE
from web.worker import run_until_told

INVITATIONS = int(os.environ.get("TORTURE_INVITATIONS", "300"))
KILLS = int(os.environ.get("TORTURE_KILLS", "15"))
_EACH = 6  # booked, moved and cancelled, told to both sides
_FAR = datetime(2035, 1, 1, 9, tzinfo=UTC)  # nothing happens to it by itself meanwhile
_WRITTEN, _SECOND = datetime(2026, 1, 5, 9, tzinfo=UTC), timedelta(seconds=1)
_SHARES = {"later": 6, "refused": 3, "no_such": 3, "drop": 6, "hang": 2, "late": 3}
"""How a message is taken, of a hundred: said no to for now or for good, or taken and no answer given."""


@dataclass
class Nasty(MailServer):
    """A mail server in a bad mood while `calm` is false; `moods` counts what it did."""

    calm: bool = False
    moods: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(5546))  # noqa: S311 - not a secret

    def __post_init__(self) -> None:
        super().__init__()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Talk, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._mood("no_such", "later"):
            return self.chance.choice(("550 5.1.1 no such user", "451 4.7.1 try later"))
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Talk, envelope: Envelope) -> str:  # noqa: N802 - the same
        if self._mood("refused"):
            return "554 5.6.0 not like this"
        if self._mood("hang"):
            await asyncio.sleep(4)
            return "451 4.4.2 that took too long"
        if self._mood("drop"):
            self.answers.insert(0, "drop")
        answer = await super().handle_DATA(server, session, envelope)
        if self._mood("late"):
            await asyncio.sleep(2)
        return answer

    def _mood(self, *names: str) -> bool:
        share = sum(_SHARES[name] for name in names)
        if self.calm or self.chance.uniform(0, 100) >= share:
            return False
        self.moods[names[0]] += 1
        return True


@pytest.mark.xdist_group("torture")
def test_no_invitation_is_lost_doubled_or_overtaken(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    written = write_invitations(database, INVITATIONS)
    assert written >= INVITATIONS
    server = Nasty()
    with mailserver.running(server=server) as (_, smtp):
        environ = {"TOLKEBOK_DATABASE_URL": database_url, "TOLKEBOK_DATA_DIR": str(tmp_path)}
        lives = Lives(database, server, load(environ), written, smtp.port)
        closed = replace(smtp, port=mailserver.free_port())
        for number in range(KILLS):
            lives.live_and_die(smtp if number % 10 != 9 else closed, share=(number + 1) / KILLS)
        server.calm = True
        lives.finish(smtp)
    assert lives.kills == KILLS
    assert min(server.moods[name] for name in ("no_such", "refused", "hang", "drop", "late")) > 0
    repeats = judge(server, database, written)
    assert repeats > 0, "a server that takes a message and drops the line gets it again"
    print(f"\n{written} invitations, {lives.kills} kills, {repeats} repeats, {dict(server.moods)}")  # noqa: T201


def write_invitations(database: Database, least: int) -> int:
    """So many invitations to so many bookings, each booked, moved and cancelled, all waiting at once."""
    with database.write() as session:
        world = make_letters.world(session)
    for start in range(0, -(-least // _EACH), 50):
        with database.write() as session:
            for number in range(start, min(start + 50, -(-least // _EACH))):
                _a_whole_life(session, world, number)
    with database.read() as session:
        return session.exec(select(func.count()).select_from(Outbox)).one()


def _a_whole_life(session: Session, world: make_letters.World, number: int) -> None:
    starts_at = _FAR + timedelta(hours=2 * number)
    span = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    facts = world.booking.model_dump(exclude={"id"}) | {"reference": f"T{number:05}"}
    session.add(booking := Booking(**facts | span))
    session.flush()
    told = world.offer.model_dump(exclude={"id"}) | {"booking_id": booking.id}
    session.add(offer := Offer(**told))
    session.flush()
    held = world.assignment.model_dump(exclude={"id"}) | {"booking_id": booking.id, "offer_id": offer.id}
    session.add(assignment := Assignment(**held | span))
    session.flush()
    for tell in (notices.booked, notices.changed, notices.cancelled):
        tell(session, booking=booking, assignment=assignment, now=_WRITTEN + number * _SECOND, office=OFFICE)
    assignment.status, booking.status = AssignmentStatus.CANCELLED, BookingStatus.CANCELLED


@dataclass
class Lives:
    """Workers one after another, each a process of its own that is killed."""

    database: Database
    server: Nasty
    settings: Settings
    written: int
    port: int
    kills: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(20261122))  # noqa: S311 - the same

    def live_and_die(self, smtp: Smtp, *, share: float) -> None:
        """One life, until this share of everything has come or a while has passed; killed a moment later."""
        process = PROCESSES.Process(target=run_until_told, args=(self._with(smtp),))
        process.start()
        wanted = max(len(self.server.raw) + 1, self.written * share * 0.75)
        self._wait(lambda: len(self.server.raw) >= wanted, at_most=20 if smtp.port == self.port else 1.5)
        time.sleep(self.chance.uniform(0, 0.1))
        process.kill()
        process.join()
        self.kills += process.exitcode == -signal.SIGKILL
        self._wake()

    def finish(self, smtp: Smtp) -> None:
        """What is left leaves, and an operator sends what was refused for good once more."""
        process = PROCESSES.Process(target=run_until_told, args=(self._with(smtp),))
        process.start()
        for _ in range(3):
            self._wait(lambda: self._counts().waiting <= self._held_up(), at_most=600)
            with self.database.write() as session:
                for row in outbox.parked(session, limit=10_000):
                    outbox.resend(session, row_id=row.id or 0, now=_WRITTEN)
        process.terminate()
        process.join()
        counts = self._counts()
        assert (counts.waiting, counts.parked) == (0, 0)

    def _held_up(self) -> int:
        """Letters behind a parked one of their stream: they wait for it."""
        earlier = aliased(Outbox)
        behind = exists().where(
            col(earlier.stream) == col(Outbox.stream),
            col(earlier.id) < col(Outbox.id),
            col(earlier.parked_at).is_not(None),
        )
        waiting = select(func.count()).select_from(Outbox).where(col(Outbox.delivered_at).is_(None))
        with self.database.read() as session:
            return session.exec(waiting.where(col(Outbox.parked_at).is_(None), behind)).one()

    def _counts(self) -> outbox.Counts:
        with self.database.read() as session:
            return outbox.counts(session)

    def _wake(self) -> None:
        """Whatever waits may leave at once, and the claims of the dead have run out."""
        waiting = update(Outbox).where(col(Outbox.delivered_at).is_(None))
        tried = waiting.where(col(Outbox.attempts) > 0)
        with self.database.write() as session:
            session.execute(tried.values(claimed_until=None, due_at=_WRITTEN))

    def _with(self, smtp: Smtp) -> Settings:
        return replace(self.settings, smtp=smtp, park_after_attempts=100_000)

    @staticmethod
    def _wait(done: Callable[[], bool], *, at_most: float) -> None:
        for _ in range(int(at_most * 50)):
            if done():
                return
            time.sleep(0.02)


def judge(server: Nasty, database: Database, written: int) -> int:
    """Hold what the server kept to what was written; answers how many came more than once."""
    copies: dict[str, list[bytes]] = defaultdict(list)
    order: dict[str, int] = {}
    for number, raw in enumerate(server.raw):
        name = str(mailserver.read(raw)["Message-ID"])
        copies[name].append(raw)
        order.setdefault(name, number)
    with database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    assert set(copies) == {row.payload["message_id"] for row in rows}, "none lost, none made up"
    assert len(copies) == written
    assert all(len(set(same)) == 1 for same in copies.values()), "a repeat is the same to the byte"
    streams: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        streams[row.stream].append(row.payload["message_id"])
    for names in streams.values():
        assert sorted(names, key=order.__getitem__) == names, "in the order they were written"
        said = [_said(copies[name][0]) for name in names]
        assert [one[1:] for one in said] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
        assert len({uid for uid, *_ in said}) == 1
    return len(server.raw) - len(copies)


def _said(raw: bytes) -> tuple[str, str, int]:
    (part,) = (one for one in mailserver.read(raw).walk() if one.get_content_type() == "text/calendar")
    made: Any = Calendar.from_ical(part.get_content())
    (event,) = made.walk("VEVENT")
    return str(event["UID"]), str(made["METHOD"]), int(event["SEQUENCE"])
