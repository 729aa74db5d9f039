"""The files of removed people leave the disk: what a removal posted, done after it has committed."""

from datetime import datetime
from pathlib import Path

from kit import outbox
from kit.db import Database
from kit.logs import log
from kit.outbox import Claimed
from registry.own import files


def erase_next(database: Database, folder: Path, *, park_after: int, now: datetime) -> bool:
    """Erase the files of the next removal; False when none waits. A crash repeats it, and harms nothing."""
    only = frozenset({files.KIND})
    with database.read() as session:
        if not outbox.is_waiting(session, now=now, only=only):
            return False
    with database.write() as session:
        claimed = outbox.claim(session, now=now, park_after=park_after, only=only)
    if claimed is None:
        return False
    try:
        for digest in claimed.payload["digests"]:
            with database.write() as session:
                files.erase(session, folder=folder, digest=digest)
    except OSError:
        _try_later(database, claimed, park_after, now)
        raise
    with database.write() as session:
        outbox.delivered(session, claimed, now=now)
    log().info("documents_erased", outbox=claimed.id, files=len(claimed.payload["digests"]))
    return True


def _try_later(database: Database, claimed: Claimed, park_after: int, now: datetime) -> None:
    with database.write() as session:
        outbox.failed(
            session, claimed, error="erasing_failed", permanent=False, park_after=park_after, now=now
        )
