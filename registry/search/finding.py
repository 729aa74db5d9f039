"""Those the search finds: listed that day, best first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col
from sqlmodel import select as read

from kit import paging
from registry.categories import Level
from registry.search import counting, ranking, wishes
from registry.search.calling import Called, Likeness, called
from registry.search.counting import Total
from registry.search.wishes import Wish
from registry.tables import Interpreter, Standing

Among = Callable[[Sequence[int]], Collection[int]]
"""Of these interpreters, by id, those that will do for a reason the register does not know of."""

MOST_ASKED_ABOUT = 2_000
"""How many of the best such a reason is asked about."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page, best first: each interpreter with her levels by language.

    By how well the name fits, then by level, then by distance where one is asked for, then by name.
    `more` says that counting stopped at `total`.
    """

    interpreters: tuple[tuple[Interpreter, Mapping[str, Level]], ...]
    next: str | None
    total: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """How many the search finds in a language, and how many of them in categories 1 to 3."""

    listed: int = 0
    highest: int = 0


def find(
    session: Session,
    wish: Wish,
    *,
    on: date,
    limit: int,
    cursor: str | None = None,
    among: Among | None = None,
    counted: Total | None = None,
) -> Found:
    """One page of those listed on the day; never a protected identity, never one shut out.

    `counted` is how many there are, when that is known already.

    Invalid when the wish names a language or a place that there is not.
    """
    wishes.require(wish)
    so_called = called(session, wish.q)
    named = so_called is not None and so_called.people is not None
    place = paging.decode(cursor, *ranking.key_of(wish, named=named))
    if among is not None:
        return _among(session, wish, so_called, place, among, on=on, limit=limit)
    best = ranking.ranked(session, wish, so_called, place, on=on, most=limit + 1, counted=counted)
    shown, following = paging.page(best.rows, limit=limit, key=lambda row: row[1:])
    people = counted or best.total
    return Found(_people(session, [row[0] for row in shown], on), following, people.people, people.more)


def anyone(
    session: Session, *, q: str | None, limit: int, cursor: str | None = None
) -> tuple[list[Interpreter], str | None]:
    """One page of everybody in the register by name or number, listed or not: for its officers alone."""
    order: list[Any] = [col(Interpreter.search_name), col(Interpreter.number)]
    kinds: list[Callable[[Any], Any]] = [paging.words, paging.key]
    statement: Select[Any] = select(Interpreter)
    so_called = called(session, q)
    if so_called is not None:
        statement = statement.where(*so_called.has_number(col(Interpreter.number)))
        if so_called.people is not None:
            here = so_called.people
            statement = statement.join(here, here.c.interpreter_id == col(Interpreter.id))
            statement = statement.add_columns(here.c.likeness)
            order, kinds = [here.c.likeness, *order], [Likeness, *kinds]
    onward = paging.after(statement, paging.decode(cursor, *kinds), *order, limit=limit)
    rows = session.execute(onward).all()
    shown, following = paging.page(
        rows, limit=limit, key=lambda row: (*row[1:], row[0].search_name, row[0].number)
    )
    return [row[0] for row in shown], following


def choices_on(session: Session, *, on: date) -> Mapping[str, Choice]:
    """What there is to choose from on the day, by language: those the search finds, and nobody else."""
    return {
        language: Choice(
            sum(levels.values()), sum(people for level, people in levels.items() if level <= Level.L3D)
        )
        for language, levels in counting.per_language(session, on=on).items()
    }


def levels_on(
    session: Session, ids: Sequence[int | None], *, on: date
) -> Mapping[int | None, dict[str, Level]]:
    """The levels each of these stands listed with on the day, by language, best first."""
    levels: dict[int | None, dict[str, Level]] = {one: {} for one in ids}
    rows = session.execute(
        select(col(Standing.interpreter_id), col(Standing.language), col(Standing.level))
        .where(
            col(Standing.interpreter_id).in_(ids), col(Standing.starts_on) <= on, col(Standing.ends_on) > on
        )
        .order_by(col(Standing.level), col(Standing.language))
    )
    for interpreter_id, language, level in rows:
        levels[interpreter_id][language] = Level(level)
    return levels


def _among(
    session: Session, wish: Wish, so_called: Called | None, place: tuple[Any, ...] | None, among: Among, *,
    on: date, limit: int,
) -> Found:  # fmt: skip
    rows = ranking.ranked(session, wish, so_called, None, on=on, most=MOST_ASKED_ABOUT + 1).rows
    kept = set(among([row[0] for row in rows[:MOST_ASKED_ABOUT]]))
    will_do = [row for row in rows[:MOST_ASKED_ABOUT] if row[0] in kept]
    onward = [row for row in will_do if place is None or tuple(row[1:]) > place]
    shown, following = paging.page(onward, limit=limit, key=lambda row: row[1:])
    more = len(rows) > MOST_ASKED_ABOUT
    return Found(_people(session, [row[0] for row in shown], on), following, len(will_do), more)


def _people(
    session: Session, ids: Sequence[int], on: date
) -> tuple[tuple[Interpreter, Mapping[str, Level]], ...]:
    people = {one.id: one for one in session.exec(read(Interpreter).where(col(Interpreter.id).in_(ids)))}
    levels = levels_on(session, ids, on=on)
    return tuple((people[one], levels[one]) for one in ids)
