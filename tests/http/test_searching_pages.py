"""The search at a browser: one address for one search, ways on, counts, files, and who is free."""

import csv
import io
import re
from datetime import datetime, time, timedelta

import pytest
from fastapi.testclient import TestClient

from booking.availability.rules import mask
from booking.availability.tables import ANY_WAY, Absence, WorkingHours
from identity.roles import Role
from kit.clock import OSLO
from kit.db import Database, stored_id
from registry.tables import Interpreter
from registry.words import EvidenceKind, Gender, Modality
from tests import make, make_identity, make_registry
from tests.make_registry import TODAY, interpreter

CREDITS = EvidenceKind.CREDITS
FRIDAY = TODAY + timedelta(days=4)


def _names(page: str) -> list[str]:
    return re.findall(r'href="/interpreters/\d+">([^<]+)</a>', page)


def _anyone(database: Database) -> TestClient:
    with database.write() as session:
        interpreter(session, "Åse Ødegård", kommune="0301", gender=Gender.WOMAN)
        interpreter(session, "Bo Hansen", ("tir", CREDITS), kommune="3201", gender=Gender.MAN)
        interpreter(session, "Cy Warsame", ("ckb", CREDITS), kommune="4601")
    return make_registry.anyone(database)


@pytest.mark.parametrize(
    ("asked", "shared"),
    [
        ("language=Tigrinja&q=&kommune=&within_km=", "language=tir"),
        ("language=ትግርኛ", "language=tir"),
        ("language=Tigrynia&max_category=2", "language=tir&max_category=2"),
        ("kommune=32", "county=32"),
        ("within_km=50", ""),
        ("kommune=0301&county=03&within_km=50", "kommune=0301&within_km=50"),
        ("unheard=of&q=bo", "q=bo"),
    ],
)
def test_a_search_has_one_address_that_can_be_shared(database: Database, asked: str, shared: str) -> None:
    sent = make_registry.anyone(database).get(f"/interpreters?{asked}", follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == ("/interpreters?" + shared if shared else "/interpreters")


def test_a_name_that_covers_several_languages_leads_to_the_choice(database: Database) -> None:
    shown = _anyone(database).get("/interpreters?language=kurdisk&max_category=3&lang=en")
    assert shown.status_code == 422
    told = re.findall(
        r'href="/interpreters\?language=(\w+)[^"]*">([^<]+)</a> <span class="quiet">(\d+)', shown.text
    )
    assert told == [
        ("kmr", "Kurmanji (Northern Kurdish)", "0"),
        ("ckb", "Sorani (Central Kurdish)", "1"),
        ("sdh", "Southern Kurdish (Feyli)", "0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "tried"),
    [
        ("q=warsemi", [("q=warsame", "Did you mean Warsame?", "1")]),
        ("q=sorani", [("language=ckb", "In Sorani (Central Kurdish)", "1")]),
        ("language=tir&kommune=3203", [
            ("language=tir&kommune=3203&within_km=50", "Within 50 km of Asker", "2"),
            ("language=tir", "In all of Norway", "2"),
        ]),
        ("language=tir&max_category=1", [("language=tir", "In any category", "2")]),
        ("language=pol", [("", "In any language", "3")]),
    ],
)  # fmt: skip
def test_a_search_without_hits_shows_searches_that_have_some(
    database: Database, asked: str, tried: list[tuple[str, str, str]]
) -> None:
    shown = _anyone(database).get(f"/interpreters?{asked}&lang=en").text.replace("&amp;", "&")
    shown = shown.partition("These searches find somebody")[2]
    found = re.findall(r'href="/interpreters\??([^"]*)">([^<]+)</a> <span class="quiet">(\d+)', shown)
    assert found[: len(tried)] == tried


def test_the_list_can_be_narrowed_and_widened_again(database: Database) -> None:
    client = _anyone(database)
    shown = client.get("/interpreters?language=tir&lang=en").text.replace("&amp;", "&")
    assert 'href="/interpreters?language=tir&gender=man">Man</a> <span class="quiet">1<' in shown
    narrowed = client.get("/interpreters?language=tir&gender=man&lang=en").text.replace("&amp;", "&")
    assert _names(narrowed) == ["Bo Hansen"]
    assert 'href="/interpreters?language=tir" aria-current="true">Man<' in narrowed
    assert 'href="/interpreters?gender=man"><span class="visually-hidden">Without </span>Tigrinya' in narrowed


def test_distance_sorts_within_the_category_and_is_told(database: Database) -> None:
    shown = _anyone(database).get("/interpreters?kommune=3201&within_km=50&lang=en").text
    assert _names(shown) == ["Åse Ødegård", "Bo Hansen"]
    assert re.search(r"Oslo <span class=\"quiet small\">\d+ km", shown)


def test_pages_lead_forward_and_back_with_the_filters_kept(database: Database) -> None:
    with database.write() as session:
        for number in range(60):
            interpreter(session, f"Person {number:02}")
    client = make_registry.anyone(database)

    def turn(page: str, rel: str) -> str:
        address = re.search(rf'rel="{rel}" href="([^"]+)"', page)
        assert address is not None
        assert "language=tir" in address[1]
        return client.get(address[1].replace("&amp;", "&")).text

    first = client.get("/interpreters?language=tir").text
    second = turn(first, "next")
    third = turn(second, "next")
    assert (len(_names(third)), 'rel="next"' in third, 'rel="prev"' in first) == (10, False, False)
    assert _names(turn(third, "prev")) == _names(second)
    assert _names(turn(turn(third, "prev"), "prev")) == _names(first)


def test_the_files_hold_everybody_and_contact_facts_by_consent_alone(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Silent", email="s@example.org", phone="22 33 44 55")
        interpreter(session, "Open", email="o@example.org", contact_consent=True)
        interpreter(session, "Hidden", protected=True)
    client = make_registry.anyone(database)
    told = client.get("/interpreters.json?language=tir").json()
    assert [(one["name"], one["email"], one["phone"]) for one in told] == [
        ("Open", "o@example.org", None), ("Silent", None, None)
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(client.get("/interpreters.csv").content.decode("utf-8-sig"))))
    assert [(row["name"], row["email"]) for row in rows] == [("Open", "o@example.org"), ("Silent", "")]
    assert client.get("/interpreters.json?language=som").json() == []
    refused = client.get("/interpreters.csv?language=klingon", follow_redirects=False)
    assert refused.headers["location"] == "/interpreters?language=klingon"


def _booker(database: Database) -> TestClient:
    """A booker, and four who interpret: free, at work in the morning only, away, and never at work."""
    hours = {"Free": (8, 16), "Morning": (8, 12), "Away": (8, 16)}
    with database.write() as session:
        for name in ("Free", "Morning", "Away", "Never"):
            person = interpreter(session, name)
            if name in hours:
                start, end = hours[name]
                by_phone = mask([Modality.TELEPHONE]) if name == "Morning" else ANY_WAY
                session.add(_hours(person, start, end, ways=by_phone))
            if name == "Away":
                session.add(
                    Absence(
                        interpreter_id=stored_id(person.id),
                        starts_at=datetime.combine(FRIDAY, time(7), OSLO),
                        ends_at=datetime.combine(FRIDAY, time(17), OSLO),
                    )
                )
        unit = make_identity.organisation(session)
        holder = make_identity.account(session, "b@example.org", Role.BOOKER, unit)
    return make_registry.at(make.NOW, make_identity.client(database, holder))


def _hours(person: Interpreter, start: int, end: int, *, ways: int) -> WorkingHours:
    return WorkingHours(
        interpreter_id=stored_id(person.id), weekday=5, from_time=time(start), to_time=time(end), ways=ways
    )


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("free_on={friday}", ["Free", "Morning"]),
        ("free_on={friday}&free_from=10:00&free_to=12:00", ["Free", "Morning"]),
        ("free_on={friday}&free_from=11:00&free_to=13:00", ["Free"]),
        ("free_on={friday}&free_from=17:00&free_to=18:00", []),
        ("free_on={saturday}", []),
        ("free_on={friday}&modality=telephone", ["Free", "Morning"]),
        ("free_on={friday}&modality=screen", ["Free"]),
    ],
)
def test_a_booker_finds_those_who_are_free(database: Database, when: str, names: list[str]) -> None:
    asked = when.format(friday=FRIDAY, saturday=FRIDAY + timedelta(days=1))
    assert _names(_booker(database).get(f"/interpreters?{asked}").text) == names


@pytest.mark.parametrize(
    ("when", "field"),
    [("free_on=2026-11-22", "free_on"), ("free_on=x", "free_on"),
     ("free_on=2026-11-27&free_from=12&free_to=11", "free_to"),
     ("free_on=2026-11-27&free_to=12", "free_from")],
)  # fmt: skip
def test_a_time_that_cannot_be_is_told_beside_its_field(database: Database, when: str, field: str) -> None:
    shown = _booker(database).get(f"/interpreters?{when}")
    assert shown.status_code == 422
    assert f'<a href="#{field}">' in shown.text


@pytest.mark.parametrize("role", [None, Role.INTERPRETER, Role.REGISTRY_OFFICER])
@pytest.mark.parametrize("kind", ["", ".csv", ".json"])
def test_nobody_else_learns_who_is_free(database: Database, role: Role | None, kind: str) -> None:
    with database.write() as session:
        interpreter(session, "Free")
        holder = make_identity.account(session, "x@example.org", role) if role else None
    client = make_registry.at(make.NOW, make_identity.client(database, holder))
    shown = client.get(f"/interpreters{kind}?free_on={FRIDAY}", follow_redirects=False)
    assert shown.status_code in {303, 401, 403}
    assert "Free</a>" not in shown.text
    assert 'name="free_on"' not in client.get("/interpreters").text
