"""The order of preference and the rules before it, as a table and as properties."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.matching.rules import LeftOut, Person, Wish, first_failed, lately, rank
from registry.categories import Level
from registry.words import Gender

ABLE = Person(
    interpreter_id=1,
    number=90001,
    name="Tolk",
    level=Level.L2C,
    listed=True,
    eligible=True,
    gender=Gender.WOMAN,
    takes_modality=True,
    available=True,
    asked=False,
    same_case=False,
    in_substitute=False,
    place=0,
    km=10,
    minutes=60,
)
WISH = Wish(max_category=3, gender=Gender.WOMAN, refused=frozenset({90009}))

mostly, seldom = (st.sampled_from([often] * 9 + [not often]) for often in (True, False))
"""So that several can be asked: with even chances hardly two of a list could."""

people = st.lists(
    st.builds(
        Person,
        interpreter_id=st.integers(1, 10**6),
        number=st.integers(1, 12),
        name=st.none() | st.just("Tolk"),
        level=st.sampled_from([*Level, None]),
        listed=mostly,
        eligible=mostly,
        gender=st.none() | st.sampled_from(Gender),
        takes_modality=mostly,
        available=mostly,
        asked=seldom,
        same_case=st.booleans(),
        in_substitute=st.booleans(),
        km=st.none() | st.integers(0, 3),
        place=st.integers(0, 3),
        minutes=st.integers(0, 3) | st.integers(0, 10_000),
        lives_near=seldom,
        in_reach=mostly,
        travel_fits=mostly,
    ),
    unique_by=lambda one: one.number,
    max_size=12,
)
wishes = st.builds(
    Wish,
    max_category=st.integers(1, 5),
    gender=st.none() | st.sampled_from(Gender),
    wanted=st.frozensets(st.integers(1, 12), max_size=4),
    refused=st.frozensets(st.integers(1, 12), max_size=4),
)


FAILING: dict[LeftOut, dict[str, Any]] = {
    LeftOut.CATEGORY_TOO_LOW: {"level": None},
    LeftOut.NOT_LISTED: {"listed": False},
    LeftOut.NOT_ELIGIBLE: {"eligible": False},
    LeftOut.LOCALLY_BARRED: {"lives_near": True},
    LeftOut.REFUSED: {"number": 90009},
    LeftOut.GENDER: {"gender": Gender.MAN},
    LeftOut.MODALITY: {"takes_modality": False},
    LeftOut.OUT_OF_REACH: {"in_reach": False},
    LeftOut.NOT_AVAILABLE: {"available": False},
    LeftOut.ALREADY_ASKED: {"asked": True},
}
"""What fails each rule alone, in the order of the rules."""


@pytest.mark.parametrize(
    ("rule", "failing"),
    [
        *FAILING.items(),
        (LeftOut.CATEGORY_TOO_LOW, {"level": Level.L4E}),
        (LeftOut.NOT_AVAILABLE, {"travel_fits": False}),
        (LeftOut.GENDER, {"gender": None}),
    ],
)
def test_each_rule_alone_leaves_her_out(rule: LeftOut, failing: dict[str, Any]) -> None:
    assert first_failed(WISH, ABLE) is None
    assert first_failed(WISH, ABLE._replace(**failing)) is rule


@pytest.mark.parametrize("level", [Level.L3B, Level.L3D])
def test_the_lowest_category_asked_for_will_do(level: Level) -> None:
    assert first_failed(WISH, ABLE._replace(level=level)) is None


@pytest.mark.parametrize("rule", LeftOut)
def test_whoever_is_left_out_is_counted_and_nobody_is_counted_for_nothing(rule: LeftOut) -> None:
    other = {"interpreter_id": 2, "number": 90002, **FAILING[rule]}
    found = rank(WISH, [ABLE, ABLE._replace(**other)])
    assert [one.number for one in found.items] == [90001]
    assert found.left_out == {rule.value: 1}


def test_work_counts_as_lately_from_thirty_oslo_days_ago() -> None:
    assert lately(date(2026, 11, 23)) == datetime(2026, 10, 23, 22, tzinfo=UTC)  # summer time
    assert lately(date(2026, 12, 23)) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_whoever_fails_several_rules_counts_under_the_first() -> None:
    order = list(FAILING.values())
    told = []
    for first in range(len(order)):
        failing = {name: value for one in order[first:] for name, value in one.items()}
        told.append(first_failed(WISH, ABLE._replace(**failing)))
    assert told == list(LeftOut)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"level": Level.L1A, "place": 90, "minutes": 9000}, {"level": Level.L1B, "number": 1}),
        ({"level": Level.L3B}, {"level": Level.L3D}),
        (
            {"level": Level.L2C},
            {"level": Level.L3B, "number": 7, "same_case": True, "place": 0, "minutes": 0},
        ),
        ({"number": 7, "place": 90, "minutes": 9000}, {"number": 1, "same_case": True}),  # 7 is wanted
        ({"same_case": True, "place": 90}, {"place": 0}),
        ({"place": 9, "minutes": 9000}, {"place": 10, "minutes": 0}),
        ({"minutes": 59, "number": 99}, {"minutes": 60, "number": 1}),
        ({"number": 2}, {"number": 3}),
    ],
    ids=[
        "level",
        "letter in a category",
        "level before wanted",
        "wanted",
        "same case",
        "travel",
        "least work",
        "number",
    ],
)
def test_the_order_of_preference(better: dict[str, Any], worse: dict[str, Any]) -> None:
    wish = Wish(wanted=frozenset({7}))
    pair = [
        ABLE._replace(**{"interpreter_id": 10, "number": 50, **worse}),
        ABLE._replace(**{"interpreter_id": 20, "number": 60, **better}),
    ]
    assert [one.interpreter_id for one in rank(wish, pair).items] == [20, 10]


@given(wishes, people)
def test_everyone_is_placed_or_counted_once(wish: Wish, everyone: list[Person]) -> None:
    found = rank(wish, everyone)
    assert len(found.items) + sum(found.left_out.values()) == len(everyone)
    assert all(count > 0 for count in found.left_out.values())


@given(wishes, people, st.randoms())
def test_the_order_in_which_people_are_read_changes_nothing(
    wish: Wish, everyone: list[Person], chance: Random
) -> None:
    shuffled = list(everyone)
    chance.shuffle(shuffled)
    assert rank(wish, shuffled) == rank(wish, everyone)


@given(wishes, people)
def test_nobody_busy_refused_or_unqualified_is_ever_a_candidate(wish: Wish, everyone: list[Person]) -> None:
    known = {one.number: one for one in everyone}
    for candidate in rank(wish, everyone).items:
        assert candidate.number not in wish.refused
        assert candidate.level.category <= wish.max_category
        one = known[candidate.number]
        assert (one.listed, one.eligible, one.available, one.takes_modality, one.asked) == (
            True, True, True, True, False,
        )  # fmt: skip
        assert wish.gender is None or one.gender is wish.gender


@given(wishes, people)
def test_a_lower_level_never_comes_first(wish: Wish, everyone: list[Person]) -> None:
    levels = [candidate.level for candidate in rank(wish, everyone).items]
    assert levels == sorted(levels)


@given(wishes, people, st.integers(0, 11))
def test_leaving_somebody_out_keeps_the_order_of_the_rest(
    wish: Wish, everyone: list[Person], gone: int
) -> None:
    rest = [one for place, one in enumerate(everyone) if place != gone]
    numbers = {one.number for one in rest}
    before = [one.number for one in rank(wish, everyone).items if one.number in numbers]
    assert [one.number for one in rank(wish, rest).items] == before


def test_the_reasons_say_what_placed_her() -> None:
    one = ABLE._replace(same_case=True, in_substitute=True)
    [found] = rank(Wish(wanted=frozenset({90001})), [one]).items
    assert found.reasons == (
        "category_2C", "substitute", "wanted", "same_case", "km_10", "minutes_30d_60"
    )  # fmt: skip


def test_the_reasons_do_not_say_how_far_off_a_protected_identity_lives() -> None:
    [found] = rank(Wish(), [ABLE._replace(name=None)]).items
    assert found.reasons == ("category_2C", "minutes_30d_60")
