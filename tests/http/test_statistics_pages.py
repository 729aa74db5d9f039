"""The register in figures as pages and files: for everyone without small cells, for officers with them."""

import csv
import io
from datetime import date

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from registry.statistics import targets
from registry.statistics.measures import Measure, TargetKind
from registry.words import EvidenceKind
from tests import make as arrange
from tests import make_registry as make
from tests.browsing import visit

PAGES = ["", "/goals", "/languages", "/counties", "/training"]
TODAY, NOW = make.TODAY, arrange.NOW


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def english(client: TestClient) -> TestClient:
    client.cookies.set("tongue", "en")
    return client


def nine_in_tigrinya(database: Database) -> None:
    """Two authorised in Oslo, seven bachelors of which three in Finnmark."""
    with database.write() as session:
        for number in range(9):
            kind = EvidenceKind.BACHELOR if number < 7 else EvidenceKind.STATE_AUTHORISATION
            kommune = "5601" if number < 3 else "0301"
            make.interpreter(session, f"Tolk {number}", ("tir", kind), kommune=kommune)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_open_and_leads_to_the_others_with_the_same_day(database: Database, path: str) -> None:
    nine_in_tigrinya(database)
    shown = make.anyone(database).get(f"/statistics{path}?on=2026-06-30&known_on=2026-11-01&lang=en")
    assert shown.status_code == 200
    for other in PAGES:
        assert f'href="/statistics{other}?on=2026-06-30&amp;known_on=2026-11-01"' in shown.text
    assert "As the register knew it by the end of 1 November 2026" in shown.text


@pytest.mark.parametrize("path", PAGES)
def test_a_day_that_is_none_is_told_on_the_page(database: Database, path: str) -> None:
    refused = make.anyone(database).get(f"/statistics{path}?on=2026-02-30&known_on=2031-01-01&lang=en")
    assert refused.status_code == 422
    assert "Write the day like this: 26.11.2026." in refused.text
    assert 'value="2026-02-30"' in refused.text
    assert make.anyone(database).get(f"/statistics{path}?known_on=2031-01-01").status_code == 422


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_register_has_its_pages(database: Database, path: str) -> None:
    assert make.anyone(database).get(f"/statistics{path}?lang=nn").status_code == 200


def test_everyone_sees_no_small_cell_and_an_officer_every_one(database: Database) -> None:
    nine_in_tigrinya(database)
    anyone, officer = make.anyone(database), make.officer(database)
    [open_], [every] = (rows(client, "/statistics/languages.csv") for client in (anyone, officer))
    assert [open_[f"category_{category}"] for category in (1, 2, 3)] == ["0", "<5", ".."]
    assert [every[f"category_{category}"] for category in (1, 2, 3)] == ["0", "2", "7"]
    assert open_["listed"] == every["listed"] == "9"
    for path, small, told in (("/languages", "2", "&lt;5"), ("/counties", "3", "··"), ("", "2", "&lt;5")):
        assert f"{told}</abbr>" in anyone.get(f"/statistics{path}").text
        assert "</abbr>" not in officer.get(f"/statistics{path}").text
        assert f"<span>{small}</span>" in officer.get(f"/statistics{path}").text


def test_the_counties_of_everyone_hide_what_would_give_a_small_one_away(database: Database) -> None:
    with database.write() as session:
        for number, kommune in enumerate(["5601"] * 3 + ["0301"] * 6 + ["3403"] * 8):
            make.interpreter(session, f"Tolk {number}", ("tir", EvidenceKind.BACHELOR), kommune=kommune)
    told = {row["county"]: row["listed"] for row in rows(make.anyone(database), "/statistics/counties.csv")}
    assert (told["56"], told["03"], told["34"], told["46"]) == ("<5", "..", "8", "0")
    assert "" not in told


def test_what_is_known_later_is_left_out(database: Database) -> None:
    nine_in_tigrinya(database)
    client = make.anyone(database)
    address = f"/statistics.csv?on={TODAY}&known_on="
    assert dict(list(csv.reader(io.StringIO(client.get(address + "2026-11-22").text))))["listed"] == "0"
    assert dict(list(csv.reader(io.StringIO(client.get(address + "2026-11-23").text))))["listed"] == "9"


def test_a_goal_reads_as_measure_target_result_and_assessment(database: Database) -> None:
    nine_in_tigrinya(database)
    with database.write() as session:
        for measure, value in ((Measure.LISTED, 8), (Measure.LANGUAGES, 2), (Measure.HIGHEST_SHARE, 100)):
            targets.set_target(
                session, measure=measure, year=2026, kind=TargetKind.AT_LEAST, value=value, now=NOW
            )
    told = visit(make.anyone(database), "/statistics/goals").words
    assert "Interpreters listed At least 8 9 Met 1 above the target." in told
    assert "Languages covered At least 2 1 Not met 1 below the target." in told
    assert "Share in categories 1 to 3 At least 100 % 100 % Met Exactly on the target." in told
    assert "No target Unchanged since 30 June 2026." in told
    norwegian = make.anyone(database).get("/statistics/goals?lang=nb").text
    for word in ("Styringsparameter", "Resultatkrav", "Resultat", "Vurdering"):
        assert f">{word}</th>" in norwegian
    by_measure = {row["measure"]: row for row in rows(make.anyone(database), "/statistics/goals.csv")}
    assert (by_measure["listed"]["target"], by_measure["listed"]["met"]) == ("8", "yes")
    assert by_measure["languages"]["apart"] == "-1"


def test_the_series_is_a_chart_with_its_table_and_its_file(database: Database) -> None:
    nine_in_tigrinya(database)
    shown = make.anyone(database).get("/statistics/goals?lang=en").text
    assert shown.count('role="img"') == 2
    assert shown.count("<title id=") == shown.count("<desc id=") == 2
    told = [(row["on"], row["listed"]) for row in rows(make.anyone(database), "/statistics/series.csv")]
    assert told[0] == ("2021-12-31", "9")
    assert told[-2:] == [("2026-06-30", "9"), ("2026-11-23", "9")]


def test_an_officer_sets_a_target_and_takes_it_away(database: Database) -> None:
    officer = english(make.officer(database))
    page = visit(officer, "/statistics/targets")
    sent = page.send("/statistics/targets", measure="listed", year="2026", kind="at_least", value="40")
    assert "The target is set." in sent.words
    assert "2026 Interpreters listed At least 40" in sent.words
    sent = sent.send("/statistics/targets", measure="listed", year="2026", kind="at_least", value="")
    assert "2026 Interpreters listed Taken away" in sent.words
    assert "Interpreters listed – 0 No target" in visit(officer, "/statistics/goals").words


def test_a_wrong_target_is_asked_for_again_as_typed(database: Database) -> None:
    page = visit(english(make.officer(database)), "/statistics/targets")
    empty = page.send("/statistics/targets", year="")
    assert empty.status == 422
    assert "Choose a measure." in empty.words
    assert "Write the year." in empty.words
    wrong = page.send("/statistics/targets", measure="highest_share", year="2026", value="140")
    assert wrong.status == 422
    assert "Use a number from 0 to 100." in wrong.words
    assert wrong.form("/statistics/targets").values["value"] == ["140"]


def test_an_officer_writes_an_assessment_that_everyone_reads(database: Database) -> None:
    nine_in_tigrinya(database)
    officer = english(make.officer(database))
    page = visit(officer, "/statistics/assessments/listed?on=2026-06-30")
    sent = page.send("/statistics/assessments/listed", on="2026-06-30", text="Flere enn ventet.")
    assert "The assessment is saved." in sent.words
    assert "Flere enn ventet." in visit(make.anyone(database), "/statistics/goals?on=2026-06-30").words
    assert "Flere enn ventet." not in visit(make.anyone(database), "/statistics/goals").words
    again = visit(officer, "/statistics/assessments/listed?on=2026-06-30")
    assert again.form("/statistics/assessments/listed").values["text"] == ["Flere enn ventet."]
    refused = again.send("/statistics/assessments/listed", text="Gjelder 01010750160.")
    assert refused.status == 422
    assert "Leave the birth number out" in refused.words


@pytest.mark.parametrize("path", ["/statistics/targets", "/statistics/assessments/listed"])
def test_only_officers_set_and_write(database: Database, path: str) -> None:
    anyone = make.anyone(database)
    assert anyone.get(path, follow_redirects=False).status_code == 303
    form = {"measure": "listed", "year": "2026", "kind": "at_least", "value": "1", "text": "x"}
    assert anyone.post(path, data=form, follow_redirects=False).status_code in {303, 401}
    with database.read() as session:
        assert targets.history(session) == []
        assert targets.written(session, on=date(2026, 11, 23)) == {}


def test_a_measure_that_is_none_is_an_address_that_is_not_there(database: Database) -> None:
    assert make.officer(database).get("/statistics/assessments/happiness").status_code == 404
