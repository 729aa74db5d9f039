from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Invalid
from registry.words import Modality
from web.pages.typed import Typed, wall


def typed(**values: str) -> Typed:
    return Typed({name: [value] for name, value in values.items()})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-26", date(2026, 11, 26)),
        ("26.11.2026", date(2026, 11, 26)),
        ("3. 1. 2027", date(2027, 1, 3)),
        ("26/11/2026", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_as_browsers_send_it_and_as_people_write_it(written: str, meant: date) -> None:
    assert typed(day=written).day("day") == meant


@pytest.mark.parametrize(
    "written", ["31.11.2026", "tomorrow", "0", "99999-01-01", "9999-12-31", "0001-01-01"]
)
def test_what_is_not_a_day_is_said_to_be_none(written: str) -> None:
    form = typed(day=written)
    assert form.day("day") is None
    assert [(error.field, error.code) for error in form.errors] == [("day", "not_a_day")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("09:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9", time(9)),
        ("09:30:00", time(9, 30)),
        ("24:00", time(0)),
    ],
)
def test_a_time_is_read_in_the_ways_people_write_it(written: str, meant: time) -> None:
    assert typed(at=written).clock("at") == meant


@pytest.mark.parametrize("written", ["25:00", "9:60", "noon", "24:30", "-1"])
def test_what_is_not_a_time_is_said_to_be_none(written: str) -> None:
    form = typed(at=written)
    assert form.clock("at") is None
    assert [error.code for error in form.errors] == ["not_a_time"]


def test_numbers_may_stand_with_commas_or_spaces_between_them() -> None:
    assert typed(wanted=" 90001, 90002;90003 90004").numbers("wanted") == [90001, 90002, 90003, 90004]


@pytest.mark.parametrize("written", ["9000x", "-4", "1" * 5000, "٤"])
def test_what_is_not_a_number_names_its_field(written: str) -> None:
    form = typed(wanted=written)
    assert form.numbers("wanted") == []
    assert [(error.field, error.code) for error in form.errors] == [("wanted", "not_a_number")]


def test_a_word_outside_the_list_is_refused_and_none_is_none() -> None:
    form = typed(modality="smoke_signals", gender="")
    assert form.word("modality", Modality) is None
    assert form.word("gender", Modality) is None
    assert [error.field for error in form.errors] == ["modality"]


def test_the_hour_the_spring_change_skips_is_refused() -> None:
    form = typed(day="2027-03-28", start="02:30")
    assert form.moment("day", "start") is None
    assert [(error.field, error.code) for error in form.errors] == [("start", "time_does_not_exist")]


def test_the_hour_the_autumn_change_repeats_is_asked_about_and_the_answer_is_kept() -> None:
    asked = typed(day="2027-10-31", start="02:30")
    assert asked.moment("day", "start") is None
    assert [(error.field, error.code) for error in asked.errors] == [("start", "time_happens_twice")]
    first = typed(day="2027-10-31", start="02:30", start_which="first")
    second = typed(day="2027-10-31", start="02:30", start_which="second")
    assert first.moment("day", "start") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert second.moment("day", "start") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_an_end_on_the_next_day_is_counted_from_the_same_typed_day() -> None:
    form = typed(day="2026-11-26", end="01:00")
    assert form.moment("day", "end", days_later=1) == datetime(2026, 11, 27, 0, 0, tzinfo=UTC)


def test_all_faults_are_told_at_once() -> None:
    form = typed(day="", at="", wanted="x")
    form.day("day"), form.clock("at"), form.numbers("wanted")
    with pytest.raises(Invalid) as told:
        form.settle()
    assert [error.field for error in told.value.errors] == ["day", "at", "wanted"]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - made aware below
def test_what_a_form_shows_of_an_instant_reads_back_as_the_same_instant(moment: datetime) -> None:
    instant = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    shown = wall(instant)
    form = typed(day=shown["day"], at=shown["clock"], at_which=shown["which"])
    assert form.moment("day", "at") == instant
