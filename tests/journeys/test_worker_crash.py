"""A real worker process killed again and again: no letter is lost, and repeats are identical."""

import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import vobject
from sqlmodel import col, select

from kit import mail
from kit.config import Settings, Smtp, load
from kit.db import Database
from kit.outbox import Outbox
from tests import mailserver, make_letters
from web.worker import run_until_told

ROOM = Path(__file__).resolve().parent.parent.parent
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["web.worker"])
LIFE = ("booked", "changed", "withdrew", "booked", "cancelled")


@contextmanager
def worker(database_url: str, smtp: Smtp, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own process, as an installation runs it."""
    environ = os.environ | {
        "TOLKEBOK_DATABASE_URL": database_url,
        "TOLKEBOK_DATA_DIR": str(folder),
        "TOLKEBOK_SMTP_HOST": smtp.host,
        "TOLKEBOK_SMTP_PORT": str(smtp.port),
        "TOLKEBOK_PARK_AFTER": "1000",
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "worker"], cwd=ROOM, env=environ, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def waiting(database: Database) -> int:
    with database.read() as session:
        return sum(row.delivered_at is None for row in session.exec(select(Outbox)))


def write_letters(database: Database) -> int:
    """A booking's whole life, told in one go; how many letters that is."""
    with database.write() as session:
        world = make_letters.world(session)
        for name in LIFE:
            make_letters.TELL[name](session, world)
        make_letters.due(session)
        return len(make_letters.letters(session))


def test_a_worker_killed_at_random_loses_nothing_and_repeats_only_the_same(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(20261126)  # noqa: S311 - reproducible moments, not secrets
    written = write_letters(database)
    assert written == 10
    with mailserver.running() as (server, smtp):
        server.delay = 0.08
        for number in range(12):
            # the first dies while the server holds its answer back, so that one repeat is certain
            _live_and_die(server, _settings(database_url, smtp, tmp_path), number and chance.uniform(0, 0.3))
            with database.write() as session:
                make_letters.due(session)
            if waiting(database) == 0:
                break
        server.delay = 0
        _finish(database, database_url, smtp, tmp_path)
    assert len(server.raw) > written
    _judge(server, database, written)


def _live_and_die(server: mailserver.MailServer, settings: Settings, moment: float) -> None:
    """One worker process from its start to SIGKILL, a moment after it has sent something."""
    before = len(server.raw)
    process = PROCESSES.Process(target=run_until_told, args=(settings,))
    process.start()
    for _ in range(200):
        if len(server.raw) > before:
            break
        time.sleep(0.01)
    time.sleep(moment)
    process.kill()
    process.join()


def _settings(database_url: str, smtp: Smtp, folder: Path) -> Settings:
    read = load({"TOLKEBOK_DATABASE_URL": database_url, "TOLKEBOK_DATA_DIR": str(folder)})
    return replace(read, smtp=smtp, park_after_attempts=1000)


def _finish(database: Database, database_url: str, smtp: Smtp, folder: Path) -> None:
    """A worker that is let live empties the outbox, and ends well when asked to."""
    with worker(database_url, smtp, folder) as process:
        for _ in range(600):
            if waiting(database) == 0 and b"worker_started" in (folder / "worker.log").read_bytes():
                break
            time.sleep(0.05)
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert waiting(database) == 0


def _judge(server: mailserver.MailServer, database: Database, written: int) -> None:
    copies: dict[str, list[bytes]] = defaultdict(list)
    for raw, message in zip(server.raw, server.messages, strict=True):
        copies[str(message["Message-ID"])].append(raw)
    assert len(copies) == written
    assert all(len(set(repeats)) == 1 for repeats in copies.values())
    with database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    for stream in {row.stream for row in rows}:
        wanted = [mail.compose(row.payload).as_bytes() for row in rows if row.stream == stream]
        first_seen = list(dict.fromkeys(raw for raw in server.raw if raw in wanted))
        assert first_seen == wanted
        assert _sequences(first_seen) == list(range(len(first_seen)))


def _sequences(stream: list[bytes]) -> list[int]:
    with_objects = [part for raw in stream for part in mailserver.read(raw).walk()]
    objects = [part.get_content() for part in with_objects if part.get_content_type() == "text/calendar"]
    return [int(vobject.readOne(told).vevent.sequence.value) for told in objects]
