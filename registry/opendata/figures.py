"""The open statistics: national key figures whole, everything finer with small cells suppressed."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from registry.statistics import spread
from registry.statistics.counting import CATEGORIES, register_on
from registry.statistics.funnel import Funnel, for_everyone, funnel
from registry.statistics.goals import goals
from registry.statistics.levels import AsOf
from registry.statistics.measures import results
from registry.statistics.spread import Spread

Cell = tuple[str, str, str, object]
"""Table, row, measure, value: a line of the long CSV file."""


def everything(session: Session, as_of: AsOf) -> dict[str, Any]:
    """Every table by name; a cell is a number, `<5` or `..`."""
    register = register_on(session, on=as_of.on, known_at=as_of.known_at)
    nation = spread.national_for_everyone(register.per_category)
    year = funnel(session, on=as_of.on, known_at=as_of.known_at)
    return {
        "register": {measure.value: result for measure, result in results(register).items()}
        | {f"category_{category}": cell for category, cell in nation.items()},
        "targets": {
            goal.measure.value: {"kind": goal.target.kind.value, "value": goal.target.value, "met": goal.met}
            for goal in goals(session, on=as_of.on, known_at=as_of.known_at)
            if goal.target is not None
        },
        "languages": _table(spread.languages_for_everyone(spread.by_language(session, as_of))),
        "counties": _table(spread.counties_for_everyone(spread.by_county(session, as_of))),
        "training": _training(year),
        "training_by_language": _by_language(year),
    }


def cells(told: dict[str, Any]) -> Iterator[Cell]:
    """Every cell of every table, one after another."""
    for table, rows in told.items():
        for name, value in rows.items():
            if isinstance(value, dict):
                yield from ((table, name, measure, cell) for measure, cell in value.items())
            else:
                yield table, "", name, value


def _table(rows: list[Spread]) -> dict[str, dict[str, object]]:
    heads = [*(f"category_{category}" for category in CATEGORIES), "listed"]
    return {row.code: dict(zip(heads, (*row.cells, row.total), strict=True)) for row in rows if row.code}


def _training(year: Funnel) -> dict[str, int]:
    return {
        "tested": year.tests.tested,
        "test_passed": year.tests.passed,
        "test_failed": year.tests.failed,
        "test_fail_percent": year.tests.fail_percent,
        "tao_courses": year.courses.courses,
        "tao_people": year.courses.people,
        "applied": year.education.applied,
        "offered": year.education.offered,
        "graduated": year.education.passed,
        "graduated_languages": year.education.languages,
        "graduated_and_listed": year.education.listed,
        "graduates_ever": year.graduates.people,
        "graduates_ever_languages": year.graduates.languages,
        "authorised": sum(year.granted.values()),
        "authorised_languages": len(year.granted),
    }


def _by_language(year: Funnel) -> dict[str, dict[str, object]]:
    parts = (
        (("test_passed", "test_failed"), year.tested_in),
        (("applied", "offered", "graduated"), year.educated_in),
        (("authorised",), {code: (count,) for code, count in year.granted.items()}),
    )
    told: dict[str, dict[str, object]] = {}
    for heads, counted in parts:
        for code, row in for_everyone(counted).items():
            told.setdefault(code, {}).update(zip(heads, row, strict=True))
    return dict(sorted(told.items()))
