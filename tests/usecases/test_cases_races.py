"""Two at once in one case: one of them is told, and nothing happens twice."""

import threading
from typing import Any

import pytest

from kit.db import Database
from kit.errors import Conflict, Refusal
from registry.cases import handling
from registry.cases.words import Outcome
from tests.make_cases import World


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_two_tabs_that_apply_at_once_make_one_case(world: World) -> None:
    actor = world.newcomer()
    refusals = _both(lambda _: world.apply(actor), 2)
    assert [refusal.code for refusal in refusals] == ["already_applied"]


def test_two_officers_who_decide_at_once_decide_once(world: World) -> None:
    case = world.apply(world.newcomer())
    seen = world.case(case).version
    outcomes = (Outcome.LISTED, Outcome.REFUSED)
    officers = (world.first, world.second)
    refusals = _both(lambda one: world.decide(case, outcomes[one], by=officers[one], seen=seen), 2)
    assert [refusal.code for refusal in refusals] == ["case_changed"]


def test_two_officers_without_a_version_still_decide_once(world: World) -> None:
    case = world.apply(world.newcomer())
    refusals = _both(lambda one: world.decide(case, Outcome.REFUSED, by=(world.first, world.second)[one]), 2)
    assert [refusal.code for refusal in refusals] == ["case_proposed"]


def test_two_second_officers_approve_once_and_one_letter_leaves(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    refusals = _both(lambda _: world.approve(case), 2)
    assert [refusal.code for refusal in refusals] == ["nothing_proposed"]
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


def _both(act: Any, count: int) -> list[Refusal]:
    ready, refusals = threading.Barrier(count), list[Refusal]()

    def run(one: int) -> None:
        ready.wait()
        try:
            act(one)
        except Refusal as refusal:
            refusals.append(refusal)

    threads = [threading.Thread(target=run, args=(one,)) for one in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals
