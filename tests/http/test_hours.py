"""When an interpreter can be asked, over REST: what is added beside the week, and what stands in the way."""

from datetime import timedelta
from typing import Any

import pytest

from kit.db import Database
from tests.make_booking import THURSDAY, Her, Told, World, done, faults, refused, told

ABSENT = {"starts_at": "2026-11-26T08:00:00+01:00", "ends_at": "2026-11-26T16:00:00+01:00"}
THURSDAYS = {"weekday": 4, "from": "08:00", "to": "16:00"}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def her(world: World) -> Her:
    return world.add(90001)


def booked(world: World, her: Her, **changes: Any) -> Told:
    """A booking she has said yes to."""
    reference = world.asked(**changes)["reference"]
    assert her.accept().is_success
    return world.see(reference)


def numbers(world: World, **changes: Any) -> list[int]:
    return [one["number"] for one in world.candidates(world.book(**changes)["reference"])["items"]]


def test_an_absence_over_accepted_work_shows_it_first_and_changes_nothing(world: World, her: Her) -> None:
    reference = booked(world, her)["reference"]
    answer = her.http.post("/api/v1/me/absences", json=ABSENT)
    assert refused(answer) == (409, "assignments_in_the_way")
    assert [one["booking"]["reference"] for one in answer.json()["conflicts"]] == [reference]
    assert done(her.http.get("/api/v1/me/absences"))["items"] == []
    assert world.see(reference)["status"] == "booked"


def test_withdrawing_with_the_absence_asks_the_next_in_the_same_breath(world: World, her: Her) -> None:
    other = world.add(90002)
    reference = booked(world, her)["reference"]
    mine = her.assignments()[0]["id"]
    told(her.http.post("/api/v1/me/absences", json=ABSENT, params={"withdraw": mine}))
    assert world.see(reference)["status"] == "asking"
    assert [one["booking"]["reference"] for one in other.offers()] == [reference]
    assert her.assignments()[0]["status"] == "withdrawn"
    assert len(done(her.http.get("/api/v1/me/absences"))["items"]) == 1


def test_keeping_it_all_the_same_lets_the_assignment_stand(world: World, her: Her) -> None:
    reference = booked(world, her)["reference"]
    mine = her.assignments()[0]["id"]
    told(her.http.post("/api/v1/me/absences", json=ABSENT, params={"keep": mine}))
    assert world.see(reference)["status"] == "booked"


def test_one_undecided_of_two_undoes_the_withdrawal_of_the_other(world: World, her: Her) -> None:
    first = booked(world, her)["reference"]
    second = booked(world, her, start=THURSDAY + timedelta(hours=2))["reference"]
    mine = her.assignments()[0]["id"]
    answer = her.http.post("/api/v1/me/absences", json=ABSENT, params={"withdraw": mine})
    assert [one["booking"]["reference"] for one in answer.json()["conflicts"]] == [second]
    assert {world.see(one)["status"] for one in (first, second)} == {"booked"}


def test_fewer_hours_show_what_they_would_leave_outside(world: World, her: Her) -> None:
    booked(world, her)
    answer = her.http.put("/api/v1/me/working-hours", json=[])
    assert refused(answer) == (409, "assignments_in_the_way")
    told_anew = her.http.put("/api/v1/me/working-hours", json=[THURSDAYS])
    assert told_anew.is_success  # what stood outside before is no news, and this does not


def test_somebody_elses_assignment_is_not_hers_to_give_back(world: World, her: Her) -> None:
    reference = booked(world, her)["reference"]
    mine = her.assignments()[0]["id"]
    other = world.add(90002)
    told(other.http.post("/api/v1/me/absences", json=ABSENT, params={"withdraw": mine}))
    assert world.see(reference)["status"] == "booked"


def test_hours_hold_on_their_days_and_in_their_ways(world: World) -> None:
    her = world.add(90003, hours=())
    screen = THURSDAYS | {"modalities": ["screen"], "valid_from": "2026-11-26", "valid_to": "2026-11-30"}
    assert done(her.http.put("/api/v1/me/working-hours", json=[screen])) == [screen]
    link = {"modality": "screen", "kommune": None, "address": None, "meeting_url": "https://example.org/a"}
    assert numbers(world, **link) == [90003]
    assert numbers(world) == []  # on site
    assert numbers(world, **link, start=THURSDAY + timedelta(weeks=1)) == []


def test_hours_that_overlap_are_refused_by_the_field(her: Her) -> None:
    clash = [THURSDAYS, THURSDAYS | {"from": "15:00", "to": "18:00"}]
    assert faults(her.http.put("/api/v1/me/working-hours", json=clash)) == {"1.from": "spans_overlap"}
    apart = [
        THURSDAYS | {"valid_to": "2026-12-31"},
        THURSDAYS | {"from": "09:00", "valid_from": "2027-01-01"},
    ]
    assert her.http.put("/api/v1/me/working-hours", json=apart).is_success
    backwards = [THURSDAYS | {"valid_from": "2027-01-02", "valid_to": "2027-01-01"}]
    assert faults(her.http.put("/api/v1/me/working-hours", json=backwards)) == {
        "0.valid_to": "ends_before_start"
    }


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"every_weeks": 0}, {"every_weeks": "greater_than_equal"}),
        ({"every_weeks": 1, "until": "2026-11-25"}, {"until": "ends_before_start"}),
        ({"until": "2026-12-25"}, {"every_weeks": "missing"}),
        ({"every_weeks": 1, "ends_at": "2026-12-26T08:00:00+01:00"}, {"ends_at": "longer_than_a_week"}),
        ({"ends_at": "2026-11-26T08:00:00+01:00"}, {"ends_at": "ends_before_start"}),
        (
            {"starts_at": "2020-01-01T08:00:00+01:00", "ends_at": "2020-01-01T09:00:00+01:00"},
            {"ends_at": "end_passed"},
        ),
    ],
)
def test_what_an_absence_cannot_be(her: Her, given: Told, fault: dict[str, str]) -> None:
    answer = her.http.post("/api/v1/me/absences", json=ABSENT | given)
    assert answer.status_code == 422
    assert set(faults(answer)) == set(fault)


def test_every_other_thursday_away(world: World, her: Her) -> None:
    told(her.http.post("/api/v1/me/absences", json=ABSENT | {"every_weeks": 2, "until": "2026-12-24"}))
    weeks = [numbers(world, start=THURSDAY + timedelta(weeks=week)) for week in range(7)]
    assert weeks == [[], [90001], [], [90001], [], [90001], [90001]]


def test_extra_hours_are_time_she_can_be_asked_in(world: World) -> None:
    her = world.add(90003, hours=())
    saturday = THURSDAY + timedelta(days=2)
    assert numbers(world, start=saturday) == []
    span = {"starts_at": saturday.isoformat(), "ends_at": (saturday + timedelta(hours=2)).isoformat()}
    made = told(her.http.post("/api/v1/me/extra-hours", json=span | {"modalities": ["on_site"]}))
    assert numbers(world, start=saturday) == [90003]
    assert [one["id"] for one in done(her.http.get("/api/v1/me/extra-hours"))["items"]] == [made["id"]]
    assert her.http.delete(f"/api/v1/me/extra-hours/{made['id']}").status_code == 204
    assert numbers(world, start=saturday) == []


def test_removing_extra_hours_she_is_booked_in_shows_that_first(world: World) -> None:
    her = world.add(90003, hours=())
    span = {"starts_at": THURSDAY.isoformat(), "ends_at": (THURSDAY + timedelta(hours=2)).isoformat()}
    made = told(her.http.post("/api/v1/me/extra-hours", json=span))
    booked(world, her)
    answer = her.http.delete(f"/api/v1/me/extra-hours/{made['id']}")
    assert refused(answer) == (409, "assignments_in_the_way")


def test_how_much_she_works_is_her_own_word(her: Her) -> None:
    assert done(her.http.get("/api/v1/me/working-extent")) == {"extent": None}
    told(her.http.put("/api/v1/me/working-extent", json={"extent": "sporadic"}))
    assert done(her.http.get("/api/v1/me/working-extent")) == {"extent": "sporadic"}
    assert her.http.put("/api/v1/me/working-extent", json={"extent": "now and then"}).status_code == 422
