"""Gatherings with their results: one test, course or class each; for officers, since cells may be small."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, extract, func
from sqlmodel import Session, col, select

from kit import paging
from kit.errors import NotFound
from registry.statistics.shares import whole_percent
from registry.tables import Interpreter, TrainingEvent
from registry.words import TrainingKind, TrainingStep

_RESULTS = (TrainingStep.ATTENDED, TrainingStep.PASSED, TrainingStep.FAILED)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One test, course or class. `id` is its first event's; candidates count once in each language."""

    id: int
    kind: TrainingKind
    name: str
    issuer: str | None
    first: date
    last: date
    languages: int
    candidates: int
    passed: int
    failed: int

    @property
    def pass_percent(self) -> int | None:
        """The passed among those with a result, in whole per cent; None when there are none."""
        return whole_percent(self.passed, self.passed + self.failed) if self.passed + self.failed else None


@dataclass(frozen=True, slots=True)
class Result:
    """How one candidate did in one language; `number` and `name` when she is in the register."""

    candidate: str
    language: str | None
    passed: bool | None
    number: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many passed and failed in one year, language and body."""

    year: int
    language: str | None
    issuer: str | None
    passed: int
    failed: int

    @property
    def pass_percent(self) -> int:
        """The passed among those with a result, in whole per cent."""
        return whole_percent(self.passed, self.passed + self.failed)


def listed(
    session: Session, *, limit: int, kind: TrainingKind | None = None, cursor: str | None = None
) -> tuple[list[Gathering], str | None]:
    """One page of the gatherings, the latest first, and the cursor of the next."""
    place = paging.decode(cursor, date.fromisoformat, paging.key)
    found = _gatherings(*([TrainingEvent.kind == kind] if kind else [])).subquery()
    order = (found.c.last, found.c.id)
    rows = session.execute(
        paging.after(sqlalchemy.select(found), place, *order, limit=limit, backwards=True)
    ).all()
    shown, following = paging.page(rows, limit=limit, key=lambda row: (row.last, row.id))
    return [Gathering(*row) for row in shown], following


def one(session: Session, gathering_id: int) -> tuple[Gathering, list[Result]]:
    """A gathering and how each candidate did; NotFound `unknown_session`."""
    event = session.get(TrainingEvent, gathering_id)
    if event is None or event.struck_at is not None:
        raise NotFound("unknown_session", "There is no such test or course session.")
    same = (TrainingEvent.kind == event.kind, TrainingEvent.gathering == event.gathering)
    row = session.execute(_gatherings(*same)).one_or_none()
    if row is None:
        raise NotFound("unknown_session", "There is no such test or course session.")
    return Gathering(*row), _results(session, same)


def rates(session: Session, kind: TrainingKind) -> list[Rate]:
    """Passed and failed by year, language and body, the latest year first."""
    year = extract("year", col(TrainingEvent.on))
    rows = session.execute(
        sqlalchemy.select(
            year,
            col(TrainingEvent.language),
            col(TrainingEvent.issuer),
            _people(TrainingStep.PASSED),
            _people(TrainingStep.FAILED),
        )
        .where(
            col(TrainingEvent.kind) == kind,
            col(TrainingEvent.step).in_((TrainingStep.PASSED, TrainingStep.FAILED)),
            col(TrainingEvent.struck_at).is_(None),
        )
        .group_by(year, col(TrainingEvent.language), col(TrainingEvent.issuer))
    )
    found = [Rate(int(when), *counted) for when, *counted in rows]
    return sorted(found, key=lambda rate: (-rate.year, rate.language or "", rate.issuer or ""))


def _gatherings(*narrowed: Any) -> Any:
    return (
        sqlalchemy.select(
            func.min(col(TrainingEvent.id)).label("id"),
            col(TrainingEvent.kind).label("kind"),
            col(TrainingEvent.gathering).label("gathering"),
            func.max(col(TrainingEvent.issuer)).label("issuer"),
            func.min(col(TrainingEvent.on)).label("first"),
            func.max(col(TrainingEvent.on)).label("last"),
            func.count(func.distinct(col(TrainingEvent.language))).label("languages"),
            func.count(func.distinct(_ONE)).label("candidates"),
            _people(TrainingStep.PASSED).label("passed"),
            _people(TrainingStep.FAILED).label("failed"),
        )
        .where(col(TrainingEvent.struck_at).is_(None), col(TrainingEvent.step).in_(_RESULTS), *narrowed)
        .group_by(col(TrainingEvent.kind), col(TrainingEvent.gathering))
    )


def _people(step: TrainingStep) -> ColumnElement[int]:
    return func.count(func.distinct(sqlalchemy.case((col(TrainingEvent.step) == step, _ONE))))


_ONE = (
    col(TrainingEvent.gathering)
    + "/"
    + col(TrainingEvent.candidate)
    + "/"
    + func.coalesce(col(TrainingEvent.language), "")
)
"""One candidate at one gathering in one language."""


def _results(session: Session, same: Sequence[Any]) -> list[Result]:
    rows = session.exec(
        select(TrainingEvent, Interpreter)
        .outerjoin(Interpreter, col(Interpreter.id) == col(TrainingEvent.interpreter_id))
        .where(*same, col(TrainingEvent.struck_at).is_(None), col(TrainingEvent.step).in_(_RESULTS))
        .order_by(col(TrainingEvent.candidate), col(TrainingEvent.language), col(TrainingEvent.id))
    )
    found: dict[tuple[str, str | None], Result] = {}
    for event, person in rows:
        key = (event.candidate, event.language)
        passed = found[key].passed if key in found else None
        if event.step is not TrainingStep.ATTENDED:
            passed = passed or event.step is TrainingStep.PASSED
        number, name = (person.number, person.name) if event.interpreter_id is not None else (None, None)
        found[key] = Result(event.candidate, event.language, passed, number, name)
    return list(found.values())
