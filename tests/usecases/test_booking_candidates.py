"""Who is found for a booking, from what the register and the calendar hold."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable
from sqlmodel import col, select

from booking.availability.kept_tables import KeptTime
from booking.matching import everyone, facts
from booking.matching.best import Best, Known, best
from booking.matching.rules import Ranking
from booking.schemas import CandidatesView
from booking.tables import Bar, Booking
from booking.travel.rules import PACE
from identity.roles import OrganisationKind, Role
from identity.tables import Organisation
from kit.db import Database
from kit.prepared import is_prepared
from registry import standing
from registry.tables import Evidence, Exclusion
from registry.words import EvidenceKind, ExclusionKind, Gender
from tests import make, make_identity
from tests.make_booking import TESTED, THURSDAY, World, add_evidence, done, interpreter


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def found(world: World, **changes: object) -> Ranking:
    """The ranking in a transaction, which must be what the hot read gives over HTTP."""
    reference = world.book(**changes)["reference"]
    with world.database.read() as session:
        booking = session.exec(select(Booking).where(col(Booking.reference) == reference)).one()
        ranking = everyone.find(session, booking, now=world.now, pace=PACE)
    told = world.candidates(reference)
    assert told["items"] == [
        {
            "number": one.number,
            "name": one.name,
            "category": one.level.category,
            "letter": one.level.letter,
            "reasons": list(one.reasons),
        }
        for one in ranking.items
    ]
    assert world.left_out(reference) == ranking.left_out
    return ranking


def _kept(world: World, reference: str, heard: Callable[[Executable], None] = lambda _: None) -> Best | None:
    """What the hot read answers from what is kept, if it can, and each statement it asks."""

    def ask(statement: Executable, values: dict[str, object]) -> Sequence[Any]:
        heard(statement)
        return world.database.kept(statement, values)

    with world.database.read() as session:
        booking = session.exec(select(Booking).where(col(Booking.reference) == reference)).one()
        stored = session.get_one(KeptTime, 1)
    known = Known(stored.counted_on, stored.since, stored.until, singles_out=True)
    return best(everyone.question(booking, PACE), known, now=world.now, ask=ask, most=20)


def numbers(ranking: Ranking) -> list[int]:
    return [one.number for one in ranking.items]


def test_everyone_left_out_counts_once_under_the_rule_that_stops_her(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 1)
        interpreter(session, 2, EvidenceKind.BILINGUAL_TEST)  # waits for TAO: no category yet
        interpreter(session, 3, *TESTED)  # category 5
        interpreter(session, 4, listed=False)
        out = interpreter(session, 5)
        session.add(
            Exclusion(
                interpreter_id=out.id or 0, kind=ExclusionKind.DATED, from_on=date(2026, 11, 1),
                until_on=date(2026, 11, 26), reason="A substantial breach", registered_at=make.NOW,
            )
        )  # fmt: skip
        standing.rebuild(session, [out.id or 0])
        barred = interpreter(session, 6)
        office = session.exec(select(Organisation)).one()
        session.add(
            Bar(
                organisation_id=office.id or 0,
                interpreter_id=barred.id or 0,
                reason="A quarrel",
                registered_at=make.NOW,
            )
        )
        interpreter(session, 7)
        interpreter(session, 8, gender=Gender.MAN)
        interpreter(session, 9, on_site=False)
        interpreter(session, 10, hours=())
        interpreter(session, 11, hours=((4, time(12), time(16)),))
        interpreter(session, 12, language="som")
    ranking = found(world, max_category=4, gender="woman", refused=[7])
    assert numbers(ranking) == [1]
    assert ranking.left_out == {
        "category_too_low": 2,
        "not_listed": 1,
        "not_eligible": 2,
        "refused": 1,
        "gender": 1,
        "modality": 1,
        "not_available": 2,
    }


def test_lapsed_and_revoked_evidence_gives_no_category(world: World) -> None:
    with world.writing() as session:
        lapsed, last_day, revoked = (interpreter(session, number) for number in (1, 2, 3))
        for holder, changes in (
            (lapsed, {"valid_until": date(2026, 11, 25)}),
            (last_day, {"valid_until": date(2026, 11, 26)}),
            (revoked, {"revoked_on": date(2026, 11, 26), "revoked_at": make.NOW}),
        ):
            proof = session.exec(select(Evidence).where(col(Evidence.interpreter_id) == holder.id)).one()
            for name, value in changes.items():
                setattr(proof, name, value)
            standing.rebuild(session, [holder.id or 0])
    ranking = found(world)
    assert numbers(ranking) == [2]
    assert ranking.left_out == {"category_too_low": 2}


def test_the_category_is_the_one_held_on_the_oslo_day_of_the_booking(world: World) -> None:
    with world.writing() as session:
        her = interpreter(session, 1, hours=tuple((day, time(0), time(0)) for day in range(1, 8)))
        session.add(
            Evidence(
                interpreter_id=her.id or 0, kind=EvidenceKind.BACHELOR, language="tir", issuer="OsloMet",
                issued_on=date(2026, 11, 26), registered_at=make.NOW,
            )
        )  # fmt: skip
        standing.rebuild(session, [her.id or 0])
    just_after_midnight = THURSDAY.replace(hour=23, minute=30) - timedelta(days=1)
    assert [one.level.name for one in found(world, start=just_after_midnight).items] == ["L1A"]
    assert [one.level.name for one in found(world, start=just_after_midnight - timedelta(hours=2)).items] == [
        "L2C"
    ]


def test_a_substitute_language_counts_and_is_said(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 1, *TESTED, language="bos")
        interpreter(session, 2, language="hrv")
        both = interpreter(session, 3, *TESTED, language="bos")
        add_evidence(session, both, EvidenceKind.BACHELOR, language="srp")
        standing.rebuild(session, [both.id or 0])
    assert numbers(found(world, language="bos")) == [1, 3]
    ranking = found(world, language="bos", substitutes=["hrv", "srp"])
    assert [(one.number, one.level.name, "substitute" in one.reasons) for one in ranking.items] == [
        (2, "L2C", True),
        (3, "L3B", True),
        (1, "L5E", False),
    ]


def test_travel_counts_on_site_only(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 1, kommune="4601")  # Bergen
        interpreter(session, 2, kommune="3301")  # Drammen
    assert numbers(found(world)) == [2, 1]
    remote = found(world, modality="telephone", kommune=None, address=None)
    assert numbers(remote) == [1, 2]
    assert not any(reason.startswith("km_") for one in remote.items for reason in one.reasons)


def test_the_same_case_and_least_work_decide_between_equals(world: World) -> None:
    first, second = world.add(1), world.add(2)
    world.asked(start=THURSDAY - timedelta(days=1), case_reference="17/02331-8", modality="telephone")
    done(first.accept())
    assert numbers(found(world)) == [2, 1]
    assert found(world).items[1].reasons == ("category_2C", "km_0", "minutes_30d_60")
    again = found(world, case_reference="17/02331-8")
    assert numbers(again) == [1, 2]
    assert "same_case" in again.items[0].reasons
    assert second.offers() == []


def test_another_agencys_case_of_the_same_reference_is_not_the_same_case(world: World) -> None:
    first = world.add(1)
    world.add(2)
    world.asked(start=THURSDAY - timedelta(days=1), case_reference="1")
    done(first.accept())
    with world.writing() as session:
        office = Organisation(name="Other", kind=OrganisationKind.WARD, created_at=make.NOW)
        session.add(office)
        session.flush()
        booking = session.exec(select(Booking)).one()
        booking.organisation_id = office.id or 0
        session.add(booking)
    assert not any("same_case" in one.reasons for one in found(world, case_reference="1").items)


def test_a_sensitive_case_is_known_of_only_to_whoever_may_see_both_bookings(world: World) -> None:
    first = world.add(1)
    world.asked(start=THURSDAY - timedelta(days=1), case_reference="1", sensitive=True)
    done(first.accept())
    assert "same_case" in found(world, case_reference="1", sensitive=True).items[0].reasons
    assert "same_case" not in found(world, case_reference="1").items[0].reasons
    with world.writing() as session:
        colleague = make_identity.account(
            session, "kollega@example.org", Role.BOOKER, session.exec(select(Organisation)).one()
        )
    world.agency = world.client(colleague)
    for sensitive in (True, False):
        ranking = found(world, case_reference="1", sensitive=sensitive)
        assert "same_case" not in ranking.items[0].reasons


def test_whoever_becomes_qualified_between_two_statements_is_left_out_of_the_look(world: World) -> None:
    with world.writing() as session:
        interpreter(session, 1)
        late = interpreter(session, 2, listed=False)
    reference = world.book()["reference"]
    with world.database.read() as session:
        booking = session.exec(select(Booking).where(col(Booking.reference) == reference)).one()
        ask = everyone.asking(session)

        def ask_while_she_is_listed(statement: Executable, values: dict[str, object]) -> Sequence[Any]:
            rows = ask(statement, values)
            gone = statement is facts.WITHOUT_STANDING
            return [row for row in rows if not (gone and row.interpreter_id == late.id)]

        ranking = everyone.ranking(
            everyone.question(booking, PACE), now=world.now, ask=ask_while_she_is_listed
        )
    assert (numbers(ranking), ranking.left_out) == ([1], {})


def test_an_open_offer_does_not_make_busy(world: World) -> None:
    world.add(1)
    world.asked()
    assert numbers(found(world)) == [1]


def test_adjoining_assignments_do_not_clash(world: World) -> None:
    her = world.add(1)
    world.asked()
    done(her.accept())
    assert numbers(found(world, start=THURSDAY + timedelta(hours=1))) == [1]
    assert numbers(found(world, start=THURSDAY + timedelta(minutes=59))) == []


def test_the_number_of_statements_does_not_grow_with_the_number_of_people(world: World) -> None:
    counts = []
    for people in (3, 40):
        with world.writing() as session:
            for number in range(1, people):
                interpreter(session, 1000 * people + number, listed=number % 2 == 0)
        reference = world.book()["reference"]
        asked: list[Executable] = []
        answered = _kept(world, reference, asked.append)
        assert answered is not None
        assert answered.items
        assert all(is_prepared(one) for one in asked)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7


def test_a_booking_beyond_what_is_kept_is_answered_by_reading_everyone(world: World) -> None:
    world.add(1)
    world.add(2)
    in_march = THURSDAY + timedelta(days=112)
    assert numbers(found(world, start=in_march)) == [1, 2]
    reference = world.book(start=in_march)["reference"]
    assert _kept(world, reference) is None
    first = world.agency.get(f"/api/v1/bookings/{reference}/candidates", params={"limit": 1}).json()
    assert [one["number"] for one in first["items"]] == [1]
    after = {"limit": 1, "cursor": first["next"]}
    second = world.agency.get(f"/api/v1/bookings/{reference}/candidates", params=after).json()
    assert ([one["number"] for one in second["items"]], second["next"]) == ([2], None)


def test_what_is_told_is_what_is_described(world: World) -> None:
    world.add(1)
    told = world.agency.get(f"/api/v1/bookings/{world.book()['reference']}/candidates").json()
    assert CandidatesView.model_validate(told, extra="forbid").model_dump(mode="json") == told
    assert told["items"]
