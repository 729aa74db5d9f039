"""What anyone reads of the register over REST, and how a question that means nothing is refused."""

from typing import Any

import pytest

from kit.db import Database
from tests import make_registry as make

Case = tuple[str, str, str]
"""What is asked, the field that is wrong, and the code it is refused with."""

PERSON: dict[str, Any] = {"name": "Selam Tesfai", "kommune": "0301"}
PROOF: dict[str, Any] = {
    "kind": "state_authorisation", "language": "tir", "issuer": "IMDi", "issued_on": "2015-03-02"
}  # fmt: skip
CREDITS = {**PROOF, "kind": "credits", "credits": 30}
TAO: dict[str, Any] = {"kind": "tao", "issuer": "IMDi", "issued_on": "2015-03-02"}


WRONG_QUESTIONS: list[Case] = [
    ("number=5", "language", "missing"),
    ("language=tir", "number", "missing"),
    ("number=x&language=tir", "number", "not_a_number"),
    ("number=0&language=tir", "number", "too_small"),
    (f"number={2**63}&language=tir", "number", "too_large_number"),
    ("number=5&language=xxx", "language", "unknown_language"),
    ("number=5&language=kur", "language", "language_too_broad"),
    ("number=5&language=tir&on=20260101", "on", "not_a_date"),
    ("number=5&language=tir&on=2026-02-30", "on", "not_a_date"),
    ("number=5&language=tir&on=", "on", "not_a_date"),
    ("number=5&language=tir&on=0001-01-01", "on", "year_out_of_range"),
    ("number=5&language=tir&on=9999-12-31", "on", "year_out_of_range"),
    ("number=5&language=tir&onn=2020-01-01", "onn", "unknown_field"),
]


def test_a_question_that_cannot_be_answered_is_refused(database: Database) -> None:
    anyone = make.anyone(database)
    for query, field, code in WRONG_QUESTIONS:
        assert (query, _faults(anyone.get(f"/api/v1/verify?{query}"))) == (query, [(field, code)])


WRONG_SEARCHES: list[Case] = [
    ("language=kur", "language", "language_too_broad"),
    ("max_category=6", "max_category", "too_large_number"),
    ("max_category=0", "max_category", "too_small"),
    ("kommune=9999", "kommune", "unknown_kommune"),
    ("modality=fax", "modality", "unknown_value"),
    ("limit=0", "limit", "too_small"),
    ("limit=201", "limit", "too_large_number"),
    ("cursor=forged", "cursor", "unknown_cursor"),
    ("langauge=tir", "langauge", "unknown_field"),
]


def test_a_search_that_means_nothing_is_refused(database: Database) -> None:
    anyone = make.anyone(database)
    for query, field, code in WRONG_SEARCHES:
        assert (query, _faults(anyone.get(f"/api/v1/interpreters?{query}"))) == (query, [(field, code)])


@pytest.mark.parametrize("path", ["", "/qualifications"])
def test_an_unknown_number_is_not_found_and_an_impossible_one_refused(database: Database, path: str) -> None:
    anyone = make.anyone(database)
    missing = anyone.get(f"/api/v1/interpreters/123456{path}")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_interpreter")
    for impossible in (0, -1, 2**31, 2**63, "abc"):
        assert anyone.get(f"/api/v1/interpreters/{impossible}{path}").status_code == 422


def test_languages_come_page_by_page_with_varieties_and_parts(database: Database) -> None:
    anyone = make.anyone(database)
    whole = anyone.get("/api/v1/languages").json()
    assert whole["next"] is None
    items: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = anyone.get(f"/api/v1/languages?limit=40{cursor}").json()
        items += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert items == whole["items"]
    by_code = {item["code"]: item for item in items}
    assert {one["code"] for one in by_code["ara"]["varieties"]} >= {"apc", "acm", "arz", "ary"}
    assert (by_code["kur"]["bookable"], set(by_code["kur"]["parts"])) == (False, {"ckb", "kmr", "sdh"})
    assert by_code["nsl"]["nn"] == "norsk teiknspråk"
    assert "apc" not in by_code


def test_qualifications_are_told_per_language_as_of_the_day(database: Database) -> None:
    officer = make.officer(database)
    number = officer.post("/api/v1/interpreters", json=PERSON).json()["number"]
    address = f"/api/v1/interpreters/{number}"
    test = {**PROOF, "kind": "bilingual_test", "language": "som", "issued_on": "2016-01-01"}
    for proof in (PROOF, {**CREDITS, "issued_on": "2018-01-01"}, test, TAO):
        assert officer.post(f"{address}/evidence", json=proof).status_code == 201
    officer.patch(address, json={"listed": True})
    now = officer.get(f"{address}/qualifications").json()["items"]
    assert now == [
        {
            "language": "tir", "category": 1, "letter": "B", "valid_from": "2018-01-01",
            "valid_until": None, "evidence": ["credits", "state_authorisation"],
        },
        {
            "language": "som", "category": 5, "letter": "E", "valid_from": "2016-01-01",
            "valid_until": None, "evidence": ["bilingual_test", "tao"],
        },
    ]  # fmt: skip
    [before] = officer.get(f"{address}/qualifications?on=2015-12-31").json()["items"]
    assert (before["language"], before["category"], before["valid_until"]) == ("tir", 2, "2017-12-31")


def test_the_answer_is_described_in_the_documentation(database: Database) -> None:
    described = make.anyone(database).get("/openapi.json").json()
    told = described["paths"]["/api/v1/verify"]["get"]["responses"]["200"]["content"]["application/json"]
    name = told["schema"]["$ref"].rpartition("/")[2]
    shown = make.anyone(database).get("/api/v1/verify?number=5&language=tir").json()
    assert set(described["components"]["schemas"][name]["properties"]) == set(shown)


def _faults(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return [(error["field"], error["code"]) for error in response.json()["errors"]]
