"""Who may stand in the register twice: found, answered about, and decided by one officer alone."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import Session, select

from identity.audit.tables import AuditEntry
from kit.db import Database
from kit.errors import Conflict
from registry import registration
from registry.quality import deciding, finding, looking, merging, pairs
from registry.quality.likeness import Reason
from registry.quality.merging import Merging
from registry.quality.rules import Rule
from registry.quality.tables import NotDuplicate
from registry.tables import Interpreter, Merge
from registry.words import EvidenceKind
from tests import make_registry as registry
from tests.make import NOW
from tests.racing import at_once


def look(session: Session) -> list[tuple[int, int]]:
    """Look through the register; the undecided pairs that follow, by number."""
    session.flush()
    looking.keep(session, looking.look(session), now=NOW)
    found, _ = pairs.page(session, limit=50)
    assert len(found) == pairs.count(session) == finding.count(session, Rule.POSSIBLE_DUPLICATE, now=NOW)
    return [(one.number, other.number) for _, one, other in found]


def test_two_alike_are_found_with_the_reasons_and_others_are_not(database: Database) -> None:
    with database.write() as session:
        one = registry.interpreter(session, "Åse Østby", ("tir", EvidenceKind.BACHELOR))
        other = registry.interpreter(session, "Aase Oestby", ("tir", EvidenceKind.TRANSLATOR), kommune="4601")
        registry.interpreter(session, "Ola Nordmann")
        assert look(session) == [(one.number, other.number)]
        (pair,) = looking.look(session)
        assert (pair.reasons, pair.score) == ((Reason.SAME_NAME, Reason.SAME_LANGUAGE), 50)


def test_those_removed_share_a_name_and_are_nobodys_duplicates(database: Database) -> None:
    with database.write() as session:
        gone = [registry.interpreter(session, "Sletta person") for _ in range(2)]
        stays = registry.interpreter(session, "Ola Nordmann")
        for person in gone:
            person.removed_at = NOW
        assert look(session) == []
        for stands, goes in ((stays, gone[0]), (gone[0], stays)):
            wanted = Merging(standing=stands.number, merged=goes.number, why="Same passport.")
            with pytest.raises(Conflict, match="person_removed"):
                merging.merge(session, wanted=wanted, now=NOW)


def test_a_slip_in_the_name_is_enough_with_a_place_and_a_language_in_common(database: Database) -> None:
    with database.write() as session:
        registry.interpreter(session, "Selam Tesfai")
        registry.interpreter(session, "Selam Tesfay")
        registry.interpreter(session, "Salam Tesfai", ("som", EvidenceKind.BACHELOR), kommune="4601")
        assert len(look(session)) == 1


def test_an_answer_that_they_are_two_holds_until_what_they_are_compared_by_changes(
    database: Database,
) -> None:
    with database.write() as session:
        one, other = (registry.interpreter(session, "Ali Hassan") for _ in range(2))
        numbers = (one.number, other.number)
        assert len(look(session)) == 1
        deciding.not_the_same(session, numbers=numbers, why="Cousins.", now=NOW)
        assert pairs.count(session) == 0
        assert look(session) == []
        with pytest.raises(Conflict, match="pair_decided"):
            deciding.not_the_same(session, numbers=numbers, why="", now=NOW)
        registration.change(session, number=other.number, changes={"phone": "22 00 00 00"}, now=NOW)
        assert len(look(session)) == 1
        kept = session.exec(select(NotDuplicate)).one()
        assert kept.why == "Cousins."
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "not_the_same")).all()
        assert len(entries) == 2


def test_a_merged_pair_is_found_no_more(database: Database) -> None:
    with database.write() as session:
        one, other = (registry.interpreter(session, "Ali Hassan") for _ in range(2))
        assert len(look(session)) == 1
        wanted = Merging(standing=one.number, merged=other.number, why="One passport.")
        merging.merge(session, wanted=wanted, now=NOW)
        assert pairs.count(session) == 0
        assert look(session) == []


def test_of_two_officers_who_decide_at_once_the_second_is_refused(database: Database) -> None:
    with database.write() as session:
        one, other = (registry.interpreter(session, "Ali Hassan").number for _ in range(2))

    def merge(stands: int, goes: int) -> Callable[[Session], object]:
        wanted = Merging(standing=stands, merged=goes, why="One passport.")
        return lambda session: merging.merge(session, wanted=wanted, now=NOW)

    def answer(session: Session) -> object:
        return deciding.not_the_same(session, numbers=(one, other), why="", now=NOW)

    told = _at_once(database, merge(one, other), merge(other, one))
    assert sorted(told) == ["done", "merged_already"]
    with database.read() as session:
        assert len(session.exec(select(Merge)).all()) == 1
        assert session.exec(select(Interpreter)).all()
    assert _at_once(database, answer, answer) == ["merged_already", "merged_already"]


def test_of_two_officers_who_answer_at_once_the_second_is_refused(database: Database) -> None:
    with database.write() as session:
        one, other = (registry.interpreter(session, "Ali Hassan").number for _ in range(2))

    def answer(session: Session) -> object:
        return deciding.not_the_same(session, numbers=(one, other), why="", now=NOW)

    assert _at_once(database, answer, answer) == ["done", "pair_decided"]


def _at_once(database: Database, *decisions: Callable[[Session], object]) -> list[str]:
    """Each decision in a transaction of its own."""

    def decide(decision: Callable[[Session], object]) -> None:
        with database.write() as session:
            decision(session)

    return at_once(*(partial(decide, one) for one in decisions))
