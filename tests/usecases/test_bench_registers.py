"""A register made up for measuring is found again the same day, and only as it was asked for."""

import json
from pathlib import Path

from bench import registers


def test_a_register_is_found_again_the_day_it_was_filled(tmp_path: Path) -> None:
    made = registers.of_today(None, tmp_path, 40, bookings=2)
    assert registers.of_today(None, tmp_path, 40, bookings=2) == made
    assert registers.of_today(None, tmp_path, 40, bookings=3).token != made.token


def test_what_was_filled_another_day_is_filled_anew(tmp_path: Path) -> None:
    made = registers.of_today(None, tmp_path, 40, bookings=2)
    told = tmp_path / "reads_40.sqlite.json"
    told.write_text(json.dumps({**json.loads(told.read_text()), "day": "2026-01-05"}))
    assert registers.of_today(None, tmp_path, 40, bookings=2).token != made.token
