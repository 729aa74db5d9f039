"""Open data: the public register as the schema says it is, and the statistics without small cells."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from kit.db import Database
from registry import registration, standing
from registry.opendata.files import as_csv
from registry.tables import Evidence, Interpreter, ListingChange
from registry.words import EvidenceKind
from tests import make as arrange
from tests import make_imports
from tests import make_registry as make

BACHELOR, TEST, AUTHORISATION = (
    EvidenceKind.BACHELOR, EvidenceKind.BILINGUAL_TEST, EvidenceKind.STATE_AUTHORISATION,
)  # fmt: skip
REGISTER, STATISTICS = "/api/v1/open/register", "/api/v1/open/statistics"


def validator(client: TestClient) -> Draft202012Validator:
    schema = client.get(f"{REGISTER}.schema.json")
    assert schema.headers["content-type"] == "application/schema+json"
    Draft202012Validator.check_schema(schema.json())
    return Draft202012Validator(schema.json(), format_checker=FormatChecker())


def entries(client: TestClient) -> list[dict[str, Any]]:
    told = client.get(f"{REGISTER}.json").json()
    validator(client).validate(told)
    listed: list[dict[str, Any]] = told["interpreters"]
    return listed


def test_the_file_of_the_register_is_what_its_schema_says(database: Database) -> None:
    with database.write() as session:
        person = make.interpreter(
            session, "Åse Østby", ("tir", AUTHORISATION), ("som", BACHELOR), email="aase@example.no",
            phone="+47 22 00 00 00", contact_consent=True,
        )  # fmt: skip
        number = person.number
    anyone = make.anyone(database)
    told = anyone.get(f"{REGISTER}.json").json()
    validator(anyone).validate(told)
    assert told["licence"]["name"].startswith("Norsk lisens for offentlige data")
    assert (told["on"], told["updated_at"]) == ("2026-11-23", "2026-11-23T08:00:00Z")
    assert told["interpreters"] == [
        {
            "number": number, "name": "Åse Østby", "kommune": "0301", "kommune_name": "Oslo", "county": "03",
            "county_name": "Oslo", "modalities": ["on_site", "screen", "telephone"],
            "email": "aase@example.no", "phone": "+47 22 00 00 00",
            "languages": [
                {"language": "tir", "category": 2, "letter": "C"},
                {"language": "som", "category": 3, "letter": "B"},
            ],
        }
    ]  # fmt: skip


def test_an_empty_register_is_a_file_too(database: Database) -> None:
    anyone = make.anyone(database)
    told = anyone.get(f"{REGISTER}.json").json()
    validator(anyone).validate(told)
    assert (told["updated_at"], told["interpreters"]) == (None, [])
    assert anyone.get(f"{REGISTER}.csv").text.count("\n") == 1


def test_the_schema_refuses_what_must_not_be_there(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session)
    anyone = make.anyone(database)
    told = anyone.get(f"{REGISTER}.json").json()
    faults: list[dict[str, Any]] = [
        {"birth_number": "x"},
        {"languages": []},
        {"kommune": "301"},
        {"number": "7"},
    ]
    for wrong in faults:
        changed = {**told, "interpreters": [told["interpreters"][0] | wrong]}
        with pytest.raises(ValidationError):
            validator(anyone).validate(changed)


def test_only_what_the_public_profile_shows_is_in_it(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session, "Hidden", protected=True)
        make.shut_out(session, make.interpreter(session, "Shut out"))
        make.interpreter(session, "Unlisted", listed=False)
        make.interpreter(session, "Waiting", ("tir", TEST))
        make.interpreter(session, "Silent", email="silent@example.no", phone="+47 22 00 00 01")
        left = make.interpreter(session, "Left")
        make.turn(session, left, listed=False)
    anyone = make.anyone(database)
    assert [(one["name"], one["email"], one["phone"]) for one in entries(anyone)] == [("Silent", None, None)]
    for file in (anyone.get(f"{REGISTER}.json").text, anyone.get(f"{REGISTER}.csv").text):
        for secret in ("Hidden", "Shut out", "Unlisted", "Waiting", "Left", "silent@example.no"):
            assert secret not in file


def test_the_spreadsheet_has_a_row_for_each_language(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session, "A", ("tir", AUTHORISATION), ("som", BACHELOR), kommune="5601")
    answer = make.anyone(database).get(f"{REGISTER}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["language"], row["category"], row["letter"]) for row in rows] == [
        ("tir", "2", "C"),
        ("som", "3", "B"),
    ]
    assert (rows[0]["county_name"], rows[0]["email"]) == ("Finnmark", "")


def test_text_that_a_spreadsheet_would_run_is_quoted_and_a_telephone_number_is_not() -> None:
    told = "".join(as_csv(("name", "phone"), [("=1+1", "+47 22 00 00 00"), ("@x", None)]))
    assert told == "name,phone\r\n'=1+1,+47 22 00 00 00\r\n'@x,\r\n"


@pytest.mark.parametrize(
    "file", [f"{REGISTER}.json", f"{REGISTER}.csv", f"{STATISTICS}.json", f"{STATISTICS}.csv"]
)
def test_nothing_new_is_told_without_the_file(database: Database, file: str) -> None:
    with database.write() as session:
        number = make.interpreter(session).number
    anyone = make.anyone(database)
    first = anyone.get(file)
    assert first.headers["link"].endswith('rel="license"')
    assert first.headers["last-modified"] == "Mon, 23 Nov 2026 08:00:00 GMT"
    again = anyone.get(file, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    with database.write() as session:
        registration.change(session, number=number, changes={"kommune": "5601"}, now=arrange.NOW)
    changed = anyone.get(file, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_a_file_larger_than_one_read_has_everybody_once(database: Database) -> None:
    people = range(1, 502)
    day = make.LONG_AGO
    facts: dict[str, Any] = {"issued_on": day, "effective_on": day, "registered_at": arrange.NOW}
    with database.write() as session:
        session.add_all(
            Interpreter(id=one, number=one, name="Tolk", search_name="tolk", kommune="0301", **facts)
            for one in people
        )
        session.flush()
        session.add_all(
            Evidence(interpreter_id=one, kind=BACHELOR, language="tir", issuer="OsloMet", **facts)
            for one in people
        )
        session.add_all(ListingChange(interpreter_id=one, listed=True, **facts) for one in people)
        standing.rebuild(session, None)
    assert [one["number"] for one in entries(make.anyone(database))] == list(people)


def test_the_open_statistics_have_no_small_cell(database: Database) -> None:
    with database.write() as session:
        for number in range(9):
            make.interpreter(session, f"Tolk {number}", ("tir", BACHELOR if number < 7 else AUTHORISATION))
    told = make.anyone(database).get(f"{STATISTICS}.json").json()
    assert told["register"]["listed"] == 9
    assert [told["register"][f"category_{one}"] for one in range(1, 6)] == [0, "<5", "..", 0, 0]
    assert told["languages"] == {
        "tir": {
            "category_1": 0, "category_2": "<5", "category_3": "..", "category_4": 0, "category_5": 0,
            "listed": 9,
        }
    }  # fmt: skip
    assert (told["known_at"], told["on"]) == (None, "2026-11-23")
    rows = list(csv.DictReader(io.StringIO(make.anyone(database).get(f"{STATISTICS}.csv").text)))
    cells = {(row["table"], row["row"], row["measure"]): row["value"] for row in rows}
    assert cells["languages", "tir", "category_2"] == "<5"
    assert cells["register", "", "listed"] == "9"
    assert (cells["register", "", "category_2"], cells["register", "", "category_3"]) == ("<5", "..")
    register = f"{STATISTICS.replace('open/statistics', 'statistics/register')}"
    assert make.anyone(database).get(register).json()["per_category"]["2"] == "<5"
    assert make.officer(database).get(register).json()["per_category"]["2"] == 2


def test_the_open_statistics_of_another_day_and_another_knowledge(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session)
    anyone = make.anyone(database)

    def listed(query: str) -> object:
        return anyone.get(f"{STATISTICS}.json?{query}").json()["register"]["listed"]

    assert listed(f"on={date(2016, 1, 1)}") == 1
    assert listed(f"on={date(2015, 3, 1)}") == 0
    assert listed("known_at=2026-11-01T12:00:00Z") == 0
    assert anyone.get(f"{STATISTICS}.json?known_at=2031-01-01T12:00:00Z").status_code == 422
    assert anyone.get(f"{STATISTICS}.json?day=2016-01-01").status_code == 422


def test_an_undone_list_of_results_is_new_to_whoever_holds_the_tag(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session, "Selam Tesfai")
    officer, anyone = make.officer(database), make.anyone(database)
    file = f"{STATISTICS}.json"
    heads = "Navn;Fødselsdato;Språk;Dato;Resultat"
    came = make_imports.sent(
        officer,
        make_imports.csv(
            heads, *(f"Omar Nur {day};{day}.10.1986;Somali;10.11.2026;Stryk" for day in range(10, 16))
        ),
        kind="bilingual_test",
    )
    assert make_imports.run(officer, came["id"]).status_code == 200
    first = anyone.get(file)
    assert first.json()["training"]["test_failed"] == 6
    assert make_imports.undo(officer, came["id"]).status_code == 200
    again = anyone.get(file, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.json()["training"]["test_failed"]) == (200, 0)
