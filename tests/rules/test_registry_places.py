"""Municipalities of today and of the past, and how far apart they lie."""

import math

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
