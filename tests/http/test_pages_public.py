"""The public pages: search, profile, verification, languages and figures, in three languages."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from kit.db import Database
from registry.words import EvidenceKind
from tests import make_registry
from tests.make_registry import LONG_AGO, TODAY

CREDITS = EvidenceKind.CREDITS


@pytest.mark.parametrize(
    ("asked", "headers", "tongue"),
    [
        ("/", {}, "nb"),
        ("/", {"Accept-Language": "no"}, "nb"),
        ("/", {"Accept-Language": "nn-NO,nn;q=0.9,nb;q=0.8"}, "nn"),
        ("/", {"Accept-Language": "de, en;q=0.3, nn;q=0.2"}, "en"),
        ("/", {"Accept-Language": "xx;q=high, *"}, "nb"),
        ("/?lang=nn", {"Accept-Language": "en"}, "nn"),
        ("/?lang=klingon", {"Accept-Language": "en"}, "en"),
    ],
)
def test_a_page_is_shown_in_the_readers_language(
    database: Database, asked: str, headers: dict[str, str], tongue: str
) -> None:
    shown = make_registry.anyone(database).get(asked, headers=headers)
    assert f'<html lang="{tongue}">' in shown.text


def test_a_chosen_language_is_kept(database: Database) -> None:
    client = make_registry.anyone(database)
    client.get("/?lang=nn")
    assert '<html lang="nn">' in client.get("/verify", headers={"Accept-Language": "en"}).text


def test_a_language_can_be_chosen_on_every_page_without_losing_the_search(database: Database) -> None:
    shown = make_registry.anyone(database).get("/interpreters?language=tir&q=a%26b")
    assert 'href="/interpreters?language=tir&amp;q=a%26b&amp;lang=nn"' in shown.text


def test_the_search_finds_by_language_and_shows_the_category(database: Database) -> None:
    with database.write() as session:
        make_registry.interpreter(session, "Selam Tesfai")
        make_registry.interpreter(session, "Abdi Warsame", ("som", CREDITS))
    shown = make_registry.anyone(database).get("/interpreters?language=tir&lang=en").text
    assert "Selam Tesfai" in shown
    assert "Abdi Warsame" not in shown
    assert ">1 interpreter<" in shown
    assert 'class="category category-2"' in shown


def test_a_search_without_hits_says_so_and_shows_a_way_on(database: Database) -> None:
    shown = make_registry.anyone(database).get("/interpreters?language=tir&lang=en").text
    assert "No interpreters match this" in shown
    assert "Start over" in shown


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kommune=9999", "kommune"),
        ("language=kur", "language"),
        ("language=xyz", "language"),
        ("max_category=one", "max_category"),
        ("modality=smoke", "modality"),
    ],
)
def test_a_wrong_filter_is_told_beside_its_field(database: Database, query: str, field: str) -> None:
    shown = make_registry.anyone(database).get(f"/interpreters?{query}")
    assert shown.status_code == 422
    assert f'<a href="#{field}">' in shown.text


def test_a_long_list_is_paged_and_every_interpreter_is_met_once(database: Database) -> None:
    with database.write() as session:
        for number in range(30):
            make_registry.interpreter(session, f"Person {chr(97 + number % 26)}{number}")
    client = make_registry.anyone(database)
    first = client.get("/interpreters?language=tir&lang=en").text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    assert first.count('href="/interpreters/') == 25
    assert second.count('href="/interpreters/') == 5
    assert 'rel="next"' not in second


def test_the_search_is_a_spreadsheet_too_and_runs_no_formula(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session, "=cmd|' /C calc'!A0", ("tir", CREDITS))
    sent = make_registry.anyone(database).get("/interpreters.csv?language=tir")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert sent.headers["content-type"].startswith("text/csv")
    assert rows[1][:2] == [str(made.number), "'=cmd|' /C calc'!A0"]
    assert rows[1][4:7] == ["tir", "3", "D"]


def test_contact_details_are_shown_by_consent_alone(database: Database) -> None:
    with database.write() as session:
        silent = make_registry.interpreter(session, phone="22 33 44 55", email="a@example.org")
        open_ = make_registry.interpreter(session, phone="99 88 77 66", contact_consent=True)
    client = make_registry.anyone(database)
    shown = client.get(f"/interpreters/{silent.number}").text
    assert "22 33 44 55" not in shown
    assert "a@example.org" not in shown
    assert "99 88 77 66" in client.get(f"/interpreters/{open_.number}").text


def test_names_are_text_and_never_markup(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session, "<script>alert(1)</script>")
    shown = make_registry.anyone(database).get(f"/interpreters/{made.number}").text
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("case", ["unlisted", "protected", "nobody"])
def test_whom_the_public_may_not_know_of_has_no_page(database: Database, case: str) -> None:
    with database.write() as session:
        unlisted = make_registry.interpreter(session, "Ukjent Person", listed=False)
        protected = make_registry.interpreter(session, "Skjult Person", protected=True)
    number = {"unlisted": unlisted.number, "protected": protected.number, "nobody": 7}[case]
    shown = make_registry.anyone(database).get(f"/interpreters/{number}")
    assert shown.status_code == 404
    assert "Person" not in shown.text
    assert f'href="/verify?number={number}"' in shown.text


def test_an_excluded_interpreters_page_says_only_that(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session, "Selam Tesfai")
        make_registry.shut_out(session, made, from_on=LONG_AGO)
    shown = make_registry.anyone(database).get(f"/interpreters/{made.number}?lang=en").text
    assert "Excluded from the register" in shown
    assert "Selam" not in shown
    assert "warnings" not in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("number={valid}&language=tir", "Yes, qualified"),
        ("number={valid}&language=som", "Not qualified in this language"),
        ("number={later}&language=tir&on=2018-01-01", "Not yet qualified on that day"),
        ("number={ending}&language=tir&on={far}", "Qualified now, but not on that day"),
        ("number={ended}&language=tir", "No, the qualification has lapsed"),
        ("number={excluded}&language=tir", "No, excluded from the register"),
        ("number={unlisted}&language=tir", "Not in the public register"),
        ("number=7&language=tir", "No interpreter has this number"),
    ],
)
def test_each_answer_is_said_in_large_words_with_what_to_do(
    database: Database, query: str, said: str
) -> None:
    with database.write() as session:
        people = {
            name: make_registry.interpreter(session, f"Selam {name}", ("som", EvidenceKind.BILINGUAL_TEST))
            for name in ("ending", "ended", "later")
        }
        for name, ends_on in (("ending", TODAY + timedelta(days=40)), ("ended", TODAY - timedelta(days=40))):
            make_registry.proof(session, people[name], valid_until=ends_on)
        make_registry.proof(session, people["later"], issued_on=date(2020, 1, 1))
        people["valid"] = make_registry.interpreter(session, "Selam valid")
        people["excluded"] = make_registry.interpreter(session, "Selam excluded")
        people["unlisted"] = make_registry.interpreter(session, "Selam unlisted", listed=False)
        make_registry.shut_out(session, people["excluded"], from_on=LONG_AGO)
    numbers = {name: person.number for name, person in people.items()}
    address = "/verify?lang=en&" + query.format(far=TODAY + timedelta(days=90), **numbers)
    shown = make_registry.anyone(database).get(address)
    assert shown.status_code == 200
    assert f"<h1>{said}</h1>" in shown.text
    assert "What to do now" in shown.text
    named = any(name in query for name in ("{valid}", "{end", "{later}"))
    assert ("Selam" in shown.text) is named


def test_a_check_without_number_or_language_asks_for_both(database: Database) -> None:
    shown = make_registry.anyone(database).get("/verify?number=&language=")
    assert shown.status_code == 422
    assert '<a href="#number">' in shown.text
    assert '<a href="#language">' in shown.text


@pytest.mark.parametrize("number", ["12x", "-1", "9" * 40, "١٢"])
def test_what_is_no_number_is_kept_and_told(database: Database, number: str) -> None:
    shown = make_registry.anyone(database).get("/verify", params={"number": number, "language": "tir"})
    assert shown.status_code == 422
    assert f'value="{number}"' in shown.text


def test_a_day_to_come_is_told_to_be_as_the_register_is_today(database: Database) -> None:
    with database.write() as session:
        number = make_registry.interpreter(session).number
    client = make_registry.anyone(database)
    for address in (f"/verify?number={number}&language=tir&lang=en", "/statistics?lang=en"):
        assert "Ask again nearer the day." in client.get(f"{address}&on=2099-01-01").text
        assert "Ask again nearer the day." not in client.get(f"{address}&on=2020-01-01").text


def test_an_answer_explains_its_category_and_tells_its_address_on_paper(database: Database) -> None:
    with database.write() as session:
        number = make_registry.interpreter(session).number
    shown = make_registry.anyone(database).get(f"/verify?number={number}&language=tir&lang=en").text
    assert "</span> – State authorisation</dd>" in shown
    assert f"Address: http://testserver/verify?number={number}&amp;language=tir" in shown


def test_a_question_without_its_fields_is_told_what_they_want(database: Database) -> None:
    client = make_registry.anyone(database)
    told = re.findall(r'<li><a href="#\w+">([^<]+)</a>', client.get("/verify?number=&language=&lang=en").text)
    assert told == ["Write the interpreter number.", "Choose a language."]
    assert 'value="7"' in client.get("/verify?number=7").text
    assert client.get("/verify?number=7").status_code == 200


def test_the_figures_of_a_day_count_each_person_once(database: Database) -> None:
    with database.write() as session:
        make_registry.interpreter(session, "Ada", ("tir", make_registry.AUTHORISATION), ("som", CREDITS))
        make_registry.interpreter(session, "Bo", ("som", CREDITS))
    client = make_registry.anyone(database)
    shown = client.get(f"/statistics?on={TODAY}&lang=en").text
    figures = dict(
        csv.reader(io.StringIO(client.get(f"/statistics.csv?on={TODAY}").content.decode("utf-8-sig")))
    )
    assert "<dt>Interpreters listed</dt><dd>2</dd>" in shown
    assert (figures["listed"], figures["category_2"], figures["category_3"]) == ("2", "..", "..")
    whole = make_registry.officer(database).get(f"/statistics.csv?on={TODAY}").content.decode("utf-8-sig")
    counted = dict(csv.reader(io.StringIO(whole)))
    assert (counted["listed"], counted["category_2"], counted["category_3"]) == ("2", "1", "1")
    assert "Nobody was listed that day" in client.get("/statistics?on=1999-01-01&lang=en").text
    assert client.get("/statistics?on=1999-31-01").status_code == 422


def test_the_languages_tell_how_many_the_search_finds_in_each(database: Database) -> None:
    with database.write() as session:
        make_registry.interpreter(session, "Ada", ("som", CREDITS), ("tir", CREDITS))
        make_registry.interpreter(session, "Bo", ("som", EvidenceKind.BILINGUAL_TEST), ("", EvidenceKind.TAO))
        make_registry.interpreter(session, "Cy", ("som", CREDITS), listed=False)
        make_registry.interpreter(session, "Di", ("som", CREDITS), protected=True)
    shown = make_registry.anyone(database).get("/languages?q=som&lang=en").text
    row = shown.partition('language=som"')[2].partition("</tr>")[0]
    assert re.findall(r'class="figure"><span>(\d+)<', row) == ["2", "1"]


def test_a_language_is_found_by_what_people_call_it(database: Database) -> None:
    client = make_registry.anyone(database)
    assert 'href="/interpreters?language=ckb"' in client.get("/languages?q=kurdisk").text
    assert 'href="/interpreters?language=ara"' in client.get("/languages?q=levantinsk").text
    assert "Ingen språk har det navnet" in client.get("/languages?q=klingon").text
