import re
from collections import Counter
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.demo import hours, plan
from bench.demo.lives import BASIC_EDUCATION
from bench.demo.register import Person, Register, known_by, make
from bench.demo.tongues import TONGUES
from registry.kommuner import KOMMUNER
from registry.languages import LANGUAGES
from registry.words import EvidenceKind, TrainingKind, TrainingStep
from tests import count_demo as count

TODAY = date(2026, 11, 23)
END_2011, END_2012 = date(2011, 12, 31), date(2012, 12, 31)
SEEDS = (1, 7, 2012)


@lru_cache(maxsize=8)
def register(seed: int, today: date = TODAY) -> Register:
    return make(seed, today=today)


def highest(register: Register, day: date) -> int:
    return sum(min(best.values()) <= 3 for best in count.listed(register, day))


def issued(register: Register, kind: EvidenceKind, first: int, last: int) -> list[tuple[Person, str | None]]:
    return [
        (person, proof.language)
        for person in register.people
        for proof in person.proofs
        if proof.kind is kind
        and first <= proof.issued_on.year <= last
        and proof.course in {None, BASIC_EDUCATION}
    ]


def candidates(register: Register, kind: TrainingKind, step: TrainingStep, year: int = 2012) -> Counter[str]:
    steps = [one for one in register.training if (one.kind, one.step, one.on.year) == (kind, step, year)]
    return Counter(one.candidate for one in steps)


def assert_the_figures_of_the_annual_report(made: Register) -> None:
    assert [len(count.listed(made, day)) for day in (END_2011, END_2012)] == [1186, 1284]
    assert [highest(made, day) for day in (END_2011, END_2012)] == [688, 770]
    assert len({code for best in count.listed(made, END_2012) for code in best}) == 66
    before, after = (count.authorised(made, day) for day in (END_2011, END_2012))
    assert len({number for number, _ in before}) == 191
    assert set(before) <= set(after)
    assert (len({number for number, _ in after}), len({code for _, code in after})) == (208, 23)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_any_seed_gives_the_figures_of_the_annual_report(seed: int) -> None:
    assert_the_figures_of_the_annual_report(make(seed, today=END_2012))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_figures_stand_in_a_register_that_has_grown_since(seed: int) -> None:
    assert_the_figures_of_the_annual_report(register(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_authorisations_of_2012_are_those_reported(seed: int) -> None:
    granted = issued(register(seed), EvidenceKind.STATE_AUTHORISATION, 2012, 2012)
    languages = Counter(language for _, language in granted)
    assert languages == {"som": 4, "eng": 5, "bul": 3, "urd": 2, "sqi": 2, "tam": 1}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tests_and_courses_of_2012_are_those_reported(seed: int) -> None:
    made, test, tao = register(seed), TrainingKind.BILINGUAL_TEST, TrainingKind.TAO_COURSE
    passed = candidates(made, test, TrainingStep.PASSED)
    failed = candidates(made, test, TrainingStep.FAILED)
    tested = candidates(made, test, TrainingStep.ATTENDED)
    assert (len(tested), len(passed)) == (286, 73)
    assert passed + failed == tested
    assert round(100 * len(failed) / len(tested), 1) == 74.5
    attended = [one for one in made.training if one.kind is tao and one.on.year == 2012]
    assert len({one.gathering for one in attended}) == 2
    assert len({one.candidate for one in attended}) == 38


@pytest.mark.parametrize("seed", SEEDS)
def test_the_basic_education_is_the_one_reported(seed: int) -> None:
    made, kind = register(seed), TrainingKind.BASIC_EDUCATION
    counts = [
        len(candidates(made, kind, step))
        for step in (TrainingStep.APPLIED, TrainingStep.OFFERED, TrainingStep.PASSED, TrainingStep.FAILED)
    ]
    assert counts == [498, 81, 69, 12]
    of_the_year = issued(made, EvidenceKind.CREDITS, 2012, 2012)
    assert len({language for _, language in of_the_year}) == 8
    listed_at_the_end = [person for person, _ in of_the_year if count.is_listed(person, END_2012)]
    assert len(listed_at_the_end) == 26
    since_2007 = issued(made, EvidenceKind.CREDITS, 2007, 2012)
    assert (len(since_2007), len({language for _, language in since_2007})) == (450, 51)
    assert len({person.number for person, _ in since_2007}) == 450


@pytest.mark.parametrize("seed", SEEDS)
def test_many_in_the_highest_categories_rest_on_older_education(seed: int) -> None:
    made = register(seed)
    basic = {person.number for person, _ in issued(made, EvidenceKind.CREDITS, 2007, 2012)}
    authorised = {number for number, _ in count.authorised(made, END_2012)}
    older = [
        person
        for person in known_by(made, END_2012).people
        if count.is_listed(person, END_2012)
        and min(dict(count.categories(person, END_2012)).values()) <= 3
        and person.number not in basic | authorised
    ]
    assert len(older) >= 155
    assert all(proof.course != BASIC_EDUCATION for person in older for proof in person.proofs)


@pytest.mark.parametrize("seed", SEEDS)
def test_some_enter_the_highest_categories_in_2012_on_evidence_from_before_it(seed: int) -> None:
    entered = [
        person
        for person in register(seed).people
        if not count.is_listed(person, END_2011)
        and count.is_listed(person, END_2012)
        and min(dict(count.categories(person, END_2011)).values(), default=9) <= 3
    ]
    assert len(entered) >= 39


@pytest.mark.parametrize(
    "day", [date(2008, 6, 1), END_2011, date(2012, 7, 1), END_2012, date(2019, 3, 4), TODAY]
)
def test_everybody_listed_holds_a_category(day: date) -> None:
    assert all(count.listed(register(1), day))


def test_nobody_holds_a_bachelor_before_2013() -> None:
    first = min(
        proof.issued_on
        for person in register(1).people
        for proof in person.proofs
        if proof.kind is EvidenceKind.BACHELOR
    )
    assert first.year == 2013


def test_nothing_before_2013_depends_on_today() -> None:
    a_few_years, long_after = make(5, today=date(2015, 2, 28)), make(5, today=date(2031, 6, 30))
    assert known_by(a_few_years, END_2012) == known_by(long_after, END_2012)


def test_two_days_agree_on_everything_both_have_seen() -> None:
    assert known_by(register(1), date(2026, 3, 1)) == make(1, today=date(2026, 3, 1))


def test_another_seed_gives_other_people() -> None:
    assert make(1, today=END_2012) != make(2, today=END_2012)
    assert make(1, today=END_2012) == make(1, today=END_2012)


def test_a_day_before_the_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="2012"):
        make(1, today=date(2012, 6, 30))


def test_taking_one_listing_away_changes_the_count() -> None:
    made = make(1, today=END_2012)
    number, person = next(
        (number, one) for number, one in enumerate(made.people) if count.is_listed(one, END_2012)
    )
    people = (*made.people[:number], replace(person, listings=()), *made.people[number + 1 :])
    assert len(count.listed(Register(people, made.training), END_2012)) == 1283


@pytest.mark.parametrize("seed", SEEDS)
def test_the_register_of_today_has_a_plausible_size_and_spread(seed: int) -> None:
    listed = count.listed(register(seed), TODAY)
    best = Counter(min(categories.values()) for categories in listed)
    assert 2100 <= len(listed) <= 2300
    assert len({code for categories in listed for code in categories}) == 71
    assert all(best[category] > 20 for category in range(1, 6))


def test_there_are_lapsed_revoked_delisted_and_excluded_people() -> None:
    people = register(1).people
    proofs = [proof for person in people for proof in person.proofs]
    assert any(proof.revoked_on for proof in proofs)
    assert any(proof.valid_until and proof.valid_until < TODAY for proof in proofs)
    assert any(proof.valid_until and proof.valid_until > TODAY for proof in proofs)
    assert any(person.listings and not person.listings[-1].listed for person in people)
    assert any(shut.until_on is None or shut.until_on > TODAY for person in people for shut in person.shut)
    assert 1 <= sum(person.traits.protected for person in people) <= 30


def test_every_person_can_stand_in_the_product() -> None:
    people = register(1).people
    assert {person.traits.kommune for person in people} <= set(KOMMUNER)
    assert len({KOMMUNER[person.traits.kommune].fylke for person in people}) == 15
    assert all(re.fullmatch(r"\+47000\d{5}", person.traits.phone) for person in people)
    assert [person.number for person in people] == sorted({person.number for person in people})
    assert all(LANGUAGES[code].bookable for code in TONGUES)


def test_events_of_a_person_come_in_order_with_no_two_listings_on_a_day() -> None:
    for person in register(1).people:
        assert all(one.on < other.on for one, other in pairwise(person.listings))
        assert all(one.listed is not other.listed for one, other in pairwise(person.listings))
        assert all(proof.issued_on <= proof.known_on for proof in person.proofs)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("language", ["tir", "som", "ara", "prs", "pol", "ukr", "nsl"])
def test_several_can_be_asked_on_weekdays_in_the_languages_most_asked_for(seed: int, language: str) -> None:
    there = [
        person
        for person in register(seed).people
        if count.is_listed(person, TODAY)
        and language in dict(count.categories(person, TODAY))
        and not person.shut
        and {shift.weekday for shift in hours.shifts_of(seed, person)} >= set(range(1, 6))
        and not list(hours.away(seed, person, today=TODAY))
    ]
    assert len(there) >= 5


def test_working_hours_vary_and_some_have_none() -> None:
    patterns = Counter(hours.shifts_of(1, person) for person in register(1).people)
    assert len(patterns) == 8
    assert patterns[()] > 0
    shifts = [shift for pattern in patterns for shift in pattern]
    assert all(shift.begins < shift.ends or shift.ends == time.min for shift in shifts)


def test_some_work_through_midnight() -> None:
    shifts = {shift for person in register(1).people for shift in hours.shifts_of(1, person)}
    assert {hours.Shift(5, time(18), time(0)), hours.Shift(6, time(0), time(2))} <= shifts


def test_the_plan_grows_evenly_to_its_size_and_stays_there() -> None:
    sizes = [plan.listed_at_end_of(year) for year in range(2012, 2040)]
    assert sizes[0] == plan.LISTED_2012
    assert sizes == sorted(sizes)
    assert sizes[-1] == plan.LISTED_NOW


@pytest.mark.parametrize("seed", SEEDS)
def test_the_graduates_since_2007_are_counted_alike_by_their_steps(seed: int) -> None:
    passed = [
        one
        for one in register(seed).training
        if (one.kind, one.step) == (TrainingKind.BASIC_EDUCATION, TrainingStep.PASSED)
        and 2007 <= one.on.year <= 2012
    ]
    assert len({one.candidate for one in passed}) == len(passed) == 450
    assert len({one.language for one in passed}) == 51


def test_whoever_passed_has_the_proof_and_whoever_has_the_proof_passed() -> None:
    made = known_by(register(1), END_2012)  # by a year's end all its proofs are registered
    passed = Counter(
        (one.number, one.language, one.on) for one in made.training if one.step is TrainingStep.PASSED
    )
    proved = Counter(
        (person.number, proof.language, proof.issued_on)
        for person in made.people
        for proof in person.proofs
        if proof.kind in {EvidenceKind.BILINGUAL_TEST, EvidenceKind.TAO} or proof.course == BASIC_EDUCATION
    )
    known = {step: count for step, count in passed.items() if step[0] is not None}
    assert proved == known
