"""Bodies go on using a number after it was merged, and one of somebody removed: nothing they tell is lost."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from kit.db import Database, stored_id
from registry.papers import birth_numbers
from registry.quality import merging
from registry.tables import Evidence, Interpreter
from registry.words import EvidenceKind
from tests import make as clock
from tests import make_registry as make
from tests.make_imports import csv, outcomes, rows, run, sent

BY_NUMBER = "Tolkenummer;Navn;Språk;Dato;Resultat"
BY_BIRTH = "Navn;Fødselsdato;Fødselsnummer;Språk;Dato;Resultat"
NAME = "Selam Tesfai"
FIRST, SECOND = "15108695088", "55108600100"  # her D-number is of the same day


def merge(session: Session, stands: Interpreter, goes: Interpreter) -> None:
    wanted = merging.Merging(standing=stands.number, merged=goes.number, why="Same passport.")
    merging.merge(session, wanted=wanted, now=clock.NOW)


def held(officer: TestClient, number: int) -> dict[str, int]:
    found = officer.get(f"/api/v1/interpreters/{number}/qualifications").json()["items"]
    return {one["language"]: one["category"] for one in found}


def two(session: Session) -> tuple[Interpreter, Interpreter]:
    one, other = (make.interpreter(session, NAME, ("tir", EvidenceKind.TAO)) for _ in range(2))
    return one, other


def test_a_former_number_means_whoever_stands_for_it(database: Database) -> None:
    with database.write() as session:
        stands, goes = two(session)
        merge(session, stands, goes)
        number, former = stands.number, goes.number
    officer = make.officer(database)
    said = sent(
        officer,
        csv(BY_NUMBER, f"{former};{NAME};tigrinja;10.11.2026;Bestått", f"{number};{NAME};tir;10.11.2026;Ja"),
        kind="bilingual_test",
    )
    assert outcomes(officer, said["id"])[0] == (2, "new_evidence", None)
    assert {one["interpreter"] for one in rows(officer, said["id"])} == {number}
    assert run(officer, said["id"]).json()["state"] == "run"
    assert held(officer, number) == held(officer, former) == {"tir": 5}
    with database.read() as session:
        proofs = session.exec(select(Evidence).where(Evidence.kind == "bilingual_test")).all()
    assert len(proofs) == 1  # and the same person's other row gave it once


def test_a_birth_number_that_stayed_with_the_former_entry_is_still_hers(database: Database) -> None:
    with database.write() as session:
        stands, goes = two(session)
        for person, digits in ((stands, FIRST), (goes, SECOND)):
            birth_numbers.register(
                session, number=person.number, birth_number=digits, birth_date=None, now=clock.NOW
            )
        merge(session, stands, goes)
        number = stands.number
    officer = make.officer(database)
    by_number = f"{NAME};;{SECOND};tir;10.11.2026;Ja"
    by_date = f"{NAME};15.10.1986;;tir;11.11.2026;Ja"
    said = sent(officer, csv(BY_BIRTH, by_number, by_date), kind="bilingual_test")
    told = [(one["outcome"], one["interpreter"]) for one in rows(officer, said["id"])]
    assert told == [("new_evidence", number)] * 2


@pytest.mark.parametrize("chosen", ["by the number", "by the officer"])
def test_a_merge_after_the_dry_run_is_seen_when_it_is_run(database: Database, chosen: str) -> None:
    with database.write() as session:
        stands, goes = two(session)
        number, former = stands.number, goes.number
    officer = make.officer(database)
    known = chosen == "by the number"
    said = sent(
        officer, csv(BY_NUMBER, f"{former if known else ''};{NAME};tir;10.11.2026;Ja"), kind="bilingual_test"
    )
    row = f"/api/v1/imports/{said['id']}/rows/2"
    if not known:
        decided = officer.post(f"{row}/decision", json={"choice": "match", "number": former})
        assert decided.status_code == 200, decided.text
    with database.write() as session:
        merge(session, *(make_again(session, one) for one in (number, former)))
    refused = run(officer, said["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "register_changed")
    officer.post(f"/api/v1/imports/{said['id']}/examine")
    assert run(officer, said["id"]).json()["state"] == "run"
    assert held(officer, number) == {"tir": 5}


def make_again(session: Session, number: int) -> Interpreter:
    return session.exec(select(Interpreter).where(Interpreter.number == number)).one()


def test_somebody_removed_is_nobody_and_can_not_be_chosen(database: Database) -> None:
    with database.write() as session:
        gone = make.interpreter(session, NAME, ("tir", EvidenceKind.TAO))
        gone.removed_at = clock.NOW
        number, id_ = gone.number, stored_id(gone.id)
    officer = make.officer(database)
    said = sent(officer, csv(BY_NUMBER, f"{number};{NAME};tir;10.11.2026;Ja"), kind="bilingual_test")
    assert outcomes(officer, said["id"]) == [(2, "to_decide", "unknown_number")]
    row = f"/api/v1/imports/{said['id']}/rows/2/decision"
    refused = officer.post(row, json={"choice": "match", "number": number})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_number")
    with database.read() as session:
        assert len(session.exec(select(Evidence).where(Evidence.interpreter_id == id_)).all()) == 1
