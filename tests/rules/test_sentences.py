from typing import Any

import pytest

from booking.journal import Event
from booking.queries import Line
from booking.states import OfferEnd
from booking.tables import Booking, BookingLog
from kit.i18n import Tongue, translator
from registry.words import Modality
from tests import make
from web.pages.sentences import advice, happened, reason_given

ENGLISH = translator(Tongue.ENGLISH)
WHYS = {
    Event.OFFER_WITHDRAWN: [end.value for end in OfferEnd],
    Event.CHANGED: ["starts_at", "ends_at starts_at", "address", "kommune meeting_url", "address ends_at"],
}


def line(event: str, why: str | None = None, by: str | None = "Kari") -> Line:
    row = BookingLog(booking_id=1, at=make.NOW, event=event, why=why)
    return Line(row, by, 90001)


@pytest.mark.parametrize("tongue", Tongue)
@pytest.mark.parametrize(
    ("event", "why"), [(event, why) for event in Event for why in WHYS.get(event, [None])]
)
@pytest.mark.parametrize("by", ["Kari", None])
def test_whatever_happens_is_told_in_a_sentence(
    event: Event, why: str | None, by: str | None, tongue: Tongue
) -> None:
    told = happened(line(event, why, by), translator(tongue))
    assert told.endswith(".")
    assert told[0].isupper()
    assert "{" not in told


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("starts_at", "Kari changed the time."),
        ("address kommune", "Kari changed the place."),
        ("address ends_at", "Kari changed the time and the place."),
    ],
)
def test_a_change_says_what_was_changed(why: str, told: str) -> None:
    assert happened(line(Event.CHANGED, why), ENGLISH) == told


def test_only_what_a_person_wrote_is_shown_as_her_reason() -> None:
    assert reason_given(line(Event.DECLINED, "Too far")) == "Too far"
    assert reason_given(line(Event.DECLINED)) == ""
    assert reason_given(line(Event.OFFER_WITHDRAWN, OfferEnd.NOT_AVAILABLE)) == ""


def booking(**facts: Any) -> Booking:
    return Booking(**{"language": "tir", "modality": Modality.TELEPHONE, "max_category": 5, **facts})


@pytest.mark.parametrize(
    ("facts", "left_out", "told"),
    [
        ({}, {}, []),
        ({}, {"not_available": 3}, ["Choose another time"]),
        ({"modality": Modality.ON_SITE}, {}, ["Use screen or telephone"]),
        ({"language": "bos"}, {}, ["Accept a language"]),
        ({"language": "bos", "substitutes": ["hrv", "srp"]}, {}, []),
        ({}, {"gender": 2}, ["Ask without regard to gender"]),
        ({"max_category": 3}, {}, ["Accept a lower category"]),
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
