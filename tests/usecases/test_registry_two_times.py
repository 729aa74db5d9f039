"""What held on a day and what we knew on a day, against a replay that reads the events one by one."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from kit.db import Database, stored_id
from kit.errors import Conflict, Invalid, NotFound
from registry import correction, evidence, listing, profiles, registration, verification
from registry.evidence import NewEvidence
from registry.registration import Particulars
from registry.tables import Evidence, Standing
from registry.verification import Answer
from registry.words import EvidenceKind, TestResult
from tests import make
from tests.make_registry import TODAY, interpreter, proof

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST = START.date()
HOURS = st.integers(0, 40)
DAY = st.integers(-10, 30)
KIND = st.sampled_from(EvidenceKind)
LANGUAGE = st.sampled_from(("tir", "som"))
LAST = st.none() | st.integers(0, 9)

events = st.lists(
    st.one_of(
        st.tuples(st.just("evidence"), KIND, LANGUAGE, st.sampled_from([15, 30]), DAY, LAST),
        st.tuples(st.just("failed"), LANGUAGE, DAY),
        st.tuples(st.just("revoke"), st.integers(0, 5), st.integers(0, 9)),
        st.tuples(st.just("strike"), st.integers(0, 5)),
        st.tuples(st.just("correct"), st.integers(0, 5), KIND, LANGUAGE, DAY),
        st.tuples(st.just("listing"), st.booleans(), DAY),
        st.tuples(st.just("strike_listing"), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=12,
)


class Proof(NamedTuple):
    kind: str
    language: str | None
    points: int
    first: date
    last: date


@dataclass
class Known:
    """The replay's own memory: what was written down, in the order it was, and when."""

    log: list[tuple[datetime, str, int, object]] = field(default_factory=list)

    def at(self, instant: datetime) -> tuple[list["Proof"], list[tuple[date, bool]]]:
        proofs: dict[int, Proof] = {}
        turns: dict[int, tuple[date, bool]] = {}
        for when, what, key, said in self.log:
            if when > instant:
                continue
            match what, said:
                case "proof", Proof():
                    proofs[key] = Proof(*said)
                case "ends", date():
                    proofs[key] = proofs[key]._replace(last=min(proofs[key].last, said - timedelta(days=1)))
                case "never", _:
                    proofs.pop(key)
                case "turn", (date() as on, bool(listed)):
                    turns[key] = (on, listed)
                case "never_turned", _:
                    turns.pop(key)
        return list(proofs.values()), [turns[key] for key in sorted(turns)]


def categories(proofs: list[Proof], day: date) -> Iterator[tuple[str, int]]:
    for language in ("som", "tir"):
        there = [one for one in proofs if one.language in {language, None} and one.first <= day <= one.last]
        held = {one.kind for one in there}
        educated = "bachelor" in held or sum(one.points for one in there if one.kind == "credits") >= 30
        if "state_authorisation" in held:
            yield language, 1 if educated else 2
        elif educated:
            yield language, 3
        elif "tao" in held and held & {"translator", "bilingual_test"}:
            yield language, 4 if "translator" in held else 5


def is_listed(turns: list[tuple[date, bool]], day: date) -> bool:
    until_then = [(on, place, listed) for place, (on, listed) in enumerate(turns) if on <= day]
    return bool(until_then) and max(until_then)[2]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(HOURS, events), min_size=1, max_size=3))
def test_what_was_known_is_what_a_replay_of_the_events_until_then_gives(
    database: Database, history: list[tuple[int, list[tuple[object, ...]]]]
) -> None:
    known, now = Known(), START
    with database.write() as session:
        facts = Particulars(name="Selam Tesfai", kommune="0301")
        person = registration.register(session, particulars=facts, now=now)
        instants = [now]
        for hours, happened in history:
            for event in happened:
                now += timedelta(hours=hours + 1)
                with suppress(Conflict, Invalid):
                    _happens(session, person.number, event, known, now)
                instants.append(now)
        for instant in instants[::2] + instants[-1:]:
            proofs, turns = known.at(instant)
            for day in (FIRST + timedelta(days=offset) for offset in (-8, 0, 5, 12, 25)):
                _same(session, person.number, day, instant, (proofs, turns))


def _same(
    session: Session,
    number: int,
    day: date,
    instant: datetime,
    known: tuple[list[Proof], list[tuple[date, bool]]],
) -> None:
    proofs, turns = known
    held = profiles.qualified(profiles.file(session, number=number, known_at=instant).facts, day)
    assert sorted((one.language, one.level.category) for one in held) == sorted(categories(proofs, day))
    today = FIRST + timedelta(days=400)
    told: list[tuple[str, int]] | None
    try:
        _number, found = profiles.qualifications(
            session, number=number, on=day, today=today, known_at=instant
        )
        told = sorted((one.language, one.level.category) for one in found)
    except NotFound:
        told = None
    entered = any(on <= day for on, _listed in turns)
    open_to_all = is_listed(turns, day) or (not entered and is_listed(turns, today))
    assert told == (sorted(categories(proofs, day)) if open_to_all else None)


def _happens(session: Session, number: int, event: tuple[object, ...], known: Known, now: datetime) -> None:
    match event:
        case "evidence", EvidenceKind() as kind, str(language), int(points), int(on), last:
            until = None if last is None else FIRST + timedelta(days=on + int(str(last)))
            given = _new(kind, language, on, points=points, until=until)
            kept = evidence.register(session, number=number, proof=given, now=now)
            known.log.append((now, "proof", stored_id(kept.id), _said(given)))
        case "failed", str(language), int(on):
            given = _new(EvidenceKind.BILINGUAL_TEST, language, on, result=TestResult.FAILED)
            evidence.register(session, number=number, proof=given, now=now)
        case "revoke", int(which), int(after):
            row = _row(known, "proof", which)
            first = _first(session, row)
            evidence.revoke(
                session,
                evidence_id=row,
                reason="A mistake",
                revoked_on=first + timedelta(days=after),
                now=now,
            )
            known.log.append((now, "ends", row, first + timedelta(days=after)))
        case "strike", int(which):
            row = _row(known, "proof", which)
            correction.correct_evidence(session, evidence_id=row, right=None, reason="Never so", now=now)
            known.log.append((now, "never", row, None))
        case "correct", int(which), EvidenceKind() as kind, str(language), int(on):
            _correct(session, _row(known, "proof", which), _new(kind, language, on), known, now)
        case "listing", bool(listed), int(on):
            person = registration.held(session, number)
            day = FIRST + timedelta(days=on)
            before = len(known.log)
            turn = listing.change(
                session, interpreter_id=stored_id(person.id), listed=listed, effective_on=day, now=now
            )
            if not any(what == "turn" and key == turn.id for _when, what, key, _said in known.log[:before]):
                known.log.append((now, "turn", stored_id(turn.id), (day, listed)))
        case "strike_listing", int(which):
            row = _row(known, "turn", which)
            correction.strike_listing(session, change_id=row, reason="Never so", now=now)
            known.log.append((now, "never_turned", row, None))


def _correct(session: Session, row: int, right: NewEvidence, known: Known, now: datetime) -> None:
    with session.begin_nested():
        kept = correction.correct_evidence(session, evidence_id=row, right=right, reason="Wrong", now=now)
    known.log.append((now, "never", row, None))
    known.log.append((now, "proof", stored_id(kept.id), _said(right)))


def _new(
    kind: EvidenceKind,
    language: str,
    on: int,
    *,
    points: int = 30,
    until: date | None = None,
    result: TestResult | None = None,
) -> NewEvidence:
    return NewEvidence(
        kind=kind,
        language=None if kind is EvidenceKind.TAO else language,
        credits=points if kind is EvidenceKind.CREDITS else None,
        result=result,
        issuer="OsloMet",
        issued_on=FIRST + timedelta(days=on),
        valid_until=until,
    )


def _said(given: NewEvidence) -> Proof:
    return Proof(
        given.kind.value, given.language, given.credits or 0, given.issued_on, given.valid_until or date.max
    )


def _row(known: Known, what: str, which: int) -> int:
    rows = [key for _when, kind, key, _said in known.log if kind == what]
    if not rows:
        raise Conflict("nothing", "There is nothing to do it to.")
    return rows[which % len(rows)]


def _first(session: Session, row: int) -> date:
    return session.get_one(Evidence, row).issued_on


def test_a_correction_keeps_what_was_written_and_says_so(database: Database) -> None:
    later = make.NOW + timedelta(hours=1)
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai", ("tir", EvidenceKind.BACHELOR))
        (wrong,) = session.exec(select(Evidence)).all()
        right = NewEvidence(
            kind=EvidenceKind.STATE_AUTHORISATION, language="tir", issuer="IMDi", issued_on=TODAY
        )
        stands = correction.correct_evidence(
            session, evidence_id=stored_id(wrong.id), right=right, reason="Read the wrong line.", now=later
        )
        assert stands.replaces == wrong.id
        assert (wrong.kind, wrong.struck_reason) == (EvidenceKind.BACHELOR, "Read the wrong line.")
        assert [row.level for row in session.exec(select(Standing))] == [2]
        with pytest.raises(Conflict) as refused:
            correction.correct_evidence(
                session, evidence_id=stored_id(wrong.id), right=None, reason="Again", now=later
            )
    assert refused.value.code == "already_corrected"
    with database.read() as session:
        for known_at, category in [(make.NOW, 3), (later, 2), (None, 2)]:
            answer = verification.verify(
                session, number=person.number, language="tir", on=TODAY, now=later, known_at=known_at
            )
            assert answer.answer is Answer.VALID
            assert answer.level is not None
            assert answer.level.category == category


def test_before_the_register_knew_of_her_the_number_was_nobodys(database: Database) -> None:
    before = make.NOW - timedelta(seconds=1)
    with database.write() as session:
        person = interpreter(session)
    with database.read() as session:
        answer = verification.verify(
            session, number=person.number, language="tir", on=TODAY, now=make.NOW, known_at=before
        )
        assert answer.answer is Answer.UNKNOWN_NUMBER
        with pytest.raises(Invalid) as refused:
            verification.verify(
                session, number=1, language="tir", on=TODAY, now=make.NOW,
                known_at=make.NOW + timedelta(seconds=1),
            )  # fmt: skip
    assert [(error.field, error.code) for error in refused.value.errors] == [("known_at", "in_the_future")]


def test_a_failed_test_is_kept_and_gives_nothing(database: Database) -> None:
    failed = NewEvidence(
        kind=EvidenceKind.BILINGUAL_TEST,
        language="tir",
        issuer="IMDi",
        issued_on=TODAY,
        result=TestResult.FAILED,
    )
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai", ("som", EvidenceKind.BACHELOR))
        evidence.register(session, number=person.number, proof=failed, now=make.NOW)
        proof(session, person, EvidenceKind.TAO)
        known = profiles.file(session, number=person.number)
        assert [one.language for one in profiles.qualified(known.facts, TODAY)] == ["som"]
        assert known.waiting_for_tao(TODAY) == ()
