"""The search over REST: its new filters, its counts, and languages by name."""

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from registry.words import EvidenceKind, Gender, Modality
from tests import make_registry
from tests.make_registry import interpreter

CREDITS = EvidenceKind.CREDITS


def _asked(database: Database) -> TestClient:
    with database.write() as session:
        interpreter(session, "Åse Ødegård", kommune="0301", gender=Gender.WOMAN)
        interpreter(session, "Bo Hansen", ("tir", CREDITS), kommune="3201", gender=Gender.MAN)
        interpreter(session, "Cy Jansen", kommune="4601", modalities=frozenset({Modality.SCREEN}))
        interpreter(session, "Di Hansen", ("som", CREDITS), kommune="0301", protected=True)
    return make_registry.anyone(database)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=aase", ["Åse Ødegård"]),
        ("q=hanssen", ["Bo Hansen"]),
        ("county=32", ["Bo Hansen"]),
        ("kommune=0301&within_km=30", ["Åse Ødegård", "Bo Hansen"]),
        ("kommune=0301", ["Åse Ødegård"]),
        ("gender=man", ["Bo Hansen"]),
        ("modality=screen&county=46&language=tir&max_category=2", ["Cy Jansen"]),
    ],
)
def test_each_filter_narrows_the_list(database: Database, query: str, names: list[str]) -> None:
    told = _asked(database).get(f"/api/v1/interpreters?{query}").json()
    assert [one["name"] for one in told["items"]] == names
    assert (told["total"], told["more"], told["counts"]) == (len(names), False, None)


def test_the_distance_is_told_from_the_centre_asked_about(database: Database) -> None:
    told = _asked(database).get("/api/v1/interpreters?kommune=0301&within_km=30").json()["items"]
    assert told[0]["distance_km"] == 0
    assert 5 < told[1]["distance_km"] < 25


def test_counts_are_of_the_other_filters_and_never_of_the_hidden(database: Database) -> None:
    told = _asked(database).get("/api/v1/interpreters?counts=true&gender=woman").json()
    assert told["total"] == 1
    assert told["counts"] == {
        "max_category": {"2": 1, "3": 1, "4": 1, "5": 1},
        "county": {"03": 1},
        "modality": {"on_site": 1, "screen": 1, "telephone": 1},
        "gender": {"woman": 1, "man": 1},
    }


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("county=99", "county", "unknown_county"),
        ("within_km=10", "kommune", "missing_centre"),
        ("within_km=-1&kommune=0301", "within_km", "too_small"),
        ("gender=x", "gender", "unknown_value"),
        ("language=klingon", "language", "unknown_language"),
        ("language=kur", "language", "language_too_broad"),
    ],
)
def test_what_there_is_not_is_refused_with_the_field(
    database: Database, query: str, field: str, code: str
) -> None:
    refused = make_registry.anyone(database).get(f"/api/v1/interpreters?{query}")
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("ትግርኛ", ["tir"]), ("Tigrynia", ["tir"]), ("kurdish", ["kmr", "ckb", "sdh"]), ("klingon", [])],
)
def test_a_language_is_found_by_its_name(database: Database, typed: str, codes: list[str]) -> None:
    told = make_registry.anyone(database).get("/api/v1/languages", params={"q": typed}).json()
    assert [one["code"] for one in told["items"]] == codes
