"""The listed by language and by county, in the cells officers see and in those everyone may.

Protected identities count in national totals alone, so neither table has them. Fewer than five are
told as `<5`, and what would give a small cell away is withheld (`suppression`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Subquery, and_, func
from sqlmodel import Session, col, select

from kit.clock import oslo_midnight
from registry import kommuner
from registry.statistics import suppression
from registry.statistics.counting import CATEGORIES, HIGHEST, per_category
from registry.statistics.levels import AsOf, best, held
from registry.statistics.suppression import Hidden, Shown, parts
from registry.tables import Interpreter, ParticularsChange

ELSEWHERE = ""
"""The county of those counted in no county: protected identities, and municipalities divided since."""
_GROUPS = (CATEGORIES[:HIGHEST], CATEGORIES[HIGHEST:])
"""The highest categories, and the others: how many are in each follows from the key figures."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One row: what it counts (a language or county by its code), and people by category 1 to 5."""

    code: str
    cells: tuple[Shown, ...]
    total: Shown


def by_language(session: Session, as_of: AsOf) -> list[Spread]:
    """Every language somebody is listed in, every cell; who holds several counts in each."""
    every = held(as_of)
    rows = session.exec(
        select(every.c.language, every.c.level, func.count())
        .join(Interpreter, col(Interpreter.id) == every.c.interpreter_id)
        .where(col(Interpreter.protected).is_(False))
        .group_by(every.c.language, every.c.level)
    )
    counted: dict[str, dict[int, int]] = {}
    for language, level, count in rows:
        counted.setdefault(language, {})[level] = count
    return [_spread(code, at_level) for code, at_level in sorted(counted.items())]


def by_county(session: Session, as_of: AsOf) -> list[Spread]:
    """Every county, every cell, each person once in the best category; last those counted in none.

    Where a person lives is what the register had when the day ended, or at `known_at` if that was sooner.
    """
    people, homes = best(held(as_of)), _homes(as_of)
    rows = session.exec(
        select(homes.c.kommune, homes.c.protected, people.c.level, func.count())
        .join(homes, homes.c.interpreter_id == people.c.interpreter_id)
        .group_by(homes.c.kommune, homes.c.protected, people.c.level)
    )
    counted: dict[str, dict[int, int]] = {code: {} for code in sorted(_COUNTIES)}
    counted[ELSEWHERE] = {}
    for kommune, protected, level, count in rows:
        place = None if protected else kommuner.current(kommune)
        at_level = counted[place.fylke if place else ELSEWHERE]
        at_level[level] = at_level.get(level, 0) + count
    return [_spread(code, at_level) for code, at_level in counted.items()]


def languages_for_everyone(rows: Sequence[Spread]) -> list[Spread]:
    """The table of languages as the public may see it; each row stands alone, as its people may recur."""
    return [_told(row.code, suppression.line(_counts(row))) for row in rows]


def national_for_everyone(per_category: Mapping[int, int]) -> dict[int, Shown]:
    """The whole country's counts by category as the public may see them.

    All listed, and those of them in the highest categories, are key figures that everyone knows: so the
    cells above and below that line are parts of a known sum each.
    """
    told = (parts([per_category[category] for category in group]) for group in _GROUPS)
    return {
        category: cell
        for group, cells in zip(_GROUPS, told, strict=True)
        for category, cell in zip(group, cells, strict=True)
    }


def counties_for_everyone(rows: Sequence[Spread]) -> list[Spread]:
    """The table of counties as the public may see it: its columns add up to the national figures.

    Where the country's own cell is not shown, the counties' are not either, so that nobody adds them up:
    those categories are one column while cells are chosen, and the column is withheld.
    """
    nobody_elsewhere = not any(_counts(rows[-1]))
    secret = None if nobody_elsewhere else len(rows) - 1
    counted = [dict(zip(CATEGORIES, _counts(row), strict=True)) for row in rows]
    nation = national_for_everyone({one: sum(row[one] for row in counted) for one in CATEGORIES})
    columns = [column for group in _GROUPS for column in _columns(group, nation)]
    told = suppression.table(
        [[sum(row[one] for one in column) for column in columns] for row in counted], secret=secret
    )
    return [_told(row.code, _apart(cells, columns)) for row, cells in zip(rows, told, strict=True)]


def county_name(code: str) -> str:
    """What a county is called; an unknown code is its own name."""
    return _COUNTIES.get(code, code)


_COUNTIES = {one.fylke: one.fylke_name for one in kommuner.KOMMUNER.values()}


def _homes(as_of: AsOf) -> Subquery:
    """Where everyone lived when the day ended: what the first change since then changed from, or as today."""
    ended = oslo_midnight(as_of.on + timedelta(days=1))
    until = ended if as_of.known_at is None else min(ended, as_of.known_at)
    first = _first_moves_after(until)
    kommune = func.coalesce(first.c.old, col(Interpreter.kommune)).label("kommune")
    return (
        select(col(Interpreter.id).label("interpreter_id"), kommune, col(Interpreter.protected))
        .outerjoin(first, and_(first.c.interpreter_id == col(Interpreter.id), first.c.place == 1))
        .subquery("homes")
    )


def _first_moves_after(until: datetime) -> Subquery:
    order = (col(ParticularsChange.registered_at), col(ParticularsChange.id))
    place = func.row_number().over(partition_by=col(ParticularsChange.interpreter_id), order_by=order)
    return (
        select(col(ParticularsChange.interpreter_id), col(ParticularsChange.old), place.label("place"))
        .where(ParticularsChange.field == "kommune", col(ParticularsChange.registered_at) > until)
        .subquery("moved")
    )


def _spread(code: str, at_level: dict[int, int]) -> Spread:
    cells = per_category(at_level)
    return Spread(code, tuple(cells[category] for category in CATEGORIES), sum(cells.values()))


def _counts(row: Spread) -> list[int]:
    return [cell for cell in row.cells if isinstance(cell, int)]


def _columns(group: Sequence[int], nation: Mapping[int, Shown]) -> list[tuple[int, ...]]:
    """The categories of a group, each alone where the country's cells are shown, else all in one."""
    if any(isinstance(nation[one], Hidden) for one in group):
        return [tuple(group)]
    return [(one,) for one in group]


def _apart(cells: Sequence[Shown], columns: Sequence[tuple[int, ...]]) -> list[Shown]:
    """A row's cells by category again: nothing is told of categories that were one column; last the sum."""
    apart: list[Shown] = []
    for cell, column in zip(cells, columns, strict=False):
        apart += [cell] if len(column) == 1 else [Hidden.WITHHELD] * len(column)
    return [*apart, cells[-1]]


def _told(code: str, cells: Sequence[Shown]) -> Spread:
    return Spread(code, tuple(cells[:-1]), cells[-1])
