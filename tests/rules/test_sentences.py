from datetime import timedelta
from typing import Any

import pytest

from booking.journal import Event
from booking.offering import NOBODY, NOBODY_LEFT, NOBODY_SUITS, TOO_LATE
from booking.queries import Line
from booking.states import OfferEnd, RelationAnswer
from booking.tables import Booking, BookingLog
from kit.i18n import Tongue, translator
from registry.words import Modality
from tests import make
from web.pages.sentences import advice, happened, reason_given, visits

ENGLISH = translator(Tongue.ENGLISH)
WHYS = {
    Event.OFFER_WITHDRAWN: [end.value for end in OfferEnd],
    Event.CHANGED: ["starts_at", "ends_at, starts_at", "address", "kommune, meeting_url", "address, ends_at"],
    Event.RELATION_ANSWERED: [answer.value for answer in RelationAnswer],
    Event.UNFILLED: [TOO_LATE, NOBODY, NOBODY_LEFT, NOBODY_SUITS],
}
BEFORE: dict[str, Any] = {
    "starts_at": "2026-11-26T09:00:00Z",
    "ends_at": "2026-11-26T10:00:00Z",
    "kommune": "0301",
    "address": "Torget 1",
    "meeting_url": None,
}
AFTER = {**BEFORE, "ends_at": "2026-11-26T11:00:00Z", "kommune": "4601"}


def line(event: str, why: str | None = None, by: str | None = "Kari", **facts: Any) -> Line:
    change = {"from": BEFORE, "to": AFTER} if event == Event.CHANGED else None
    row = BookingLog(
        **{"booking_id": 1, "at": make.NOW, "event": event, "why": why, "change": change, **facts}
    )
    return Line(row, by, 90001)


@pytest.mark.parametrize("tongue", Tongue)
@pytest.mark.parametrize(
    ("event", "why"), [(event, why) for event in Event for why in WHYS.get(event, [None])]
)
@pytest.mark.parametrize("by", ["Kari", None])
def test_whatever_happens_is_told_in_a_sentence(
    event: Event, why: str | None, by: str | None, tongue: Tongue
) -> None:
    told = happened(line(event, why, by), tongue)
    assert told.endswith(".")
    assert told[0].isupper()
    assert "{" not in told


MOVED = (
    "Kari moved the booking from Thursday, 26 November 2026 10:00–11:00 "
    "to Thursday, 26 November 2026 10:00–12:00."
)
PLACED = "Kari changed the place from Torget 1, Oslo to Torget 1, Bergen."


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("ends_at", MOVED),
        ("address, kommune", PLACED),
        ("ends_at, kommune", f"{MOVED} {PLACED}"),
    ],
)
def test_a_change_says_from_what_to_what(why: str, told: str) -> None:
    assert happened(line(Event.CHANGED, why), Tongue.ENGLISH) == told


def test_a_place_that_is_not_in_the_log_is_not_told() -> None:
    times = {name: BEFORE[name] for name in ("starts_at", "ends_at")}
    changed = line(Event.CHANGED, "kommune", change={"from": times, "to": times})
    assert happened(changed, Tongue.ENGLISH) == "Kari changed the place."


def test_looking_again_within_ten_minutes_is_one_visit() -> None:
    def looked(minutes: int, by: str | None = "Kari") -> Line:
        return line(Event.VIEWED, by=by, at=make.NOW + timedelta(minutes=minutes))

    lines = [looked(0), looked(2), looked(3, None), looked(9), looked(10), line(Event.ASKED)]
    assert visits(lines) == [lines[0], lines[2], lines[4]]
    assert happened(lines[2], Tongue.ENGLISH) == "Interpreter 90001 looked at the booking."


def test_only_what_a_person_wrote_is_shown_as_her_reason() -> None:
    assert reason_given(line(Event.DECLINED, "Too far")) == "Too far"
    assert reason_given(line(Event.DECLINED)) == ""
    assert reason_given(line(Event.OFFER_WITHDRAWN, OfferEnd.NOT_AVAILABLE)) == ""


def booking(**facts: Any) -> Booking:
    return Booking(**{"language": "tir", "modality": Modality.TELEPHONE, "max_category": 5, **facts})


@pytest.mark.parametrize(
    ("facts", "left_out", "told"),
    [
        ({}, {}, ["Find out which other language"]),
        ({"modality": Modality.ON_SITE}, {NOBODY: 0}, ["Find out which other language"]),
        ({}, {"not_available": 3}, ["Choose another time"]),
        ({"modality": Modality.ON_SITE}, {"modality": 1}, ["Use screen or telephone"]),
        ({"language": "bos"}, {"not_listed": 1}, ["Accept a language"]),
        ({"language": "bos", "substitutes": ["hrv", "srp"]}, {"not_listed": 1}, []),
        ({}, {"gender": 2}, ["Ask without regard to gender"]),
        ({"max_category": 3}, {"category_too_low": 2}, ["Accept a lower category"]),
        ({"max_category": 3}, {"not_listed": 2}, []),
        ({}, {"refused": 1}, ["Ask somebody you have refused"]),
        ({}, {"not_listed": 4, "not_eligible": 1}, []),
    ],
)
def test_advice_follows_from_what_was_asked_and_who_fell_out(
    facts: dict[str, object], left_out: dict[str, int], told: list[str]
) -> None:
    given = advice(booking(**facts), left_out, ENGLISH)
    assert len(given) == len(told)
    assert all(text.startswith(start) for text, start in zip(given, told, strict=True))
