"""Whatever is changed in a proof afterwards shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from booking.proof import packing
from booking.proof.judging import Verdict
from booking.proof.tables import OfferingRun
from booking.states import OfferStatus
from booking.tables import Offer
from kit.db import Database
from tests.make_booking import World
from tests.make_proof import proof, story


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def change_facts(session: Session, position: int, number: int, **facts: Any) -> None:
    row = session.exec(select(OfferingRun).where(OfferingRun.position == position)).one()
    run = packing.unpack(row.content)
    changed = packing.known({**(run.people[number].facts or {}), **facts}, run.people[number].salt)
    row.content = packing.pack(packing.Packed(run.header, {**run.people, number: changed}, run.gone))
    session.add(row)


def change_header(session: Session, position: int, **facts: Any) -> None:
    row = session.exec(select(OfferingRun).where(OfferingRun.position == position)).one()
    run = packing.unpack(row.content)
    row.content = packing.pack(packing.Packed({**run.header, **facts}, run.people, run.gone))
    session.add(row)


def swap(session: Session) -> None:
    for before, now in ((1, 99), (2, 1), (99, 2)):
        session.execute(update(OfferingRun).where(col(OfferingRun.position) == before).values(position=now))


def remove(session: Session, *positions: int) -> None:
    session.execute(delete(OfferingRun).where(col(OfferingRun.position).in_(positions)))


TAMPERED: dict[str, tuple[Callable[[Session], Any], set[tuple[int, str]]]] = {
    "a fact": (lambda s: change_facts(s, 1, 90004, available=True), {(1, "run_changed")}),
    "the order": (lambda s: change_header(s, 2, ranking=[90003, 90002]), {(2, "run_changed")}),
    "what was asked for": (
        lambda s: change_header(s, 1, wish={"max_category": 1, "gender": None, "wanted": [], "refused": []}),
        {(1, "run_changed")},
    ),
    "the rules' number": (
        lambda s: s.execute(update(OfferingRun).values(rule_version=2)),
        {(1, "run_changed"), (2, "run_changed"), (3, "run_changed")},
    ),
    "the time": (
        lambda s: (
            s.execute(
                update(OfferingRun)
                .where(col(OfferingRun.position) == 1)
                .values(at=OfferingRun.at + timedelta(1))
            )
            if s.get_bind().dialect.name == "postgresql"
            else s.execute(
                text("UPDATE offering_run SET at = '2026-11-20 08:00:00.000000' WHERE position = 1")
            )
        ),
        {(1, "run_changed")},
    ),
    "a run deleted": (lambda s: remove(s, 2), {(2, "run_missing"), (0, "question_without_run")}),
    "the last run deleted": (lambda s: remove(s, 3), {(3, "run_missing"), (0, "question_without_run")}),
    "the order of runs": (swap, {(1, "run_changed"), (2, "run_changed")}),
    "bytes": (
        lambda s: s.execute(
            update(OfferingRun).where(col(OfferingRun.position) == 2).values(content=b"nothing")
        ),
        {(2, "run_changed")},
    ),
    "an answer": (
        lambda s: s.execute(
            update(Offer).where(col(Offer.status) == OfferStatus.DECLINED).values(status=OfferStatus.EXPIRED)
        ),
        {(2, "answers_changed"), (3, "answers_changed")},
    ),
    "who was asked": (
        lambda s: s.execute(update(OfferingRun).where(col(OfferingRun.position) == 1).values(offer_id=None)),
        {(1, "run_changed"), (0, "question_without_run")},
    ),
    "the chain": (
        lambda s: s.execute(
            text("UPDATE audit_entry SET at = '2026-11-20 08:00:00' WHERE act = 'offering_run'")
        ),
        {(0, "chain_broken"), (1, "run_changed"), (2, "run_changed"), (3, "run_changed")},
    ),
    "the chain's end cut off": (
        lambda s: s.execute(text("DELETE FROM audit_entry WHERE subject LIKE 'booking:%' AND position = 3")),
        {(0, "chain_broken"), (3, "run_unrecorded")},
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_changed_afterwards_shows(world: World, what: str) -> None:
    reference = story(world)
    tamper, faults = TAMPERED[what]
    with world.writing() as session:
        tamper(session)
    told = proof(world, reference)
    assert {(fault.run, fault.code) for fault in told.faults} == faults
    assert not told.intact


def test_facts_put_right_again_with_their_digest_do_not_give_the_order_that_was_seen(world: World) -> None:
    """Even whoever computes digests anew must make the order follow from the facts."""
    reference = story(world)
    with world.writing() as session:
        change_facts(session, 1, 90004, available=True)
    first = proof(world, reference).runs[0]
    assert (first.same, first.verdict) == (False, Verdict.BEST_FIRST)
    with world.writing() as session:
        change_facts(session, 1, 90004, available=True, level=0, minutes=-1)
    assert proof(world, reference).runs[0].verdict is Verdict.NOT_THE_FIRST


def test_rules_nobody_knows_any_more_are_not_believed(world: World) -> None:
    reference = story(world)
    with world.writing() as session:
        session.execute(update(OfferingRun).values(rule_version=0))
    told = proof(world, reference)
    assert {run.verdict for run in told.runs} == {Verdict.NOT_RECOMPUTED}
    assert (told.highest_first, told.recomputed) == (None, False)
