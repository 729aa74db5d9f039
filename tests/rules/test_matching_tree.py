"""The tree that free spans are kept in: whatever contains a span lies on its paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.availability.kept import without
from booking.availability.tree import MOST_ABOVE, node_of, padded, paths

_START = st.integers(1_700_000_000, 1_900_000_000)
_LENGTH = st.integers(1, 90 * 86_400)
_FURTHER = st.integers(0, 35 * 86_400)


def test_a_span_is_kept_under_the_topmost_quarter_it_touches() -> None:
    assert node_of(7 * 900, 9 * 900) == 8
    assert node_of(5 * 900, 5 * 900 + 60) == 5
    assert node_of(8 * 900, 9 * 900) == 8
    assert node_of(3 * 900, 40 * 900) == 32


@given(_START, _LENGTH, _FURTHER, _FURTHER)
def test_whatever_contains_a_span_is_found_on_its_paths(
    starts_at: int, length: int, earlier: int, later: int
) -> None:
    ends_at = starts_at + length
    found = paths(starts_at, ends_at)
    outer = node_of(starts_at - earlier, ends_at + later)
    assert outer == found.node or outer in found.before or outer in found.after


@given(_START, _LENGTH, _START, _LENGTH)
def test_on_each_side_one_end_decides(start: int, length: int, other: int, other_length: int) -> None:
    found = paths(start, start + length)
    node = node_of(other, other + other_length)
    if node in found.before:
        assert other <= start
    if node in found.after:
        assert other + other_length >= start + length


@given(_START | st.integers(-9, 9).map(lambda quarters: 900 * (2**21 + quarters)), _LENGTH)
def test_a_statement_has_room_for_every_path(starts_at: int, length: int) -> None:
    found = paths(starts_at, starts_at + length)
    assert len(padded(found.before)) == len(padded(found.after)) == MOST_ABOVE


def test_a_span_too_long_to_be_found_again_is_refused() -> None:
    with pytest.raises(ValueError, match="170 days"):
        node_of(0, 171 * 86_400)


def test_what_is_left_of_spans_when_others_are_taken_out() -> None:
    assert list(without([(0, 10), (20, 30)], [(2, 4), (3, 5), (25, 40)])) == [(0, 2), (5, 10), (20, 25)]
    assert list(without([(0, 10)], [(0, 10)])) == []
    assert list(without([(0, 10)], [(10, 12)])) == [(0, 10)]
