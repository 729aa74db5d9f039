"""Steps, why-not and proof over REST: what an agency may read of why somebody is not here."""

from datetime import date

import pytest

from booking.tables import Bar
from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from registry import standing
from registry.tables import Exclusion
from registry.words import EvidenceKind, ExclusionKind
from tests import make, make_identity
from tests.make_booking import TESTED, World, done, interpreter, refused

BEST = (EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def fill(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 90001, *BEST)
        interpreter(session, 90002)
        interpreter(session, 90003, *TESTED)
        interpreter(session, 90004, hours=())
        interpreter(session, 90005, on_site=False)
        interpreter(session, 90006, listed=False)
        interpreter(session, 90007, language="som")
        out = interpreter(session, 90008)
        session.add(
            Exclusion(
                interpreter_id=out.id or 0, kind=ExclusionKind.DATED, from_on=date(2026, 11, 1),
                until_on=date(2026, 12, 31), reason="A substantial breach", registered_at=make.NOW,
            )
        )  # fmt: skip
        standing.rebuild(session, [out.id or 0])
        barred = interpreter(session, 90009)
        session.add(
            Bar(organisation_id=1, interpreter_id=barred.id or 0, reason="No", registered_at=make.NOW)
        )
        hidden = interpreter(session, 90010, name="Hemmelig Person", protected=True, kommune="4601")
        assert hidden.id


def why(world: World, reference: str, number: int) -> dict[str, object]:
    told: dict[str, object] = done(
        world.agency.get(f"/api/v1/bookings/{reference}/candidates/{number}/why-not")
    )
    return told


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (90001, "can_be_asked"),
        (90002, "can_be_asked"),
        (90003, "category_too_low"),
        (90004, "not_available"),
        (90005, "modality"),
        (90006, "not_listed"),
        (90007, "language_not_held"),
        (90008, "not_eligible"),
        (90009, "not_eligible"),
        (12345, "unknown_number"),
    ],
)
def test_any_number_gets_an_answer(world: World, number: int, answer: str) -> None:
    fill(world)
    reference = world.book(max_category=4)["reference"]
    assert why(world, reference, number)["answer"] == answer


def test_the_answer_tells_place_level_and_distance_but_never_where_a_protected_person_lives(
    world: World,
) -> None:
    fill(world)
    reference = world.book()["reference"]
    assert why(world, reference, 90002) == {
        "number": 90002,
        "answer": "can_be_asked",
        "level": {"category": 2, "letter": "C"},
        "km": 0,
        "place": 2,
        "reasons": ["category_2C", "km_0", "minutes_30d_0"],
    }
    hidden = why(world, reference, 90010)
    assert (hidden["answer"], hidden["km"], hidden["place"]) == ("can_be_asked", None, 3)
    assert why(world, reference, 90009) == {
        "number": 90009, "answer": "not_eligible", "level": None, "km": None, "place": None, "reasons": [],
    }  # fmt: skip


def test_a_number_that_cannot_be_is_refused(world: World) -> None:
    reference = world.book()["reference"]
    for number in ("0", "99999999999", "abc"):
        answer = world.agency.get(f"/api/v1/bookings/{reference}/candidates/{number}/why-not")
        assert answer.status_code == 422


def test_the_steps_count_everyone_who_is_left(world: World) -> None:
    fill(world)
    reference = world.book(max_category=4)["reference"]
    steps = done(world.agency.get(f"/api/v1/bookings/{reference}/steps"))["items"]
    assert [(one["step"], one["count"], one["in_1_to_3"]) for one in steps] == [
        ("language", 8, 7),
        ("category", 7, 7),
        ("suitable", 4, 4),
        ("reach", 4, 4),
        ("available", 3, 3),
        ("not_asked", 3, 3),
    ]
    left = world.candidates(reference)
    assert len(left["items"]) == steps[-1]["count"]


def test_what_would_help_is_told_as_on_the_page_and_only_while_anyone_can_be_asked(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 90001, on_site=False)
        interpreter(session, 90002, *TESTED)
    reference = world.book(max_category=3)["reference"]
    address = f"/api/v1/bookings/{reference}/relaxations"
    told = done(world.agency.get(address))["items"]
    nothing = {"span": None, "language": None, "max_category": None}
    assert told == [
        {**nothing, "kind": "screen", "count": 1, "level": {"category": 2, "letter": "C"}},
        {**nothing, "kind": "lower_category", "count": 1, "level": {"category": 5, "letter": "E"},
         "max_category": 5},
    ]  # fmt: skip
    assert world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "Avlyst."}).is_success
    assert done(world.agency.get(address)) == {"items": []}


def test_the_proof_tells_numbers_and_codes_and_nothing_of_the_unlisted(world: World) -> None:
    fill(world)
    reference = world.ask(world.book()["reference"])["reference"]
    proof = done(world.agency.get(f"/api/v1/bookings/{reference}/proof"))
    verdicts = ("intact", "recomputed", "highest_first", "complete")
    assert {name: proof[name] for name in verdicts} == dict.fromkeys(verdicts, True)
    assert proof["faults"] == []
    [run] = proof["runs"]
    assert (run["asked"]["number"], run["asked"]["status"], run["verdict"]) == (90001, "open", "best_first")
    assert run["left_out"] == {"not_listed": 1, "not_eligible": 2, "modality": 1, "not_available": 1}
    first = done(world.agency.get(f"/api/v1/bookings/{reference}/proof/1?limit=5"))
    rest = done(world.agency.get(f"/api/v1/bookings/{reference}/proof/1?cursor={first['next']}"))
    assert [(one["number"], one["place"], one["why_not"]) for one in first["items"] + rest["items"]] == [
        (90001, 1, None),
        (90002, 2, None),
        (90010, 3, None),
        (90003, 4, None),
        (90004, None, "not_available"),
        (90005, None, "modality"),
        (90008, None, "not_eligible"),
        (90009, None, "not_eligible"),
    ]
    assert rest["next"] is None
    assert "Hemmelig" not in str(proof)
    assert refused(world.agency.get(f"/api/v1/bookings/{reference}/proof/2")) == (404, "not_found")


def test_a_booking_nobody_was_asked_about_has_nothing_to_prove(world: World) -> None:
    proof = done(world.agency.get(f"/api/v1/bookings/{world.book()['reference']}/proof"))
    assert (proof["complete"], proof["highest_first"], proof["runs"]) == (False, None, [])


def test_looking_at_the_proof_of_a_sensitive_booking_is_a_view(world: World) -> None:
    world.add(90001)
    reference = world.asked(sensitive=True)["reference"]
    before = world.events(reference).count("viewed")
    for path in ("proof", "proof/1", "steps", "relaxations", "candidates/90001/why-not"):
        done(world.agency.get(f"/api/v1/bookings/{reference}/{path}"))
    assert world.events(reference).count("viewed") == before + 6


@pytest.mark.parametrize("path", ["steps", "relaxations", "candidates/90001/why-not", "proof", "proof/1"])
def test_whoever_may_not_see_the_booking_learns_nothing(world: World, path: str) -> None:
    world.add(90001)
    open_, sensitive = (world.asked(sensitive=one)["reference"] for one in (False, True))
    stranger = world.client(make_identity.booker(world.database, "per@ous.example.org", "OUS"))
    with world.writing() as session:
        office = session.get_one(Organisation, 1)
        colleague = make_identity.account(session, "per@nav.example.org", Role.BOOKER, office)
        officer = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    for reader, reference in (
        (stranger, open_),
        (world.client(officer), open_),
        (world.client(colleague), sensitive),
    ):
        assert refused(reader.get(f"/api/v1/bookings/{reference}/{path}")) == (404, "not_found")
    assert world.client(None).get(f"/api/v1/bookings/{open_}/{path}").status_code == 401
