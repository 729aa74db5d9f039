"""Birth numbers are found however they are written, and nothing else is taken for one."""

import pytest

from kit.errors import Invalid
from kit.personal_data import holds_birth_number, refuse_birth_numbers

BORN = "15108695088"


def _numbered(day: int, month: int, year: int) -> str:
    for person in range(500):
        number = f"{day:02}{month:02}{year:02}{person:03}"
        number += _check(number, (3, 7, 6, 1, 8, 9, 4, 5, 2))
        number += _check(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
        if len(number) == 11:
            return number
    raise AssertionError


def _check(number: str, weights: tuple[int, ...]) -> str:
    digit = -sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return "" if digit == 10 else str(digit)


@pytest.mark.parametrize(
    "text",
    [
        BORN,
        f"the party, {BORN}, is late",
        "151086 95088",
        "151086-95088",
        "15.10.86 95088",
        "15 10 86 950 88",
        "case 123 151086 95088",
        f"{BORN[:6]}\u00a0{BORN[6:]}",
        _numbered(15 + 40, 10, 86),
        _numbered(15, 10 + 40, 86),
        _numbered(15, 10 + 80, 86),
        _numbered(15, 10 + 65, 86),
        _numbered(15 + 40, 10 + 80, 86),
    ],
)
def test_a_valid_number_is_found(text: str) -> None:
    assert holds_birth_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15108695077",
        "15108695089",
        f"1{BORN}",
        f"{BORN}1",
        "+47 22 33 44 55",
        "17/02331-8",
        "974760673",
        "26.11.2026 10:00-11:00",
        _numbered(32, 10, 86),
        _numbered(15, 13, 86),
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert not holds_birth_number(text)


def test_the_refusal_names_the_field_and_never_the_number() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_birth_numbers("issuer", f"Oslo, {BORN}")
    [error] = refused.value.errors
    assert (error.field, error.code) == ("issuer", "birth_number")
    assert BORN not in error.detail
