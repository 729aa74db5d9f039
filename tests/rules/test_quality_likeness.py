"""How alike two entries are, and that whoever is worth comparing is compared."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.quality import likeness
from registry.quality.likeness import Entry, Reason
from registry.search.spelling import typed_words
from registry.words import Gender

BORN = date(1980, 5, 17)


def entry(id_: int, name: str, **more: object) -> Entry:
    return Entry(id_, tuple(typed_words(name)), **more)  # type: ignore[arg-type]  # a test names them


CASES: list[tuple[Entry, Entry, set[Reason], int]] = [
    (entry(1, "Åse Østby"), entry(2, "Aase Oestby"), {Reason.SAME_NAME, Reason.SAME_KOMMUNE}, 50),
    (entry(1, "Ali Hassan", kommune="0301"), entry(2, "Hassan Ali"), {Reason.NAME_REORDERED}, 35),
    (entry(1, "Selam Tesfai", kommune="0301"), entry(2, "Selam Tesfay"), {Reason.NAME_ONE_SLIP}, 25),
    (entry(1, "Anna Berg", kommune="0301"), entry(2, "Anna Maria Berg"), {Reason.NAME_WITHIN}, 20),
    (
        entry(1, "Anna Berg", born=BORN, kommune="0301"),
        entry(2, "Anna Dahl", born=BORN),
        {Reason.NAME_SHARED, Reason.SAME_BIRTH_DATE},
        45,
    ),
    (
        entry(1, "Anna Berg", phone="+47 400 00 001", kommune="0301"),
        entry(2, "Maria Dahl", phone="40000001"),
        {Reason.SAME_PHONE},
        30,
    ),
    (
        entry(1, "Ali Hassan", gender=Gender.MAN, kommune="0301"),
        entry(2, "Ali Hassan", gender=Gender.WOMAN),
        {Reason.SAME_NAME, Reason.OTHER_GENDER},
        10,
    ),
    (
        entry(1, "Ali Hassan", born=BORN, kommune="0301"),
        entry(2, "Ali Hassan", born=BORN.replace(year=1981)),
        {Reason.SAME_NAME, Reason.OTHER_BIRTH_DATE},
        -20,
    ),
    (entry(1, "Ali", born=BORN), entry(2, "Bo", born=BORN), {Reason.SAME_BIRTH_DATE, Reason.SAME_KOMMUNE}, 0),
]


@pytest.mark.parametrize(("one", "other", "reasons", "score"), CASES)
def test_what_speaks_for_and_against_is_weighed(
    one: Entry, other: Entry, reasons: set[Reason], score: int
) -> None:
    found = likeness.reasons(one, other)
    assert (set(found), likeness.score(found)) == (reasons, score)
    assert set(likeness.reasons(other, one)) == reasons


names = st.lists(st.text("abcd", min_size=3, max_size=5), min_size=2, max_size=3).map(" ".join)
people = st.lists(
    st.builds(
        lambda name, kommune, phone, born: (name, kommune, phone, born),
        names,
        st.sampled_from(["0301", "4601"]),
        st.sampled_from(["", "40000001", "40000002"]),
        st.sampled_from([None, BORN]),
    ),
    max_size=12,
)


@given(people)
def test_whoever_is_alike_enough_is_compared_and_each_pair_once(
    given_: list[tuple[str, str, str, date | None]],
) -> None:
    entries = [
        entry(number, name, kommune=kommune, phone=phone, born=born)
        for number, (name, kommune, phone, born) in enumerate(given_)
    ]
    compared = [(one.id, other.id) for one, other in likeness.to_compare(entries)]
    alike = {
        (one.id, other.id)
        for one, other in combinations(entries, 2)
        if likeness.score(likeness.reasons(one, other)) >= likeness.ENOUGH
    }
    assert alike <= set(compared)
    assert len(compared) == len(set(compared))
    assert all(low < high for low, high in compared)


def test_a_name_that_very_many_have_is_compared_within_a_municipality_alone() -> None:
    same = [entry(number, "Ali Hassan", kommune=str(number % 100)) for number in range(200)]
    assert len(list(likeness.to_compare(same))) == 100
    assert list(likeness.to_compare([entry(number, "Ali Hassan") for number in range(200)])) == []
