"""What is known now of a number has a statement of its own: it tells exactly what the dated one does."""

import asyncio
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from kit.db import Database, stored_id
from registry import facts
from registry.asking import Known
from registry.facts import EVERYTHING, Facts
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Merge
from registry.words import EvidenceKind, ExclusionKind, TestResult
from tests import make

FIRST = date(2026, 1, 1)
NUMBERS = count(700_001)
DAY = st.integers(0, 30).map(lambda days: FIRST + timedelta(days=days))
MAYBE_DAY = st.none() | DAY
INSTANT = st.integers(0, 30).map(lambda days: make.NOW - timedelta(days=days))
MAYBE_INSTANT = st.none() | INSTANT

PROOF = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(EvidenceKind), "language": st.sampled_from(("tir", "som")),
        "credits": st.integers(1, 60), "issued_on": DAY, "valid_until": MAYBE_DAY, "registered_at": INSTANT,
        "revoked_on": MAYBE_DAY, "revoked_at": MAYBE_INSTANT, "struck_at": MAYBE_INSTANT,
        "result": st.none() | st.sampled_from(TestResult),
    }
)  # fmt: skip
TURN = st.fixed_dictionaries(
    {"listed": st.booleans(), "effective_on": DAY, "registered_at": INSTANT, "struck_at": MAYBE_INSTANT}
)
SHUT_OUT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(ExclusionKind), "from_on": DAY, "until_on": MAYBE_DAY,
        "registered_at": INSTANT, "lifted_on": MAYBE_DAY, "lifted_at": MAYBE_INSTANT,
    }
)  # fmt: skip
PERSON = st.fixed_dictionaries({"protected": st.booleans(), "removed_at": MAYBE_INSTANT})
HERS = st.tuples(
    PERSON, st.lists(PROOF, max_size=5), st.lists(TURN, max_size=3), st.lists(SHUT_OUT, max_size=2)
)
History = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hers=HERS, other=st.none() | HERS)
def test_what_is_known_now_is_what_is_known_once_everything_is(
    database: Database, hers: History, other: History | None
) -> None:
    with database.write() as session:
        person = _stored(session, hers)
        numbers = [person.number]
        if other is not None:
            stands = _stored(session, other)
            numbers.append(stands.number)
            session.add(
                Merge(
                    merged_id=stored_id(person.id), standing_id=stored_id(stands.id), why="One person",
                    moved={}, merged_at=make.NOW,
                )
            )  # fmt: skip
    for number in numbers:
        with database.read() as session:
            dated = facts.of_number(session, number, known_at=EVERYTHING, shut_out_known_at=EVERYTHING)
            entered = facts.entry_of(session, number, known_at=EVERYTHING, shut_out_known_at=EVERYTHING)
            assert entered is not None
            assert _told(facts.of_number(session, number)) == _told(dated)
            assert _told(facts.entry_of(session, number)) == _told(entered)
            (among_many,) = facts.of_interpreters(session, [entered.interpreter_id])
            assert _told(among_many) == _told(entered)
        assert _told(facts.whoever(database.kept, number)) == _told(dated)
        assert _told(asyncio.run(Known(database).whoever(number))) == _told(dated)
        assert _told(facts.of_numbers(database.kept, [number, 999_999_999])[number]) == _told(entered)


def test_nobody_is_known_by_a_number_that_nobody_has(database: Database) -> None:
    assert facts.whoever(database.kept, 999_999_999) is None


def _told(known: Facts | None) -> object:
    """Everything in it, the events in one order: neither statement promises any."""
    assert known is not None
    history = known.history
    return (
        known.interpreter_id, known.number, known.name, known.protected, known.stands_as,
        sorted(map(repr, history.proofs)), sorted(history.turns), sorted(history.exclusions),
    )  # fmt: skip


def _stored(session: Session, hers: History) -> Interpreter:
    particulars, proofs, turns, exclusions = hers
    number = next(NUMBERS)
    since = datetime.min.replace(year=2015, tzinfo=make.NOW.tzinfo)
    person = Interpreter(
        number=number, name=f"Prøve {number}", search_name="prove", kommune="0301", registered_at=since,
        **particulars,
    )  # fmt: skip
    session.add(person)
    session.flush()
    whose = stored_id(person.id)
    for proof in proofs:
        session.add(Evidence(interpreter_id=whose, issuer="OsloMet", **_that_can_be(proof)))
    session.add_all(ListingChange(interpreter_id=whose, **turn) for turn in turns)
    session.add_all(Exclusion(interpreter_id=whose, reason="Three warnings.", **one) for one in exclusions)
    return person


def _that_can_be(proof: dict[str, Any]) -> dict[str, Any]:
    """The same within the table's own rules."""
    kind, until = proof["kind"], proof["valid_until"]
    return {
        **proof,
        "language": None if kind is EvidenceKind.TAO else proof["language"],
        "credits": proof["credits"] if kind is EvidenceKind.CREDITS else None,
        "result": proof["result"] if kind is EvidenceKind.BILINGUAL_TEST else None,
        "valid_until": None if until is None or until < proof["issued_on"] else until,
    }


def test_many_who_ask_at_once_are_each_told_of_their_own_number(database: Database) -> None:
    with database.write() as session:
        numbers = [_stored(session, ({"protected": False}, [], [], [])).number for _ in range(20)]

    async def asked() -> list[Facts | None]:
        known = Known(database)
        return await asyncio.gather(*(known.whoever(number) for number in [*numbers, 999_999_999, *numbers]))

    told = [None if one is None else one.number for one in asyncio.run(asked())]
    assert told == [*numbers, None, *numbers]
