"""How many the search finds, and how many there are for each value of a filter, given the others.

Without a name the kept counts answer, whatever the register's size. With one those so called are
counted, up to a bound.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from registry.categories import Level
from registry.kommuner import FYLKER, KOMMUNER
from registry.search import bearing
from registry.search.calling import Called, called
from registry.search.keeping import BIT_OF, EVERYWHERE
from registry.search.tables import Findable, FindableWord, Tally
from registry.search.wishes import Wish
from registry.words import Gender, Modality

MOST_COUNTED = 1_000
"""Of those called so; beyond it the count says that there are more."""

Value = TypeVar("Value")
_Cell = tuple[Level, int, str, int]
_Where = Callable[[type[Findable] | type[FindableWord]], list[ColumnElement[bool]]]


@dataclass(frozen=True, slots=True)
class Total:
    """How many are found, or that there are more than that."""

    people: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are found, and by each filter's values how many there would be; values of none left out.

    A category counts those in it or a better one.
    """

    total: Total
    categories: Mapping[int, int]
    counties: Mapping[str, int]
    modalities: Mapping[Modality, int]
    genders: Mapping[Gender, int]


def total(session: Session, wish: Wish, *, on: date) -> Total:
    """How many the wish finds on the day."""
    so_called = called(session, wish.q)
    if so_called is None:
        return Total(_sum(_cells(session, wish, None, on), _Kept(wish)))
    return total_called(session, wish, so_called, on=on)


def total_called(session: Session, wish: Wish, so_called: Called, *, on: date) -> Total:
    """The same for what was typed, understood already."""
    source = _so_called(session, so_called, lambda table: [*fits(wish, on, table), *takes(wish, table)])
    counted = select(func.count(source.c.interpreter_id.distinct()), func.count()).select_from(source)
    people, rows = session.execute(counted).one()
    return Total(min(people, MOST_COUNTED), rows >= MOST_COUNTED)


def per_level_and_place(session: Session, wish: Wish, *, on: date) -> dict[tuple[int, str], int]:
    """How many a wish without a name finds on the day, by level and by each of its places."""
    rows = session.execute(
        select(col(Tally.level), col(Tally.place), func.sum(col(Tally.people)))
        .where(
            col(Tally.language) == wish.held_in, col(Tally.place).in_(places(wish)), col(Tally.day) <= on,
            *takes(wish, Tally),
        )
        .group_by(col(Tally.level), col(Tally.place))
    )  # fmt: skip
    return {(level, place): int(people) for level, place, people in rows if people}


def counts(session: Session, wish: Wish, *, on: date) -> Counts:
    """How many the wish finds on the day, and what choosing another value of one filter would find."""
    so_called = called(session, wish.q)
    cells = _cells(session, wish, so_called, on)
    known = _Kept(wish)
    categories = {most: _sum(cells, _Kept(replace(wish, max_category=most))) for most in range(1, 6)}
    modalities = {one: _sum(cells, _Kept(replace(wish, modality=one))) for one in Modality}
    genders = {one: _sum(cells, _Kept(replace(wish, gender=one))) for one in Gender}
    return Counts(
        Total(_sum(cells, known), _stopped(cells, so_called)),
        _there_are(categories),
        _counties(session, wish, so_called, on),
        _there_are(modalities),
        _there_are(genders),
    )


def per_language(session: Session, *, on: date) -> Mapping[str, Mapping[Level, int]]:
    """How many the search finds in each language on the day, by level."""
    rows = session.execute(
        select(col(Tally.language), col(Tally.level), func.sum(col(Tally.people)))
        .where(col(Tally.place) == EVERYWHERE, col(Tally.day) <= on)
        .group_by(col(Tally.language), col(Tally.level))
    )
    found: dict[str, dict[Level, int]] = {}
    for language, level, people in rows:
        found.setdefault(language, {})[Level(level)] = int(people)
    return found


def places(wish: Wish) -> tuple[str, ...]:
    """The places the wish is about: kommuner, a county, or all of Norway."""
    if wish.kommune is None:
        return (wish.county or EVERYWHERE,)
    chosen = wish.nearby() or (str(wish.kommune_today),)
    return tuple(one for one in chosen if wish.county in {None, KOMMUNER[one].fylke})


def fits(
    wish: Wish, on: date, table: type[Findable] | type[FindableWord] = Findable
) -> list[ColumnElement[bool]]:
    """What holds of the rows in the wish's language and place on the day."""
    conditions = [
        col(table.language) == wish.held_in,
        col(table.starts_on) <= on,
        col(table.ends_on) > on,
    ]
    if wish.kommune is not None:
        return [*conditions, col(table.kommune).in_(places(wish))]
    if wish.county is not None:
        return [*conditions, col(table.county) == wish.county]
    return conditions


def takes(wish: Wish, table: type[Findable] | type[FindableWord] | type[Tally]) -> list[ColumnElement[bool]]:
    """What holds of the level, the ways and the gender."""
    conditions: list[ColumnElement[bool]] = []
    if wish.max_category is not None:
        conditions.append(col(table.level) <= wish.lowest.value)
    if wish.modality is not None:
        conditions.append(col(table.ways).bitwise_and(BIT_OF[wish.modality]) > 0)
    if wish.gender is not None:
        conditions.append(col(table.gender) == wish.gender.value)
    return conditions


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whether a cell is among those the wish takes."""

    wish: Wish

    def __call__(self, cell: _Cell) -> bool:
        level, ways, gender, _ = cell
        wish = self.wish
        return (
            level <= wish.lowest
            and (wish.modality is None or bool(ways & BIT_OF[wish.modality]))
            and (wish.gender is None or gender == wish.gender.value)
        )


def _sum(cells: list[_Cell], kept: Callable[[_Cell], bool]) -> int:
    return sum(cell[3] for cell in cells if kept(cell))


def _stopped(cells: list[_Cell], so_called: Called | None) -> bool:
    return so_called is not None and sum(cell[3] for cell in cells) >= MOST_COUNTED


def _cells(session: Session, wish: Wish, so_called: Called | None, on: date) -> list[_Cell]:
    """How many are alike in level, ways and gender, in the wish's language and place."""
    source: Any
    if so_called is None:
        source = select(col(Tally.level), col(Tally.ways), col(Tally.gender), col(Tally.people)).where(
            col(Tally.language) == wish.held_in, col(Tally.place).in_(places(wish)), col(Tally.day) <= on
        )
        source = source.subquery()
        people: Any = func.sum(source.c.people)
    else:
        source = _so_called(session, so_called, lambda table: fits(wish, on, table))
        people = func.count(source.c.interpreter_id.distinct())
    alike = (source.c.level, source.c.ways, source.c.gender)
    rows = session.execute(select(*alike, people).select_from(source).group_by(*alike))
    return [(Level(level), ways, gender, int(people)) for level, ways, gender, people in rows]


def _counties(session: Session, wish: Wish, so_called: Called | None, on: date) -> Mapping[str, int]:
    if so_called is None:
        statement: Any = (
            select(col(Tally.place), func.sum(col(Tally.people)))
            .where(
                col(Tally.language) == wish.held_in, col(Tally.place).in_(FYLKER), col(Tally.day) <= on,
                *takes(wish, Tally),
            )
            .group_by(col(Tally.place))
        )  # fmt: skip
    else:
        everywhere = replace(wish, county=None, kommune=None, within_km=None)
        source = _so_called(
            session, so_called, lambda table: [*fits(everywhere, on, table), *takes(wish, table)]
        )
        people = func.count(source.c.interpreter_id.distinct())
        statement = select(source.c.county, people).group_by(source.c.county)
    return _there_are({place: int(people) for place, people in session.execute(statement)})


def _so_called(session: Session, so_called: Called, where: _Where) -> Any:
    """So many of those called so as are counted, some of them by more than one of their words."""
    if so_called.words:
        return bearing.anyhow(session, so_called, *where(FindableWord)).limit(MOST_COUNTED).subquery()
    return (
        select(Findable).where(*where(Findable), so_called.is_number(col(Findable.interpreter_id))).subquery()
    )


def _there_are(counted: Mapping[Value, int]) -> dict[Value, int]:
    return {value: people for value, people in counted.items() if people}
