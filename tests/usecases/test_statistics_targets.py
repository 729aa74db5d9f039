"""Targets are set by year, assessments written by day; what stood before can still be asked about."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from identity.audit.tables import AuditEntry
from kit.db import Database
from kit.errors import Invalid
from registry.statistics import targets
from registry.statistics.goals import goals, half_year_before, half_years_until
from registry.statistics.measures import Measure, TargetKind
from registry.words import EvidenceKind
from tests import make
from tests.make_registry import TODAY, interpreter, turn

LATER = make.NOW + timedelta(days=1)


def ask(session: Session, value: int | None, now: datetime = make.NOW, **facts: object) -> None:
    given = {"measure": Measure.LISTED, "year": 2026, "kind": TargetKind.AT_LEAST, **facts}
    targets.set_target(session, value=value, now=now, **given)  # type: ignore[arg-type]  # a test names them


def test_a_target_is_met_when_the_result_is_what_is_asked(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "A")
        told = []
        for value, kind in ((1, "at_least"), (2, "at_least"), (1, "at_most"), (0, "at_most")):
            ask(session, value, kind=TargetKind(kind))
            one = goals(session, on=TODAY)[0]
            told.append((one.result, one.met, one.apart))
    assert told == [(1, True, 0), (1, False, -1), (1, True, 0), (1, False, 1)]


def test_the_last_target_set_counts_and_one_taken_back_does_not(database: Database) -> None:
    with database.write() as session:
        ask(session, 5)
        ask(session, 7, now=LATER)
        assert targets.in_force(session, year=2026)[Measure.LISTED].value == 7
        assert targets.in_force(session, year=2026, known_at=make.NOW)[Measure.LISTED].value == 5
        assert targets.in_force(session, year=2027) == {}
        ask(session, None, now=LATER)
        assert targets.in_force(session, year=2026) == {}
        assert goals(session, on=TODAY)[0].met is None
        assert [row.value for row in targets.history(session)] == [None, 7, 5]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"value": -1}, "value"),
        ({"value": 101, "measure": Measure.HIGHEST_SHARE}, "value"),
        ({"value": 1, "year": 26}, "year"),
    ],
)
def test_a_target_that_cannot_be_is_refused(database: Database, facts: dict[str, object], field: str) -> None:
    with database.write() as session, pytest.raises(Invalid) as refused:
        ask(session, **facts)  # type: ignore[arg-type]  # a table of cases
    assert [error.field for error in refused.value.errors] == [field]


def test_it_is_told_how_the_result_has_moved_since_the_half_year_before(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "A")
        late = interpreter(session, "B", ("tir", EvidenceKind.BACHELOR), listed=False)
        turn(session, late, listed=True, on=date(2026, 7, 1))
        told = {goal.measure: (goal.before, goal.result, goal.moved) for goal in goals(session, on=TODAY)}
    assert told[Measure.LISTED] == (1, 2, 1)
    assert told[Measure.HIGHEST_SHARE] == (100, 100, 0)


def test_an_assessment_belongs_to_a_measure_and_a_day(database: Database) -> None:
    with database.write() as session:
        for text, now in (("Godt i gang.", make.NOW), ("Over kravet.", LATER)):
            targets.assess(session, measure=Measure.LISTED, on=TODAY, text=text, now=now)
        last, first = (
            targets.written(session, on=TODAY, known_at=known_at)[Measure.LISTED].text
            for known_at in (None, make.NOW)
        )
        assert (last, first) == ("Over kravet.", "Godt i gang.")
        assert targets.written(session, on=date(2026, 6, 30)) == {}
        targets.assess(session, measure=Measure.LISTED, on=TODAY, text="  ", now=LATER)
        assert targets.written(session, on=TODAY) == {}


@pytest.mark.parametrize(
    ("on", "text", "code"),
    [
        (TODAY, "Gjelder 01010750160.", "birth_number"),
        (TODAY, "x" * 2001, "too_long"),
        (TODAY + timedelta(days=1), "Bra", "in_the_future"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused(database: Database, on: date, text: str, code: str) -> None:
    with database.write() as session, pytest.raises(Invalid) as refused:
        targets.assess(session, measure=Measure.LISTED, on=on, text=text, now=make.NOW)
    assert [error.code for error in refused.value.errors] == [code]


def test_what_is_set_and_written_stands_in_the_registers_chain(database: Database) -> None:
    with database.write() as session:
        ask(session, 5)
        targets.assess(session, measure=Measure.LISTED, on=TODAY, text="Godt i gang.", now=make.NOW)
        told = [(row.subject, row.act) for row in session.exec(select(AuditEntry)).all()]
    assert told == [("register", "target_set"), ("register", "measure_assessed")]


@pytest.mark.parametrize(
    ("on", "before"),
    [
        (date(2026, 11, 23), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2025, 12, 31)),
        (date(2026, 12, 31), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_half_year_before(on: date, before: date) -> None:
    assert half_year_before(on) == before


def test_a_series_of_half_years_ends_with_the_day_if_it_is_one() -> None:
    assert half_years_until(date(2012, 12, 31), 3) == [
        date(2011, 12, 31),
        date(2012, 6, 30),
        date(2012, 12, 31),
    ]
    assert half_years_until(date(2012, 12, 30), 2) == [date(2011, 12, 31), date(2012, 6, 30)]
