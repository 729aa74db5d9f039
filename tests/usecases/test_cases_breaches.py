"""Notices, warnings, exclusions and appeals: what each does at once, and what is never told."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from kit.db import Database
from kit.errors import Conflict, Invalid, NotFound
from kit.outbox import Outbox
from registry import lost, profiles, verification
from registry.cases import applying, handling, lifting
from registry.cases.tables import Case, Decision
from registry.cases.words import CaseStatus, Ground, Outcome
from registry.tables import Interpreter
from registry.words import ExclusionKind, Letterform
from tests.make_cases import HOUSE, World, exclusion
from tests.make_registry import TODAY


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def answer(world: World, her: Interpreter, on: date = TODAY) -> str:
    """What anyone is told who asks whether she is qualified."""
    with world.database.read() as session:
        return verification.verify(session, number=her.number, language="tir", on=on, now=world.now).answer


def faults(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {fault.field: fault.code for fault in refusal.value.errors}


def test_a_notice_tells_nobody_until_she_is_asked(world: World) -> None:
    her, actor = world.interpreter()
    case = world.notice(her)
    with pytest.raises(NotFound), world.database.read() as session:
        applying.own(session, actor, case.reference)
    world.ask(case, date(2026, 12, 7), "Du skal ha fortalt videre hva som ble sagt.")
    with world.database.read() as session:
        assert applying.own(session, actor, case.reference).id == case.id
    letter = world.letters(case)[-1]
    assert letter.heading == "Forhåndsvarsel: en sak om deg"
    assert "7. desember 2026" in "\n".join(letter.paragraphs)


def test_an_unknown_number_is_kept_as_it_was_told(world: World) -> None:
    case = world.notice(number=123456, name="Ola")
    assert (case.interpreter_id, case.name) == (None, "Ola 123456")
    with pytest.raises(Invalid) as refusal:
        world.decide(case, Outcome.WARNED, unheard_why="Haster")
    assert faults(refusal) == {"outcome": "nobody_named"}


def test_an_officer_says_whom_it_is_about(world: World) -> None:
    her, _ = world.interpreter(letterform=Letterform.NYNORSK)
    case = world.notice()
    with world.database.write() as session:
        handling.tie(
            session, reference=case.reference, number=her.number, seen=None, by=world.first, now=world.now
        )
    assert (world.case(case).name, world.case(case).letterform) == ("Selam Tesfai", Letterform.NYNORSK)


def test_nobody_is_warned_unheard_without_a_reason(world: World) -> None:
    her, actor = world.interpreter()
    case = world.notice(her)
    with pytest.raises(Invalid) as refusal:
        world.decide(case, Outcome.WARNED)
    assert faults(refusal) == {"unheard_why": "missing"}
    world.ask(case, date(2026, 12, 7))
    with world.database.write() as session:
        applying.supplement(
            session, actor=actor, reference=case.reference, said="Det stemmer ikke.", claims=[], now=world.now
        )
    world.decide(case, Outcome.WARNED)
    assert world.case(case).status is CaseStatus.CLOSED


def test_silence_until_the_deadline_is_being_heard(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.ask(case, date(2026, 12, 7))
    world.now += timedelta(days=15)
    world.decide(case, Outcome.WARNED)
    assert world.case(case).status is CaseStatus.CLOSED


def test_a_warning_is_hers_alone_to_know(world: World) -> None:
    her, _ = world.interpreter()
    decision = world.warn(her)
    assert decision.appeal_by == date(2026, 12, 14)
    assert answer(world, her) == "valid"
    with world.database.read() as session:
        assert profiles.public(session, number=her.number, today=TODAY).excluded is False


def test_three_warnings_in_five_years_carry_an_exclusion_and_two_do_not(world: World) -> None:
    her, _ = world.interpreter()
    resting = exclusion(ground=Ground.THREE_WARNINGS)
    for _ in range(2):
        world.warn(her)
        case = world.notice(her)
        with pytest.raises(Invalid) as refusal:
            world.decide(case, Outcome.EXCLUDED, **resting)
        assert faults(refusal) == {"ground": "too_few_warnings"}
    world.warn(her)
    world.decide(case, Outcome.EXCLUDED, **resting)
    assert answer(world, her) == "valid"
    world.approve(case)
    assert answer(world, her) == "excluded"


def test_a_warning_older_than_five_years_counts_no_more(world: World) -> None:
    her, _ = world.interpreter()
    first = world.warn(her)
    world.warn(her)
    world.warn(her)
    with world.database.write() as session:
        session.get_one(Decision, first.id).took_effect_on = date(2021, 11, 23)
    with pytest.raises(Invalid) as refusal:
        world.decide(world.notice(her), Outcome.EXCLUDED, **exclusion(ground=Ground.THREE_WARNINGS))
    assert faults(refusal) == {"ground": "too_few_warnings"}


def test_a_warning_that_is_gone_when_it_is_approved_carries_no_exclusion(world: World) -> None:
    her, actor = world.interpreter()
    last = [world.warn(her) for _ in range(3)][-1]
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion(ground=Ground.THREE_WARNINGS))
    world.decide(world.appeal(actor, last), Outcome.REVERSED, by=world.second)
    with pytest.raises(Conflict, match="too_few_warnings") as refusal:
        world.approve(case)
    assert refusal.value.values == {"count": 2}
    assert answer(world, her) == "valid"
    assert world.case(case).status == "proposed"


def test_a_dated_exclusion_whose_last_day_has_passed_is_sent_back_and_not_approved(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion(ExclusionKind.DATED, until_on=TODAY))
    world.now += timedelta(days=1)
    with pytest.raises(Conflict, match="proposal_too_old"):
        world.approve(case)


def test_an_exclusion_takes_effect_with_its_approval_and_posts_what_booking_needs(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion())
    assert answer(world, her) == "valid"
    with pytest.raises(Conflict, match="second_officer"):
        world.approve(case, by=world.first)
    world.approve(case)
    assert answer(world, her) == "excluded"
    with world.database.read() as session:
        assert profiles.public(session, number=her.number, today=TODAY) == profiles.Profile(
            her.number, excluded=True
        )
        posted = session.exec(select(Outbox).where(col(Outbox.kind) == lost.KIND)).one()
    assert posted.payload == {"interpreter_id": her.id}


def test_an_approval_that_comes_late_does_not_exclude_in_the_past(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion())
    world.now += timedelta(days=4)
    decision = world.approve(case)
    assert decision.took_effect_on == date(2026, 11, 27)
    assert decision.appeal_by == date(2026, 12, 18)
    assert "27. november 2026" in "\n".join(world.letters(case)[-1].paragraphs)


def test_an_exclusion_while_the_case_runs_ends_with_the_case(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion(ExclusionKind.TEMPORARY))
    world.approve(case)
    assert world.case(case).status is CaseStatus.OPEN
    assert answer(world, her) == "excluded"
    world.decide(case, Outcome.DISMISSED)
    assert answer(world, her) == "valid"
    assert world.case(case).status is CaseStatus.CLOSED


def test_a_final_exclusion_takes_over_from_the_temporary_one(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    world.decide(case, Outcome.EXCLUDED, **exclusion(ExclusionKind.TEMPORARY))
    world.approve(case)
    dated = exclusion(ExclusionKind.DATED, until_on=date(2027, 11, 22))
    world.decide(case, Outcome.EXCLUDED, **dated)
    world.approve(case)
    assert answer(world, her) == "excluded"
    world.now += timedelta(days=366)
    assert answer(world, her, date(2027, 11, 24)) == "valid"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"exclusion": None}, {"exclusion": "missing"}),
        ({"ground": None}, {"ground": "missing"}),
        ({"from_on": None}, {"from_on": "missing"}),
        ({"from_on": date(2026, 11, 22)}, {"from_on": "in_the_past"}),
        ({"until_on": date(2027, 1, 1)}, {"until_on": "not_used"}),
        ({"exclusion": ExclusionKind.DATED}, {"until_on": "missing"}),
        (
            {"exclusion": ExclusionKind.DATED, "until_on": date(2026, 11, 22)},
            {"until_on": "before_from_on"},
        ),
        ({"exclusion": ExclusionKind.TEMPORARY}, {"ground": "not_this_kind"}),
        ({"ground": Ground.CASE_RUNNING}, {"ground": "not_this_kind"}),
        ({"reasons": " "}, {"reasons": "blank"}),
        ({"reasons": "Fnr. 15108695088"}, {"reasons": "birth_number"}),
    ],
)
def test_what_is_wrong_in_an_exclusion_is_named(
    world: World, changes: dict[str, Any], fault: dict[str, str]
) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    with pytest.raises(Invalid) as refusal:
        world.decide(case, Outcome.EXCLUDED, **{**exclusion(), **changes})
    assert faults(refusal) == fault


def test_an_exclusion_is_lifted_and_she_is_told(world: World) -> None:
    her, _ = world.interpreter()
    decision = world.exclude(her)
    assert decision.exclusion_id is not None
    with world.database.write() as session:
        lifting.lift(
            session, exclusion_id=decision.exclusion_id, reason="Nye opplysninger.", by=world.first,
            house=HOUSE, now=world.now,
        )  # fmt: skip
    assert answer(world, her) == "valid"
    with world.database.read() as session:
        case = session.get_one(Case, decision.case_id)
    assert world.letters(case)[-1].heading == "Utelukkelsen er opphevet"
    with pytest.raises(Conflict, match="not_in_force"), world.database.write() as session:
        lifting.lift(
            session, exclusion_id=decision.exclusion_id, reason="Igjen.", by=world.first, house=HOUSE,
            now=world.now,
        )  # fmt: skip
