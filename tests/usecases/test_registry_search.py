"""Finding interpreters: what is left out, in which order, and how names are spelt."""

from datetime import timedelta
from itertools import chain

import pytest
from sqlmodel import Session

from kit.db import Database
from kit.errors import Invalid
from kit.paging import encode
from registry.search import finding
from registry.search.spelling import fold
from registry.search.wishes import Wish
from registry.words import EvidenceKind, Modality
from tests.make_registry import TODAY, interpreter, proof, shut_out, turn

AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind


def _names(session: Session, **wish: object) -> list[str]:
    found = finding.find(session, Wish(**wish), on=TODAY, limit=50)  # type: ignore[arg-type]  # a test names them
    assert found.total == len(found.interpreters)
    return [person.name for person, _ in found.interpreters]


@pytest.mark.parametrize(
    "typed",
    ["Åse", "åse", "Aase", "ase", "ÅSE", "A\u030ase", "ødegard", "Ødegård", "Odegaard", "oedegård", "åse ød",
     "Ødegård Åse", "  åse  ", "mælen", "maelen"],
)  # fmt: skip
def test_a_name_is_found_however_its_norwegian_letters_are_typed(database: Database, typed: str) -> None:
    with database.write() as session:
        interpreter(session, "Åse Mælen-Ødegård")
        interpreter(session, "Selam Tesfai")
        assert _names(session, q=typed) == ["Åse Mælen-Ødegård"]


@pytest.mark.parametrize("typed", ["se Mælen", "egård", "%", "_", "Selam Åse", "\u0000", "’"])
def test_other_texts_find_nobody(database: Database, typed: str) -> None:
    with database.write() as session:
        interpreter(session, "Åse Mælen-Ødegård")
        interpreter(session, "Selam Tesfai")
        assert _names(session, q=typed) == []


def test_names_stand_in_the_order_of_the_norwegian_alphabet(database: Database) -> None:
    names = ["Zara Ali", "Ærna Ali", "Øyunn Ali", "Åse Ali", "Élise Ali", "Eva Ali", "Al-Noor Ali"]
    with database.write() as session:
        for name in reversed(names):
            interpreter(session, name)
        expected = ["Al-Noor", "Élise", "Eva", "Zara", "Ærna", "Øyunn", "Åse"]
        assert [name.split()[0] for name in _names(session)] == expected


def test_the_best_level_comes_first_whatever_the_letter(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Test", ("tir", TEST), ("tir", TAO))
        interpreter(session, "Translator", ("tir", TRANSLATOR), ("tir", TAO))
        interpreter(session, "Credits", ("tir", CREDITS))
        interpreter(session, "Bachelor", ("tir", BACHELOR))
        interpreter(session, "Authorised", ("tir", AUTHORISATION))
        interpreter(session, "Both", ("tir", AUTHORISATION), ("tir", CREDITS))
        interpreter(session, "All", ("tir", AUTHORISATION), ("tir", BACHELOR))
        in_order = ["All", "Both", "Authorised", "Bachelor", "Credits", "Translator", "Test"]
        assert _names(session, language="tir") == in_order
        for category, most in enumerate([2, 3, 5, 6, 7], start=1):
            assert _names(session, max_category=category) == in_order[:most]


def test_the_category_must_hold_in_the_language_asked_for(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Two", ("tir", AUTHORISATION), ("som", CREDITS))
        assert _names(session, language="som", max_category=3) == ["Two"]
        assert _names(session, language="som", max_category=2) == []
        assert _names(session, max_category=2) == ["Two"]


def test_the_unlisted_the_protected_the_lapsed_and_the_shut_out_are_not_found(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Here")
        interpreter(session, "Unlisted", listed=False)
        interpreter(session, "Protected", protected=True)
        shut_out(session, interpreter(session, "Out"))
        turn(session, interpreter(session, "Left"), listed=False)
        lapsed = interpreter(session, "Lapsed", ("tir", TEST))
        proof(session, lapsed, BACHELOR, valid_until=TODAY - timedelta(days=1))
        later = interpreter(session, "Later", listed=False)
        turn(session, later, listed=True, on=TODAY + timedelta(days=1))
        for wish in ({}, {"q": later.number}, {"language": "tir"}, {"kommune": "0301"}):
            texts = {name: str(value) for name, value in wish.items()}
            assert set(_names(session, **texts)) <= {"Here"}
        assert _names(session) == ["Here"]


def test_a_former_municipality_number_finds_todays(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Bærum", kommune="0219")
        interpreter(session, "Oslo", kommune="0301")
        for number in ("0219", "3024", "3201"):
            assert _names(session, kommune=number) == ["Bærum"]
        with pytest.raises(Invalid):
            _names(session, kommune="9999")


def test_only_those_who_take_part_in_that_way_are_found(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Phone", modalities=frozenset({Modality.TELEPHONE}))
        interpreter(session, "Everything")
        assert _names(session, modality=Modality.TELEPHONE) == ["Everything", "Phone"]
        assert _names(session, modality=Modality.ON_SITE) == ["Everything"]


def test_a_number_finds_its_holder(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai")
        assert _names(session, q=str(person.number)) == ["Selam Tesfai"]
        assert _names(session, q="9" * 30) == []


def test_pages_follow_each_other_without_gaps_or_repeats(database: Database) -> None:
    with database.write() as session:
        for one in range(11):
            held = ("tir", AUTHORISATION) if one % 3 else ("tir", BACHELOR)
            interpreter(session, "Same Name" if one < 6 else f"Name {one}", held)
        whole = finding.find(session, Wish(), on=TODAY, limit=50)
        pages, cursor = [], None
        while True:
            found = finding.find(session, Wish(), on=TODAY, limit=3, cursor=cursor)
            assert found.total == 11
            pages.append([person.number for person, _ in found.interpreters])
            cursor = found.next
            if cursor is None:
                break
        assert [len(one) for one in pages] == [3, 3, 3, 2]
        assert list(chain(*pages)) == [person.number for person, _ in whole.interpreters]


@pytest.mark.parametrize(
    "cursor",
    [
        "bm9wZQ",
        "å",
        encode((0, "ali")),
        encode((7, "ali", 1)),
        encode((0, "a\u0000", 1)),
        encode((0, "ali", 10**30)),
        encode((0, "ali", -1)),
        encode((float("inf"), "ali", 1)),
        encode((0, ["ali"], 1)),
        encode((0, "ali", {})),
    ],
)
def test_a_forged_cursor_is_refused(database: Database, cursor: str) -> None:
    with database.read() as session, pytest.raises(Invalid) as refused:
        finding.find(session, Wish(), on=TODAY, limit=3, cursor=cursor)
    assert [error.code for error in refused.value.errors] == ["unknown_cursor"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Åse  O'Brien", "}se obrien"), ("Łukasz Źdźbło", "lukasz zdzblo"), ("Đặng-Văn", "dang van"),
     ("ﷺ" * 200, "صلى"), ("Ø", "|")],
)  # fmt: skip
def test_a_folded_name_is_plain_ordered_and_fits(name: str, kept: str) -> None:
    assert fold(name).startswith(kept)
    assert len(fold(name)) <= 200
