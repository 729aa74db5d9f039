"""Which language is meant by what somebody wrote."""

from datetime import date

import pytest

from booking.needs.reminding import last_day_reminded
from booking.needs.tongues import Meant, meant


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("tir", Meant("tir")),
        ("TIR", Meant("tir")),
        ("Tigrinya", Meant("tir")),
        ("  tigrinja ", Meant("tir")),
        ("somali", Meant("som")),
        ("apc", Meant("ara", "apc")),
        ("so", Meant("som")),
        ("AR", Meant("ara")),
        ("ku", None),
        ("kurdisk", None),
        ("Kurdish", None),
        ("klingon", None),
        ("xyz", None),
        ("", None),
    ],
)
def test_a_code_or_a_name_is_understood_and_a_broad_or_unknown_one_is_not(
    asked: str, found: Meant | None
) -> None:
    assert meant(asked) == found


# today, working days before, the last day reminded of today
DAYS = [
    ("2026-11-23", 2, "2026-11-25"),  # Monday: Wednesday
    ("2026-11-24", 2, "2026-11-26"),
    ("2026-11-25", 2, "2026-11-29"),  # Wednesday: Friday, and the weekend before anybody is back
    ("2026-11-26", 2, "2026-11-30"),  # Thursday: Monday
    ("2026-11-27", 1, "2026-11-30"),
    ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
    ("2026-12-23", 2, "2026-12-28"),  # past Christmas Day, Boxing Day and Sunday
    ("2027-03-24", 1, "2027-03-30"),  # Easter: the next working day is Tuesday
]


@pytest.mark.parametrize(("today", "days", "last"), DAYS)
def test_a_reminder_comes_working_days_before(today: str, days: int, last: str) -> None:
    assert last_day_reminded(date.fromisoformat(today), days) == date.fromisoformat(last)
