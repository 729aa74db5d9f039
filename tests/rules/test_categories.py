"""Evidence in, category out: the whole truth table, and the days it is read on."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from registry.categories import FOREVER, Level, Proof, kinds_on, level_of, level_spans, proof
from registry.words import EvidenceKind

TABLE = list(csv.DictReader(Path(__file__).with_name("truth_table.csv").open(encoding="utf-8")))
AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind
DAY = date(2020, 5, 4)
EVE = DAY - timedelta(days=1)
MORROW = DAY + timedelta(days=1)


def test_the_table_has_every_combination_once() -> None:
    combinations = {tuple(row[kind] for kind in EvidenceKind) for row in TABLE}
    assert len(TABLE) == len(combinations) == 64


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "".join(row[kind][0] for kind in EvidenceKind))
def test_each_combination_gives_its_category_and_letter(row: dict[str, str]) -> None:
    level = level_of(frozenset(kind for kind in EvidenceKind if row[kind] == "yes"))
    told = ("", "") if level is None else (str(level.category), level.letter)
    assert told == (row["category"], row["letter"])


def test_the_levels_stand_in_their_order_of_preference() -> None:
    told = [f"{level.category}{level.letter}" for level in sorted(Level)]
    assert told == ["1A", "1B", "2C", "3B", "3D", "4E", "5E"]
    assert [level.value for level in Level] == [0, 1, 2, 3, 4, 5, 6]


def test_what_a_level_rests_on_gives_that_level() -> None:
    assert [level_of(level.evidence) for level in Level] == list(Level)


@pytest.mark.parametrize(("day", "holds"), [(EVE, False), (DAY, True), (MORROW, True)])
def test_evidence_counts_from_the_day_it_was_issued(day: date, *, holds: bool) -> None:
    assert _holds(proof(AUTHORISATION, "tir", DAY), day) is holds


@pytest.mark.parametrize(("day", "holds"), [(EVE, True), (DAY, True), (MORROW, False)])
def test_the_last_day_counts(day: date, *, holds: bool) -> None:
    assert _holds(proof(AUTHORISATION, "tir", date(2015, 1, 1), valid_until=DAY), day) is holds


@pytest.mark.parametrize(("day", "holds"), [(EVE, True), (DAY, False), (MORROW, False)])
def test_a_revocation_counts_from_its_day(day: date, *, holds: bool) -> None:
    revoked = proof(AUTHORISATION, "tir", date(2015, 1, 1), valid_until=date(2030, 1, 1), revoked_on=DAY)
    assert _holds(revoked, day) is holds


def test_evidence_revoked_on_the_day_it_was_issued_never_counted() -> None:
    assert level_spans([proof(AUTHORISATION, "tir", DAY, revoked_on=DAY)], "tir") == ()


def test_evidence_for_one_language_gives_nothing_in_another() -> None:
    assert not _holds(proof(AUTHORISATION, "som", DAY), DAY)
    assert level_spans([Proof(TEST, "som", DAY), Proof(TAO, None, DAY)], "tir") == ()


def test_a_tao_course_counts_for_every_language() -> None:
    proofs = [Proof(TEST, "som", DAY), Proof(TRANSLATOR, "tir", DAY), Proof(TAO, None, MORROW)]
    assert [(span.starts_on, span.held) for span in level_spans(proofs, "som")] == [(MORROW, Level.L5E)]
    assert [(span.starts_on, span.held) for span in level_spans(proofs, "tir")] == [(MORROW, Level.L4E)]


@pytest.mark.parametrize(
    ("points", "enough"),
    [([29], False), ([30], True), ([15, 14], False), ([15, 15], True), ([10, 10, 10], True)],
)
def test_thirty_credits_count_together_within_a_language(points: list[int], *, enough: bool) -> None:
    proofs = [Proof(CREDITS, "tir", DAY, credits=each) for each in points]
    assert (CREDITS in kinds_on(proofs, "tir", DAY)) is enough


def test_credits_in_two_languages_do_not_add_up() -> None:
    proofs = [Proof(CREDITS, "tir", DAY, credits=15), Proof(CREDITS, "som", DAY, credits=15)]
    assert kinds_on(proofs, "tir", DAY) == frozenset()


def test_a_level_is_told_span_by_span_without_seams() -> None:
    proofs = [
        Proof(AUTHORISATION, "tir", date(2010, 1, 1), date(2020, 1, 1)),
        Proof(AUTHORISATION, "tir", date(2020, 1, 1), date(2025, 1, 1)),
        Proof(BACHELOR, "tir", date(2015, 1, 1)),
    ]
    assert [(span.starts_on, span.ends_on, span.held) for span in level_spans(proofs, "tir")] == [
        (date(2010, 1, 1), date(2015, 1, 1), Level.L2C),
        (date(2015, 1, 1), date(2025, 1, 1), Level.L1A),
        (date(2025, 1, 1), FOREVER, Level.L3B),
    ]


def test_days_between_two_spans_are_left_out() -> None:
    proofs = [Proof(BACHELOR, "tir", EVE, DAY), Proof(BACHELOR, "tir", MORROW)]
    spans = level_spans(proofs, "tir")
    assert [(span.starts_on, span.last_day) for span in spans] == [(EVE, EVE), (MORROW, None)]


def _holds(held: Proof, day: date) -> bool:
    return bool(kinds_on([held], "tir", day))
