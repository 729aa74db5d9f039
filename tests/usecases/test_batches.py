"""Files of questions: read in whatever shape they come, answered as one by one, and never lost half way."""

import csv
import io
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlmodel import select

from identity.permissions import NOBODY, Actor
from identity.roles import Role
from kit.db import Database
from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.signing import Keys
from registry import registration, verification
from registry.batches import answering, reading_rows, results, uploading
from registry.batches.reading_rows import Row
from registry.batches.tables import Batch, BatchRow
from registry.receipts import references
from registry.receipts.issuing import Seal
from tests import make, make_identity, make_registry

BOM = "\ufeff"


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(Keys(tmp_path / "keys"), "https://tolkebok.example")


def checker(database: Database, email: str = "kari@nav.example.org", at: str = "NAV Grünerløkka") -> Actor:
    with database.write() as session:
        office = make_identity.organisation(session, at)
        holder = make_identity.account(session, email, Role.VERIFIER, office)
    return make_identity.actor(Role.VERIFIER, office.id or 0, account_id=holder.id or 0)


def upload(database: Database, actor: Actor, text: str, *, with_receipt: bool = False) -> Batch:
    with database.write() as session:
        return uploading.upload(
            session, given=text.encode(), with_receipt=with_receipt, actor=actor, now=make.NOW
        )


def work(database: Database, seal: Seal, portions: int = 100) -> int:
    done = 0
    while done < portions:
        with database.write() as session:
            if not answering.answer_next(session, seal=seal, now=make.NOW):
                break
        done += 1
    return done


def fetched(database: Database, actor: Actor, batch: Batch) -> list[dict[str, str]]:
    with database.read() as session:
        told = results.finished_file(session, results.find(session, actor, batch.reference))
    return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "given",
    [
        b"number,language,on\n7,tir,2026-11-26\n",
        b"Tolkenummer;Spr\xe5k;Dato\r\n7;Tigrinja;26.11.2026\r\n",
        f"{BOM}tolkenummer;språk;dato\n7;Tigrinya;26.11.2026\n".encode(),
        "nummer\tspråk\tdag\n7\tTIR\t26. 11. 2026\n".encode("utf-16"),
        "\n\nfag,Interpreter_number,Dato,Språk\nNAV,7,2026-11-26,tigrinja\n\n".encode(),
    ],
)
def test_a_file_is_read_as_spreadsheets_save_it(given: bytes) -> None:
    [row] = reading_rows.read(given)
    assert (row.number, row.language, row.on, row.fault) == (7, "tir", date(2026, 11, 26), None)


def test_each_wrong_row_says_its_column_and_what_is_wrong_and_the_others_stand() -> None:
    lines = ["number;language;on", "7;tir;", "x;tir;", ";tir;", "7;klingonsk;", "7;kur;", "7;tir;31.02.2026",
             "7", "7;apc;1.1.2026"]  # fmt: skip
    assert reading_rows.read("\n".join(lines).encode()) == [
        Row(2, 7, "tir"),
        Row(3, wrong_column="number", fault="not_a_number"),
        Row(4, wrong_column="number", fault="missing"),
        Row(5, wrong_column="language", fault="unknown_language"),
        Row(6, wrong_column="language", fault="language_too_broad"),
        Row(7, wrong_column="on", fault="not_a_day"),
        Row(8, wrong_column="language", fault="missing"),
        Row(9, 7, "ara", date(2026, 1, 1)),
    ]


def rows(count: int) -> bytes:
    return ("number,language\n" + "7,tir\n" * count).encode()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"number,language\n", "no_rows"),
        (b"7,tir\n8,tir\n", "column_missing"),
        (b"number,language,nummer\n7,tir,7\n", "column_twice"),
        (b"number,language\n7,t\x00ir\n", "not_a_text_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_a_text_file"),
        (b'number,language\n7,"' + b"x" * 200_000 + b'"\n', "unreadable_line"),
        (rows(10_001), "too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_is_wrong(given: bytes, code: str) -> None:
    with pytest.raises(Invalid) as told:
        reading_rows.read(given)
    assert {(error.field, error.code) for error in told.value.errors} == {("file", code)}


def test_ten_thousand_rows_are_taken() -> None:
    assert len(reading_rows.read(rows(10_000))) == 10_000


def test_a_batch_answers_each_row_as_verification_does(database: Database, seal: Seal) -> None:
    actor = checker(database)
    with database.write() as session:
        numbers = [make_registry.interpreter(session).number for _ in range(3)]
        make_registry.interpreter(session, protected=True)
        excluded = make_registry.interpreter(session, "Bo Lie")
        make_registry.shut_out(session, excluded)
    asked = [(number, language, day) for number in (*numbers, excluded.number, 7)
             for language in ("tir", "som") for day in ("", "2010-01-01")]  # fmt: skip
    text = "number,language,on\n" + "".join(f"{n},{code},{day}\n" for n, code, day in asked)
    batch = upload(database, actor, text + "x,tir,\n")
    assert work(database, seal) == 1
    told = fetched(database, actor, batch)
    with database.read() as session:
        for row, (number, language, day) in zip(told, asked, strict=False):
            on = date.fromisoformat(day) if day else None
            one = verification.verify(session, number=number, language=language, on=on, now=make.NOW)
            assert (row["answer"], row["name"]) == (one.answer.value, one.name or "")
            assert row["category"] == ("" if one.level is None else str(one.level.category))
    assert (told[-1]["row"], told[-1]["wrong_column"], told[-1]["fault"]) == ("22", "number", "not_a_number")


def test_a_name_that_is_a_formula_runs_nothing(database: Database, seal: Seal) -> None:
    actor = checker(database)
    with database.write() as session:
        number = make_registry.interpreter(session, "=HYPERLINK(1)").number
    batch = upload(database, actor, f"number,language\n{number},tir\n")
    work(database, seal)
    assert fetched(database, actor, batch)[0]["name"] == "'=HYPERLINK(1)"


def test_the_signed_receipt_holds_the_digest_of_the_results(database: Database, seal: Seal) -> None:
    actor = checker(database)
    batch = upload(database, actor, "number,language\n7,tir\nx,tir\n", with_receipt=True)
    work(database, seal)
    with database.read() as session:
        done = results.find(session, actor, batch.reference)
        said = seal.keys.verify(done.signed or "", typ="tolkebok-batch-receipt+jws")
        assert said["sha256"] == sha256(results.finished_file(session, done)).hexdigest()
    assert (said["jti"], said["rows"], said["wrong"]) == (references.written(batch.reference), 2, 1)


def test_a_crash_between_portions_and_inside_one_repeats_and_loses_nothing(
    database: Database, seal: Seal
) -> None:
    actor = checker(database)
    batch = upload(database, actor, "number,language\n" + "7,tir\n" * 450)
    assert work(database, seal, portions=1) == 1
    with pytest.raises(RuntimeError):
        _die_before_committing(database, seal)
    with database.read() as session:
        assert results.find(session, actor, batch.reference).done == 200
    assert work(database, seal) == 2
    assert len(fetched(database, actor, batch)) == 450
    with database.read() as session:
        assert (done := results.find(session, actor, batch.reference)).done == done.total == 450


def test_results_are_not_given_before_they_are_all_there_nor_after_they_are_removed(
    database: Database, seal: Seal
) -> None:
    actor = checker(database)
    batch = upload(database, actor, "number,language\n7,tir\n", with_receipt=True)
    with pytest.raises(Conflict) as told:
        fetched(database, actor, batch)
    assert told.value.code == "not_finished"
    work(database, seal)
    later = make.NOW + timedelta(days=31)
    with database.write() as session:
        answering.remove_old(session, before=make.NOW, now=later)
    assert len(fetched(database, actor, batch)) == 1
    with database.write() as session:
        answering.remove_old(session, before=later, now=later)
        assert session.exec(select(BatchRow)).all() == []
    with pytest.raises(Conflict) as told:
        fetched(database, actor, batch)
    assert told.value.code == "results_removed"


def test_a_batch_is_for_its_organisation_alone(database: Database) -> None:
    kari = checker(database)
    stranger = checker(database, "siri@udi.example.org", "UDI")
    batch = upload(database, kari, "number,language\n7,tir\n")
    with database.read() as session:
        assert results.own(session, kari, limit=10, cursor=None)[0][0].id == batch.id
        assert results.own(session, stranger, limit=10, cursor=None) == ([], None)
        with pytest.raises(NotFound):
            results.find(session, stranger, batch.reference)
    for nobody in (NOBODY, make_identity.actor(Role.INTERPRETER), make_identity.actor(Role.AUDITOR)):
        with pytest.raises(Forbidden):
            upload(database, nobody, "number,language\n7,tir\n")


def test_the_sixth_file_waits_until_one_is_done(database: Database, seal: Seal) -> None:
    actor = checker(database)
    for _ in range(5):
        upload(database, actor, "number,language\n7,tir\n")
    with pytest.raises(Conflict) as told:
        upload(database, actor, "number,language\n7,tir\n")
    assert told.value.code == "too_many_batches"
    work(database, seal, portions=1)
    upload(database, actor, "number,language\n7,tir\n")


def test_who_is_protected_since_is_named_no_more(database: Database, seal: Seal) -> None:
    actor = checker(database)
    with database.write() as session:
        number = make_registry.interpreter(session).number
    batch = upload(database, actor, f"number,language\n{number},tir\n")
    work(database, seal)
    with database.write() as session:
        registration.change(session, number=number, changes={"protected": True}, now=make.NOW)
    [row] = fetched(database, actor, batch)
    assert (row["answer"], row["name"]) == ("valid", "")


def test_a_batch_in_one_workers_hands_is_passed_over_by_another(database: Database, seal: Seal) -> None:
    upload(database, checker(database), "number,language\n7,tir\n")
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    with database.write() as first:
        assert answering.answer_next(first, seal=seal, now=make.NOW)
        with database.write() as second:
            assert not answering.answer_next(second, seal=seal, now=make.NOW)


def _die_before_committing(database: Database, seal: Seal) -> None:
    with database.write() as session:
        answering.answer_next(session, seal=seal, now=make.NOW)
        raise RuntimeError("the worker dies")
