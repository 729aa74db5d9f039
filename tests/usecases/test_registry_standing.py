"""The kept standing equals a rebuild of everybody, and a replay day by day written apart from it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from kit.db import Database, stored_id
from kit.errors import Conflict
from registry import evidence, exclusion, listing, registration, standing
from registry.evidence import NewEvidence
from registry.exclusion import Decision
from registry.registration import Particulars
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Standing
from registry.words import EvidenceKind, ExclusionKind
from tests import make

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(45)]
LANGUAGES = ("tir", "som")
Kept = set[tuple[str, int, date, date]]

day = st.sampled_from(DAYS[:30])
ahead = st.none() | st.integers(0, 9)
proofs = st.tuples(
    st.sampled_from(EvidenceKind), st.sampled_from(LANGUAGES), st.sampled_from([15, 30]), day, ahead
)
events = st.lists(
    st.one_of(
        st.tuples(st.just("evidence"), proofs),
        st.tuples(st.just("listing"), st.tuples(st.booleans(), day)),
        st.tuples(st.just("exclusion"), st.tuples(day, ahead)),
        st.tuples(st.just("revocation"), st.tuples(st.integers(0, 5), st.integers(0, 9))),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=events)
def test_what_is_kept_is_what_a_replay_and_a_rebuild_give(
    database: Database, history: list[tuple[str, tuple[object, ...]]]
) -> None:
    with database.write() as session:
        person = registration.register(
            session, particulars=Particulars(name="Selam Tesfai", kommune="0301"), now=make.NOW
        )
        listing.change(
            session, interpreter_id=stored_id(person.id), listed=True, effective_on=FIRST, now=make.NOW
        )
        for what, facts in history:
            _happens(session, person, what, facts)
        kept = _kept(session, person)
        assert _by_day(kept) == set(_replayed(session, person))
        standing.rebuild(session, None)
        assert _kept(session, person) == kept


def test_one_rebuild_serves_more_people_than_it_reads_at_a_time(database: Database) -> None:
    people = range(1, 1_002)
    facts: dict[str, Any] = {"issued_on": FIRST, "effective_on": FIRST, "registered_at": make.NOW}
    with database.write() as session:
        session.add_all(
            Interpreter(id=one, number=one, name="Tolk", search_name="tolk", kommune="0301", **facts)
            for one in people
        )
        session.flush()
        session.add_all(
            Evidence(
                interpreter_id=one, kind=EvidenceKind.BACHELOR, language="tir", issuer="OsloMet", **facts
            )
            for one in people
        )
        session.add_all(ListingChange(interpreter_id=one, listed=True, **facts) for one in people)
        standing.rebuild(session, None)
        assert session.exec(select(Standing.interpreter_id).order_by("interpreter_id")).all() == list(people)


def _happens(session: Session, person: Interpreter, what: str, facts: tuple[object, ...]) -> None:
    match what, facts:
        case "evidence", (EvidenceKind() as kind, str(language), int(points), date() as issued_on, ahead):
            proof = NewEvidence(
                kind=kind,
                language=None if kind is EvidenceKind.TAO else language,
                credits=points if kind is EvidenceKind.CREDITS else None,
                issuer="OsloMet",
                issued_on=issued_on,
                valid_until=None if ahead is None else issued_on + timedelta(days=int(str(ahead))),
            )
            with suppress(Conflict):  # the same again
                evidence.register(session, number=person.number, proof=proof, now=make.NOW)
        case "listing", (bool(listed), date() as from_day):
            number = stored_id(person.id)
            with suppress(Conflict):  # nothing changes
                listing.change(
                    session, interpreter_id=number, listed=listed, effective_on=from_day, now=make.NOW
                )
        case "exclusion", (date() as from_on, ahead):
            kind_of = ExclusionKind.PERMANENT if ahead is None else ExclusionKind.DATED
            until_on = None if ahead is None else from_on + timedelta(days=int(str(ahead)))
            decision = Decision(kind=kind_of, from_on=from_on, until_on=until_on, reason="A breach")
            exclusion.exclude(session, number=person.number, decision=decision, now=make.NOW)
        case "revocation", (int(which), int(after)):
            _revoke(session, person, which, after)


def _revoke(session: Session, person: Interpreter, which: int, after: int) -> None:
    query = select(Evidence).where(Evidence.interpreter_id == person.id).order_by("id")
    found = [one for one in session.exec(query) if one.revoked_on is None]
    if which < len(found):
        evidence.revoke(
            session,
            evidence_id=stored_id(found[which].id),
            reason="Issued in error",
            revoked_on=min(found[which].issued_on + timedelta(days=after), make.NOW.date()),
            now=make.NOW,
        )


def _kept(session: Session, person: Interpreter) -> Kept:
    rows = session.exec(select(Standing).where(Standing.interpreter_id == person.id)).all()
    told = {(row.language, row.level, row.starts_on, row.ends_on) for row in rows}
    assert len(told) == len(rows)
    return told


def _by_day(kept: Kept) -> set[tuple[str, int, date]]:
    return {
        (language, level, one)
        for language, level, starts_on, ends_on in kept
        for one in DAYS
        if starts_on <= one < ends_on
    }


def _replayed(session: Session, person: Interpreter) -> Iterable[tuple[str, int, date]]:
    """From the stored rows alone, one day at a time, by the rules as the law's table words them."""
    proofs = session.exec(select(Evidence).where(Evidence.interpreter_id == person.id)).all()
    changes = session.exec(
        select(ListingChange).where(ListingChange.interpreter_id == person.id).order_by("effective_on", "id")
    ).all()
    exclusions = session.exec(select(Exclusion).where(Exclusion.interpreter_id == person.id)).all()
    for one in DAYS:
        listed = False
        for change in changes:
            listed = change.listed if change.effective_on <= one else listed
        shut_out = any(
            row.from_on <= one and (row.until_on is None or one <= row.until_on) for row in exclusions
        )
        for language in LANGUAGES:
            level = _level(language, one, proofs)
            if listed and not shut_out and level is not None:
                yield language, level, one


def _level(language: str, one: date, rows: Iterable[Evidence]) -> int | None:
    in_force = [
        row
        for row in rows
        if row.issued_on <= one
        and (row.valid_until is None or one <= row.valid_until)
        and (row.revoked_on is None or one < row.revoked_on)
        and (row.language == language or row.kind == "tao")
    ]
    has = {row.kind.value for row in in_force}
    educated = sum(row.credits or 0 for row in in_force) >= 30
    if "state_authorisation" in has:
        return 0 if "bachelor" in has else 1 if educated else 2
    if "bachelor" in has:
        return 3
    if educated:
        return 4
    if "tao" in has and "translator" in has:
        return 5
    if "tao" in has and "bilingual_test" in has:
        return 6
    return None
