"""A worker killed in the middle of a file: the next one goes on where it was."""

import multiprocessing
import threading
import time
from pathlib import Path

from identity.roles import Role
from kit.config import Settings
from kit.db import Database
from registry.batches import results, uploading
from registry.batches.tables import Batch
from tests import make, make_identity
from web import worker

ROWS = 6000
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["web.worker"])


def test_a_worker_killed_in_the_middle_of_a_file_is_followed_by_one_that_ends_it(
    database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
        actor = make_identity.actor(Role.REGISTRY_OFFICER, account_id=holder.id or 0)
        given = b"number,language\n" + b"7,tir\n" * ROWS
        batch = uploading.upload(session, given=given, with_receipt=True, actor=actor, now=make.NOW)
    settings = make.settings(
        database, TOLKEBOK_DATA_DIR=str(tmp_path), TOLKEBOK_KEYS_DIR=str(tmp_path / "keys")
    )
    killed = PROCESSES.Process(target=worker.run_until_told, args=(settings,))
    killed.start()
    _wait(database, batch, least=1)
    killed.kill()
    killed.join()
    assert 0 < _done(database, batch) < ROWS
    _live(settings, database, batch)
    with database.read() as session:
        done = results.find(session, actor, batch.reference)
        lines = results.finished_file(session, done).decode("utf-8-sig").splitlines()
    assert len(lines) == ROWS + 1
    assert all(",unknown_number," in line for line in lines[1:])
    assert done.signed is not None


def _live(settings: Settings, database: Database, batch: Batch) -> None:
    """A worker that is let live, until the file is done."""
    stop = threading.Event()
    living = threading.Thread(target=worker.run, args=(settings, stop))
    living.start()
    _wait(database, batch, least=ROWS)
    stop.set()
    living.join(timeout=30)
    assert not living.is_alive()


def _wait(database: Database, batch: Batch, *, least: int) -> None:
    for _ in range(6000):
        if _done(database, batch) >= least:
            return
        time.sleep(0.01)
    raise AssertionError("the worker did not come that far in a minute")


def _done(database: Database, batch: Batch) -> int:
    with database.read() as session:
        return session.get_one(Batch, batch.id).done
