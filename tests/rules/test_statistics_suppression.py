"""Small cells are kept from the public, and nothing shown gives one away."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statistics.shares import whole_percent
from registry.statistics.spread import Spread, counties_for_everyone, national_for_everyone
from registry.statistics.suppression import Hidden, Shown, line, parts, table

SMALL, WITHHELD = Hidden.SMALL, Hidden.WITHHELD

count = st.one_of(st.integers(0, 9), st.sampled_from([0, 0, 1, 4, 5, 12, 40]))
counts = st.lists(count, min_size=2, max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    width = draw(st.integers(2, 3))
    return draw(st.lists(st.lists(count, min_size=width, max_size=width), min_size=2, max_size=3))


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ([0, 7, 12], (0, 7, 12, 19)),
        ([3, 7, 12], (SMALL, WITHHELD, 12, 22)),
        ([3, 2, 12], (SMALL, SMALL, 12, 17)),
        ([1, 1, 12], (SMALL, SMALL, WITHHELD, 14)),  # two that are 2 together are 1 each
        ([4, 4, 12], (SMALL, SMALL, WITHHELD, 20)),  # two that are 8 together are 4 each
        ([0, 3, 0], (0, SMALL, 0, SMALL)),
        ([0, 7, 0], (0, 7, 0, 7)),
        ([0, 2, 9], (0, SMALL, WITHHELD, 11)),
    ],
)
def test_a_small_cell_takes_the_smallest_other_with_it(counted: list[int], told: tuple[Shown, ...]) -> None:
    assert line(counted) == told


def test_parts_of_a_sum_that_everyone_knows() -> None:
    assert parts([4, 5, 3, 2, 2, 1]) == (SMALL, 5, SMALL, SMALL, SMALL, SMALL)
    assert parts([17, 3, 9]) == (17, SMALL, WITHHELD)
    assert parts([1, 0, 0]) == (WITHHELD, WITHHELD, WITHHELD)


def test_a_small_cell_of_a_table_takes_a_square_with_it() -> None:
    assert table([[3, 20, 30], [10, 25, 35], [50, 60, 70]]) == (
        (SMALL, WITHHELD, 30, 53),
        (WITHHELD, WITHHELD, 35, 70),
        (50, 60, 70, 180),
    )


def test_a_secret_row_takes_another_with_it() -> None:
    told = table([[10, 20], [6, 7], [50, 60], [0, 2]], secret=3)
    assert told[1] == told[3] == (WITHHELD, WITHHELD, WITHHELD)
    assert told[0] == (10, 20, 30)


@given(counts)
def test_no_cell_of_a_line_can_be_worked_out(counted: list[int]) -> None:
    told = line(counted)
    assert_small_cells_are_not_shown([*counted, sum(counted)], told)
    assert_nothing_can_be_worked_out([counted], [told], known_sums=False)


@given(counts)
def test_no_cell_of_parts_can_be_worked_out(counted: list[int]) -> None:
    told = parts(counted)
    assert_small_cells_are_not_shown(counted, told)
    assert_nothing_can_be_worked_out([counted], [(*told, sum(counted))], known_sums=False)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_cell_of_a_table_can_be_worked_out(rows: list[list[int]]) -> None:
    told = table(rows)
    for row, cells in zip(rows, told, strict=True):
        assert_small_cells_are_not_shown([*row, sum(row)], cells)
    assert_nothing_can_be_worked_out(rows, told, known_sums=True)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_cell_beside_a_secret_row_can_be_worked_out(rows: list[list[int]]) -> None:
    secret = len(rows) - 1
    told = table(rows, secret=secret)
    assert set(told[secret]) == {WITHHELD}
    assert_nothing_can_be_worked_out(rows, told, known_sums=True, secret=secret)


def test_the_check_sees_what_can_be_worked_out() -> None:
    with pytest.raises(AssertionError):
        assert_nothing_can_be_worked_out([[3, 7]], [(SMALL, 7, 10)], known_sums=False)
    with pytest.raises(AssertionError):
        assert_nothing_can_be_worked_out([[1, 1, 9]], [(SMALL, SMALL, 9, 11)], known_sums=False)


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 0, 0), (1, 2, 50), (1, 3, 33), (2, 3, 67), (213, 286, 74), (1, 200, 1)]
)
def test_a_share_is_whole_and_halves_go_up(part: int, whole: int, share: int) -> None:
    assert whole_percent(part, whole) == share


def assert_small_cells_are_not_shown(counted: Sequence[int], told: Sequence[Shown]) -> None:
    for true, shown in zip(counted, told, strict=True):
        assert shown == true or isinstance(shown, Hidden)
        if 0 < true < 5:
            assert isinstance(shown, Hidden)
        if shown == SMALL:
            assert 0 < true < 5


def assert_nothing_can_be_worked_out(
    rows: Sequence[Sequence[int]],
    told: Sequence[tuple[Shown, ...]],
    *,
    known_sums: bool,
    secret: int | None = None,
) -> None:
    """For each cell not shown there is another table with everything shown in common, but not that cell."""
    shown = [cell for row in told for cell in row[: None if known_sums else -1]]
    lowest = 0 if all(cell is WITHHELD for cell in shown) else 5
    unexplained = {
        (row, column) for row, cells in enumerate(told) for column, cell in enumerate(cells[:-1])
        if isinstance(cell, Hidden) and not (known_sums and sum(other[column] for other in rows) == 0)
    }  # fmt: skip
    for other in _others(rows, told):
        if known_sums and [sum(one) for one in zip(*other, strict=True)] != [
            sum(one) for one in zip(*rows, strict=True)
        ]:
            continue
        if _agrees(other, told, secret, lowest):
            unexplained -= {
                (row, column) for row, column in unexplained if other[row][column] != rows[row][column]
            }
    assert not unexplained


def _others(rows: Sequence[Sequence[int]], told: Sequence[tuple[Shown, ...]]) -> Iterator[list[list[int]]]:
    """Every table with each hidden cell at most one away from the truth."""
    near = [
        [(true - 1, true, true + 1) if isinstance(shown, Hidden) else (true,) for true, shown in
         zip(row, cells, strict=False)]
        for row, cells in zip(rows, told, strict=True)
    ]  # fmt: skip
    width = len(rows[0])
    for flat in product(*(choice for row in near for choice in row)):
        yield [list(flat[first : first + width]) for first in range(0, len(flat), width)]


def _agrees(
    other: Sequence[Sequence[int]], told: Sequence[tuple[Shown, ...]], secret: int | None, lowest: int
) -> bool:
    for number, (row, cells) in enumerate(zip(other, told, strict=True)):
        for count, cell in zip([*row, sum(row)], cells, strict=True):
            if cell is SMALL and not 1 <= count <= 4:
                return False
            if cell is WITHHELD and count < (0 if number == secret else lowest):
                return False
            if isinstance(cell, int) and count != cell:
                return False
    return True


fives = st.lists(st.lists(count, min_size=5, max_size=5), min_size=2, max_size=4)


@given(fives)
def test_what_the_country_does_not_show_the_counties_do_not_add_up_to(rows: list[list[int]]) -> None:
    nation = [sum(column) for column in zip(*rows, strict=True)]
    whole = national_for_everyone(dict(zip(range(1, 6), nation, strict=True)))
    assert_small_cells_are_not_shown(nation, list(whole.values()))
    for group in ((1, 2, 3), (4, 5)):
        known = sum(nation[one - 1] for one in group)
        cells = tuple(whole[one] for one in group)
        counted = [nation[one - 1] for one in group]
        assert_nothing_can_be_worked_out([counted], [(*cells, known)], known_sums=False)
    counties = [Spread(str(place), tuple(row), sum(row)) for place, row in enumerate([*rows, [0] * 5])]
    for told, row in zip(counties_for_everyone(counties), rows, strict=False):
        assert_small_cells_are_not_shown([*row, sum(row)], [*told.cells, told.total])
        for group in ((1, 2, 3), (4, 5)):
            if any(isinstance(whole[one], Hidden) for one in group):
                assert {told.cells[one - 1] for one in group} == {WITHHELD}
