"""The calendar object names the right instants and is written as the standard says, to a foreign reader."""

from datetime import datetime, timedelta

import pytest
import vobject

from tests import make_letters


@pytest.mark.parametrize(
    ("starts_at", "minutes"),
    [
        ("2026-07-01T09:00+02:00", 60),
        ("2027-01-15T23:30+01:00", 60),
        ("2026-03-29T00:30:00Z", 60),  # 01:30 to 03:30 on the wall, the night the clock springs forward
        ("2027-03-28T01:00:00Z", 30),
        ("2026-10-25T00:30:00Z", 30),  # the first 02:30, and an end in the second hour
        ("2026-10-25T01:30:00Z", 60),  # the second 02:30
        ("2027-10-31T00:00:00Z", 180),
    ],
)
def test_the_object_names_the_right_instants_all_year(starts_at: str, minutes: int) -> None:
    start = datetime.fromisoformat(starts_at)
    end = start + timedelta(minutes=minutes)
    held = vobject.readOne(make_letters.object_from(start, end)).vevent
    assert (held.dtstart.value, held.dtend.value) == (start, end)
    assert held.dtstart.value.utcoffset() is not None


def test_the_text_is_folded_and_every_line_ends_as_the_standard_says() -> None:
    told = make_letters.object_from(make_letters.THURSDAY, make_letters.THURSDAY.replace(hour=11), "Æ" * 200)
    lines = told.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert vobject.readOne(told).vevent.location.value == "Æ" * 200
