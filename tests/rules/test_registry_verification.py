"""The eight graded answers, their precedence, and what each one tells."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.categories import Proof, proof
from registry.facts import Facts
from registry.history import History, Turn
from registry.verification import Answer, Verified, decide
from registry.words import EvidenceKind

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FROM, UNTIL = date(2020, 5, 4), date(2027, 5, 3)
AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind
ALWAYS = (Turn(date(2010, 1, 1), 1, listed=True),)
HELD = (proof(AUTHORISATION, "tir", FROM, valid_until=UNTIL),)
SHUT_OUT_NOW = ((date(2026, 11, 1), date(2026, 12, 1)),)
SHUT_OUT_BEFORE = ((date(2022, 1, 1), date(2022, 7, 1)),)


def _facts(
    proofs: tuple[Proof, ...] = HELD,
    turns: tuple[Turn, ...] = ALWAYS,
    exclusions: tuple[tuple[date, date], ...] = (),
    *,
    protected: bool = False,
) -> Facts:
    return Facts(1, 100_001, "Selam Tesfai", protected, History(proofs, turns, exclusions))


def _asked(known: Facts | None, on: date | None = None, language: str = "tir") -> Verified:
    return decide(known, language=language, on=on, now=NOW)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (FROM - timedelta(days=1), "valid_only_after"),
        (FROM, "valid"),
        (FROM + timedelta(days=1), "valid"),
        (None, "valid"),
        (UNTIL - timedelta(days=1), "valid"),
        (UNTIL, "valid"),
        (UNTIL + timedelta(days=1), "valid_until_before_date"),
    ],
)
def test_the_days_around_both_ends(on: date | None, answer: str) -> None:
    told = _asked(_facts(), on)
    assert told.answer == answer
    assert (told.valid_from, told.valid_until) == (FROM, UNTIL)


def test_what_ended_before_today_has_lapsed_today_and_later() -> None:
    ended = _facts((proof(AUTHORISATION, "tir", FROM, valid_until=TODAY - timedelta(days=1)),))
    assert _asked(ended).answer == "lapsed"
    assert _asked(ended, TODAY + timedelta(days=400)).answer == "lapsed"
    assert _asked(ended, TODAY - timedelta(days=1)).answer == "valid"


def test_a_revocation_counts_from_its_day() -> None:
    revoked = _facts((proof(AUTHORISATION, "tir", FROM, valid_until=UNTIL, revoked_on=TODAY),))
    assert _asked(revoked, TODAY - timedelta(days=1)).answer == "valid"
    assert _asked(revoked, TODAY).answer == "lapsed"
    assert _asked(revoked, TODAY).valid_until == TODAY - timedelta(days=1)


def test_what_begins_again_later_is_valid_only_after() -> None:
    gap = (Proof(BACHELOR, "tir", FROM, date(2021, 1, 1)), Proof(BACHELOR, "tir", date(2022, 1, 1)))
    told = _asked(_facts(gap), date(2021, 6, 1))
    assert (told.answer, told.valid_from) == ("valid_only_after", date(2022, 1, 1))


def test_what_is_held_now_and_again_after_the_day_will_have_lapsed_by_it() -> None:
    gap = (Proof(BACHELOR, "tir", FROM, date(2027, 1, 1)), Proof(BACHELOR, "tir", date(2028, 1, 1)))
    assert _asked(_facts(gap), date(2027, 6, 1)).answer == "valid_until_before_date"


@pytest.mark.parametrize("proofs", [(), (Proof(TEST, "tir", FROM),), (Proof(TAO, None, FROM),)])
def test_evidence_that_gives_no_category_is_a_language_not_held(proofs: tuple[Proof, ...]) -> None:
    told = _asked(_facts(proofs))
    assert (told.answer, told.name, told.level) == ("language_not_held", "Selam Tesfai", None)


def test_another_language_is_not_held() -> None:
    assert _asked(_facts(), language="som").answer == "language_not_held"


LAPSED = (Proof(AUTHORISATION, "tir", FROM, date(2021, 1, 1)),)


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (None, "unknown_number"),
        (_facts(protected=True), "unknown_number"),
        (_facts(protected=True, exclusions=SHUT_OUT_NOW), "unknown_number"),
        (_facts((), (), SHUT_OUT_NOW), "excluded"),
        (_facts(LAPSED, (), SHUT_OUT_NOW), "excluded"),
        (_facts((), ()), "not_listed"),
        (_facts(LAPSED, ()), "not_listed"),
        (_facts(()), "language_not_held"),
        (_facts(LAPSED), "lapsed"),
    ],
)
def test_the_answer_of_highest_precedence_is_given(known: Facts | None, answer: str) -> None:
    assert _asked(known).answer == answer


def test_an_exclusion_is_told_without_anything_that_dates_or_names() -> None:
    for on in (None, FROM, UNTIL, date(1990, 1, 1), date(2050, 1, 1)):
        assert _asked(_facts(exclusions=SHUT_OUT_NOW), on) == Verified(Answer.EXCLUDED, NOW)


def test_the_days_of_an_exclusion_not_in_force_read_like_days_out_of_the_register() -> None:
    inside = _asked(_facts(exclusions=SHUT_OUT_BEFORE), date(2022, 3, 1))
    unlisted = _asked(_facts(turns=()), date(2022, 3, 1))
    assert inside == unlisted
    assert inside.answer == "not_listed"
    assert _asked(_facts(exclusions=SHUT_OUT_BEFORE), date(2022, 7, 1)).answer == "valid"


def test_a_day_gone_by_is_answered_by_the_listing_of_that_day() -> None:
    left_lately = (*ALWAYS, Turn(TODAY, 2, listed=False))
    away = (*ALWAYS, Turn(date(2020, 12, 1), 2, listed=False), Turn(TODAY, 3, listed=True))
    assert _asked(_facts(turns=left_lately), date(2021, 1, 1)).answer == "valid"
    assert _asked(_facts(turns=away), date(2021, 1, 1)).answer == "not_listed"


def test_before_she_first_entered_her_evidence_answers_for_whoever_is_listed_today() -> None:
    entered = (Turn(date(2023, 1, 1), 1, listed=True),)
    left = (*entered, Turn(TODAY, 2, listed=False))
    assert _asked(_facts(turns=entered), date(2021, 1, 1)).answer == "valid"
    assert _asked(_facts(turns=left), date(2021, 1, 1)).answer == "not_listed"


def test_a_day_to_come_is_answered_by_the_listing_of_that_day() -> None:
    leaving = (*ALWAYS, Turn(date(2027, 1, 1), 2, listed=False))
    assert _asked(_facts(turns=leaving), date(2026, 12, 31)).answer == "valid"
    assert _asked(_facts(turns=leaving), date(2027, 1, 1)).answer == "not_listed"


def test_the_latest_registered_of_two_turns_on_a_day_counts() -> None:
    assert _asked(_facts(turns=(Turn(FROM, 7, listed=True), Turn(FROM, 3, listed=False)))).answer == "valid"
    assert (
        _asked(_facts(turns=(Turn(FROM, 3, listed=True), Turn(FROM, 7, listed=False)))).answer == "not_listed"
    )


def test_whoever_is_not_listed_has_a_category_but_no_name_and_no_dates() -> None:
    told = _asked(_facts(turns=()))
    assert told.level is not None
    assert (told.level.category, told.evidence) == (2, (AUTHORISATION,))
    assert (told.name, told.valid_from, told.valid_until) == (None, None, None)


def test_the_evidence_told_is_what_the_level_rests_on() -> None:
    held = (
        Proof(AUTHORISATION, "tir", FROM),
        Proof(CREDITS, "tir", FROM, credits=30),
        Proof(TAO, None, FROM),
    )
    told = _asked(_facts(held))
    assert told.level is not None
    assert (told.level.category, told.level.letter) == (1, "B")
    assert told.evidence == (CREDITS, AUTHORISATION)


def test_today_is_oslos() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Tuesday the 24th in Oslo
    ended = _facts((proof(AUTHORISATION, "tir", FROM, valid_until=TODAY),))
    assert decide(ended, language="tir", on=None, now=NOW).answer == "valid"
    assert decide(ended, language="tir", on=None, now=late).answer == "lapsed"


days = st.dates(date(2019, 1, 1), date(2029, 1, 1))


@given(
    proofs=st.lists(st.builds(Proof, st.sampled_from(EvidenceKind), st.just("tir"), days, days), max_size=5),
    turns=st.lists(st.builds(Turn, days, st.integers(1, 9), st.booleans()), max_size=3),
    exclusions=st.lists(st.tuples(days, days), max_size=2),
    on=days,
)
def test_a_name_is_told_only_of_the_listed_and_dates_only_with_a_level(
    proofs: list[Proof], turns: list[Turn], exclusions: list[tuple[date, date]], on: date
) -> None:
    known = _facts(tuple(proofs), tuple(turns), tuple(exclusions))
    told = _asked(known, on)
    if told.name is not None:
        assert known.history.open_on(on, today=TODAY)
        assert not known.history.excluded_on(TODAY)
    if told.valid_from is not None:
        assert told.name is not None
        assert told.level is not None
    assert (told.answer is Answer.VALID) <= (told.valid_from is not None and told.valid_from <= on)
