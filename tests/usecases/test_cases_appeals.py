"""Appeals: when they come too late, what reversing one does, and who decides it."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from kit.db import Database, stored_id
from kit.errors import Conflict, Invalid, NotFound
from registry import verification
from registry.cases import appealing
from registry.cases.tables import Appeal, Decision
from registry.cases.words import CaseStatus, DecisionStatus, Ground, Outcome
from registry.tables import Interpreter
from tests.make_cases import HOUSE, World, exclusion
from tests.make_registry import TODAY


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def answer(world: World, her: Interpreter) -> str:
    """What anyone is told who asks whether she is qualified."""
    with world.database.read() as session:
        return verification.verify(session, number=her.number, language="tir", on=TODAY, now=world.now).answer


def faults(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {fault.field: fault.code for fault in refusal.value.errors}


def test_an_appeal_that_is_given_effect_undoes_the_exclusion(world: World) -> None:
    her, actor = world.interpreter()
    decision = world.exclude(her)
    appeal = world.appeal(actor, decision)
    world.decide(appeal, Outcome.REVERSED)
    assert answer(world, her) == "valid"
    with world.database.read() as session:
        assert session.get_one(Decision, decision.id).status is DecisionStatus.UNDONE


def test_a_warning_undone_on_appeal_does_not_count(world: World) -> None:
    her, actor = world.interpreter()
    warned = [world.warn(her) for _ in range(3)]
    world.decide(world.appeal(actor, warned[0]), Outcome.REVERSED)
    with pytest.raises(Invalid) as refusal:
        world.decide(world.notice(her), Outcome.EXCLUDED, **exclusion(ground=Ground.THREE_WARNINGS))
    assert faults(refusal) == {"ground": "too_few_warnings"}


def test_an_appeal_against_a_refusal_lists_her(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    decision = world.refuse(case)
    world.decide(world.appeal(actor, decision), Outcome.REVERSED)
    with world.database.read() as session:
        her = session.exec(select(Interpreter)).one()
    assert answer(world, her) == "valid"
    assert her.account_id == actor.account_id


def test_an_appeal_is_sent_on_and_upheld(world: World) -> None:
    actor = world.newcomer()
    decision = world.refuse(world.apply(actor))
    appeal = world.appeal(actor, decision)
    with pytest.raises(Invalid) as refusal:
        world.decide(appeal, Outcome.UPHELD)
    assert faults(refusal) == {"outcome": "not_possible"}
    with world.database.write() as session:
        appealing.forward(
            session, reference=appeal.reference, why="Ingen nye opplysninger.", seen=None, by=world.first,
            house=HOUSE, now=world.now,
        )  # fmt: skip
    assert world.case(appeal).status is CaseStatus.FORWARDED
    world.decide(appeal, Outcome.UPHELD)
    headings = [letter.heading for letter in world.letters(appeal)]
    assert headings == ["Vi har mottatt klagen din", "Klagen din er sendt videre", "Vedtak i klagesaken din"]


@pytest.mark.parametrize(("received_on", "late"), [(date(2026, 12, 14), False), (date(2026, 12, 15), True)])
def test_an_appeal_by_post_is_flagged_when_it_is_late(world: World, received_on: date, *, late: bool) -> None:
    decision = world.refuse(world.apply(world.newcomer()))
    world.now += timedelta(days=30)
    with world.database.write() as session:
        case = appealing.register(
            session, decision_id=stored_id(decision.id), house=HOUSE, now=world.now,
            received=appealing.Received("Jeg klager.", received_on, world.first),
        )  # fmt: skip
        assert session.get_one(Appeal, case.id).late is late


def test_a_decision_is_appealed_once_and_only_by_its_party(world: World) -> None:
    actor, other = world.newcomer(), world.newcomer("b@example.org")
    decision = world.refuse(world.apply(actor))
    with pytest.raises(NotFound):
        world.appeal(other, decision)
    world.appeal(actor, decision)
    with pytest.raises(Conflict, match="appealed_already"):
        world.appeal(actor, decision)


def test_what_is_granted_or_only_proposed_cannot_be_appealed(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    proposed = world.decide(case, Outcome.REFUSED)
    with pytest.raises(Conflict, match="cannot_be_appealed"):
        world.appeal(actor, proposed)
    granted = world.decide(world.apply(world.newcomer("b@example.org")), Outcome.LISTED)
    with pytest.raises(NotFound):
        world.appeal(actor, granted)
