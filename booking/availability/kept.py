"""Free time kept ahead: what each change of hours, absences or work makes of her rows, in its transaction.

`refresh` works people's spans out anew and writes the differences; `take` cuts an assignment out of
hers, which gives the same. Whoever changes what free time rests on calls one of the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from math import ceil, floor
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, tuple_
from sqlmodel import Session, SQLModel, col

from booking.availability import reading, rules
from booking.availability.kept_tables import FreeSpan, KeptTime
from booking.availability.tree import node_of
from kit.asking import asked, write_row
from kit.clock import oslo_date
from kit.db import lock
from kit.interval import Interval
from kit.prepared import prepared
from registry.tables import Interpreter, Standing

_AT_A_TIME = 1_000

Seconds = tuple[int, int]
"""A half-open span in whole seconds since 1970."""


class _Row(NamedTuple):
    """A row of FreeSpan."""

    interpreter_id: int
    language: str
    node: int
    starts_at: int
    ends_at: int
    ways: int


class Times(NamedTuple):
    """A row of KeptTime."""

    counted_on: date
    since: datetime
    until: datetime
    towards: datetime


_TABLE = SQLModel.metadata.tables["free_span"]
_COLUMNS = tuple(col(getattr(FreeSpan, name)) for name in _Row._fields)
_KEY = tuple_(*_COLUMNS)
_TOUCHES = (
    col(FreeSpan.interpreter_id) == bindparam("interpreter_id"),
    col(FreeSpan.ends_at) > bindparam("taken_from"),
    col(FreeSpan.starts_at) < bindparam("taken_to"),
)
_TOUCHED = prepared(select(*_COLUMNS).where(*_TOUCHES))
_CUT = prepared(delete(_TABLE).where(*_TOUCHES))
_TIMES = prepared(select(*(col(getattr(KeptTime, name)) for name in Times._fields)))


def time_of(session: Session) -> Times | None:
    """What is kept now, or None when nothing is; whoever writes takes the interpreters' rows first."""
    rows = asked(session, _TIMES, {})
    return Times(*rows[0]) if rows else None


def hold(session: Session, interpreter_ids: Sequence[int]) -> None:
    """Take these people's rows: what is kept of them changes by nobody else until the transaction ends."""
    theirs = select(col(Interpreter.id)).where(col(Interpreter.id).in_(interpreter_ids))
    session.execute(lock(session, theirs.order_by(col(Interpreter.id)))).all()


def refresh(session: Session, interpreter_ids: Iterable[int]) -> None:
    """Bring these people's free spans in line with what they rest on; nothing where none are kept."""
    session.flush()
    ids = sorted(set(interpreter_ids))
    for first in range(0, len(ids), _AT_A_TIME):
        some = ids[first : first + _AT_A_TIME]
        hold(session, some)
        kept_time = time_of(session)
        if kept_time is None:
            return
        _write(session, some, Interval(kept_time.since, kept_time.towards))


def take(session: Session, *, interpreter_id: int, span: Interval) -> None:
    """Cut an assignment out of her free spans; the caller holds her row."""
    taken = _outwards(span)
    hers = {"interpreter_id": interpreter_id, "taken_from": taken[0], "taken_to": taken[1]}
    cut = [_Row(*row) for row in asked(session, _TOUCHED, hers)]
    if not cut:
        return
    asked(session, _CUT, hers)
    for one in cut:
        for rest in without([(one.starts_at, one.ends_at)], [taken]):
            left = one._replace(node=node_of(*rest), starts_at=rest[0], ends_at=rest[1])
            write_row(session, FreeSpan, **left._asdict())


def without(spans: Iterable[Seconds], taken: Iterable[Seconds]) -> Iterator[Seconds]:
    """What is left of spans in order when others, overlapping or not, are taken out of them."""
    gone = sorted(taken)
    for starts_at, ends_at in spans:
        reached = starts_at
        for gone_from, gone_to in gone:
            if gone_from >= ends_at:
                break
            if gone_to <= reached:
                continue
            if gone_from > reached:
                yield reached, gone_from
            reached = gone_to
        if reached < ends_at:
            yield reached, ends_at


def _write(session: Session, ids: Sequence[int], window: Interval) -> None:
    wanted = set(_wanted(session, ids, window))
    kept = {
        _Row(*row) for row in session.execute(select(*_COLUMNS).where(col(FreeSpan.interpreter_id).in_(ids)))
    }
    gone = sorted(kept - wanted)
    for first in range(0, len(gone), _AT_A_TIME):
        session.execute(delete(FreeSpan).where(_KEY.in_(gone[first : first + _AT_A_TIME])))
    _add(session, wanted - kept)


def _add(session: Session, rows: Iterable[_Row]) -> None:
    made = [row._asdict() for row in sorted(rows)]
    for first in range(0, len(made), _AT_A_TIME):
        session.execute(insert(_TABLE), made[first : first + _AT_A_TIME])


def _wanted(session: Session, ids: Sequence[int], window: Interval) -> Iterator[_Row]:
    languages = _languages(session, ids, window)
    for one, known in reading.facts(session, list(languages), window).items():
        for language in languages[one]:
            for free in rules.free(known, window, languages=[language]):
                starts_at, ends_at = _inwards(free.span)
                if starts_at < ends_at:
                    ways = rules.mask(free.ways)
                    yield _Row(one, language, node_of(starts_at, ends_at), starts_at, ends_at, ways)


def _languages(session: Session, ids: Sequence[int], window: Interval) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = select(col(Standing.interpreter_id), col(Standing.language)).where(
        col(Standing.interpreter_id).in_(ids), col(Standing.ends_on) > oslo_date(window.start)
    )
    for one, language in session.execute(rows):
        found[one].add(language)
    return found


def _inwards(span: Interval) -> Seconds:
    return ceil(span.start.timestamp()), floor(span.end.timestamp())


def _outwards(span: Interval) -> Seconds:
    """What is taken counts from the second it begins in to the end of the one it ends in."""
    return floor(span.start.timestamp()), ceil(span.end.timestamp())
