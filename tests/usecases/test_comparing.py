"""Whether what is kept for matching is what a rebuild gives: told by a command, and mended by another."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import col, delete, select

from booking.availability.kept_tables import FreeSpan, KeptTime
from booking.matching import rolling
from booking.matching.tables import Nearness, Seat
from kit.db import Database
from tests.make_booking import TESTED, World, done
from tests.usecases.test_cli import _logs_as_they_were, run  # noqa: F401 - the fixture runs by itself


@pytest.fixture
def world(database: Database) -> World:
    """Three interpreters, one of them with a booking she has said yes to."""
    made = World(database)
    her = made.add(90001)
    made.add(90002, *TESTED)
    made.add(90003, language="som", kommune="4601")
    made.asked()
    done(her.accept())
    return made


def compared(world: World, folder: Path) -> tuple[int, list[str]]:
    ran = run(world.database, folder, "matching", "compare")
    assert ran.stderr == "" or ran.exit_code == 1
    return ran.exit_code, ran.stdout.splitlines()


def test_what_is_kept_by_each_change_is_what_a_rebuild_gives(world: World, tmp_path: Path) -> None:
    assert compared(world, tmp_path) == (0, ["What is kept is what a rebuild gives."])


def test_each_difference_is_told_by_number_and_asking_changes_nothing(world: World, tmp_path: Path) -> None:
    with world.writing() as session:
        [gone, *_] = session.exec(select(FreeSpan).where(col(FreeSpan.interpreter_id) == 1)).all()
        session.delete(gone)
        [seat, *_] = session.exec(select(Seat).where(col(Seat.number) == 90002)).all()
        seat.minutes = 600
        session.exec(delete(Nearness).where(col(Nearness.place) > 355))
    told = (1, [
        "nearness  0301  left over 0  missing 2",
        "seat  90002  left over 1  missing 1",
        "free_span  90001  left over 0  missing 1",
    ])  # fmt: skip
    assert compared(world, tmp_path) == told
    assert compared(world, tmp_path) == told


def test_a_rebuild_mends_what_differs(world: World, tmp_path: Path) -> None:
    with world.writing() as session:
        session.exec(delete(Seat).where(col(Seat.number) == 90003))
        session.exec(delete(FreeSpan).where(col(FreeSpan.interpreter_id) == 2))
    assert compared(world, tmp_path)[0] == 1
    assert run(world.database, tmp_path, "matching", "rebuild").exit_code == 0
    assert compared(world, tmp_path) == (0, ["What is kept is what a rebuild gives."])


def test_a_rebuild_while_the_worker_rolls_leaves_nobody_without_what_is_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "_AT_A_TIME", 1)
    rebuilt = threading.Event()

    def roll_on() -> None:
        while not rebuilt.is_set():
            rolling.roll(world.database, now=world.now)

    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(roll_on)
        for _ in range(5):
            rolling.rebuild(world.database, now=world.now)
        rebuilt.set()
        worker.result()
    assert compared(world, tmp_path) == (0, ["What is kept is what a rebuild gives."])


@pytest.mark.parametrize(("moving", "code"), [(True, "being_made"), (False, "nothing_kept")])
def test_what_is_not_whole_is_not_compared(world: World, tmp_path: Path, *, moving: bool, code: str) -> None:
    with world.writing() as session:
        stored = session.exec(select(KeptTime)).one()
        if moving:
            stored.until = stored.since
        else:
            session.delete(stored)
    ran = run(world.database, tmp_path, "matching", "compare")
    assert (ran.exit_code, ran.stdout, ran.stderr.partition(":")[0]) == (1, "", code)
