"""What matching keeps of the register, in line with it by the transaction that changes it.

`follow` is called by the register for whoever it changes; `count_work` by whoever changes her assignments.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, extract, func, insert, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as modelled

from booking.availability import kept
from booking.matching.rules import lately
from booking.matching.tables import Nearness, Seat
from booking.states import AssignmentStatus
from booking.tables import Assignment
from kit.asking import asked
from kit.db import take_turn
from kit.interval import Interval
from kit.prepared import among, prepared
from registry import facts, kommuner
from registry.categories import Level, Span, level_of, spans
from registry.history import History
from registry.search.keeping import BIT_OF, followers
from registry.tables import Interpreter

WORKED = (AssignmentStatus.HELD, AssignmentStatus.COMPLETED)
_AT_A_TIME = 1_000

_LENGTH = extract("epoch", col(Assignment.ends_at)) - extract("epoch", col(Assignment.starts_at))
_WORKED_SECONDS = prepared(
    select(col(Assignment.interpreter_id), func.sum(_LENGTH))
    .where(among(col(Assignment.interpreter_id), "ids"), col(Assignment.status).in_(WORKED))
    .where(col(Assignment.ends_at) > bindparam("since"))
    .group_by(col(Assignment.interpreter_id))
)
_SEATS = SQLModel.metadata.tables["seat"]
_COUNTED = prepared(
    update(_SEATS).where(_SEATS.c.interpreter_id == bindparam("her")).values(minutes=bindparam("counted"))
)


def follow(session: Session, interpreter_ids: Sequence[int]) -> None:
    """Bring seats and free spans in line with the register; nothing before they are first made."""
    ids = sorted(interpreter_ids)
    for first in range(0, len(ids), _AT_A_TIME):
        _keep(session, ids[first : first + _AT_A_TIME])
    kept.refresh(session, ids)


def work_changed(session: Session, interpreter_id: int) -> None:
    """An assignment of hers was moved or has ended: her free time and her work lately are made anew."""
    kept.refresh(session, [interpreter_id])
    count_work(session, interpreter_id)


def work_taken(session: Session, interpreter_id: int, span: Interval) -> None:
    """She has said yes to something: cut out of her free time, and counted. The caller holds her row."""
    kept.take(session, interpreter_id=interpreter_id, span=span)
    count_work(session, interpreter_id)


def count_work(session: Session, interpreter_id: int) -> None:
    """Her work lately, counted anew; the caller holds her row."""
    kept_time = kept.time_of(session)
    if kept_time is None:
        return
    minutes = _minutes(session, [interpreter_id], kept_time.counted_on).get(interpreter_id, 0)
    asked(session, _COUNTED, {"her": interpreter_id, "counted": minutes})


def know_places(session: Session, origin: str) -> None:
    """Keep the places of all municipalities as seen from where somebody is to meet; once is enough."""
    if kept.time_of(session) is None:
        return
    take_turn(session, f"nearness-{origin}")
    if session.get(Nearness, (origin, 0)) is not None:
        return
    seen_from = (*kommuner.by_distance(origin), "")
    rows = [{"origin": origin, "place": place, "kommune": one} for place, one in enumerate(seen_from)]
    session.execute(insert(SQLModel.metadata.tables["nearness"]), rows)


def _keep(session: Session, ids: Sequence[int]) -> None:
    kept.hold(session, ids)
    kept_time = kept.time_of(session)
    if kept_time is None:
        return
    session.flush()
    columns = SQLModel.metadata.tables["seat"].columns
    wanted = set(_wanted(session, ids, _minutes(session, ids, kept_time.counted_on)))
    rows = session.execute(select(*columns).where(col(Seat.interpreter_id).in_(ids)))
    changed = {row[0] for row in wanted ^ {tuple(row) for row in rows}}
    session.execute(delete(Seat).where(col(Seat.interpreter_id).in_(changed)))
    names = [column.name for column in columns]
    new = [dict(zip(names, row, strict=True)) for row in sorted(wanted) if row[0] in changed]
    for first in range(0, len(new), _AT_A_TIME):
        session.execute(insert(SQLModel.metadata.tables["seat"]), new[first : first + _AT_A_TIME])


def _wanted(session: Session, ids: Sequence[int], minutes: Mapping[int, int]) -> Iterator[tuple[Any, ...]]:
    people = {one.id: one for one in session.exec(modelled(Interpreter).where(col(Interpreter.id).in_(ids)))}
    for one in facts.of_interpreters(session, ids):
        her = people[one.interpreter_id]
        home = kommuner.current(her.kommune)
        ways = sum(bit for way, bit in BIT_OF.items() if getattr(her, way.value))
        about = (
            one.number, home.number if home else "", ways, her.gender or "",
            minutes.get(one.interpreter_id, 0),
        )  # fmt: skip
        for language in one.history.languages():
            for span in _standing(one.history, language):
                yield (one.interpreter_id, language, span.starts_on, span.ends_on, span.held.value, *about)


def _standing(history: History, language: str) -> Iterator[Span[Level]]:
    """The spans of days on which she may be asked, with her level."""

    def on(day: date) -> Level | None:
        asked = history.listed_on(day) and not history.excluded_on(day)
        return level_of(history.kinds_on(language, day)) if asked else None

    turns = {day for proof in history.proofs for day in (proof.starts_on, proof.ends_on)}
    turns |= {turn.effective_on for turn in history.turns}
    turns |= {day for exclusion in history.exclusions for day in exclusion}
    yield from spans(turns, on)


def _minutes(session: Session, ids: Sequence[int], counted_on: date) -> Mapping[int, int]:
    rows = asked(session, _WORKED_SECONDS, {"ids": list(ids), "since": lately(counted_on)})
    return {one: int(seconds) // 60 for one, seconds in rows}


followers.append(follow)
