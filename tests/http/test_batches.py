"""Files of questions over REST and on their page, and the interpreter's card."""

import re
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.db import Database
from registry import registration
from tests import make, make_identity, make_registry
from tests.browsing import visit
from web import worker

SENT = "number;language\n{number};tir\nx;tir\n"


def verifier(
    database: Database, email: str = "kari@nav.example.org", at: str = "NAV Grünerløkka"
) -> TestClient:
    with database.write() as session:
        office = make_identity.organisation(session, at)
        holder = make_identity.account(session, email, Role.VERIFIER, office)
    http = make_registry.at(make.NOW, make_identity.client(database, holder))
    http.cookies.set("tongue", "en")
    return http


def work(database: Database) -> None:
    settings = make.settings(database)
    while worker.check(database, settings, now=make.NOW):
        pass


def numbered(database: Database, name: str = "Selam Tesfai") -> int:
    with database.write() as session:
        return make_registry.interpreter(session, name).number


def test_a_file_is_sent_followed_and_its_answers_fetched_over_rest(database: Database) -> None:
    number, http = numbered(database), verifier(database)
    sent = http.post("/api/v1/verify/batches?receipt=true", content=SENT.format(number=number))
    assert sent.status_code == 202
    where = sent.headers["Location"]
    told = sent.json()
    assert (told["total"], told["wrong"], told["done"], told["results"]) == (2, 1, 0, None)
    early = http.get(f"{where}/results.csv")
    assert (early.status_code, early.json()["code"]) == (409, "not_finished")
    work(database)
    done = http.get(where).json()
    assert (done["done"], done["results"]) == (2, f"{where}/results.csv")
    assert done["signed"].count(".") == 2
    answers = http.get(done["results"]).content.decode("utf-8-sig").splitlines()
    assert answers[1].startswith(f"2,{number},tir,2026-11-23,valid,Selam Tesfai,2,C,state_authorisation")
    assert answers[2].endswith("number,not_a_number")
    assert http.get("/api/v1/verify/batches").json()["items"] == [done]


def test_the_receipt_of_a_file_is_known_again_and_one_letter_changed_is_not(database: Database) -> None:
    http = verifier(database)
    sent = http.post("/api/v1/verify/batches?receipt=true", content=SENT.format(number=numbered(database)))
    work(database)
    done = http.get(sent.headers["Location"]).json()
    signed = done["signed"]
    told = http.post("/api/v1/receipts/check", json={"text": signed}).json()
    written = http.get(done["results"]).content
    assert (told["genuine"], told["reference"], told["claims"]["rows"]) == (True, None, 2)
    assert told["claims"]["sha256"] == sha256(written).hexdigest()
    shown = visit(http, "/receipts/check").send("/receipts/check", text=signed)
    assert "It is the receipt of a whole file." in shown.words
    assert sha256(written).hexdigest() in shown.words
    head, said, sign = signed.split(".")
    for at in range(0, len(said), 7):
        letter = "A" if said[at] != "A" else "B"
        changed = f"{head}.{said[:at]}{letter}{said[at + 1 :]}.{sign}"
        assert http.post("/api/v1/receipts/check", json={"text": changed}).json()["genuine"] is False


def test_that_a_file_was_sent_and_its_answers_taken_out_is_logged(database: Database) -> None:
    http = verifier(database)
    where = http.post("/verify/batches", files={"file": ("a.csv", SENT.format(number=7).encode())}).url.path
    work(database)
    http.get(f"{where}/results.csv")
    http.get(f"/api/v1{where}/results.csv")
    http.get("/receipts.csv")
    with database.read() as session:
        entries = [
            one for one in session.exec(select(AuditEntry)) if one.act in {"batch_sent", "answers_exported"}
        ]
    assert [one.act for one in entries] == [
        "batch_sent",
        "answers_exported",
        "answers_exported",
        "answers_exported",
    ]
    assert entries[0].content == {"batch": where.rpartition("/")[2], "rows": 2}


def test_a_batch_of_others_is_not_there(database: Database) -> None:
    where = (
        verifier(database).post("/api/v1/verify/batches", content=SENT.format(number=7)).headers["Location"]
    )
    stranger = verifier(database, "siri@udi.example.org", "UDI")
    for path in (where, f"{where}/results.csv", where.removeprefix("/api/v1")):
        assert stranger.get(path).status_code == 404
    assert make_registry.anyone(database).get(where).status_code == 401


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "empty_file"),
        (b"a,b\n1,2\n", "column_missing"),
        (b"number,language\n\x00,tir\n", "not_a_text_file"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_problem_that_names_it(
    database: Database, sent: bytes, code: str
) -> None:
    refused = verifier(database).post("/api/v1/verify/batches", content=sent)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)


def test_a_file_too_large_for_anyone_is_refused(database: Database) -> None:
    refused = verifier(database).post("/api/v1/verify/batches", content=b"x" * 5_000_000)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_a_file_is_sent_from_the_page_which_looks_again_by_itself_until_it_is_done(
    database: Database,
) -> None:
    number, http = numbered(database), verifier(database)
    sent = http.post(
        "/verify/batches",
        files={"file": ("liste.csv", SENT.format(number=number).encode("cp1252"), "text/csv")},
        data={"receipt": "yes"},
    )
    assert (sent.status_code, sent.headers["Refresh"]) == (200, "3")
    assert "0 of 2 rows are checked" in visit(http, sent.url.path).words
    assert "Write numbers with digits only." in visit(http, sent.url.path).words
    work(database)
    done = visit(http, sent.url.path)
    assert "Refresh" not in done.response.headers
    assert "1 rows are checked, and 1 could not be." in done.words
    results = http.get(f"{sent.url.path}/results.csv")
    assert "attachment" in results.headers["Content-Disposition"]
    assert "Selam Tesfai" in results.text
    assert http.get(f"{sent.url.path}/signed").text.count(".") == 2
    assert re.search(r"Done", visit(http, "/verify/batches").words)


def test_a_wrong_file_is_told_on_the_page(database: Database) -> None:
    http = verifier(database)
    wrong = http.post("/verify/batches", files={"file": ("bilde.png", b"\x89PNG\x00", "image/png")})
    assert wrong.status_code == 422
    assert "This is not a CSV file" in wrong.text
    assert "Choose a file." in http.post("/verify/batches", data={"receipt": "yes"}).text
    heads = http.post("/verify/batches", files={"file": ("a.csv", b"navn;kode\nx;y\n", "text/csv")})
    assert "number is missing" in heads.text
    assert http.post("/verify/batches", content=b"rubbish").status_code == 422


def test_a_card_leads_to_the_live_answer_by_the_number_alone(database: Database) -> None:
    number = numbered(database)
    http = make_registry.anyone(database)
    http.cookies.set("tongue", "en")
    card = visit(http, f"/interpreters/{number}/card")
    assert "Selam Tesfai" in card.words
    assert f"http://127.0.0.1:8000/interpreters/{number}" in card.words
    assert "<svg" in card.response.text


def test_nobody_who_is_not_shown_to_the_public_has_a_card(database: Database) -> None:
    with database.write() as session:
        hidden = make_registry.interpreter(session, "Ada Vik", protected=True).number
        unlisted = make_registry.interpreter(session, "Eva Moe", listed=False).number
        excluded = make_registry.interpreter(session, "Bo Lie")
        make_registry.shut_out(session, excluded)
    http = make_registry.anyone(database)
    pages = {
        number: http.get(f"/interpreters/{number}/card?lang=en")
        for number in (hidden, unlisted, excluded.number, 7654321)
    }
    assert {page.status_code for page in pages.values()} == {404}
    texts = {page.text.replace(str(number), "N") for number, page in pages.items()}
    assert len(texts) == 1
    assert "<svg" not in texts.pop().partition("<main")[2]


def test_an_interpreter_finds_her_own_card(database: Database) -> None:
    number = numbered(database)
    with database.write() as session:
        holder = make_identity.account(session, "selam@tolk.example.org", Role.INTERPRETER)
        registration.link_account(session, number=number, account_id=holder.id or 0, now=make.NOW)
    http = make_registry.at(make.NOW, make_identity.client(database, holder))
    assert http.get("/my/card").url.path == f"/interpreters/{number}/card"
