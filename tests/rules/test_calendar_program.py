"""The calendar program we reckon with: what it makes of mail that comes late, twice or broken."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from booking.replaying import client
from booking.replaying.client import Message
from tests import make_letters
from tests.make import NOW

DAY = timedelta(days=1)


def message(sequence: int, **facts: Any) -> Message:
    made = client.read(make_letters.object_from(make_letters.THURSDAY, make_letters.THURSDAY + DAY))
    return replace(made, sequence=sequence, **facts)


def test_a_cancelled_series_takes_every_part_with_it_but_those_sent_anew() -> None:
    parts = [message(1, recurrence=day, starts_at=NOW) for day in ("20261126T090000Z", "20261203T090000Z")]
    ended = message(2, method="CANCEL")
    anew = replace(parts[1], sequence=3)
    assert client.held(client.received([message(0), *parts, ended]), "a@x.example") == []
    assert client.held(client.received([ended, anew, *parts]), "a@x.example") == [anew]


def test_of_the_same_sequence_the_later_stamp_counts() -> None:
    first, second = message(4, title="før"), message(4, dtstamp=NOW + DAY, title="etter")
    for arrived in ((first, second), (second, first), (second, first, second)):
        assert client.held(client.received(arrived), "a@x.example") == [second]


@pytest.mark.parametrize(
    ("broken", "by", "code"),
    [
        ("BEGIN:VEVENT", "BEGIN:VTODO", "no_event"),
        ("UID:", "X-UID:", "no_uid"),
        ("DTSTAMP:", "X-STAMP:", "no_dtstamp"),
        ("TZID=Europe/Oslo", "TZID=Europe/Rome", "no_time_zone"),
        ("SUMMARY:", "SUMMARY", "bad_line"),
        ("SEQUENCE:0", "SEQUENCE:x", "bad_value"),
        ("DTEND;TZID=Europe/Oslo:20261127T", "DTEND;TZID=Europe/Oslo:20261327T", "bad_value"),
    ],
)
def test_what_no_program_could_use_is_refused_by_name(broken: str, by: str, code: str) -> None:
    text = make_letters.object_from(make_letters.THURSDAY, make_letters.THURSDAY + DAY)
    assert client.read(text).sequence == 0
    with pytest.raises(client.Unreadable) as refused:
        client.read(text.replace(broken, by))
    assert refused.value.code == code
