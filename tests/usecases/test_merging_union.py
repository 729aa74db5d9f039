"""After a merge she holds what the union of the two entries' events gives, on every day."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from kit.db import Database, stored_id
from registry import facts, standing
from registry.quality import merging
from registry.quality.merging import Merging
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Standing
from registry.words import EvidenceKind, ExclusionKind
from tests import make_registry as registry
from tests.make import NOW

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]
LANGUAGES = ("tir", "som")

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
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hers=events, theirs=events)
def test_after_a_merge_she_holds_what_the_union_of_the_events_gives(
    database: Database, hers: list[Any], theirs: list[Any]
) -> None:
    with database.write() as session:
        stands, goes, both = (registry.interpreter(session, name, ("tir", EvidenceKind.TAO), listed=False)
                              for name in ("Stands", "Goes", "Both"))  # fmt: skip
        _enter(session, stands, hers)
        _enter(session, goes, theirs)
        _enter(session, both, hers + [one for one in theirs if one[0] != "evidence" or one not in hers])
        ids = [stored_id(one.id) for one in (stands, goes, both)]
        standing.rebuild(session, ids)
        foretold = merging.united(session, stands, goes)
        merging.merge(
            session, wanted=Merging(standing=stands.number, merged=goes.number, why="One passport."), now=NOW
        )
        one, other, union = (facts.entry_of(session, who.number) for who in (stands, goes, both))
        assert one is not None
        assert other is not None
        assert union is not None
        for on in DAYS:
            for language in LANGUAGES:
                wanted = union.history.kinds_on(language, on)
                assert one.history.kinds_on(language, on) == wanted
                assert foretold.kinds_on(language, on) == wanted
            assert one.history.listed_on(on) == union.history.listed_on(on) == foretold.listed_on(on)
            assert one.history.excluded_on(on) == union.history.excluded_on(on) == foretold.excluded_on(on)
            assert not other.history.listed_on(on)
        assert _kept(session, ids[0]) == _kept(session, ids[2])
        assert _kept(session, ids[1]) == []


def _enter(session: Session, person: Interpreter, told: list[Any]) -> None:
    """The events as rows, without what the use cases refuse; the same proof is registered once."""
    seen: list[Any] = []
    for kind, given_ in told:
        if kind == "evidence":
            if given_ in seen:
                continue
            seen.append(given_)
            session.add(_proof(person, *given_))
        elif kind == "listing":
            listed, on = given_
            session.add(
                ListingChange(
                    interpreter_id=stored_id(person.id), listed=listed, effective_on=on, registered_at=NOW
                )
            )
        else:
            from_on, lasts = given_
            session.add(
                Exclusion(
                    interpreter_id=stored_id(person.id),
                    kind=ExclusionKind.TEMPORARY,
                    from_on=from_on,
                    until_on=None if lasts is None else from_on + timedelta(days=lasts),
                    reason="Three warnings.",
                    registered_at=NOW,
                )
            )
        session.flush()


def _proof(
    person: Interpreter, kind: EvidenceKind, language: str, credits_: int, on: date, lasts: int | None
) -> Evidence:
    return Evidence(
        interpreter_id=stored_id(person.id),
        kind=kind,
        language=None if kind is EvidenceKind.TAO else language,
        credits=credits_ if kind is EvidenceKind.CREDITS else None,
        issuer="OsloMet",
        reference=f"{language} {credits_}",
        issued_on=on,
        valid_until=None if lasts is None else on + timedelta(days=lasts),
        registered_at=NOW,
    )


def _kept(session: Session, interpreter_id: int) -> list[tuple[str, int, date, date]]:
    rows = session.exec(
        select(Standing)
        .where(Standing.interpreter_id == interpreter_id)
        .order_by(col(Standing.language), col(Standing.starts_on))
    )
    return [(row.language, row.level, row.starts_on, row.ends_on) for row in rows]
