"""Who may know of a booking, and what each side may read of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from booking.tables import BookingLog
from identity import accounts
from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from kit.outbox import Outbox
from tests import make_identity
from tests.make_booking import THURSDAY, YES, World, done, refused, wanted

CALLS = [
    ("GET", "", None),
    ("GET", "/candidates", None),
    ("GET", "/log", None),
    ("GET", "/invitation.ics", None),
    ("POST", "/offers", {}),
    ("PATCH", "", {"address": "Elsewhere 1"}),
    ("POST", "/cancel", {"reason": "Mischief"}),
]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def colleague(world: World, role: Role = Role.BOOKER) -> int:
    """The id of another account at the same office."""
    with world.writing() as session:
        office = session.exec(select(Organisation)).one()
        return make_identity.account(session, f"{role}@nav.example.org", role, office).id or 0


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_another_organisations_booking_is_not_found(
    world: World, method: str, path: str, body: object
) -> None:
    reference = world.book()["reference"]
    stranger = world.client(make_identity.booker(world.database, "per@ous.example.org", "OUS"))
    answer = stranger.request(method, f"/api/v1/bookings/{reference}{path}", json=body)
    assert refused(answer) == (404, "not_found")
    assert world.events(reference) == ["created"]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_nobody_signed_in_is_asked_to_sign_in(world: World, method: str, path: str, body: object) -> None:
    reference = world.book()["reference"]
    answer = world.client(None).request(method, f"/api/v1/bookings/{reference}{path}", json=body)
    assert refused(answer) == (401, "sign_in_required")


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_sensitive_booking_is_known_to_its_viewers_alone(
    world: World, method: str, path: str, body: object
) -> None:
    reference = world.book(sensitive=True)["reference"]
    colleague(world)
    with world.database.read() as session:
        other = accounts.by_email(session, "booker@nav.example.org")
    neighbour = world.client(other)
    answer = neighbour.request(method, f"/api/v1/bookings/{reference}{path}", json=body)
    assert refused(answer) == (404, "not_found")
    assert done(neighbour.get("/api/v1/bookings"))["items"] == []
    assert [one["reference"] for one in done(world.agency.get("/api/v1/bookings"))["items"]] == [reference]


def test_a_colleague_at_the_same_office_sees_an_ordinary_booking(world: World) -> None:
    reference = world.book()["reference"]
    colleague(world)
    with world.database.read() as session:
        other = accounts.by_email(session, "booker@nav.example.org")
    assert done(world.client(other).get(f"/api/v1/bookings/{reference}"))["reference"] == reference


def test_every_answer_that_shows_a_sensitive_booking_is_logged(world: World) -> None:
    her = world.add(90001)
    order = wanted(sensitive=True)
    key = {"Idempotency-Key": "b7e1"}
    reference = done(world.agency.post("/api/v1/bookings", json=order, headers=key))["reference"]
    done(world.agency.post("/api/v1/bookings", json=order, headers=key))
    world.see(world.book()["reference"])
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json={}))
    world.see(reference)
    world.candidates(reference)
    done(world.agency.get("/api/v1/bookings"))
    world.ask(reference)
    [offer] = her.offers()
    yes, _again = [done(her.accept(offer["id"])) for _ in range(2)]
    her.assignments()
    for _ in range(2):
        done(her.withdraw(yes["id"]))
    done(world.agency.get(f"/api/v1/bookings/{reference}/log"))
    with world.database.read() as session:
        views = session.exec(
            select(BookingLog.account_id)
            .where(col(BookingLog.event) == "viewed")
            .order_by(col(BookingLog.id))
        ).all()
    assert views == [world.booker.id] * 7 + [her.row.account_id] * 6 + [world.booker.id]


def test_a_second_no_to_a_sensitive_booking_is_a_view_of_it(world: World) -> None:
    her = world.add(90001)
    reference = world.asked(sensitive=True)["reference"]
    [offer] = her.offers()
    for _ in range(2):
        done(her.decline(offer["id"]))
    assert world.events(reference)[-2:] == ["viewed", "viewed"]


def test_what_an_interpreter_reads_before_and_after_her_yes(world: World) -> None:
    her = world.add(90001)
    world.asked(
        modality="screen",
        meeting_url="https://meet.example/1",
        case_reference="17/02331-8",
        subject_area="health",
        participants=3,
        wanted=[90001],
    )
    [offer] = her.offers()
    before = offer["booking"]
    assert (before["organisation"], before["address"], before["meeting_url"]) == (
        "NAV Grünerløkka", "Markveien 1", None,
    )  # fmt: skip
    assert (before["subject_area"], before["participants"]) == ("health", 3)
    after = done(her.accept())["booking"]
    assert after["meeting_url"] == "https://meet.example/1"
    assert not {"case_reference", "wanted", "refused", "max_category"} & (before.keys() | after.keys())
    assert "17/02331-8" not in her.http.get("/api/v1/me/assignments").text


def test_a_sensitive_booking_tells_her_no_place_before_her_yes_and_none_after_it_ended(world: World) -> None:
    her = world.add(90001)
    reference = world.asked(sensitive=True, subject_area="child_welfare")["reference"]
    assert world.see(reference)["subject_area"] is None
    [offer] = her.offers()
    assert [offer["booking"][name] for name in ("organisation", "address", "kommune")] == [None] * 3
    booked = done(her.accept())
    assert [booked["booking"][name] for name in ("organisation", "address", "kommune")] == [
        "NAV Grünerløkka", "Markveien 1", "0301",
    ]  # fmt: skip
    ended = done(her.withdraw(booked["id"]))
    assert [ended["booking"][name] for name in ("organisation", "address", "kommune")] == [None] * 3


def test_a_protected_identity_is_matched_and_shown_by_number_only(world: World) -> None:
    her = world.add(90001, protected=True, name="Hemmelig Navn")
    reference = world.book()["reference"]
    [candidate] = world.candidates(reference)["items"]
    assert (candidate["number"], candidate["name"]) == (90001, None)
    world.ask(reference)
    done(her.accept())
    assert world.see(reference)["interpreter"] == {"number": 90001, "name": None, "phone": None}
    assert "Hemmelig" not in world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text


def test_a_protected_identity_booked_by_telephone_can_be_called_but_no_letter_tells_her_telephone(
    world: World,
) -> None:
    her = world.add(90001, protected=True, phone="+47 912 34 567")
    reference = world.asked(modality="telephone", kommune=None, address=None)["reference"]
    assert world.see(reference)["interpreter"] is None
    assert "912 34 567" not in world.agency.get(f"/bookings/{reference}").text
    done(her.accept())
    assert world.see(reference)["interpreter"] == {"number": 90001, "name": None, "phone": "+47 912 34 567"}
    assert "+47 912 34 567" in world.agency.get(f"/bookings/{reference}").text
    with world.database.read() as session:
        letters = " ".join(str(row.payload) for row in session.exec(select(Outbox)))
    entry = world.agency.get(f"/api/v1/bookings/{reference}/invitation.ics").text
    assert "91234567" not in (letters + entry).replace(" ", "")
    world.wait(THURSDAY + timedelta(hours=1) - world.now)
    assert world.see(reference)["interpreter"] == {"number": 90001, "name": None, "phone": None}


KEPT_FROM_HER = ("kommune", "address", "meeting_url", "subject_area", "participants", "organisation")
MOVED = {
    "starts_at": "2026-11-26T13:00:00+01:00",
    "ends_at": "2026-11-26T14:00:00+01:00",
    "address": "Ny gate 2",
}


def test_whoever_said_no_reads_which_booking_it_was_and_none_of_what_it_has_become(world: World) -> None:
    first = world.add(90001)
    world.add(90002)
    reference = world.asked(subject_area="health")["reference"]
    [offer] = first.offers()
    said_no = done(first.decline(offer["id"]))["booking"]
    assert (said_no["reference"], said_no["language"]) == (reference, "tir")
    assert (said_no["starts_at"], said_no["ends_at"]) == ("2026-11-26T09:00:00Z", "2026-11-26T10:00:00Z")
    assert [said_no[name] for name in KEPT_FROM_HER] == [None] * 6
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json={**MOVED, "kommune": "4601"}))
    again = first.http.post(f"/api/v1/offers/{offer['id']}/decline")
    assert done(again)["booking"] == {**said_no, "starts_at": None, "ends_at": None}
    page = first.http.get(f"/my/offers/{offer['id']}").text
    assert reference in page
    assert not [told for told in ("Ny gate", "Markveien", "13:00", "13.00", "Bergen") if told in page]


def test_silence_leaves_her_nothing_of_what_the_booking_becomes(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    [offer] = her.offers()
    world.wait(timedelta(hours=2))
    page = her.http.get(f"/my/offers/{offer['id']}").text
    assert reference in page
    assert "Markveien" not in page


@pytest.mark.parametrize("side", ["withdraws", "cancels"])
def test_an_assignment_that_is_over_before_its_time_shows_the_time_she_had_and_no_more(
    world: World, side: str
) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    assignment = done(her.accept())["id"]
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json=MOVED))  # she is free, and keeps it
    assert her.assignments()[0]["booking"]["address"] == "Ny gate 2"
    if side == "withdraws":
        done(her.withdraw(assignment))
        elsewhere = {"starts_at": "2026-11-26T08:00:00Z", "ends_at": "2026-11-26T09:00:00Z"}
        done(world.agency.patch(f"/api/v1/bookings/{reference}", json={**elsewhere, "address": "Torget 3"}))
    else:
        done(world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Not needed"}))
    [ended] = her.assignments()
    assert (ended["booking"]["reference"], ended["booking"]["version"]) == (reference, 2)
    assert (ended["booking"]["starts_at"], ended["booking"]["ends_at"]) == (
        "2026-11-26T12:00:00Z", "2026-11-26T13:00:00Z",
    )  # fmt: skip
    assert [ended["booking"][name] for name in KEPT_FROM_HER] == [None] * 6
    for path in (f"/my/offers/{ended['offer_id']}", "/my/calendar", f"/my/assignments/{assignment}/withdraw"):
        page = her.http.get(path).text
        assert not [told for told in ("Ny gate", "Torget", "NAV") if told in page]


def test_an_offer_to_another_is_not_found(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    [offer] = first.offers()
    assert refused(second.accept(offer["id"])) == (404, "not_found")
    assert refused(second.decline(offer["id"])) == (404, "not_found")
    assignment = done(first.accept(offer["id"]))["id"]
    assert refused(second.withdraw(assignment)) == (404, "not_found")
    assert world.see(reference)["status"] == "booked"


@pytest.mark.parametrize("path", ["/me/offers", "/me/assignments", "/me/working-hours", "/me/absences"])
def test_only_interpreters_have_offers_and_hours(world: World, path: str) -> None:
    assert refused(world.agency.get(f"/api/v1{path}")) == (403, "not_allowed")
    with world.writing() as session:
        unlinked = make_identity.account(session, "new@example.org", Role.INTERPRETER)
    assert refused(world.client(unlinked).get(f"/api/v1{path}")) == (403, "not_in_the_register")


def test_only_bookers_book(world: World) -> None:
    her = world.add(90001)
    assert refused(her.http.post("/api/v1/bookings", json=wanted())) == (403, "not_allowed")
    assert refused(her.http.get("/api/v1/bookings")) == (403, "not_allowed")
    assert refused(world.client(None).post("/api/v1/bookings", json=wanted())) == (401, "sign_in_required")


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"impartial": True, "confidential": False}, {"confidential"}),
        ({"impartial": False, "confidential": False}, {"impartial", "confidential"}),
        ({"impartial": True}, {"confidential"}),
        ({"impartial": "yes", "confidential": 1}, {"impartial", "confidential"}),
    ],
)
def test_a_yes_takes_both_declarations(world: World, said: dict[str, object], missing: set[str]) -> None:
    her = world.add(90001)
    world.asked()
    [offer] = her.offers()
    answer = her.http.post(f"/api/v1/offers/{offer['id']}/accept", json=said)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == missing
    done(her.http.post(f"/api/v1/offers/{offer['id']}/accept", json=YES))


def test_an_absence_is_its_owners_alone(world: World) -> None:
    first, second = world.add(90001), world.add(90002)
    span = {"starts_at": "2026-11-26T08:00:00Z", "ends_at": "2026-11-26T18:00:00Z"}
    absence = done(first.http.post("/api/v1/me/absences", json=span))
    assert refused(second.http.delete(f"/api/v1/me/absences/{absence['id']}")) == (404, "not_found")
    assert done(first.http.get("/api/v1/me/absences"))["items"] == [absence]
    reference = world.book()["reference"]
    assert world.left_out(reference) == {"not_available": 1}
    assert first.http.delete(f"/api/v1/me/absences/{absence['id']}").status_code == 204
    assert world.left_out(reference) == {}
