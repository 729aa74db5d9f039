"""Pass lists over REST: sent, looked at, decided, run, sent again, and undone."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from registry.papers import birth_numbers
from registry.tables import Evidence, Interpreter, TrainingEvent
from registry.words import EvidenceKind
from tests import make as clock
from tests import make_identity, make_imports
from tests import make_registry as make
from tests.make_imports import csv, outcomes, rows, run, sent, undo

HEADS = "Tolkenummer;Navn;Fødselsdato;Språk;Dato;Resultat"
BIRTH_NUMBER, BORN = "15108695088", date(1986, 10, 15)


def world(database: Database, *names: str) -> tuple[TestClient, list[int]]:
    """An officer, and people with a TAO course behind them, who wait for nothing but the test."""
    with database.write() as session:
        numbers = [make.interpreter(session, name, ("tir", EvidenceKind.TAO)).number for name in names]
    return make.officer(database), numbers


def born(database: Database, number: int, birth_number: str | None = None, day: date | None = None) -> None:
    with database.write() as session:
        birth_numbers.register(
            session, number=number, birth_number=birth_number, birth_date=day, now=clock.NOW
        )


def categories(officer: TestClient, number: int) -> dict[str, int]:
    found = officer.get(f"/api/v1/interpreters/{number}/qualifications").json()["items"]
    return {one["language"]: one["category"] for one in found}


def test_a_pass_list_gives_evidence_when_it_is_run_and_not_before(database: Database) -> None:
    officer, (selam, omar) = world(database, "Selam Tesfai", "Omar Nur")
    said = sent(
        officer,
        csv(HEADS, f"{selam};Selam Tesfai;;tigrinja;10.11.2026;Bestått", f"{omar};;;Somali;10.11.2026;Stryk"),
        kind="bilingual_test",
    )
    assert (said["state"], said["counts"]["new_evidence"], said["counts"]["training_only"]) == ("ready", 1, 1)
    assert categories(officer, selam) == {}
    assert run(officer, said["id"]).json()["state"] == "run"
    assert (categories(officer, selam), categories(officer, omar)) == ({"tir": 5}, {})
    with database.read() as session:
        proof = session.exec(select(Evidence).where(Evidence.kind == "bilingual_test")).one()
        steps = [(one.step, one.candidate, one.gathering) for one in session.exec(select(TrainingEvent))]
    assert (proof.issuer, proof.issued_on, proof.result) == ("OsloMet", date(2026, 11, 10), "passed")
    gathering = "OsloMet Tospråktesten 2026-11-10"
    assert sorted(steps) == sorted(
        [("attended", str(selam), gathering), ("passed", str(selam), gathering),
         ("attended", str(omar), gathering), ("failed", str(omar), gathering)]
    )  # fmt: skip


def test_the_same_file_again_and_the_same_rows_in_another_change_nothing(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    content = csv(HEADS, f"{selam};;;tir;10.11.2026;")
    said = sent(officer, content, kind="bilingual_test")
    assert make_imports.send(officer, content).json()["id"] == said["id"]
    assert run(officer, said["id"]).status_code == 200
    again = make_imports.send(officer, content).json()
    assert (again["run_before"], again["counts"]["already_there"]) == (said["id"], 1)
    refused = run(officer, again["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_new")
    other = sent(officer, csv("Språk,Dato,Tolkenr", f"tir,2026-11-10,{selam}"))
    assert outcomes(officer, other["id"]) == [(2, "already_there", None)]


def test_columns_are_remembered_for_the_body_and_for_no_other(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    content = csv("Hvem;Hva;Når", f"{selam};tir;10.11.2026")
    first = make_imports.send(officer, content).json()
    assert (first["state"], first["wanting"]) == ("unmapped", ["name", "kind", "date", "language"])
    given = {
        "columns": {"number": "Hvem", "language": "Hva", "date": "Når"},
        "fixed": {"kind": "bilingual_test"},
    }
    chosen = officer.put(f"/api/v1/imports/{first['id']}/columns", json=given).json()
    assert (chosen["state"], chosen["counts"]["new_evidence"]) == ("ready", 1)
    later = csv("Når;Hvem;Hva", f"11.11.2026;{selam};tir")
    assert make_imports.send(officer, later).json()["columns"] == given["columns"]
    assert make_imports.send(officer, later, "NTNU").json()["state"] == "unmapped"


def test_people_are_matched_by_birth_number_or_by_name_and_birth_date(database: Database) -> None:
    officer, (selam, omar) = world(database, "Selam Tesfai", "Omar Nur")
    born(database, selam, BIRTH_NUMBER)
    born(database, omar, day=date(1990, 2, 1))
    content = csv(
        "Fødselsnummer;Navn;Født;Språk;Dato",
        f"{BIRTH_NUMBER};;;tir;10.11.2026",
        ";NUR, Omar;01.02.1990;som;10.11.2026",
        ";Omar Nur;;som;10.11.2026",
        ";Hawa Ali;03.03.1991;som;10.11.2026",
    )
    said = sent(officer, content, kind="bilingual_test")
    found = rows(officer, said["id"])
    assert [(one["interpreter"], one["outcome"], one["reason"]) for one in found] == [
        (selam, "new_evidence", None),
        (omar, "new_evidence", None),
        (None, "to_decide", "name_alone"),
        (None, "to_decide", "unknown_person"),
    ]
    assert BIRTH_NUMBER not in officer.get(f"/api/v1/imports/{said['id']}/rows").text
    with database.read() as session:
        for entry in session.exec(select(AuditEntry)):
            assert BIRTH_NUMBER not in str(entry.content)


def test_a_number_with_another_persons_name_is_for_an_officer_to_decide(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    said = sent(officer, csv(HEADS, f"{selam};Hawa Ali;;tir;10.11.2026;"), kind="bilingual_test")
    assert outcomes(officer, said["id"]) == [(2, "to_decide", "another_name")]
    refused = run(officer, said["id"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "rows_not_ready")
    assert categories(officer, selam) == {}


def test_an_officer_decides_whom_rows_are_about(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    content = csv(
        "Navn;Fødselsdato;Språk;Dato",
        "Tesfay S.;;tir;10.11.2026",
        "Hawa Ali;03.03.1991;som;10.11.2026",
        "Hawa Ali;03.03.1991;swa;10.11.2026",
        "Nobody We Want;04.04.1992;som;10.11.2026",
    )
    said = sent(officer, content, kind="bilingual_test")
    address = f"/api/v1/imports/{said['id']}/rows"
    wrong = officer.post(f"{address}/2/decision", json={"choice": "match", "number": 1})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "unknown_number")
    matched = officer.post(f"{address}/2/decision", json={"choice": "match", "number": selam})
    assert (matched.json()["outcome"], matched.json()["interpreter"]) == ("new_evidence", selam)
    new = officer.post(f"{address}/3/decision", json={"choice": "new_person", "kommune": "0301"})
    assert new.json()["outcome"] == "new_evidence"
    assert officer.post(f"{address}/5/decision", json={"choice": "leave_out"}).json()["outcome"] == "left_out"
    shown = officer.get(f"/api/v1/imports/{said['id']}").json()
    assert (shown["counts"]["new_evidence"], shown["counts"]["to_decide"], shown["new_people"]) == (3, 0, 1)
    assert run(officer, said["id"]).status_code == 200
    with database.read() as session:
        hawa = session.exec(select(Interpreter).where(Interpreter.name == "Hawa Ali")).one()
        held = session.exec(select(Evidence).where(Evidence.interpreter_id == hawa.id)).all()
    assert sorted(one.language or "" for one in held) == ["som", "swa"]
    assert officer.get(f"/api/v1/interpreters/{hawa.number}").status_code == 404  # entered, and not listed


def test_what_would_do_something_else_than_was_shown_is_not_run(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    said = sent(officer, csv(HEADS, f"{selam};;;tir;10.11.2026;"), kind="bilingual_test")
    proof = {"kind": "bilingual_test", "language": "tir", "issuer": "OsloMet", "issued_on": "2026-11-10"}
    assert officer.post(f"/api/v1/interpreters/{selam}/evidence", json=proof).status_code == 201
    refused = run(officer, said["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "register_changed")
    again = officer.post(f"/api/v1/imports/{said['id']}/examine").json()
    assert (again["counts"]["new_evidence"], again["counts"]["training_only"]) == (0, 1)


def test_an_import_is_run_once_and_undone_once_within_a_day(database: Database) -> None:
    officer, (selam,) = world(database, "Selam Tesfai")
    said = sent(officer, csv(HEADS, f"{selam};;;tir;10.11.2026;"), kind="bilingual_test")
    early = undo(officer, said["id"])
    assert (early.status_code, early.json()["code"]) == (409, "not_run")
    assert run(officer, said["id"]).status_code == 200
    assert (run(officer, said["id"]).json()["code"]) == "import_run_already"
    undone = undo(officer, said["id"])
    assert (undone.json()["state"], categories(officer, selam)) == ("undone", {})
    assert undo(officer, said["id"]).json()["code"] == "import_undone_already"
    with database.read() as session:
        proof = session.exec(select(Evidence).where(Evidence.kind == "bilingual_test")).one()
        steps = session.exec(select(TrainingEvent)).all()
    assert proof.struck_at == clock.NOW
    assert [one.struck_at for one in steps] == [clock.NOW] * 2
    anew = make_imports.send(officer, csv(HEADS, f"{selam};;;tir;10.11.2026;")).json()
    assert anew["counts"]["new_evidence"] == 1
    assert run(officer, anew["id"]).status_code == 200
    late = make.at(clock.NOW + timedelta(hours=25), officer)
    assert undo(late, anew["id"]).json()["code"] == "too_late_to_undo"
    assert categories(officer, selam) == {"tir": 5}


def test_what_was_revoked_since_is_left_when_an_import_is_undone(database: Database) -> None:
    officer, (selam, omar) = world(database, "Selam Tesfai", "Omar Nur")
    content = csv(HEADS, f"{selam};;;tir;10.11.2026;", f"{omar};;;tir;10.11.2026;")
    said = sent(officer, content, kind="bilingual_test")
    run(officer, said["id"])
    mine = rows(officer, said["id"])[0]["evidence_id"]
    ended = {"reason": "It was somebody else's.", "revoked_on": "2026-11-20"}
    assert officer.post(f"/api/v1/evidence/{mine}/revoke", json=ended).status_code == 200
    assert undo(officer, said["id"]).json()["state"] == "undone"
    assert [one["left_because"] for one in rows(officer, said["id"])] == ["revoked_since", None]
    again = sent(officer, content, kind="bilingual_test")
    assert outcomes(officer, again["id"]) == [(2, "cannot", "revoked_before"), (3, "new_evidence", None)]


def test_every_person_touched_has_an_entry_and_the_register_one(database: Database) -> None:
    officer, (selam, omar) = world(database, "Selam Tesfai", "Omar Nur")
    content = csv(
        HEADS, f"{selam};;;tir;10.11.2026;", f"{selam};;;som;10.11.2026;", f"{omar};;;tir;10.11.2026;"
    )
    said = sent(officer, content, kind="bilingual_test")
    run(officer, said["id"])
    undo(officer, said["id"])
    with database.read() as session:
        entries = session.exec(select(AuditEntry)).all()
    about = [(one.act, one.subject, len((one.content or {}).get("evidence", [])))
             for one in entries if (one.content or {}).get("import") == said["id"]]  # fmt: skip
    assert sorted(about) == [
        ("corrected", "interpreter:1", 2),
        ("corrected", "interpreter:2", 1),
        ("evidence_registered", "interpreter:1", 2),
        ("evidence_registered", "interpreter:2", 1),
        ("import_received", "register", 0),
        ("import_run", "register", 0),
        ("import_undone", "register", 0),
    ]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/api/v1/imports"),
        ("GET", "/api/v1/imports/1"),
        ("GET", "/api/v1/imports/1/rows"),
        ("POST", "/api/v1/imports"),
        ("POST", "/api/v1/imports/1/run"),
        ("POST", "/api/v1/imports/1/undo"),
        ("POST", "/api/v1/imports/1/examine"),
        ("POST", "/api/v1/imports/1/discard"),
        ("PUT", "/api/v1/imports/1/columns"),
        ("POST", "/api/v1/imports/1/rows/2/decision"),
    ],
)
def test_imports_are_for_officers(database: Database, method: str, address: str) -> None:
    with database.write() as session:
        auditor = make_identity.account(session, "auditor@example.org", Role.AUDITOR)
    bodies: dict[str, Any] = {
        "/api/v1/imports": {"data": {"body": "OsloMet"}, "files": {"file": ("a.csv", b"x")}},
        "/api/v1/imports/1/run": {"json": {}},
        "/api/v1/imports/1/columns": {"json": {"columns": {}}},
        "/api/v1/imports/1/rows/2/decision": {"json": {"choice": "leave_out"}},
    }
    body = {} if method == "GET" else bodies.get(address, {})
    assert make.anyone(database).request(method, address, **body).status_code == 401
    assert make_identity.client(database, auditor).request(method, address, **body).status_code == 403
    if "1" in address.split("/"):
        assert make.officer(database).request(method, address, **body).status_code == 404
