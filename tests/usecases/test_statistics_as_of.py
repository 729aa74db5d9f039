"""What stood on a day as known at an instant: the statement equals a replay of each person's events."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel

from kit.db import Database, stored_id
from registry import standing
from registry.categories import day_after, level_of, proof
from registry.history import History, Turn
from registry.statistics.counting import RegisterStatistics, register_on
from registry.statistics.levels import AsOf, held
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Standing
from registry.words import EvidenceKind, ExclusionKind, TestResult
from tests import make
from tests.make_registry import interpreter, turn
from tests.make_registry import proof as registered_proof

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
INSTANTS = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(8)]
LANGUAGES = ("tir", "som")

day, instant, ahead = st.sampled_from(DAYS), st.sampled_from(INSTANTS), st.none() | st.integers(0, 6)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    kind = draw(st.sampled_from(EvidenceKind))
    issued_on, lasts, revoked = draw(day), draw(ahead), draw(ahead)
    return Evidence(
        interpreter_id=draw(st.integers(1, 2)),
        kind=kind,
        language=None if kind is EvidenceKind.TAO else draw(st.sampled_from(LANGUAGES)),
        credits=draw(st.sampled_from([10, 20, 30])) if kind is EvidenceKind.CREDITS else None,
        issuer="OsloMet",
        issued_on=issued_on,
        valid_until=None if lasts is None else issued_on + timedelta(days=lasts),
        registered_at=draw(instant),
        revoked_on=None if revoked is None else issued_on + timedelta(days=revoked),
        revoked_at=None if revoked is None else draw(instant),
        struck_at=draw(st.none() | instant),
        result=draw(st.sampled_from(TestResult)) if kind is EvidenceKind.BILINGUAL_TEST else None,
    )


@st.composite
def listings(draw: st.DrawFn) -> ListingChange:
    return ListingChange(
        interpreter_id=draw(st.integers(1, 2)),
        listed=draw(st.booleans()),
        effective_on=draw(day),
        registered_at=draw(instant),
        struck_at=draw(st.none() | st.none() | instant),
    )


@st.composite
def exclusions(draw: st.DrawFn) -> Exclusion:
    from_on, lasts = draw(day), draw(ahead)
    return Exclusion(
        interpreter_id=draw(st.integers(1, 2)),
        kind=ExclusionKind.TEMPORARY,
        from_on=from_on,
        until_on=None if lasts is None else from_on + timedelta(days=lasts),
        reason="A breach",
        registered_at=draw(instant),
        lifted_on=draw(st.none() | day),
        lifted_at=draw(instant),
    )


Event = Evidence | ListingChange | Exclusion
histories = st.lists(evidence() | evidence() | listings() | exclusions(), min_size=1, max_size=14)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, always_listed=st.booleans())
def test_the_statement_equals_a_replay(
    database: Database, history: list[Event], *, always_listed: bool
) -> None:
    with database.write() as session:
        _only(session, history, always_listed=always_listed)
        for on, known_at in product(DAYS[::2], INSTANTS[::2]):
            told = {tuple(row) for row in session.execute(select(held(AsOf(on, known_at))))}
            assert told == set(_replayed(session, on, known_at))
        standing.rebuild(session, None)
        for on in DAYS:
            rows = session.execute(select(held(AsOf(on)))).all()
            assert set(rows) == set(session.execute(select(held(AsOf(on, make.NOW)))).all())
            assert len(set(rows)) == len(rows)


def test_what_is_registered_late_was_not_known_before(database: Database) -> None:
    with database.write() as session:
        late = interpreter(session, "Late", ("tir", EvidenceKind.BACHELOR))
        session.flush()
        _known_from(session, late, datetime(2026, 3, 1, tzinfo=UTC))
        before, after = (
            register_on(session, on=date(2026, 1, 15), known_at=datetime(2026, month, 15, tzinfo=UTC))
            for month in (2, 3)
        )
    assert (before.listed, after.listed) == (0, 1)


def test_a_revocation_counts_from_when_it_was_known(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "A", ("tir", EvidenceKind.STATE_AUTHORISATION))
        _known_from(session, person, datetime(2020, 1, 1, tzinfo=UTC))
        one = session.scalars(select(Evidence)).one()
        one.revoked_on, one.revoked_at = date(2026, 1, 10), datetime(2026, 2, 1, tzinfo=UTC)
        session.flush()
        told = [
            register_on(session, on=on, known_at=datetime(2026, month, 15, tzinfo=UTC)).authorised_people
            for on, month in ((date(2026, 1, 9), 2), (date(2026, 1, 10), 1), (date(2026, 1, 10), 2))
        ]
    assert told == [1, 1, 0]


@pytest.mark.parametrize("on", [date(2014, 1, 1), date(2026, 6, 1), date(2027, 1, 1)])
def test_known_now_is_what_is_kept(database: Database, on: date) -> None:
    with database.write() as session:
        interpreter(session, "A", ("tir", EvidenceKind.BILINGUAL_TEST), ("som", EvidenceKind.TAO))
        two = interpreter(session, "B", ("tir", EvidenceKind.CREDITS))
        registered_proof(session, two, EvidenceKind.BACHELOR, "som", valid_until=date(2026, 12, 31))
        turn(session, two, listed=False, on=date(2026, 12, 31))
        kept = register_on(session, on=on)
        worked_out = register_on(session, on=on, known_at=make.NOW)
    assert kept == worked_out
    assert isinstance(kept, RegisterStatistics)


def _only(session: Session, history: list[Event], *, always_listed: bool) -> None:
    for table in (Evidence, ListingChange, Exclusion, Standing):
        session.execute(delete(table))
    for number in (1, 2):
        if session.get(Interpreter, number) is None:
            session.add(
                Interpreter(
                    id=number, number=number, name="Tolk", search_name="tolk", kommune="0301",
                    registered_at=INSTANTS[0],
                )
            )  # fmt: skip
    session.flush()
    if always_listed:
        before = FIRST - timedelta(days=1)
        session.add_all(
            ListingChange(interpreter_id=number, listed=True, effective_on=before, registered_at=INSTANTS[0])
            for number in (1, 2)
        )
        session.flush()
    for event in history:  # one at a time, so that the order of the keys is the order of the list
        session.add(_again(event))
        session.flush()


def _again(event: Event) -> SQLModel:
    return type(event)(**event.model_dump(exclude={"id"}))


def _replayed(session: Session, on: date, known_at: datetime) -> list[tuple[int, str, int]]:
    told = []
    for person in session.scalars(select(Interpreter)).all():
        history = _history(session, stored_id(person.id), known_at)
        if history.excluded_on(on) or not history.listed_on(on):
            continue
        for language in LANGUAGES:
            level = level_of(history.kinds_on(language, on))
            if level is not None:
                told.append((stored_id(person.id), language, level.value))
    return told


def _history(session: Session, person: int, known_at: datetime) -> History:
    proofs = [
        proof(
            row.kind,
            row.language,
            row.issued_on,
            valid_until=row.valid_until,
            revoked_on=row.revoked_on if row.revoked_at and row.revoked_at <= known_at else None,
            credits=row.credits,
        )
        for row in session.scalars(select(Evidence)).all()
        if row.interpreter_id == person and _stands(row, known_at) and row.result != "failed"
    ]
    turns = [
        Turn(row.effective_on, stored_id(row.id), row.listed)
        for row in session.scalars(select(ListingChange)).all()
        if row.interpreter_id == person and _stands(row, known_at)
    ]
    shut = [
        (row.from_on, min(day_after(row.until_on), _lifted(row, known_at)))
        for row in session.scalars(select(Exclusion)).all()
        if row.interpreter_id == person and row.registered_at <= known_at
    ]
    return History(tuple(proofs), tuple(turns), tuple(shut))


def _stands(row: Evidence | ListingChange, known_at: datetime) -> bool:
    return row.registered_at <= known_at and (row.struck_at is None or row.struck_at > known_at)


def _lifted(row: Exclusion, known_at: datetime) -> date:
    return row.lifted_on if row.lifted_on and row.lifted_at and row.lifted_at <= known_at else date.max


def _known_from(session: Session, person: Interpreter, instant: datetime) -> None:
    rows: list[Evidence | ListingChange] = [
        *session.scalars(select(Evidence)).all(),
        *session.scalars(select(ListingChange)).all(),
    ]
    for row in rows:
        if row.interpreter_id == person.id:
            row.registered_at = instant
    session.flush()
