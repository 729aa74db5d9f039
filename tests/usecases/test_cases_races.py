"""Two at once in one case: one of them is told, and nothing happens twice."""

import pytest

from kit.db import Database
from kit.errors import Conflict
from registry.cases import handling
from registry.cases.words import Outcome
from tests.make_cases import World
from tests.racing import at_once


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_two_tabs_that_apply_at_once_make_one_case(world: World) -> None:
    actor = world.newcomer()
    met = at_once(*[lambda: world.apply(actor)] * 2)
    assert met == ["already_applied", "done"]


def test_two_officers_who_decide_at_once_decide_once(world: World) -> None:
    case = world.apply(world.newcomer())
    seen = world.case(case).version
    met = at_once(
        lambda: world.decide(case, Outcome.LISTED, by=world.first, seen=seen),
        lambda: world.decide(case, Outcome.REFUSED, by=world.second, seen=seen),
    )
    assert met == ["case_changed", "done"]


def test_two_officers_without_a_version_still_decide_once(world: World) -> None:
    case = world.apply(world.newcomer())
    met = at_once(
        lambda: world.decide(case, Outcome.REFUSED, by=world.first),
        lambda: world.decide(case, Outcome.REFUSED, by=world.second),
    )
    assert met == ["case_proposed", "done"]


def test_two_second_officers_approve_once_and_one_letter_leaves(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    met = at_once(*[lambda: world.approve(case)] * 2)
    assert met == ["done", "nothing_proposed"]
    assert len(world.letters(case)) == 2


def test_an_approval_of_what_has_changed_since_is_refused(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    seen = world.case(case).version
    with world.database.write() as session:
        handling.assign(
            session, reference=case.reference, to=world.first, seen=seen, by=world.first, now=world.now
        )
    with pytest.raises(Conflict, match="case_changed"):
        world.approve(case, seen=seen)
