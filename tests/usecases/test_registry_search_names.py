"""Names found however they are spelt, and what the search keeps: held against reading everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from kit.db import Database
from registry import registration
from registry.search import bearing, counting, finding, keeping, ranking
from registry.search.tables import Findable, FindableWord, NameSpelling, NameWord, Tally
from registry.search.wishes import Wish
from registry.tables import Interpreter
from registry.words import EvidenceKind, Gender, Modality
from tests import make
from tests import naive_search as naive
from tests.make_registry import AUTHORISATION, TODAY, interpreter, shut_out, turn

CREDITS = EvidenceKind.CREDITS
NAMES = ["Åse", "Aase", "Mohamed", "Mohammed", "Ngô", "Muñoz", "Işık", "Al-Noor", "Ali", "Alice",
         "Hansen", "Jansen", "Ærna", "Øyvind", "Oyvind", "Grønnesby", "Li", "Warsame"]  # fmt: skip


def _names(session: Session, q: str, **wish: Any) -> list[str]:
    found = finding.find(session, Wish(q=q, **wish), on=TODAY, limit=50)
    assert found.total == len(found.interpreters)
    return [person.name for person, _ in found.interpreters]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mohammed", ["Mohammed Ali", "Mohamed Warsame"]),
        ("mohamed", ["Mohamed Warsame", "Mohammed Ali"]),
        ("ali", ["Mohammed Ali", "Alice Hansen"]),
        ("Warasme", ["Mohamed Warsame"]),
        ("hasnen alice", ["Alice Hansen"]),
        ("Grönnesbu", ["Øyvind Grønnesby"]),
        ("Oeyvind", ["Øyvind Grønnesby"]),
        ("munoz", ["José Muñoz"]),
        ("ISIK", ["Işık Al-Noor"]),
        ("alnoor", ["Işık Al-Noor"]),
        ("al noor", ["Işık Al-Noor"]),
        ("Lo", []),
        ("warsemi", []),
    ],
)
def test_the_right_spelling_comes_first_and_slips_are_forgiven(
    database: Database, typed: str, found: list[str]
) -> None:
    with database.write() as session:
        for name in ("Mohamed Warsame", "Mohammed Ali", "Alice Hansen", "Øyvind Grønnesby", "José Muñoz",
                     "Işık Al-Noor", "Li Ngô"):  # fmt: skip
            interpreter(session, name)
        assert _names(session, typed) == found


def test_a_name_that_is_changed_is_found_by_the_new_one_alone(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai")
        registration.change(session, number=person.number, changes={"name": "Selam Hansen"}, now=make.NOW)
        assert (_names(session, "tesfai"), _names(session, "tesfau")) == ([], [])
        assert _names(session, "hanson") == ["Selam Hansen"]
        assert not session.exec(select(NameSpelling).where(NameSpelling.word == "tesfai")).all()


def test_a_protected_identity_is_kept_out_of_every_count(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai")
        assert finding.find(session, Wish(), on=TODAY, limit=1).total == 1
        registration.change(session, number=person.number, changes={"protected": True}, now=make.NOW)
        assert finding.find(session, Wish(), on=TODAY, limit=1).total == 0
        assert counting.counts(session, Wish(q="selam"), on=TODAY).counties == {}


_typed = st.builds(
    lambda words, slip, place: " ".join(words)[: place % 30] + slip + " ".join(words)[place % 30 :],
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2),
    st.sampled_from(["", "", "x", "e", "-", " "]),
    st.integers(0, 29),
)
_person = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["0301", "3201", "4601", "5001"]),
    st.sampled_from([None, *Gender]),
    st.sets(st.sampled_from(list(Modality)), min_size=1),
    st.lists(st.tuples(st.sampled_from(["tir", "som"]), st.sampled_from([AUTHORISATION, CREDITS])),
             min_size=1, max_size=3, unique=True),
    st.sampled_from(["", "", "unlisted", "protected", "out", "leaves"]),
)  # fmt: skip
_wish = st.fixed_dictionaries(
    {},
    optional={
        "q": _typed,
        "language": st.sampled_from(["tir", "som", "ara"]),
        "max_category": st.integers(1, 5),
        "kommune": st.sampled_from(["0301", "4601"]),
        "county": st.sampled_from(["03", "32"]),
        "modality": st.sampled_from(list(Modality)),
        "gender": st.sampled_from(list(Gender)),
    },
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(_person, min_size=1, max_size=8), wishes=st.lists(_wish, min_size=4, max_size=4),
       km=st.sampled_from([None, 0, 40, 500]), many=st.sampled_from([1, 3, 500]),
       settled=st.sampled_from([0, 1]), days=st.sampled_from([0, 5]))  # fmt: skip
def test_the_search_finds_and_counts_what_reading_everybody_gives(
    database: Database,
    people: list[Any],
    wishes: list[dict[str, Any]],
    km: int | None,
    many: int,
    settled: int,
    days: int,
) -> None:
    with database.engine.connect() as connection, Session(connection) as session:
        for person in people:
            _enter(session, *person)
        if settled:
            keeping.settle(session, today=TODAY - timedelta(days=1))
        everybody = list(session.exec(select(Interpreter)))
        day = TODAY + timedelta(days=days)
        for facts in wishes:
            wish = Wish(**facts, within_km=km if "kommune" in facts else None)
            expected = naive.numbers(session, everybody, wish, day)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(ranking, "MANY", many)
                patch.setattr(bearing, "MANY", many)
                assert _paged(session, wish, day, 50) == _paged(session, wish, day, 2) == expected
                assert finding.find(session, wish, on=day, limit=2).total == len(expected)
            counted = counting.counts(session, wish, on=day)
            assert counted.categories == naive.counted(
                session, everybody, wish, day, "max_category", range(1, 6)
            )
            assert counted.genders == naive.counted(session, everybody, wish, day, "gender", Gender)
            assert counted.modalities == naive.counted(session, everybody, wish, day, "modality", Modality)
        assert _kept(session) == _rebuilt(session)
        session.rollback()


def _paged(session: Session, wish: Wish, day: date, limit: int) -> list[int]:
    """The numbers, page by page."""
    numbers: list[int] = []
    cursor: str | None = None
    while True:
        found = finding.find(session, wish, on=day, limit=limit, cursor=cursor)
        numbers += [person.number for person, _ in found.interpreters]
        cursor = found.next
        if cursor is None:
            return numbers


def _enter(
    session: Session, name: str, kommune: str, gender: Gender | None, ways: set[Modality],
    held: list[tuple[str, EvidenceKind]], fate: str,
) -> None:  # fmt: skip
    person = interpreter(
        session, name, *held, kommune=kommune, gender=gender, modalities=frozenset(ways),
        listed=fate != "unlisted", protected=fate == "protected",
    )  # fmt: skip
    if fate == "out":
        shut_out(session, person)
    if fate == "leaves":
        turn(session, person, listed=False, on=TODAY + timedelta(days=3))


def _kept(session: Session) -> tuple[Any, ...]:
    words = {(one.word, one.interpreter_id) for one in session.exec(select(NameWord))}
    spellings = {(one.variant, one.word) for one in session.exec(select(NameSpelling))}
    findable = {tuple(one.model_dump(exclude={"id"}).values()) for one in session.exec(select(Findable))}
    counted: dict[tuple[Any, ...], int] = {}
    for one in session.exec(select(Tally)):
        day = max(one.day, TODAY - timedelta(days=1))
        cell = (one.language, one.place, one.level, one.ways, one.gender, day)
        counted[cell] = counted.get(cell, 0) + one.people
    called = {tuple(one.model_dump().values()) for one in session.exec(select(FindableWord))}
    return words, spellings, findable, called, {cell: people for cell, people in counted.items() if people}


def _rebuilt(session: Session) -> tuple[Any, ...]:
    keeping.rebuild(session)
    return _kept(session)
