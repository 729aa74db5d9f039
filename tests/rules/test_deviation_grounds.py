"""Which ground a departure from the duty may rest on: the law's table, written out."""

from datetime import date

import pytest

from booking.deviations import grounds
from booking.deviations.words import DeviationGround, DeviationKind
from kit.errors import Invalid

LAST_DAY = date(2026, 12, 31)
BEFORE, AFTER = LAST_DAY, date(2027, 1, 1)
K, G = DeviationKind, DeviationGround

# kind, cannot wait, emergency, strong reasons, dispensation on its last day and after, a child's ground
TABLE = [
    (K.BELOW_DUTY, True, True, True, True, False, False),
    (K.ADULT_RELATIVE, True, True, True, True, False, False),
    (K.COLLEAGUE, True, True, True, True, False, False),
    (K.NO_INTERPRETER, True, True, True, False, False, False),
    (K.CHILD, False, True, False, False, False, True),
]
COLUMNS = [
    (G.CANNOT_WAIT, BEFORE),
    (G.EMERGENCY, AFTER),
    (G.STRONG_REASONS, AFTER),
    (G.DISPENSATION, BEFORE),
    (G.DISPENSATION, AFTER),
    (G.JUSTIFIABLE_FOR_CHILD, BEFORE),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row[0]))
def test_each_kind_has_its_grounds(row: tuple[DeviationKind, bool]) -> None:
    kind, *expected = row
    told = [ground in grounds.allowed(kind, on=on, dispensation_until=LAST_DAY) for ground, on in COLUMNS]
    assert told == expected


@pytest.mark.parametrize(
    ("kind", "ground", "on", "code"),
    [
        (K.CHILD, G.CANNOT_WAIT, BEFORE, "not_a_ground_for_a_child"),
        (K.CHILD, G.DISPENSATION, BEFORE, "not_a_ground_for_a_child"),
        (K.COLLEAGUE, G.DISPENSATION, AFTER, "dispensation_ended"),
        (K.NO_INTERPRETER, G.DISPENSATION, BEFORE, "dispensation_not_for_nobody"),
        (K.COLLEAGUE, G.JUSTIFIABLE_FOR_CHILD, BEFORE, "not_a_ground_of_section_7"),
    ],
)
def test_another_ground_is_refused_with_the_remedy(
    kind: DeviationKind, ground: DeviationGround, on: date, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        grounds.require(kind, ground, "why", on=on, dispensation_until=LAST_DAY)
    [error] = refusal.value.errors
    assert (error.field, error.code) == ("ground", code)
    assert "Choose" in error.detail or "may" in error.detail


def test_without_a_ground_nothing_is_registered_and_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        grounds.require(None, None, "", on=BEFORE, dispensation_until=LAST_DAY)
    assert [(one.field, one.code) for one in refusal.value.errors] == [
        ("kind", "missing"),
        ("ground", "missing"),
        ("text", "missing"),
    ]


def test_a_form_offers_the_dispensation_to_its_last_day() -> None:
    assert G.DISPENSATION in grounds.offered(on=BEFORE, dispensation_until=LAST_DAY)
    assert G.DISPENSATION not in grounds.offered(on=AFTER, dispensation_until=LAST_DAY)
    assert set(grounds.offered(on=BEFORE, dispensation_until=LAST_DAY)) == set(G)
