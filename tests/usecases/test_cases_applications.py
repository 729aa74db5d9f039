"""From an application to a decision: what each does, to whom it goes, and what cannot be done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from identity.acting import as_of_now
from identity.roles import Role
from identity.tables import RoleGrant
from kit.db import Database
from kit.errors import Conflict, Invalid, NotFound
from registry import profiles, verification
from registry.cases import applying, deciding, effects
from registry.cases.tables import Decision
from registry.cases.words import CaseStatus, Outcome, Purpose
from registry.tables import Evidence, Interpreter
from registry.words import Letterform
from tests import make_letters
from tests.make_cases import AUTHORISATION, HOUSE, TAO, TEST, World, application
from tests.make_registry import TODAY


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def person(world: World) -> Interpreter:
    with world.database.read() as session:
        return session.exec(select(Interpreter)).one()


def test_somebody_new_applies_and_is_registered_and_listed_in_one_go(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    decision = world.decide(case, Outcome.LISTED)
    her = person(world)
    with world.database.read() as session:
        profile = profiles.public(session, number=her.number, today=TODAY)
        role = session.exec(select(RoleGrant.role).where(col(RoleGrant.account_id) == actor.account_id)).one()
    assert [(one.language, one.level.category) for one in profile.qualifications] == [("tir", 2)]
    assert (her.account_id, her.name, her.registered_by) == (actor.account_id, "Amanuel Berhe", world.first)
    assert role is Role.INTERPRETER
    assert decision.took_effect_on == TODAY
    assert world.case(case).status is CaseStatus.CLOSED


def test_a_refusal_waits_for_a_second_officer(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    assert world.case(case).status is CaseStatus.PROPOSED
    assert len(world.letters(case)) == 1
    with pytest.raises(Conflict, match="second_officer"):
        world.approve(case, by=world.first)
    decision = world.approve(case)
    assert world.case(case).status is CaseStatus.CLOSED
    assert (decision.decided_by, decision.approved_by) == (world.first, world.second)
    assert decision.appeal_by == date(2026, 12, 14)
    assert [one.heading for one in world.letters(case)][1] == "Vedtak: Søknaden din er avslått"


def test_the_database_itself_refuses_that_anybody_approves_their_own(world: World) -> None:
    case = world.apply(world.newcomer())
    made = world.decide(case, Outcome.REFUSED)
    with pytest.raises(Conflict, match="second_officer"), world.database.write() as session:
        session.get_one(Decision, made.id).approved_by = world.first


def test_a_proposal_sent_back_can_be_decided_anew(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    with world.database.write() as session:
        deciding.send_back(
            session,
            reference=case.reference,
            why="Kurset er dokumentert.",
            seen=None,
            by=world.second,
            now=world.now,
        )
    with pytest.raises(Conflict, match="nothing_proposed"):
        world.approve(case)
    world.decide(case, Outcome.LISTED)
    assert world.case(case).status is CaseStatus.CLOSED


def test_the_letter_tells_reasons_law_and_how_to_appeal_in_the_applicants_form(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor, letterform=Letterform.NYNORSK)
    world.decide(case, Outcome.REFUSED, reasons="TAO-kurset manglar.\n\nDu kan søkje på nytt.")
    world.approve(case)
    kept = world.letters(case)[-1]
    with world.database.read() as session:
        sent = make_letters.letters(session, actor.email)[-1]
    said = "\n".join(kept.paragraphs)
    assert kept.heading == "Vedtak: Søknaden din er avslått"
    for told in (
        "TAO-kurset manglar.", "Du kan søkje på nytt.", "tolkelova", "forvaltningslova", "14. desember 2026",
        "Arbeids- og inkluderingsdepartementet", "Grete", "Hans",
    ):  # fmt: skip
        assert told in said
        assert told in sent["text"]
    assert sent["to"] == "amanuel@example.org"
    assert kept.mailed


def test_what_is_missing_goes_back_with_a_deadline_and_returns_with_the_answer(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor, TEST)
    world.ask(case, date(2026, 12, 14))
    assert (world.case(case).status, world.case(case).due_on) == (CaseStatus.RETURNED, date(2026, 12, 14))
    with pytest.raises(Conflict, match="case_returned"):
        world.decide(case, Outcome.REFUSED)
    with world.database.write() as session:
        applying.supplement(
            session, actor=actor, reference=case.reference, said="Her er det.", claims=[TAO], now=world.now
        )
    assert (world.case(case).status, world.case(case).due_on) == (CaseStatus.OPEN, None)
    world.decide(case, Outcome.LISTED)
    with world.database.read() as session:
        assert len(session.exec(select(Evidence)).all()) == 2


def test_once_the_deadline_has_passed_it_is_decided_as_it_stands(world: World) -> None:
    case = world.apply(world.newcomer(), TEST)
    world.ask(case, date(2026, 11, 30))
    world.now += timedelta(days=8)
    world.decide(case, Outcome.REFUSED)
    assert world.case(case).status is CaseStatus.PROPOSED


def test_nobody_is_listed_without_a_category(world: World) -> None:
    case = world.apply(world.newcomer(), TEST)
    with pytest.raises(Invalid) as refusal:
        world.decide(case, Outcome.LISTED)
    assert [fault.code for fault in refusal.value.errors] == ["no_category"]
    with world.database.read() as session:
        assert session.exec(select(Interpreter)).all() == []


def test_only_what_the_officer_accepts_is_registered(world: World) -> None:
    case = world.apply(world.newcomer(), AUTHORISATION, TEST)
    with world.database.read() as session:
        first = effects.claims_of(session, case)[0]
    world.decide(case, Outcome.LISTED, accepted=[first.id])
    with world.database.read() as session:
        assert [one.language for one in session.exec(select(Evidence))] == ["tir"]


def test_a_new_language_adds_to_what_is_held(world: World) -> None:
    her, actor = world.interpreter()
    case = world.apply(actor, TEST, TAO, purpose=Purpose.LANGUAGE, language="som")
    world.decide(case, Outcome.LISTED)
    with world.database.read() as session:
        profile = profiles.public(session, number=her.number, today=TODAY)
    assert [(one.language, one.level.category) for one in profile.qualifications] == [("tir", 2), ("som", 5)]


def test_evidence_the_register_has_already_is_not_registered_twice(world: World) -> None:
    _, actor = world.interpreter(listed=False)
    world.decide(world.apply(actor, AUTHORISATION, AUTHORISATION, purpose=Purpose.RELISTING), Outcome.LISTED)
    with world.database.read() as session:
        issued = sorted(one.issued_on for one in session.exec(select(Evidence)))
    assert issued == [date(2015, 3, 2), date(2020, 5, 4)]


def test_the_same_cannot_be_applied_for_twice_at_once(world: World) -> None:
    actor = world.newcomer()
    world.apply(actor)
    with pytest.raises(Conflict, match="already_applied"):
        world.apply(actor)


def test_whoever_is_listed_applies_for_a_language_instead(world: World) -> None:
    _, actor = world.interpreter()
    with pytest.raises(Conflict, match="already_listed"):
        world.apply(actor, purpose=Purpose.RELISTING)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": " "}, {"name": "blank"}),
        ({"kommune": "9999"}, {"kommune": "unknown_kommune"}),
        ({"claims": ()}, {"claims": "missing"}),
        (
            {"purpose": Purpose.LANGUAGE, "language": None},
            {"purpose": "not_registered", "language": "missing"},
        ),
        ({"language": "tir"}, {"language": "not_used"}),
        ({"told": "Mitt nummer er 15108695088"}, {"told": "birth_number"}),
    ],
)
def test_what_is_wrong_is_named(world: World, changes: dict[str, Any], faults: dict[str, str]) -> None:
    given = application(AUTHORISATION, **changes)
    actor = world.newcomer()
    with pytest.raises(Invalid) as refusal, world.database.write() as session:
        applying.apply(session, actor=actor, given=given, house=HOUSE, now=world.now)
    assert {fault.field: fault.code for fault in refusal.value.errors} == faults


def test_a_fault_in_a_claim_is_named_with_its_place(world: World) -> None:
    ahead = [AUTHORISATION, replace(AUTHORISATION, issued_on=date(2027, 1, 1), issuer=" ")]
    with pytest.raises(Invalid) as refusal:
        world.apply(world.newcomer(), *ahead)
    assert {fault.field for fault in refusal.value.errors} == {"claims.1.issuer", "claims.1.issued_on"}


def test_somebody_elses_case_is_not_found(world: World) -> None:
    case = world.apply(world.newcomer())
    other = world.newcomer("other@example.org")
    with pytest.raises(NotFound), world.database.read() as session:
        applying.own(session, other, case.reference)


def test_a_withdrawn_application_is_closed_and_cannot_be_decided(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    for _ in range(2):
        with world.database.write() as session:
            applying.withdraw(session, actor=actor, reference=case.reference, now=world.now)
    with pytest.raises(Conflict, match="case_closed"):
        world.decide(case, Outcome.REFUSED)


def test_an_officer_does_not_decide_her_own_application(world: World) -> None:
    with world.database.read() as session:
        actor = as_of_now(session, world.first)
    case = world.apply(actor)
    with pytest.raises(Conflict, match="own_case"):
        world.decide(case, Outcome.LISTED)


def test_what_verification_answers_follows_the_decision_at_once(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.LISTED)
    number = person(world).number
    with world.database.read() as session:
        answer = verification.verify(session, number=number, language="tir", on=TODAY, now=world.now)
    assert answer.answer == "valid"
