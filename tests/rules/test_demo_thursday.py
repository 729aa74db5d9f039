from datetime import UTC, date, datetime

import pytest

from kit.clock import OSLO
from web.demo_story import thursday


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 25, 22, 30, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 25, 23, 30, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 11, 26, 12, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2027, 3, 26, 12, tzinfo=UTC), date(2027, 4, 1)),
    ],
    ids=["monday", "late wednesday", "thursday has begun in Oslo", "thursday", "over the clock change"],
)
def test_the_story_is_about_the_next_thursday_that_has_not_begun(now: datetime, day: date) -> None:
    starts_at = thursday(now).astimezone(OSLO)
    assert (starts_at.date(), starts_at.hour, starts_at.minute) == (day, 10, 0)
