"""Every figure of the annual report, computed by the statistics from the made-up register's events."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from bench.demo.register import Register
from kit.clock import oslo_date
from kit.db import Database
from registry.statistics import spread
from registry.statistics.counting import register_on
from registry.statistics.funnel import Funnel, funnel
from registry.statistics.goals import goals, series
from registry.statistics.levels import AsOf
from registry.statistics.measures import Measure
from tests import count_demo as count
from tests import make as arrange

END_2011, END_2012 = date(2011, 12, 31), date(2012, 12, 31)
TODAY = oslo_date(arrange.NOW)
pytestmark = pytest.mark.xdist_group("demo register")  # loaded once, not once a worker


def in_2012(loaded: Database) -> Funnel:
    with loaded.read() as session:
        return funnel(session, on=END_2012)


def test_the_goals_of_2012_read_as_the_annual_report_does(loaded: Database) -> None:
    with loaded.read() as session:
        told = {goal.measure: goal for goal in goals(session, on=END_2012)}
    listed, share = told[Measure.LISTED], told[Measure.HIGHEST_SHARE]
    assert listed.target is not None
    assert share.target is not None
    assert (listed.target.value, listed.result, listed.met, listed.apart) == (1250, 1284, True, 34)
    assert (share.target.value, share.result, share.met, share.apart) == (65, 60, False, -5)
    assert told[Measure.LANGUAGES].result == 66
    assert told[Measure.STATE_AUTHORISED].result == 208
    assert told[Measure.LANGUAGES].met is None


def test_the_series_has_both_year_ends(loaded: Database) -> None:
    with loaded.read() as session:
        points = {point.on: point.results for point in series(session, on=END_2012)}
    assert points[END_2011][Measure.LISTED] == 1186
    assert points[END_2011][Measure.HIGHEST_SHARE] == 58
    assert points[END_2012][Measure.LISTED] == 1284
    assert list(points)[-3:] == [END_2011, date(2012, 6, 30), END_2012]
    assert len(points) == 10


def test_tests_and_courses_of_2012(loaded: Database) -> None:
    told = in_2012(loaded)
    assert (told.tests.tested, told.tests.passed, told.tests.failed) == (286, 73, 213)
    assert (told.tests.fail_per_mille, told.tests.fail_percent) == (745, 75)
    assert (told.courses.courses, told.courses.people) == (2, 38)


def test_the_basic_education_of_2012_and_its_graduates(loaded: Database) -> None:
    told = in_2012(loaded)
    education = told.education
    assert (education.applied, education.offered, education.passed) == (498, 81, 69)
    assert (education.languages, education.listed) == (8, 26)
    assert (told.graduates.people, told.graduates.languages) == (450, 51)


def test_the_authorisations_granted_in_2012(loaded: Database) -> None:
    granted = in_2012(loaded).granted
    assert granted == {"som": 4, "eng": 5, "bul": 3, "urd": 2, "sqi": 2, "tam": 1}
    assert sum(granted.values()) == 17


@pytest.mark.parametrize("on", [date(2010, 6, 30), END_2012, date(2024, 12, 31), TODAY])
def test_the_funnel_equals_an_independent_count(loaded: Database, register: Register, on: date) -> None:
    with loaded.read() as session:
        told = funnel(session, on=on)
    year = [step for step in register.training if date(on.year, 1, 1) <= step.on <= on]
    steps = Counter(f"{step.kind} {step.step}" for step in year)
    assert told.tests.tested == steps["bilingual_test attended"]
    assert told.tests.passed == steps["bilingual_test passed"]
    assert told.courses.people == steps["tao_course attended"]
    assert (told.education.applied, told.education.offered, told.education.passed) == tuple(
        steps[f"basic_education {step}"] for step in ("applied", "offered", "passed")
    )
    issued = [
        proof.language
        for person in register.people
        for proof in person.proofs
        if proof.kind == "state_authorisation" and date(on.year, 1, 1) <= proof.issued_on <= on
    ]
    assert told.granted == Counter(issued)


@pytest.mark.parametrize("on", [END_2012, TODAY])
def test_languages_and_counties_equal_an_independent_count(
    loaded: Database, register: Register, on: date
) -> None:
    with loaded.read() as session:
        languages = {row.code: row.cells for row in spread.by_language(session, AsOf(on))}
        counties = {row.code: row.cells for row in spread.by_county(session, AsOf(on))}
    in_language: dict[str, list[int]] = {}
    in_county: dict[str, list[int]] = {code: [0] * 5 for code in counties}
    for person in register.people:
        held = dict(count.categories(person, on)) if count.is_listed(person, on) else {}
        if not held:
            continue
        place = "" if person.traits.protected else count.county_of(person)
        in_county[place][min(held.values()) - 1] += 1
        for language, category in () if person.traits.protected else held.items():
            in_language.setdefault(language, [0] * 5)[category - 1] += 1
    assert languages == {code: tuple(cells) for code, cells in in_language.items()}
    assert counties == {code: tuple(cells) for code, cells in in_county.items()}


def test_what_was_known_in_the_spring_of_2012_is_less_than_what_held(loaded: Database) -> None:
    with loaded.read() as session:
        then = register_on(session, on=END_2012, known_at=datetime(2012, 4, 1, tzinfo=UTC))
        by_the_end = register_on(session, on=END_2012, known_at=datetime(2012, 12, 31, 22, 59, tzinfo=UTC))
    assert then.listed < by_the_end.listed == 1284
