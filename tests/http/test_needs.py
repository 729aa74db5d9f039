"""Needs before bookings over HTTP, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from booking.needs import reminding
from identity import organisations
from kit.db import Database
from tests import make_identity
from tests.make_booking import THURSDAY, World, done, faults, refused, told, wanted
from tests.make_deviations import administrator, officer
from tests.make_needs import letters_to, need, needed, program, within


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_a_program_registers_a_need_that_its_unit_completes_into_a_booking(world: World) -> None:
    world.add(90001)
    nav = program(world)
    one = needed(world, nav, key="meeting-1")
    assert (one["status"], one["language"], one["booking"]) == ("draft", "tir", None)
    assert one["unit"]["name"] == "NAV Grünerløkka"
    [listed] = done(world.agency.get("/api/v1/needs?status=draft"))["items"]
    assert listed == one

    address = f"/api/v1/needs/{one['reference']}"
    order = wanted(case_reference=one["case_reference"])
    booked = told(world.agency.post(f"{address}/booking", json=order))
    assert (booked["status"], booked["organisation"]["name"]) == ("registered", "NAV Grünerløkka")
    assert world.ask(booked["reference"])["status"] == "asking"
    after = told(nav.get(address))
    assert (after["status"], after["booking"]) == ("booked", booked["reference"])
    assert refused(world.agency.post(f"{address}/booking", json=order)) == (409, "need_booked")


def test_the_programs_account_may_register_needs_and_nothing_else(world: World) -> None:
    nav = program(world)
    mine, theirs = needed(world, nav), needed(world)
    assert nav.get(f"/api/v1/needs/{mine['reference']}").is_success
    assert nav.get(f"/api/v1/needs/{theirs['reference']}").status_code == 404
    for path in ("/api/v1/needs", "/api/v1/bookings", "/api/v1/deviations", "/api/v1/statistics/needs"):
        assert nav.get(path).status_code == 403
    assert nav.post("/api/v1/bookings", json=wanted()).status_code == 403
    assert nav.post(f"/api/v1/needs/{mine['reference']}/booking", json=wanted()).status_code == 404
    assert nav.post(f"/api/v1/needs/{mine['reference']}/drop", json={}).status_code == 404
    her = world.add(90001)
    assert her.http.post("/api/v1/needs", json=need()).status_code == 403
    assert world.client(None).post("/api/v1/needs", json=need()).status_code == 401


def test_a_program_registers_for_the_units_below_and_for_no_others(world: World) -> None:
    with world.database.write() as session:
        state = make_identity.organisation(session, "NAV")
        make_identity.organisation(session, "NAV Bodø", state)
        make_identity.organisation(session, "Bydel Alna")
    nav = program(world, "NAV", "state@nav.example.org")
    one = needed(world, nav, unit="NAV Bodø")
    assert one["unit"]["name"] == "NAV Bodø"
    assert needed(world, nav, unit=one["unit"]["id"])["unit"]["name"] == "NAV Bodø"
    assert needed(world, nav)["unit"]["name"] == "NAV"
    for unit in ("Bydel Alna", "Nowhere", 999):
        assert faults(nav.post("/api/v1/needs", json=need(unit=unit))) == {"unit": "unknown_unit"}
    assert world.agency.get(f"/api/v1/needs/{one['reference']}").status_code == 404


def test_a_repeated_call_is_one_need_also_when_both_come_at_once(world: World) -> None:
    first = needed(world, key="a")
    assert needed(world, key="a") == first
    assert needed(world, key="b")["reference"] != first["reference"]
    again = world.agency.post("/api/v1/needs", json=need(language="som"), headers={"Idempotency-Key": "a"})
    assert faults(again) == {"Idempotency-Key": "idempotency_key_reused"}
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: needed(world, key="c")["reference"], range(2)))
    assert len(set(made)) == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"to": "2026-11-26T09:00:00+01:00"}, {"to": "ends_before_start"}),
        ({"to": "2028-11-26T09:00:00+01:00"}, {"to": "longer_than_a_year"}),
        ({"from": "2026-11-20T09:00:00+01:00", "to": "2026-11-21T09:00:00+01:00"}, {"to": "end_passed"}),
        ({"from": "2026-11-26"}, {"from": "offset_missing"}),
        ({"language": "Ola 01010750160"}, {"language": "birth_number"}),
        ({"case_reference": "01010750160"}, {"case_reference": "birth_number"}),
        ({"language": ""}, {"language": "too_short"}),
        ({"modality": "letter"}, {"modality": "unknown_value"}),
        ({"name": "Ola Nordmann"}, {"name": "unknown_field"}),
    ],
)
def test_what_cannot_be_is_named_with_its_remedy(
    world: World, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    assert faults(world.agency.post("/api/v1/needs", json=need(**changes))) == wrong


def test_a_language_that_does_not_exist_is_kept_and_counted_until_a_person_says_which_it_is(
    world: World,
) -> None:
    one = needed(world, language="Bilin (nord)")
    assert (one["asked_language"], one["language"]) == ("Bilin (nord)", None)
    [unclear] = done(world.agency.get("/api/v1/needs?unclear=true"))["items"]
    assert unclear["reference"] == one["reference"]
    [line] = done(world.agency.get("/api/v1/statistics/needs"))["languages"]
    assert (line["asked_language"], line["draft"], line["listed"]) == ("bilin (nord)", 1, 0)
    address = f"/api/v1/needs/{one['reference']}/language"
    assert faults(world.agency.put(address, json={"language": "kur"}))["language"] == "language_too_broad"
    settled = told(world.agency.put(address, json={"language": "tir"}))
    assert (settled["language"], settled["asked_language"]) == ("tir", "Bilin (nord)")
    assert done(world.agency.get("/api/v1/needs?unclear=true"))["items"] == []


def test_its_unit_is_reminded_once_and_a_need_nobody_booked_lapses_and_is_counted(world: World) -> None:
    one = needed(world)
    later = within(world, "2026-12-10T09:00:00+01:00", "2026-12-10T10:00:00+01:00")

    def work() -> None:
        while True:
            with world.database.write() as session:
                if not reminding.remind(session, working_days=2, office=world.office, now=world.now):
                    return

    work()
    assert letters_to(world, "kari@nav.example.org") == []  # Monday: Thursday is three days on
    world.now += timedelta(days=1)
    for _ in range(2):
        work()
    [letter] = letters_to(world, "kari@nav.example.org")
    assert one["reference"] in letter["text"]
    assert "17/02331-8" not in letter["text"]
    world.now = THURSDAY + timedelta(hours=1)  # its window ends at eleven in Oslo
    work()
    assert told(world.agency.get(f"/api/v1/needs/{one['reference']}"))["status"] == "lapsed"
    assert told(world.agency.get(f"/api/v1/needs/{later['reference']}"))["status"] == "draft"
    answer = world.agency.post(f"/api/v1/needs/{one['reference']}/booking", json=wanted())
    assert refused(answer) == (409, "need_lapsed")
    [line] = done(world.agency.get("/api/v1/statistics/needs"))["languages"]
    assert (line["language"], line["draft"], line["lapsed"], line["needs"]) == ("tir", 1, 1, 2)


def test_without_bookers_those_above_are_reminded(world: World) -> None:
    administrator(world)
    with world.database.write() as session:
        office = make_identity.organisation(session, "Desk")
        parent = make_identity.organisation(session, "Above")
        make_identity.account(session, "over@nav.example.org", at=parent)
        organisations.add_parent(session, child_id=office.id or 0, parent_id=parent.id or 0)
    nav = program(world, "Desk", "desk@nav.example.org")
    needed(world, nav)
    world.now += timedelta(days=2)
    with world.database.write() as session:
        assert reminding.is_due(session, working_days=2, now=world.now)
        assert reminding.remind(session, working_days=2, office=world.office, now=world.now) == 1
        assert not reminding.is_due(session, working_days=2, now=world.now)
    assert len(letters_to(world, "over@nav.example.org")) == 1
    assert letters_to(world, "kari@nav.example.org") == []


def test_what_is_not_needed_after_all_is_counted_so_and_nobody_is_reminded(world: World) -> None:
    one = needed(world)
    address = f"/api/v1/needs/{one['reference']}/drop"
    assert faults(world.agency.post(address, json={"why": "f. 01010750160"})) == {"why": "birth_number"}
    for _ in range(2):
        assert told(world.agency.post(address, json={"why": "Speaks Norwegian"}))["status"] == "dropped"
    with world.database.read() as session:
        assert not reminding.is_due(session, working_days=30, now=world.now)
    booking = world.agency.post(f"/api/v1/needs/{one['reference']}/booking", json=wanted())
    assert refused(booking) == (409, "need_dropped")


def test_needs_are_their_units_own_and_the_directorate_counts_without_small_cells(world: World) -> None:
    one = needed(world)
    for _ in range(6):
        needed(world, language="som")
    needed(world, language="Somebody's village")
    stranger = world.client(make_identity.booker(world.database, "ola@ous.example.org", "OUS"))
    assert stranger.get(f"/api/v1/needs/{one['reference']}").status_code == 404
    assert done(stranger.get("/api/v1/needs"))["items"] == []
    assert stranger.post(f"/api/v1/needs/{one['reference']}/drop", json={}).status_code == 404
    directorate = officer(world)
    assert directorate.get("/api/v1/needs").status_code == 403
    told_lines = done(directorate.get("/api/v1/statistics/needs"))["languages"]
    lines = {line["language"]: line for line in told_lines}
    assert lines["som"]["needs"] == 6
    assert lines["tir"]["needs"] == "<5"
    assert (lines[None]["needs"], lines[None]["asked_language"]) == ("<5", None)


def test_the_list_is_searched_and_paged(world: World) -> None:
    for day in range(1, 6):
        start, end = f"2026-12-0{day}T09:00:00+01:00", f"2026-12-0{day}T10:00:00+01:00"
        within(world, start, end, case_reference=f"sak {day}")
    found = done(world.agency.get("/api/v1/needs?status=draft&q=SAK%203"))["items"]
    assert [one["case_reference"] for one in found] == ["sak 3"]
    first = done(world.agency.get("/api/v1/needs?status=draft&limit=3"))
    rest = done(world.agency.get(f"/api/v1/needs?status=draft&limit=3&cursor={first['next']}"))
    assert [one["case_reference"][-1] for one in first["items"] + rest["items"]] == list("12345")
    window = "from=2026-12-02T00:00:00Z&to=2026-12-03T23:00:00Z"
    assert len(done(world.agency.get(f"/api/v1/needs?{window}"))["items"]) == 2
