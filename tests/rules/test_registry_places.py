"""Municipalities of today and of the past, and how far apart they lie."""

import csv
import math
from datetime import date
from pathlib import Path

import pytest

from kit.errors import Invalid
from registry import kommuner
from registry.kommuner import FORMER, KOMMUNER, current, distance_km


def test_there_are_357_municipalities_in_15_counties() -> None:
    assert len(KOMMUNER) == 357
    assert len({one.fylke for one in KOMMUNER.values()}) == 15
    assert all(one.number == number and len(number) == 4 for number, one in KOMMUNER.items())


@pytest.mark.parametrize(
    ("given", "today"),
    [
        ("0301", "0301"),
        ("0219", "3201"),  # Bærum, by way of Viken's 3024
        ("3024", "3201"),
        ("1601", "5001"),  # Trondheim
        ("1201", "4601"),  # Bergen
        ("1870", "1870"),  # Sortland never changed
    ],
)
def test_a_number_of_any_time_leads_to_todays(given: str, today: str) -> None:
    found = current(given)
    assert found is not None
    assert found.number == today


def test_every_former_number_leads_to_a_municipality_of_today_or_was_divided() -> None:
    divided = {number for number, now in FORMER.items() if not now}
    assert "1850" in divided  # Tysfjord, between Narvik and Hamarøy
    assert {FORMER[number] for number in FORMER.keys() - divided} <= KOMMUNER.keys()
    assert all(current(number) is None for number in divided)


@pytest.mark.parametrize(
    ("number", "code"), [("1850", "divided_kommune"), ("9999", "unknown_kommune"), ("301", "unknown_kommune")]
)
def test_a_number_that_leads_nowhere_is_refused_with_the_reason(number: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        kommuner.require(number, "place")
    assert [(error.field, error.code) for error in refused.value.errors] == [("place", code)]


@pytest.mark.parametrize(("one", "other"), [("0301", "4601"), ("1103", "5601"), ("3118", "5634")])
def test_the_distance_is_the_great_circles(one: str, other: str) -> None:
    here, there = KOMMUNER[one], KOMMUNER[other]
    north, south, east = (
        math.radians(here.latitude),
        math.radians(there.latitude),
        math.radians(here.longitude - there.longitude),
    )
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(east)
    assert distance_km(one, other) == pytest.approx(6371.0088 * math.acos(cosine), rel=1e-6)
    assert distance_km(one, other) == distance_km(other, one)


def test_oslo_lies_about_three_hundred_kilometres_from_bergen_and_nowhere_from_itself() -> None:
    assert distance_km("0301", "4601") == pytest.approx(300, abs=10)
    assert distance_km("0301", "0301") == 0


def test_distance_takes_former_numbers_and_refuses_unknown_ones() -> None:
    assert distance_km("0219", "0301") == distance_km("3201", "0301")
    with pytest.raises(KeyError):
        distance_km("0301", "9999")


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        ("0301", None, None),
        ("1103", None, None),  # Stavanger took others in and kept its number
        ("3101", date(2024, 1, 1), None),  # Halden, out of Viken
        ("3001", date(2020, 1, 1), date(2023, 12, 31)),
        ("0101", None, date(2019, 12, 31)),
        ("1580", date(2024, 1, 1), None),  # Haram, its own once more
    ],
)
def test_a_number_is_in_use_from_one_turn_of_a_year_to_another(
    number: str, first: date | None, last: date | None
) -> None:
    found = kommuner.term(number)
    assert found == kommuner.Term(first, last)


def test_of_haldens_numbers_one_is_in_use_on_any_day() -> None:
    numbers = [number for number, now in FORMER.items() if now == "3101"] + ["3101"]
    for day in (date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)):
        found = [number for number in numbers if (term := kommuner.term(number)) and term.holds(day)]
        assert len(found) == 1, day


def test_no_number_of_today_begins_before_the_one_it_took_over_from_ended() -> None:
    for former, now in FORMER.items():
        if now and KOMMUNER[now].name == _names().get(former):
            before, after = kommuner.term(former), kommuner.term(now)
            assert before is not None
            assert after is not None
            assert before.valid_to is not None
            assert after.valid_from is not None, former
            assert before.valid_to < after.valid_from, former


def test_a_number_nobody_had_has_no_days() -> None:
    assert kommuner.term("9999") is None


def _names() -> dict[str, str]:
    with (Path(kommuner.__file__).parent / "kommune_changes.csv").open(encoding="utf-8", newline="") as file:
        return {row["former_kommune"]: row["name"] for row in csv.DictReader(file)}
