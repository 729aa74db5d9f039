"""Departures from the duty over HTTP, on both databases: three fields, a snapshot, corrections beside."""

from datetime import timedelta

import pytest
from sqlmodel import select

from booking.deviations.tables import Deviation
from kit.db import Database
from registry.words import EvidenceKind
from tests import make_identity
from tests.make_booking import THURSDAY, World, done, faults, refused, told, wanted
from tests.make_deviations import THREE, administrator, lay_down, office, officer, registered, unbooked

CREDITS = (EvidenceKind.CREDITS,)
TESTED = (EvidenceKind.BILINGUAL_TEST, EvidenceKind.TAO)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_a_meeting_never_booked_takes_three_fields_a_language_and_a_day(world: World) -> None:
    one = registered(world, on="2026-11-20")
    assert (one["kind"], one["ground"], one["planned"]) == ("child", "emergency", False)
    assert (one["happened_on"], one["language"], one["booking"]) == ("2026-11-20", "tir", None)
    assert (one["edition"], one["registered_by"], one["snapshot"]) == (1, "Kari", None)
    [listed] = done(world.agency.get("/api/v1/deviations"))["items"]
    assert listed == one
    assert registered(world)["happened_on"] == "2026-11-23"  # today


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"ground": None}, {"ground": "missing"}),
        ({"ground": None, "text": " ", "kind": None}, dict.fromkeys(("kind", "ground", "text"), "missing")),
        ({"ground": "because"}, {"ground": "unknown_value"}),
        ({"ground": "strong_reasons"}, {"ground": "not_a_ground_for_a_child"}),
        ({"text": "Her number is 01010750160, call"}, {"text": "birth_number"}),
        ({"on": "2026-11-24"}, {"on": "day_to_come"}),
        ({"language": "xyz"}, {"language": "unknown_language"}),
        ({"language": None, "planned": None}, {"language": "missing", "planned": "missing"}),
        ({"kind": "colleague", "ground": "dispensation", "on": "2027-01-02"}, {"on": "day_to_come"}),
    ],
)
def test_what_cannot_be_registered_is_named_with_its_remedy(
    world: World, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    answer = world.agency.post("/api/v1/deviations", json=unbooked(**changes))
    assert answer.status_code == 422
    told_wrong = faults(answer)
    assert {name: told_wrong[name] for name in wrong} == wrong
    assert done(world.agency.get("/api/v1/deviations"))["items"] == []


def test_the_dispensation_counts_by_the_meetings_oslo_day(world: World) -> None:
    said = {"kind": "colleague", "ground": "dispensation"}
    world.now = THURSDAY + timedelta(days=60)
    assert registered(world, **said, on="2026-12-31")["ground"] == "dispensation"
    late = world.agency.post("/api/v1/deviations", json=unbooked(**said, on="2027-01-01"))
    assert faults(late) == {"ground": "dispensation_ended"}


def test_a_booking_keeps_who_was_qualified_who_was_asked_and_why_each_fell_out(world: World) -> None:
    asked = world.add(90001)
    world.add(90002, *CREDITS, hours=())
    world.add(90003, *TESTED, listed=False)
    world.add(90004, EvidenceKind.TAO)
    reference = world.asked()["reference"]
    asked.decline()
    one = told(world.agency.post(f"/api/v1/bookings/{reference}/deviations", json=THREE))
    assert (one["booking"], one["happened_on"], one["planned"]) == (reference, "2026-11-26", True)
    seen = one["snapshot"]
    assert (seen["qualified"], seen["free"]) == (2, 0)
    assert seen["left_out"] == {"not_listed": 1, "not_available": 1, "already_asked": 1}
    assert [(who["number"], who["status"]) for who in seen["asked"]] == [(90001, "declined")]
    assert "people" not in seen  # a booker reads counts alone

    theirs = administrator(world)
    [full] = done(theirs.get(f"/api/v1/deviations/{one['reference']}"))["items"]
    assert [(who["number"], who["category"], who["reason"]) for who in full["snapshot"]["people"]] == [
        (90001, 2, "already_asked"),
        (90002, 3, "not_available"),
        (90003, 5, "not_listed"),
    ]
    assert "deviation_registered" in world.events(reference)


def test_a_correction_is_a_record_of_its_own_and_what_stood_is_kept(world: World) -> None:
    first = registered(world)
    address = f"/api/v1/deviations/{first['reference']}"
    correction = {
        "edition": 1,
        "why": "Her brother.",
        "kind": "adult_relative",
        "ground": "cannot_wait",
    }
    second = told(world.agency.post(f"{address}/corrections", json=correction))
    assert (second["edition"], second["kind"], second["why"]) == (2, "adult_relative", "Her brother.")
    editions = done(world.agency.get(address))["items"]
    assert [one["edition"] for one in editions] == [2, 1]
    assert editions[1] == first
    assert [one["edition"] for one in done(world.agency.get("/api/v1/deviations"))["items"]] == [2]

    late = world.agency.post(f"{address}/corrections", json=correction)
    assert refused(late) == (409, "deviation_corrected")
    wrong = world.agency.post(f"{address}/corrections", json={"edition": 2, "why": "x", "kind": "child"})
    assert faults(wrong) == {"ground": "not_a_ground_for_a_child"}


def test_what_was_registered_in_error_is_withdrawn_and_counts_no_more(world: World) -> None:
    first = registered(world)
    address = f"/api/v1/deviations/{first['reference']}"
    told(
        world.agency.post(
            f"{address}/corrections", json={"edition": 1, "why": "Wrong case", "withdrawn": True}
        )
    )
    assert done(world.agency.get("/api/v1/deviations"))["items"] == []
    counted = done(world.agency.get("/api/v1/statistics/deviations"))
    assert counted["deviations"]["child"]["both"] == 0
    assert len(done(world.agency.get(address))["items"]) == 2
    again = world.agency.post(f"{address}/corrections", json={"edition": 2, "why": "No"})
    assert refused(again) == (409, "deviation_withdrawn")
    with world.database.read() as session:
        assert len(session.exec(select(Deviation)).all()) == 2


def test_below_the_agencys_minimum_an_order_takes_a_deviation(world: World) -> None:
    world.add(90001, *TESTED)
    lay_down(world.database, office(world.database), health=3)
    facts = wanted(subject_area="health", max_category=5)
    answer = world.agency.post("/api/v1/bookings", json=facts)
    assert faults(answer) == {"max_category": "deviation_required"}
    assert "category 3 or better" in answer.json()["errors"][0]["detail"]
    lacking = world.agency.post("/api/v1/bookings", json=facts | {"deviation": {"text": "No time"}})
    assert faults(lacking) == {"ground": "missing"}
    said = {"ground": "cannot_wait", "text": "Pain, and nobody in 1 to 3 before tomorrow."}
    booked = told(world.agency.post("/api/v1/bookings", json=facts | {"deviation": said}))
    assert booked["max_category"] == 5
    [one] = done(world.agency.get("/api/v1/deviations"))["items"]
    assert (one["booking"], one["max_category"], one["kind"]) == (booked["reference"], 5, "below_duty")
    assert one["snapshot"]["minimum"] == 3
    assert world.ask(booked["reference"])["status"] == "asking"
    # within the minimum none is needed, and without a limit of its own an order keeps to it
    assert world.book(subject_area="health", max_category=2)["max_category"] == 2
    assert world.book(subject_area="health")["max_category"] == 3
    assert world.book(subject_area="education")["max_category"] == 5
    idle = world.agency.post("/api/v1/bookings", json=wanted(subject_area="health", deviation=said))
    assert faults(idle) == {"max_category": "deviation_not_needed"}


def test_asking_below_a_minimum_set_since_takes_a_deviation_or_keeps_to_it(world: World) -> None:
    world.add(90001, *TESTED)
    references = [world.book()["reference"] for _ in range(2)]
    lay_down(world.database, office(world.database), any=3)
    for reference in references:
        refusal = world.agency.post(f"/api/v1/bookings/{reference}/offers", json={})
        assert refused(refusal) == (409, "deviation_required")
    told(world.agency.post(f"/api/v1/bookings/{references[0]}/deviations", json=THREE))
    assert world.ask(references[0])["status"] == "asking"
    assert world.agency.post(f"/api/v1/bookings/{references[1]}/minimum").status_code == 204
    kept = world.ask(references[1])
    assert (kept["max_category"], kept["status"]) == (3, "unfilled")
    # and one that nobody in 1 to 3 could take is asked about further down with a deviation
    lower = told(
        world.agency.post(f"/api/v1/bookings/{references[1]}/deviations", json=THREE | {"max_category": 5})
    )
    assert lower["max_category"] == 5
    assert world.ask(references[1])["status"] in {"asking", "unfilled"}


def test_a_change_that_asks_anew_below_the_minimum_is_refused(world: World) -> None:
    world.add(90001, *TESTED)
    reference = world.asked()["reference"]
    lay_down(world.database, office(world.database), any=3)
    refusal = world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Markveien 2"})
    assert refused(refusal) == (409, "deviation_required")
    told(world.agency.post(f"/api/v1/bookings/{reference}/deviations", json=THREE))
    assert world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Markveien 2"}).is_success


def test_a_deviation_is_its_own_organisations_and_a_sensitive_one_its_viewers(world: World) -> None:
    one = registered(world)
    secret = world.book(sensitive=True)["reference"]
    hidden = told(world.agency.post(f"/api/v1/bookings/{secret}/deviations", json=THREE))
    stranger = world.client(make_identity.booker(world.database, "ola@ous.example.org", "OUS"))
    directorate, colleague = officer(world), administrator(world)
    for reference in (one["reference"], hidden["reference"]):
        for who in (stranger, directorate):
            assert who.get(f"/api/v1/deviations/{reference}").status_code == 404
            correction = {"edition": 1, "why": "x"}
            answer = who.post(f"/api/v1/deviations/{reference}/corrections", json=correction)
            assert answer.status_code == 404
    assert done(stranger.get("/api/v1/deviations"))["items"] == []
    assert directorate.get("/api/v1/deviations").status_code == 403
    assert colleague.get(f"/api/v1/deviations/{hidden['reference']}").status_code == 404
    assert [row["reference"] for row in done(colleague.get("/api/v1/deviations"))["items"]] == [
        one["reference"]
    ]
    assert stranger.post(f"/api/v1/bookings/{secret}/deviations", json=THREE).status_code == 404
    assert "viewed" in world.events(secret)


def test_the_list_is_filtered_and_paged(world: World) -> None:
    for day in range(1, 6):
        registered(world, on=f"2026-11-{day:02}", planned=day % 2 == 0)
    colleague = {"kind": "colleague", "ground": "strong_reasons", "text": "Spoke it at home"}
    registered(world, on="2026-10-01", **colleague)

    def found(query: str) -> list[str]:
        items = done(world.agency.get(f"/api/v1/deviations?{query}"))["items"]
        return [one["happened_on"] for one in items]

    assert found("kind=colleague") == ["2026-10-01"]
    assert found("ground=strong_reasons") == ["2026-10-01"]
    assert found("q=AT%20home") == ["2026-10-01"]
    assert found("planned=true") == ["2026-11-04", "2026-11-02"]
    assert found("from=2026-11-04&to=2026-11-05") == ["2026-11-05", "2026-11-04"]
    assert found("language=som") == []
    first = done(world.agency.get("/api/v1/deviations?limit=4"))
    rest = done(world.agency.get(f"/api/v1/deviations?limit=4&cursor={first['next']}"))
    days = [one["happened_on"] for one in first["items"] + rest["items"]]
    assert days == sorted(days, reverse=True)
    assert (len(days), rest["next"]) == (6, None)
    assert world.agency.get("/api/v1/deviations?cursor=x").status_code == 422


def test_counts_are_the_agencys_own_and_the_directorates_are_without_small_cells(world: World) -> None:
    for number in range(7):
        registered(world, planned=number < 1)
    world.book()
    own = done(world.agency.get("/api/v1/statistics/deviations?to=2026-11-30"))
    assert own["deviations"]["child"] == {"planned": 1, "unplanned": 6, "both": 7}
    assert own["deviations"]["colleague"] == {"planned": 0, "unplanned": 0, "both": 0}
    assert own["meetings"]["known"] == {"planned": 2, "unplanned": 6, "both": 8}
    assert own["survey"]["child"] == {"planned": 21, "unplanned": 29}
    stranger = world.client(make_identity.booker(world.database, "ola@ous.example.org", "OUS"))
    assert done(stranger.get("/api/v1/statistics/deviations"))["deviations"]["child"]["both"] == 0
    everybodys = done(officer(world).get("/api/v1/statistics/deviations"))["deviations"]["child"]
    assert everybodys["planned"] == "<5"
    assert ".." in {everybodys["unplanned"], everybodys["both"]}
    backwards = world.agency.get("/api/v1/statistics/deviations?from=2026-11-02&to=2026-11-01")
    assert faults(backwards) == {"to": "ends_before_start"}
    her = world.add(90001)
    assert her.http.get("/api/v1/statistics/deviations").status_code == 403
