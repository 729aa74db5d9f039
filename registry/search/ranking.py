"""The ids of those the search finds, best first, reading little more than is shown.

By language and place an index holds the order. Around a place the kept counts tell how far to read. Those
called so are sorted here when they are few; when they are many, the best likeness is read first, and the
others word by word, or one level after the other when several words were typed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import Select, case, false, literal, or_, select, union
from sqlmodel import Session, col

from kit import paging
from registry.categories import Level
from registry.search import bearing
from registry.search.calling import Called, Likeness
from registry.search.counting import Total, fits, per_level_and_place, takes, total, total_called
from registry.search.tables import Findable, FindableWord
from registry.search.wishes import Wish

MANY = 500
"""From so many called so on, they are no longer all read."""

Row = Sequence[Any]
_Stage = tuple[Select[Any], tuple[Any, ...] | None, list[Any]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The id and then the sort key of the first ones after the place asked for, and how many there are."""

    rows: Sequence[Row]
    total: Total


def key_of(wish: Wish, *, named: bool) -> list[Callable[[Any], Any]]:
    """What the parts of a sort key are."""
    kinds: list[Callable[[Any], Any]] = [Level, paging.words, paging.key]
    if wish.nearby():
        kinds.insert(1, paging.key)
    return [Likeness, *kinds] if named else kinds


def ranked(
    session: Session, wish: Wish, so_called: Called | None, place: tuple[Any, ...] | None, *,
    on: date, most: int, counted: Total | None = None,
) -> Ranked:  # fmt: skip
    """At the most so many of them, from after the sort key `place` on."""
    if so_called is not None and so_called.words:
        return _named(session, wish, so_called, place, on, most, counted)
    statement, order = _listed(wish, so_called, on)
    if wish.nearby() and so_called is None:
        cells = per_level_and_place(session, wish, on=on)
        statement = statement.where(_near_enough(wish, cells, place, most))
        counted = counted or Total(sum(cells.values()))
    rows = session.execute(paging.after(statement, place, *order, limit=most - 1)).all()
    return Ranked(rows, counted or total(session, wish, on=on))


def _listed(wish: Wish, so_called: Called | None, on: date) -> tuple[Select[Any], list[Any]]:
    order = _order(wish, Findable)
    statement: Select[Any] = select(col(Findable.interpreter_id), *order)
    statement = statement.where(*fits(wish, on), *takes(wish, Findable))
    return (
        statement if so_called is None else statement.where(so_called.is_number(col(Findable.interpreter_id)))
    ), order


def _order(wish: Wish, columns: Any) -> list[Any]:
    order = [columns.level, columns.name, columns.number]
    nearby = wish.nearby()
    if nearby:
        order.insert(1, case({kommune: n for n, kommune in enumerate(nearby)}, value=columns.kommune))
    return order


def _near_enough(
    wish: Wish, cells: dict[tuple[int, str], int], place: tuple[Any, ...] | None, most: int
) -> Any:
    """Which kommuner are read of which levels: from the place asked for on, until there are enough."""
    nearby = {kommune: n for n, kommune in enumerate(wish.nearby())}
    onward = sorted((level, nearby[kommune], kommune) for level, kommune in cells if kommune in nearby)
    if place is not None:
        onward = [one for one in onward if one[:2] >= place[:2]]
    # of the cell that the place is in, some have been shown: it does not count
    held = accumulate(
        0 if place is not None and (level, n) == place[:2] else cells[level, kommune]
        for level, n, kommune in onward
    )
    last = next((n for n, people in enumerate(held) if people >= most), len(onward))
    read: dict[int, list[str]] = {}
    for level, _, kommune in onward[: last + 1]:
        read.setdefault(level, []).append(kommune)
    held_at, home = col(Findable.level), col(Findable.kommune)
    return or_(false(), *((held_at == one) & home.in_(some) for one, some in read.items()))


def _named(
    session: Session, wish: Wish, so_called: Called, place: tuple[Any, ...] | None, on: date, most: int,
    counted: Total | None,
) -> Ranked:  # fmt: skip
    where = [*fits(wish, on, FindableWord), *takes(wish, FindableWord)]
    if len(so_called.words) == 1:  # an index alone counts them; of several words it costs what reading does
        counted = counted or total_called(session, wish, so_called, on=on)
    if counted is None or (not counted.more and counted.people < MANY):
        few = bearing.anyhow(session, so_called, *where).limit(MANY).subquery()
        order = [few.c.likeness, *_order(wish, few.c)]
        read = sorted(session.execute(select(few.c.interpreter_id, *order)).all(), key=_key)
        once: dict[int, Row] = {}
        for row in read:
            once.setdefault(row[0], row)
        if len(read) < MANY:
            onward = [row for row in once.values() if place is None or _key(row) > place]
            return Ranked(onward[:most], Total(len(once)))
    rows: list[Row] = []
    for statement, place_in, key in _stages(session, wish, so_called, where, place, most):
        rows += session.execute(paging.after(statement, place_in, *key, limit=most - len(rows) - 1)).all()
        if len(rows) >= most:
            break
    return Ranked(rows, counted or total_called(session, wish, so_called, on=on))


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[1:])


def _stages(
    session: Session, wish: Wish, so_called: Called, where: list[Any], place: tuple[Any, ...] | None,
    most: int,
) -> Iterator[_Stage]:  # fmt: skip
    """What is read one after the other: a statement, the place to read on from, and its order."""
    here = place[0] if place is not None else Likeness.WHOLE
    for likeness in Likeness:
        if likeness < here:
            continue
        onward = place if likeness == here else None
        if likeness is Likeness.WHOLE:
            order = _order(wish, FindableWord)
            columns = [col(FindableWord.interpreter_id), literal(likeness.value), *order]
            whole: Select[Any] = select(*columns).where(*bearing.wholly(session, so_called, *where))
            yield whole, onward[1:] if onward is not None else None, order
            continue
        streams = None if wish.nearby() else bearing.streams(session, so_called, likeness, *where)
        if streams is not None:
            if streams:
                yield _word_by_word(wish, likeness, streams, onward, most)
            continue
        for level in Level:
            if level > wish.lowest or (onward is not None and level < onward[1]):
                continue
            at_level = bearing.anyhow(session, so_called, *where, col(FindableWord.level) == level.value)
            people = bearing.once(at_level)
            order = [people.c.likeness, *_order(wish, people.c)]
            statement = select(people.c.interpreter_id, *order).where(people.c.likeness == likeness.value)
            yield statement, onward, order


def _word_by_word(
    wish: Wish, likeness: Likeness, streams: list[list[Any]], onward: tuple[Any, ...] | None, most: int
) -> _Stage:
    """The first of those with each word, in the table's own order, put together: each of them once."""
    order = _order(wish, FindableWord)
    here = select(col(FindableWord.interpreter_id), literal(likeness.value).label("likeness"), *order)
    place = None if onward is None else onward[1:]
    firsts = [paging.after(here.where(*one), place, *order, limit=most - 1).subquery() for one in streams]
    people: Any = union(*(select(*one.c) for one in firsts)).subquery()
    key = [people.c.likeness, *_order(wish, people.c)]
    return select(people.c.interpreter_id, *key), None, key
