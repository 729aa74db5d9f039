"""What a dry run shows is what a run does; twice is once; undone, everything is as it was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from kit.db import Database, stored_id
from kit.errors import Conflict
from registry import facts, standing
from registry.imports import forgetting, lists, receiving, running, undoing
from registry.imports.tables import PassList, PassListRow
from registry.imports.words import ListState, Outcome
from registry.papers import storage
from registry.tables import Evidence, Interpreter, Standing, TrainingEvent
from registry.words import EvidenceKind
from tests import make_registry as make
from tests.make import NOW
from tests.make_imports import csv

HEADS = "Tolkenummer;Navn;Type;Språk;Dato;Resultat;Studiepoeng;Referanse"
NAMES = ("Selam Tesfai", "Omar Nur", "Hawa Ali")
ROW = st.tuples(
    st.sampled_from(["1", "2", "3", "9", ""]),
    st.sampled_from(["", *NAMES, "Nobody Known"]),
    st.sampled_from(["bilingual_test", "tao", "credits", "translator", "state_authorisation", "x"]),
    st.sampled_from(["tir", "som", "klingon", ""]),
    st.sampled_from(["10.11.2026", "2026-11-11", "1.1.2030", "nonsense"]),
    st.sampled_from(["", "bestått", "stryk"]),
    st.sampled_from(["", "30", "601"]),
    st.sampled_from(["", "26/1"]),
)


def people(session: Session) -> None:
    for number, name in enumerate(NAMES, start=1):
        person = make.interpreter(session, name, ("som", EvidenceKind.TAO))
        person.number = number


def standings(session: Session) -> list[tuple[object, ...]]:
    rows = session.exec(select(Standing))
    return sorted((one.interpreter_id, one.language, one.level, one.starts_on, one.ends_on) for one in rows)


def levels(session: Session) -> list[tuple[object, ...]]:
    """What everybody's evidence gives, listed or not."""
    ids = [stored_id(one) for one in session.exec(select(Interpreter.id))]
    return sorted(
        (one.number, language, one.history.levels(language))
        for one in facts.of_interpreters(session, ids)
        for language in one.history.languages()
        if one.history.levels(language)
    )


def count(session: Session) -> int:
    return session.exec(select(func.count()).where(col(Evidence.struck_at).is_(None))).one()


def received(session: Session, folder: Path, content: bytes) -> PassList:
    return receiving.receive(session, folder=folder, body="OsloMet", content=content, now=NOW)


def not_ready(session: Session, one: PassList) -> int:
    counted = lists.counts(session, stored_id(one.id))
    return counted[Outcome.TO_DECIDE] + counted[Outcome.CANNOT]


def run(session: Session, folder: Path, one: PassList) -> PassList:
    left = not_ready(session, one)
    return running.run(session, folder=folder, list_id=stored_id(one.id), leaving_out=left, now=NOW)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=6))
def test_what_was_shown_is_done_once_and_undone_is_as_if_it_had_not_been(
    database: Database, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    sure = "2;;bilingual_test;ara;10.11.2026;;;"
    content = csv(HEADS, *(";".join(row) for row in rows), sure)
    with database.engine.connect() as connection, connection.begin() as outer, Session(connection) as session:
        people(session)
        before, held_before = (standings(session), levels(session)), count(session)
        shown = received(session, tmp_path, content)
        gives = lists.counts(session, stored_id(shown.id))[Outcome.NEW_EVIDENCE]
        assert (standings(session), levels(session), count(session)) == (*before, held_before)
        run(session, tmp_path, shown)
        assert count(session) - held_before == gives
        kept = standings(session)
        standing.rebuild(session, None)
        assert standings(session) == kept
        again = lists.counts(session, stored_id(received(session, tmp_path, content).id))
        assert again[Outcome.NEW_EVIDENCE] == again[Outcome.TRAINING_ONLY] == 0
        undoing.undo(session, list_id=stored_id(shown.id), now=NOW + timedelta(hours=1))
        assert (standings(session), levels(session), count(session)) == (*before, held_before)
        outer.rollback()


@pytest.fixture
def ready(database: Database, tmp_path: Path) -> int:
    with database.write() as session:
        people(session)
        return stored_id(received(session, tmp_path, csv(HEADS, "1;;bilingual_test;tir;10.11.2026;;;")).id)


def test_of_two_officers_who_run_the_same_list_the_second_is_told(
    database: Database, tmp_path: Path, ready: int
) -> None:
    def attempt(_who: int) -> str:
        try:
            with database.write() as session:
                running.run(session, folder=tmp_path, list_id=ready, leaving_out=0, now=NOW)
        except Conflict as refusal:
            return refusal.code
        return "run"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["import_run_already"] * 3 + ["run"]
    with database.read() as session:
        proofs = session.exec(select(Evidence).where(Evidence.kind == "bilingual_test")).all()
        steps = session.exec(select(TrainingEvent)).all()
    assert (len(proofs), len(steps)) == (1, 2)


def test_two_lists_with_the_same_row_run_at_once_register_it_once(database: Database, tmp_path: Path) -> None:
    row = "1;;state_authorisation;tir;10.11.2026;;;"
    with database.write() as session:
        people(session)
        ids = [
            stored_id(received(session, tmp_path, csv(HEADS, row, *[";;;;;;;"] * n, row)).id)
            for n in (0, 1, 2, 3)
        ]

    def attempt(list_id: int) -> str:
        try:
            with database.write() as session:
                running.run(session, folder=tmp_path, list_id=list_id, leaving_out=0, now=NOW)
        except Conflict as refusal:
            return refusal.code
        return "run"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, ids)) == ["register_changed"] * 3 + ["run"]
    with database.read() as session:
        assert len(session.exec(select(Evidence).where(Evidence.kind == "state_authorisation")).all()) == 1


def test_a_run_that_fails_in_its_last_step_leaves_nothing(
    database: Database, tmp_path: Path, ready: int
) -> None:
    def run_and_fail() -> None:
        with database.write() as session:
            running.run(session, folder=tmp_path, list_id=ready, leaving_out=0, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run_and_fail()
    with database.read() as session:
        assert session.exec(select(Evidence).where(Evidence.kind == "bilingual_test")).all() == []
        assert lists.found(session, ready).state is ListState.READY


def test_the_file_and_the_names_in_it_go_when_the_day_to_undo_is_over(
    database: Database, tmp_path: Path, ready: int
) -> None:
    with database.write() as session:
        digest = lists.found(session, ready).sha256
        running.run(session, folder=tmp_path, list_id=ready, leaving_out=0, now=NOW)
        assert forgetting.forget(session, tmp_path, now=NOW + timedelta(hours=24)) == 0
    assert storage.is_whole(tmp_path, digest)
    with database.write() as session:
        assert forgetting.forget(session, tmp_path, now=NOW + timedelta(hours=25)) == 1
        assert session.exec(select(PassListRow.name).where(col(PassListRow.name).is_not(None))).all() == []
    assert not storage.path_of(tmp_path, digest).exists()


def test_a_list_that_nobody_runs_is_put_away_after_a_month(
    database: Database, tmp_path: Path, ready: int
) -> None:
    with database.write() as session:
        assert forgetting.forget(session, tmp_path, now=NOW + timedelta(days=29)) == 0
        assert forgetting.forget(session, tmp_path, now=NOW + timedelta(days=31)) == 1
        assert lists.found(session, ready).state is ListState.DISCARDED
        assert session.exec(select(PassListRow)).all() == []


def test_a_failed_test_gives_nothing_and_is_counted(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        people(session)
        content = csv(HEADS, ";Nobody Known;bilingual_test;som;10.11.2026;stryk;;")
        run(session, tmp_path, received(session, tmp_path, content))
        steps = session.exec(select(TrainingEvent)).all()
    assert [(one.step, one.interpreter_id, one.on) for one in steps] == [
        ("attended", None, date(2026, 11, 10)),
        ("failed", None, date(2026, 11, 10)),
    ]
