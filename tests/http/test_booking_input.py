"""Bad input to bookings: refused with a code and the field's name, and nothing stored."""

from typing import Any

import pytest
from sqlmodel import func, select

from booking.availability.tables import Absence, WorkingHours
from booking.tables import Booking, BookingLog
from kit.db import Database
from tests.make_booking import World, done, faults, refused, wanted

MOMENT = "2026-11-26T10:00:00+01:00"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def stored(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).select_from(Booking)).one()


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"starts_at": "2026-11-26T10:00:00"}, "starts_at", "offset_missing"),
    ({"ends_at": "2026-11-26"}, "ends_at", "offset_missing"),
    ({"starts_at": 1795683600}, "starts_at", "not_a_time"),
    ({"starts_at": "1795683600"}, "starts_at", "not_a_time"),
    ({"starts_at": "Thursday"}, "starts_at", "not_a_time"),
    ({"starts_at": "2026-11-31T10:00:00Z"}, "starts_at", "not_a_time"),
    ({"ends_at": "9999-12-31T23:59:59-14:00"}, "ends_at", "too_far_away"),
    ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at", "too_far_away"),
    ({"ends_at": "2026-11-26T09:00:00Z"}, "ends_at", "ends_before_start"),
    ({"ends_at": "2026-11-26T08:00:00Z"}, "ends_at", "ends_before_start"),
    ({"ends_at": "2026-11-27T09:00:01Z"}, "ends_at", "longer_than_a_day"),
    (
        {"starts_at": "2026-11-23T07:59:59Z", "ends_at": "2026-11-23T09:00:00Z"},
        "starts_at",
        "start_passed",
    ),
    ({"language": "xyz"}, "language", "unknown_language"),
    ({"language": "kur"}, "language", "language_too_broad"),
    ({"language": "x" * 1_000_000}, "language", "too_long"),
    ({"substitutes": ["tir"]}, "substitutes", "same_language"),
    ({"substitutes": ["kur"]}, "substitutes", "language_too_broad"),
    ({"variety": "apc"}, "variety", "unknown_variety"),
    ({"kommune": "9999"}, "kommune", "unknown_kommune"),
    ({"kommune": None}, "kommune", "place_missing"),
    ({"kommune": "\x000301"}, "kommune", "too_long"),
    ({"modality": "hologram"}, "modality", "unknown_value"),
    ({"subject_area": "gossip"}, "subject_area", "unknown_value"),
    ({"gender": "other"}, "gender", "unknown_value"),
    ({"max_category": 6}, "max_category", "too_large_number"),
    ({"max_category": 0}, "max_category", "too_small"),
    ({"participants": 0}, "participants", "too_small"),
    ({"participants": 10**30}, "participants", "too_large_number"),
    ({"participants": 2.5}, "participants", "not_a_number"),
    ({"address": "x" * 1_000_000}, "address", "too_long"),
    ({"address": "Markveien\x00 1"}, "address", "control_characters"),
    ({"address": "   "}, "address", "too_short"),
    ({"case_reference": "17/02331-8" * 7}, "case_reference", "too_long"),
    ({"case_reference": "sak 01010750160"}, "case_reference", "birth_number"),
    ({"address": "01010750160"}, "address", "birth_number"),
    ({"meeting_url": "https://meet.example/1"}, "meeting_url", "only_for_screen"),
    ({"modality": "screen", "meeting_url": "http://meet.example/1"}, "meeting_url", "not_https"),
    ({"modality": "screen", "meeting_url": "javascript:alert(1)"}, "meeting_url", "not_https"),
    ({"modality": "screen", "meeting_url": "https://"}, "meeting_url", "not_https"),
    ({"modality": "screen", "meeting_url": "https://[bad/"}, "meeting_url", "not_https"),
    ({"wanted": [2**63]}, "wanted.0", "too_large_number"),
    ({"refused": [-1]}, "refused.0", "too_small"),
    ({"wanted": [90001], "refused": [90001]}, "refused", "wanted_and_refused"),
    ({"wanted": list(range(1, 60))}, "wanted", "too_long"),
    ({"planned": None}, "planned", "not_a_yes_or_no"),
    ({"planned": "yes"}, "planned", "not_a_yes_or_no"),
    ({"sensitive": 1}, "sensitive", "not_a_yes_or_no"),
    ({"participants": "3"}, "participants", "not_a_number"),
    ({"max_category": True}, "max_category", "not_a_number"),
    ({"wanted": ["90001"]}, "wanted.0", "not_a_number"),
    ({"refused": [90001.0]}, "refused.0", "not_a_number"),
    ({"colour": "blue"}, "colour", "unknown_field"),
    ({"status": "booked"}, "status", "unknown_field"),
    ({"organisation_id": 1}, "organisation_id", "unknown_field"),
]


def test_what_cannot_be_booked(world: World) -> None:
    for changes, field, code in WRONG:
        answer = world.agency.post("/api/v1/bookings", json=wanted(**changes))
        assert refused(answer) == (422, "invalid_input"), changes
        assert faults(answer) == {field: code}, changes
    assert stored(world) == 0


def test_what_is_left_out_is_named(world: World) -> None:
    answer = world.agency.post("/api/v1/bookings", json={})
    assert faults(answer) == dict.fromkeys(
        ("language", "starts_at", "ends_at", "modality", "planned"), "missing"
    )


def test_every_fault_is_told_at_once(world: World) -> None:
    answer = world.agency.post(
        "/api/v1/bookings", json=wanted(language="xyz", kommune="9999", ends_at="2026-11-26T08:00:00Z")
    )
    assert faults(answer) == {
        "language": "unknown_language",
        "kommune": "unknown_kommune",
        "ends_at": "ends_before_start",
    }


def test_a_body_that_is_no_booking_is_refused(world: World) -> None:
    for body in (b"{", b"[]", b'"text"', b"\xff\xfe", b'{"address": "\\ud800"}'):
        answer = world.agency.post(
            "/api/v1/bookings", content=body, headers={"Content-Type": "application/json"}
        )
        assert 400 <= answer.status_code < 500, body
        assert answer.headers["content-type"] == "application/problem+json", body


def test_a_former_municipality_is_kept_as_todays(world: World) -> None:
    assert world.book(kommune="0602")["kommune"] == "3301"  # Drammen


def test_both_ends_of_a_whole_day_are_taken(world: World) -> None:
    assert world.book(ends_at="2026-11-27T09:00:00Z")["ends_at"] == "2026-11-27T09:00:00Z"


def test_what_a_booking_cannot_be_changed_to(world: World) -> None:
    before = world.book()
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"starts_at": "2026-11-26T10:00:00"}, "starts_at", "offset_missing"),
        ({"starts_at": None}, "starts_at", "not_a_time"),
        ({"ends_at": None}, "ends_at", "not_a_time"),
        (
            {"starts_at": "2026-11-20T09:00:00Z", "ends_at": "2026-11-20T10:00:00Z"},
            "starts_at",
            "start_passed",
        ),
        ({"ends_at": "2026-11-26T08:00:00Z"}, "ends_at", "ends_before_start"),
        ({"kommune": None}, "kommune", "place_missing"),
        ({"kommune": "9999"}, "kommune", "unknown_kommune"),
        ({"address": "01010750160"}, "address", "birth_number"),
        ({"language": "som"}, "language", "unknown_field"),
    ]
    for changes, field, code in wrong:
        answer = world.agency.patch(f"/api/v1/bookings/{before['reference']}", json=changes)
        assert (answer.status_code, faults(answer)) == (422, {field: code}), changes
    assert world.see(before["reference"]) == before


def test_a_change_to_what_it_already_is_changes_nothing(world: World) -> None:
    before = world.asked()
    same = {"address": "Markveien 1", "starts_at": MOMENT}
    assert done(world.agency.patch(f"/api/v1/bookings/{before['reference']}", json=same)) == before


def test_a_cancellation_needs_a_reason_without_birth_numbers(world: World) -> None:
    reference = world.book()["reference"]
    for body, code in (
        ({}, "missing"),
        ({"reason": " "}, "too_short"),
        ({"reason": "f. 01010750160"}, "birth_number"),
    ):
        answer = world.agency.post(f"/api/v1/bookings/{reference}/cancel", json=body)
        assert faults(answer) == {"reason": code}
    assert world.see(reference)["status"] == "registered"


def test_what_working_hours_cannot_be(world: World) -> None:
    her = world.add(90001, hours=())
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"weekday": "1", "from": "08:00", "to": "16:00"}, "0.weekday", "not_a_number"),
        ({"weekday": 8, "from": "08:00", "to": "16:00"}, "0.weekday", "too_large_number"),
        ({"weekday": 1, "from": "8", "to": "16:00"}, "0.from", "not_a_clock_time"),
        ({"weekday": 1, "from": "24:00", "to": "16:00"}, "0.from", "not_a_clock_time"),
        ({"weekday": 1, "from": "16:00", "to": "08:00"}, "0.to", "ends_before_start"),
        ({"weekday": 1, "from": "08:00", "to": "08:00"}, "0.to", "ends_before_start"),
        ({"weekday": 1, "from": "08:00"}, "0.to", "missing"),
        ({"weekday": 1, "from": "08:00", "to": "16:00", "note": ""}, "0.note", "unknown_field"),
    ]
    for span, field, code in wrong:
        answer = her.http.put("/api/v1/me/working-hours", json=[span])
        assert (answer.status_code, faults(answer)) == (422, {field: code}), span
    with world.database.read() as session:
        assert session.exec(select(WorkingHours)).all() == []


def test_working_hours_are_put_in_place_of_those_before(world: World) -> None:
    her = world.add(90001)
    spans = [
        {"weekday": 1, "from": "08:00", "to": "12:00"},
        {"weekday": 5, "from": "12:00", "to": "24:00"},
        {"weekday": 7, "from": "00:00", "to": "24:00"},
    ]
    always = {"valid_from": None, "valid_to": None, "modalities": ["on_site", "screen", "telephone"]}
    kept = [span | always for span in spans]
    assert done(her.http.put("/api/v1/me/working-hours", json=spans)) == kept
    assert done(her.http.put("/api/v1/me/working-hours", json=kept)) == kept
    assert done(her.http.get("/api/v1/me/working-hours")) == kept
    assert done(her.http.put("/api/v1/me/working-hours", json=[])) == []


@pytest.mark.parametrize(
    ("spans", "field"),
    [
        ([(1, "08:00", "12:00"), (2, "08:00", "16:00"), (1, "11:59", "16:00")], "2.from"),
        ([(1, "11:59", "16:00"), (1, "08:00", "12:00")], "0.from"),
        ([(1, "08:00", "16:00"), (1, "08:00", "16:00")], "1.from"),
        ([(7, "22:00", "24:00"), (7, "23:00", "00:00")], "1.from"),
    ],
)
def test_working_hours_of_a_weekday_lie_apart(
    world: World, spans: list[tuple[int, str, str]], field: str
) -> None:
    her = world.add(90001, hours=())
    body = [{"weekday": weekday, "from": start, "to": end} for weekday, start, end in spans]
    answer = her.http.put("/api/v1/me/working-hours", json=body)
    assert (answer.status_code, faults(answer)) == (422, {field: "spans_overlap"})
    assert done(her.http.get("/api/v1/me/working-hours")) == []


def test_an_absence_that_is_over_is_refused(world: World) -> None:
    her = world.add(90001)
    over = {"starts_at": "2026-11-22T08:00:00Z", "ends_at": world.now.isoformat()}
    assert faults(her.http.post("/api/v1/me/absences", json=over)) == {"ends_at": "end_passed"}
    begun = {**over, "ends_at": "2026-11-23T08:00:01Z"}
    done(her.http.post("/api/v1/me/absences", json=begun))


def test_an_absence_ends_after_it_starts(world: World) -> None:
    her = world.add(90001)
    answer = her.http.post("/api/v1/me/absences", json={"starts_at": MOMENT, "ends_at": MOMENT})
    assert faults(answer) == {"ends_at": "ends_before_start"}
    with world.database.read() as session:
        assert session.exec(select(Absence)).all() == []


def test_a_list_refuses_what_it_does_not_know(world: World) -> None:
    for query in (
        "status=lost",
        "limit=0",
        "limit=1000",
        "cursor=forged",
        "from=2026-11-26T10:00:00",
        "to=9999-12-31",
        "colour=blue",
    ):
        assert refused(world.agency.get(f"/api/v1/bookings?{query}")) == (422, "invalid_input"), query


def test_an_unknown_reference_is_not_found(world: World) -> None:
    for reference in ("NOSUCH", "a%00b", "%C3%A5", "x" * 300):
        for path in ("", "/candidates", "/log", "/invitation.ics"):
            answer = world.agency.get(f"/api/v1/bookings/{reference}{path}")
            assert refused(answer) == (404, "not_found"), reference + path


def test_a_number_no_row_can_have_is_refused(world: World) -> None:
    her = world.add(90001)
    for key in (0, 2**31, 10**30):
        assert (her.accept(key).status_code, her.withdraw(key).status_code) == (422, 422)


def test_nothing_is_logged_of_what_was_refused(world: World) -> None:
    world.agency.post("/api/v1/bookings", json=wanted(kommune="9999"))
    with world.database.read() as session:
        assert session.exec(select(BookingLog)).all() == []
