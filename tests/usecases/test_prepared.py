"""Prepared statements: the driver's answer is the session's, and a lost connection is opened anew."""

from datetime import date, datetime

import pytest
from sqlalchemy import bindparam, func, literal, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col

from booking.availability.kept_tables import KeptTime
from kit.asking import asked, write_row
from kit.db import Database
from kit.outbox import Outbox
from kit.prepared import Narrow, among, prepared
from registry.tables import Evidence, Interpreter
from registry.words import EvidenceKind
from tests import make
from tests.make_registry import LONG_AGO, interpreter

_AT = make.NOW
_SINCE = prepared(
    select(
        col(Evidence.kind), col(Evidence.issued_on), col(Evidence.valid_until), col(Evidence.registered_at),
        col(Interpreter.on_site), col(Interpreter.name),
    )
    .join(Interpreter, col(Interpreter.id) == col(Evidence.interpreter_id))
    .where(col(Evidence.registered_at) >= bindparam("since"), col(Evidence.kind) == EvidenceKind.BACHELOR)
)  # fmt: skip


def test_the_driver_answers_in_the_types_a_session_does(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Åse O'Hara %s", ("tir", EvidenceKind.BACHELOR))
    asked: dict[str, object] = {"since": make.NOW}
    (row,) = database.kept(_SINCE, asked)
    with database.read() as session:
        assert tuple(row) == tuple(session.execute(_SINCE, asked).one())
    assert tuple(row) == (EvidenceKind.BACHELOR, LONG_AGO, None, make.NOW, True, "Åse O'Hara %s")
    assert (type(row.kind), type(row.issued_on)) == (EvidenceKind, date)
    assert isinstance(row.registered_at, datetime)
    assert row.on_site is True
    assert database.kept(_SINCE, {"since": make.NOW.replace(year=2099)}) == []


def test_a_value_left_out_is_the_callers_own_fault(database: Database) -> None:
    with pytest.raises(KeyError):
        database.kept(_SINCE, {})


def test_a_list_of_values_cannot_be_prepared(database: Database) -> None:
    several = select(col(Interpreter.id)).where(col(Interpreter.id).in_(bindparam("ids", expanding=True)))
    with pytest.raises(ValueError, match="list of values"):
        Narrow(several, database.engine.dialect)


def test_a_list_of_values_is_one_parameter(database: Database) -> None:
    with database.write() as session:
        several = [interpreter(session, name, ("tir", EvidenceKind.BACHELOR)) for name in ("A", "B", "C")]
    ids, names = [one.id for one in several[:2]], ["B", "C", "O'Hara"]
    both = prepared(
        select(col(Interpreter.name)).where(
            among(col(Interpreter.id), "ids"), among(col(Interpreter.name), "names")
        )
    )
    assert database.kept(both, {"ids": ids, "names": names}) == [("B",)]
    assert database.kept(both, {"ids": [], "names": names}) == []
    with database.read() as session:
        assert session.scalars(both, {"ids": ids, "names": names}).all() == ["B"]


def test_a_statement_written_as_text_names_its_rows_as_the_driver_does(database: Database) -> None:
    written = prepared(text("SELECT :one + 1 AS two, 'x' AS letter"))
    (row,) = database.kept(written, {"one": 1})
    assert (row.two, row.letter) == (2, "x")


def test_a_fault_is_told_as_any_other_statements(database: Database) -> None:
    nowhere = prepared(text("SELECT nothing FROM nowhere").columns())
    with pytest.raises(DBAPIError):
        database.kept(nowhere, {})


def test_a_lost_connection_is_opened_anew(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("a file is not lost")
    mine = prepared(select(func.pg_backend_pid().label("pid")))
    (before,) = database.kept(mine, {})
    with database.write() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before.pid})
    (after,) = database.kept(mine, {})
    assert after.pid != before.pid


def test_a_transaction_asks_the_driver_after_writing_what_it_holds(database: Database) -> None:
    with database.write() as session:
        her = interpreter(session, "Åse", ("tir", EvidenceKind.BACHELOR))
        her.name = "Åse Østby"
        (row,) = asked(session, _SINCE, {"since": make.NOW})
    assert (row.name, row.kind) == ("Åse Østby", EvidenceKind.BACHELOR)


def test_a_statement_made_from_a_prepared_one_is_another(database: Database) -> None:
    numbers = prepared(select(literal(1).label("number")))
    with database.read() as session:
        assert asked(session, numbers, {}) == [(1,)]
        assert asked(session, numbers.where(literal(2) == literal(1)), {}) == []


def test_a_row_is_written_with_its_defaults_and_answers_its_key(database: Database) -> None:
    told = {"letter": {"to": "Åse"}, "numbers": [1, 2]}
    facts = {"kind": "mail", "stream": "a", "payload": told, "created_at": make.NOW, "due_at": make.NOW}
    with database.write() as session:
        keys = [write_row(session, Outbox, **facts) for _ in range(2)]
    with database.read() as session:
        rows = [session.get_one(Outbox, key) for key in keys]
    assert keys[1] > keys[0]
    assert [(row.payload, row.attempts, row.due_at, row.parked_at) for row in rows] == [
        (told, 0, make.NOW, None)
    ] * 2


def test_a_row_written_leaves_with_its_transaction(database: Database) -> None:
    def write_and_fail() -> None:
        with database.write() as session:
            write_row(session, KeptTime, id=1, counted_on=LONG_AGO, since=_AT, until=_AT, towards=_AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.read() as session:
        assert asked(session, select(col(KeptTime.id)), {}) == []


def test_a_column_that_is_not_there_is_the_callers_own_fault(database: Database) -> None:
    with database.write() as session, pytest.raises(TypeError, match="Outbox has no knid"):
        write_row(session, Outbox, knid="mail")


def test_a_rule_broken_by_a_row_is_told_as_by_any_other(database: Database) -> None:
    def write_twice() -> None:
        with database.write() as session:
            for _ in range(2):
                write_row(session, KeptTime, id=1, counted_on=LONG_AGO, since=_AT, until=_AT, towards=_AT)

    with pytest.raises(IntegrityError):
        write_twice()
