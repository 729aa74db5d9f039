"""Birth numbers are found however they are written, and nothing else is taken for one."""

import random

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
        " ".join(BORN),
        "-".join(BORN),
        "15.10.86.950.88",
        "15_10_86_95088",
        "151086 - 95088",
        "151086\n95088",
        "151086\t95 088",
        *(f"151086{dash}95088" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\uff0d"),
        *(f"15{unseen}1086{unseen}{unseen}95088" for unseen in "\u200b\u200c\u200d\u2060\ufeff\ufe0f"),
        *(
            "".join(chr(zero + int(one)) for one in BORN)
            for zero in (0xFF10, 0x0660, 0x06F0, 0x0966, 0x1D7CE)
        ),
        "\N{DIGIT ONE}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}5108695088",
        "sak_15108695088_a",
        "on 26.11.2026, 151086 95088",
        "26.11.2026\n15108695088",
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
        "+47 22 33 44 55\n+47 99 88 77 66",
        "0047 22334455",
        "2026/17-02331-8",
        "org. 974 760 673, 974 767 880",
        "2026-11-26 9.00-10.30",
        "0301 Oslo, 5003 Bergen",
        "https://meet.example/8/123-456-789",
        f"{BORN[:6]} and {BORN[6:]}",
        _numbered(32, 10, 86),
        _numbered(15, 13, 86),
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert not holds_birth_number(text)


def test_a_date_with_its_century_never_begins_a_number() -> None:
    times = [f"{day:02}.11.2026 {hour}.{minute:02}" for day in range(1, 31) for hour in range(1, 10)
             for minute in range(0, 60, 5)]  # fmt: skip
    assert [time for time in times if holds_birth_number(time)] == []


def test_few_numbers_of_eleven_digits_are_taken_for_a_birth_number() -> None:
    drawn = random.Random(11)  # noqa: S311 - no secret is drawn
    numbers = [f"{drawn.randrange(10**11):011}" for _ in range(20_000)]
    assert sum(map(holds_birth_number, numbers)) < len(numbers) / 200


def test_the_refusal_names_the_field_and_never_the_number() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_birth_numbers("issuer", f"Oslo, {BORN}")
    [error] = refused.value.errors
    assert (error.field, error.code) == ("issuer", "birth_number")
    assert BORN not in error.detail
