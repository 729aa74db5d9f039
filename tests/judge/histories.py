"""10,000 random histories of bookings; a foreign calendar that gets the mail twice, in any order, agrees with
the database about every one."""

import logging
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from kit import logs
from kit.db import Database
from tests import make_histories
from web.migrating import migrate

COUNT = 10_000
_IN_A_SET, _MOVES = 10, 8
_PORTION = 50


@dataclass(frozen=True, slots=True)
class Lived:
    """What became of some sets of histories."""

    histories: int
    moves: int
    objects: int
    disagreements: tuple[str, ...]


def judge(count: int = COUNT) -> list[str]:
    """Where calendar and database disagree, said as the histories go by; one process for each processor."""
    sets = range(0, count // _IN_A_SET, _PORTION)
    seeds = [range(first, min(first + _PORTION, count // _IN_A_SET)) for first in sets]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        lived = list(processes.map(live, seeds))
    found = [line for one in lived for line in one.disagreements]
    told = [sum(getattr(one, name) for one in lived) for name in ("histories", "moves", "objects")]
    sys.stdout.write(
        "model client: {} histories, {} moves, {} objects; {} disagree\n".format(*told, len(found))
    )
    return found


def live(seeds: range) -> Lived:
    """The sets with these seeds, each rolled back when it has been looked at."""
    logs.configure(level=logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/lived.sqlite3")
        migrate(database)
        whose = make_histories.people(database)
        moves, objects, found = 0, 0, []
        with database.write() as session:
            for seed in seeds:
                with make_histories.lived(session, seed, whose, count=_IN_A_SET, moves=_MOVES) as lived:
                    moves, objects = moves + lived.moved, objects + sum(map(len, lived.mail().values()))
                    found += [f"seed {seed}, {line}" for line in make_histories.disagreements(lived)]
        database.dispose()
    return Lived(len(seeds) * _IN_A_SET, moves, objects, tuple(found))
