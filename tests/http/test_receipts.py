"""Receipts over REST and on their pages, as whoever holds one meets them."""

import csv
import io
import re

import jwt
import pytest

from identity.roles import Role
from kit.db import Database
from registry import registration
from tests import make, make_identity, make_registry
from tests.browsing import visit


def numbered(database: Database) -> int:
    with database.write() as session:
        return make_registry.interpreter(session).number


def test_a_receipt_is_made_read_and_checked_over_rest(database: Database) -> None:
    number = numbered(database)
    http = make_registry.anyone(database)
    made = http.post(
        "/api/v1/verify/receipts", json={"number": number, "language": "tir", "on": "2026-11-25"}
    )
    assert made.status_code == 201
    told = made.json()
    assert made.headers["Location"] == f"/api/v1/receipts/{told['reference']}"
    assert re.fullmatch(
        r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}", told["reference"]
    )
    assert told["address"] == f"http://127.0.0.1:8000/receipts/{told['reference']}"
    assert (told["answer"], told["name"], told["category"], told["on"]) == (
        "valid",
        "Selam Tesfai",
        2,
        "2026-11-25",
    )
    assert (told["today"]["answer"], told["today"]["on"], told["genuine"]) == ("valid", "2026-11-25", True)
    assert http.get(made.headers["Location"]).json() == told
    checked = http.post("/api/v1/receipts/check", json={"text": told["signed"]}).json()
    assert (checked["genuine"], checked["reference"], checked["address"]) == (
        True,
        told["reference"],
        told["address"],
    )
    assert checked["claims"]["name"] == "Selam Tesfai"
    changed = told["signed"].replace(told["signed"][-5], "x" if told["signed"][-5] != "x" else "y")
    assert http.post("/api/v1/receipts/check", json={"text": changed}).json() == {
        "genuine": False,
        "claims": {},
        "reference": None,
        "address": None,
    }


def test_a_receipt_is_checked_by_a_library_that_did_not_sign_it(database: Database) -> None:
    http = make_registry.anyone(database)
    told = http.post("/api/v1/verify/receipts", json={"number": numbered(database), "language": "tir"}).json()
    published = jwt.PyJWKSet.from_dict(http.get("/.well-known/jwks.json").json())
    header = jwt.get_unverified_header(told["signed"])
    claims = jwt.decode(told["signed"], published[header["kid"]], algorithms=["EdDSA"])
    assert (header["typ"], claims["jti"], claims["answer"]) == (
        "tolkebok-receipt+jws",
        told["reference"],
        "valid",
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"number": 7, "language": "kur"}, "language"),
        ({"number": 0, "language": "tir"}, "number"),
        ({"number": 7, "language": "tir", "on": "2026-02-30"}, "on"),
        ({"number": 7, "language": "tir", "reference": "17/02331-8"}, "reference"),
    ],
)
def test_a_question_that_makes_no_sense_names_the_field(
    database: Database, sent: dict[str, object], field: str
) -> None:
    refused = make_registry.anyone(database).post("/api/v1/verify/receipts", json=sent)
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])


def test_references_that_lead_nowhere_are_told_apart_from_mistyped_ones(database: Database) -> None:
    http = make_registry.anyone(database)
    unknown = http.get("/api/v1/receipts/0000-0000-0000Q")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_receipt")
    mistyped = http.get("/api/v1/receipts/K7QM-2XRD-94TVF")
    assert (mistyped.status_code, mistyped.json()["errors"][0]["code"]) == (422, "mistyped_reference")
    assert "wrong" in visit(http, "/receipts/K7QM-2XRD-94TVF").words


def test_an_answer_is_kept_from_its_page_and_shown_then_and_now(database: Database) -> None:
    number = numbered(database)
    http = make_registry.anyone(database)
    http.cookies.set("tongue", "en")
    answer = visit(http, f"/verify?number={number}&language=tir")
    receipt = answer.send("/receipts")
    assert (receipt.status, receipt.path[:10]) == (200, "/receipts/")
    assert "The answer is kept" in receipt.words
    with database.write() as session:
        registration.change(session, number=number, changes={"name": "Selam Haile"}, now=make.NOW)
    again = visit(http, receipt.path)
    assert "Selam Tesfai" in again.words
    assert "Selam Haile" in again.words
    assert "<svg" in again.response.text
    assert again.response.headers["X-Robots-Tag"] == "noindex"
    file = http.get(f"{receipt.path}/signed")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="tolkebok-')
    assert "Genuine" in visit(http, "/receipts/check").send("/receipts/check", text=file.text).words


def test_a_receipt_of_somebody_protected_since_names_nobody_anywhere(database: Database) -> None:
    number = numbered(database)
    http = make_registry.anyone(database)
    made = http.post("/api/v1/verify/receipts", json={"number": number, "language": "tir"}).json()
    with database.write() as session:
        registration.change(session, number=number, changes={"protected": True}, now=make.NOW)
    page = f"/receipts/{made['reference']}"
    told = http.get(f"/api/v1{page}").json()
    assert (told["name"], told["signed"], told["today"]["answer"]) == (None, None, "unknown_number")
    assert http.get(f"{page}/signed").status_code == 404
    for answer in (http.get(page), http.get(f"/api/v1{page}")):
        assert "Selam" not in answer.text
    assert "does not tell the name any more" in visit(http, page).words
    checked = http.post("/api/v1/receipts/check", json={"text": made["reference"]}).json()
    assert (checked["genuine"], checked["claims"]) == (True, {})


def test_a_pasted_text_that_is_not_ours_is_told_and_kept_on_the_page(database: Database) -> None:
    http = make_registry.anyone(database)
    http.cookies.set("tongue", "en")
    page = visit(http, "/receipts/check")
    for text in ("e30.e30.e30", "K7QM-2XRD-94TVF", "rubbish", "." * 9000):
        answer = page.send("/receipts/check", text=text)
        assert answer.status == 200
        assert "Not genuine" in answer.words
        assert answer.form("/receipts/check").values["text"] == [text]
    assert page.send("/receipts/check", text="").status == 422
    assert page.send("/receipts/check", text="x" * 20_000).status == 422


def test_our_receipts_are_searched_and_downloaded_and_nobodys_elses(database: Database) -> None:
    number = numbered(database)
    with database.write() as session:
        office = make_identity.organisation(session)
        kari = make_identity.account(session, "kari@nav.example.org", Role.VERIFIER, office)
        stranger = make_identity.account(session, "siri@udi.example.org", Role.AUDITOR)
    http, other = (
        make_registry.at(make.NOW, make_identity.client(database, one)) for one in (kari, stranger)
    )
    assert "No receipts yet" in visit(http, "/receipts").words
    for asked in (number, 7):
        http.post("/api/v1/verify/receipts", json={"number": asked, "language": "tir"})
    make_registry.anyone(database).post("/api/v1/verify/receipts", json={"number": 8, "language": "tir"})
    assert "Selam Tesfai" in visit(http, "/receipts").words
    assert "Selam Tesfai" not in visit(http, "/receipts?answer=unknown_number").words
    assert "No receipts match" in visit(http, "/receipts?q=8").words
    assert visit(http, "/receipts?q=rubbish").status == 422
    rows = list(csv.DictReader(io.StringIO(http.get("/receipts.csv").text.lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["7", str(number)]
    assert "name" not in rows[0]
    assert [item["number"] for item in http.get("/api/v1/receipts").json()["items"]] == [7, number]
    assert other.get("/api/v1/receipts").json()["items"] == []
    assert make_registry.anyone(database).get("/receipts").url.path == "/sign-in"


def test_too_many_receipts_are_refused_with_when_to_come_back(database: Database) -> None:
    http = make_registry.anyone(database)
    for _ in range(200):
        assert http.post("/api/v1/verify/receipts", json={"number": 7, "language": "tir"}).status_code == 201
    refused = http.post("/api/v1/verify/receipts", json={"number": 7, "language": "tir"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")


def test_a_page_is_there_in_every_language(database: Database) -> None:
    http = make_registry.anyone(database)
    made = http.post("/api/v1/verify/receipts", json={"number": numbered(database), "language": "tir"}).json()
    for tongue, word in (("nb", "Til saksmappen"), ("nn", "Til saksmappa"), ("en", "For the case file")):
        shown = http.get(f"/receipts/{made['reference']}", headers={"Cookie": f"tongue={tongue}"}).text
        assert f'<html lang="{tongue}">' in shown
        assert word in shown
