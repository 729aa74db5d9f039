"""The statistics over REST: on a day, and as known at an instant."""

import pytest

from kit.db import Database
from tests import make_registry as make


def test_the_register_as_it_was_known_at_an_instant(database: Database) -> None:
    with database.write() as session:
        make.interpreter(session)
    anyone = make.anyone(database)
    address = f"/api/v1/statistics/register?on={make.TODAY}"
    assert anyone.get(address).json()["listed"] == 1
    assert anyone.get(f"{address}&known_at=2026-11-23T09:00:00%2B01:00").json()["listed"] == 1
    assert anyone.get(f"{address}&known_at=2026-11-23T07:59:59Z").json()["listed"] == 0


@pytest.mark.parametrize(
    ("known_at", "code"),
    [
        ("2026-11-23T08:00:00", "offset_missing"),
        ("2026-11-23", "offset_missing"),
        ("yesterday", "not_a_time"),
        ("17", "not_a_time"),
        ("0001-01-01T00:00:00%2B05:00", "too_far_away"),
        ("2101-01-01T00:00:00Z", "too_far_away"),
    ],
)
def test_an_instant_that_is_none_is_refused(database: Database, known_at: str, code: str) -> None:
    refused = make.anyone(database).get(f"/api/v1/statistics/register?known_at={known_at}")
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("known_at", code)]
