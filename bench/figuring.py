"""Statistics as of a day and as known at an instant, as multiples of one plain scan of the evidence."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from kit.db import Database
from registry.statistics import spread
from registry.statistics.counting import register_on
from registry.statistics.levels import AsOf
from registry.tables import Evidence

_ON = date(2020, 6, 30)
_KNOWN_AT = datetime(2020, 7, 1, tzinfo=UTC)
_KEPT, _THEN = AsOf(_ON), AsOf(_ON, _KNOWN_AT)


@dataclass(frozen=True, slots=True)
class Figured:
    """One question: the median of its times, and how many plain scans that is."""

    what: str
    seconds: float
    scans: float


def questions(database: Database, *, times: int = 5) -> list[Figured]:
    """Each question asked `times` times on a register already filled, the plain scan first."""
    cases: Sequence[tuple[str, Callable[[Session], object]]] = (
        ("plain scan of evidence", _scan),
        ("key figures, known now", lambda session: register_on(session, on=_ON)),
        ("key figures, known then", lambda session: register_on(session, on=_ON, known_at=_KNOWN_AT)),
        ("by county, known now", lambda session: spread.by_county(session, _KEPT)),
        ("by county, known then", lambda session: spread.by_county(session, _THEN)),
        ("by language, known then", lambda session: spread.by_language(session, _THEN)),
    )
    took = [(what, statistics.median(_timed(database, ask) for _ in range(times))) for what, ask in cases]
    floor = took[0][1]
    return [Figured(what, seconds, seconds / floor) for what, seconds in took]


def _timed(database: Database, ask: Callable[[Session], object]) -> float:
    with database.read() as session:
        began = time.perf_counter()
        ask(session)
        return time.perf_counter() - began


def _scan(session: Session) -> object:
    """Reads every row of the evidence once, and columns of every kind."""
    return session.execute(
        select(
            func.count(),
            func.sum(Evidence.credits),
            func.max(Evidence.issued_on),
            func.max(Evidence.registered_at),
            func.count(col(Evidence.language)),
            func.count(col(Evidence.revoked_on)),
        ).where(col(Evidence.kind) != "")
    ).one()
