"""Receipts: what was answered stands, what may not be told any more is not, and a changed letter shows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from identity.permissions import NOBODY, Actor
from identity.roles import Role
from kit.db import Database
from kit.errors import Forbidden, Invalid, NotFound
from kit.signing import Keys
from registry import registration
from registry.receipts import issuing, reading, references
from registry.receipts.issuing import Question, Seal
from registry.receipts.reading import Seen, Wanted
from registry.receipts.tables import Receipt
from registry.verification import Answer
from tests import make, make_identity, make_registry

THEN = datetime(2026, 1, 15, 11, 30, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def issue(
    database: Database,
    keys: Keys,
    number: int,
    *,
    language: str = "tir",
    on: date | None = None,
    asker: Actor = NOBODY,
    address: str = "192.0.2.1",
    now: datetime = THEN,
) -> Receipt:
    with database.write() as session:
        return issuing.issue(
            session,
            question=Question(number, language, on),
            seal=Seal(keys, "https://tolkebok.example"),
            asker=asker,
            address=address,
            now=now,
        )


def seen(database: Database, keys: Keys, reference: str, now: datetime = make.NOW) -> Seen:
    with database.read() as session:
        return reading.show(session, reference=reference, keys=keys, now=now)


def test_a_receipt_shows_what_was_answered_then_and_what_is_answered_today(
    database: Database, keys: Keys
) -> None:
    with database.write() as session:
        person = make_registry.interpreter(session)
    receipt = issue(database, keys, person.number)
    with database.write() as session:
        make_registry.shut_out(session, person)
    told = seen(database, keys, references.written(receipt.reference).lower())
    assert (told.receipt.answer, told.name, told.receipt.on) == (
        Answer.VALID,
        "Selam Tesfai",
        date(2026, 1, 15),
    )
    assert (told.receipt.category, told.receipt.letter) == (2, "C")
    assert (told.today.answer, told.today_on) == (Answer.EXCLUDED, date(2026, 11, 23))
    assert told.genuine
    assert told.signed == receipt.signed


def test_a_day_ahead_is_asked_about_again_until_it_has_come(database: Database, keys: Keys) -> None:
    with database.write() as session:
        person = make_registry.interpreter(session)
        make_registry.proof(session, person, language="som", valid_until=date(2026, 12, 31))
    receipt = issue(database, keys, person.number, language="som", on=date(2027, 2, 1))
    told = seen(database, keys, receipt.reference)
    assert (told.today_on, told.today.answer) == (date(2027, 2, 1), Answer.VALID_UNTIL_BEFORE_DATE)
    later = seen(database, keys, receipt.reference, now=datetime(2027, 3, 1, tzinfo=UTC))
    assert (later.today_on, later.today.answer) == (date(2027, 3, 1), Answer.LAPSED)


def test_what_is_signed_is_what_is_stored(database: Database, keys: Keys) -> None:
    with database.write() as session:
        person = make_registry.interpreter(session)
    receipt = issue(database, keys, person.number)
    assert keys.verify(receipt.signed, typ="tolkebok-receipt+jws") == {
        "iss": "https://tolkebok.example",
        "jti": references.written(receipt.reference),
        "number": person.number,
        "language": "tir",
        "on": "2026-01-15",
        "answer": "valid",
        "name": "Selam Tesfai",
        "category": 2,
        "letter": "C",
        "evidence": ["state_authorisation"],
        "valid_from": "2015-03-02",
        "valid_until": None,
        "answered_at": "2026-01-15T11:30:00Z",
        "known_at": "2026-01-15T11:30:00Z",
    }


def test_a_row_changed_behind_our_back_is_not_genuine(database: Database, keys: Keys) -> None:
    with database.write() as session:
        number = make_registry.interpreter(session).number
    receipt = issue(database, keys, number)
    with database.write() as session:
        session.exec(select(Receipt)).one().category = 1
    assert not seen(database, keys, receipt.reference).genuine
    with database.read() as session:
        assert not reading.check(session, text=receipt.reference, keys=keys).genuine


def test_who_is_protected_now_is_named_no_more_and_the_text_that_names_her_is_kept_back(
    database: Database, keys: Keys
) -> None:
    with database.write() as session:
        number = make_registry.interpreter(session).number
    asker = make_identity.actor(Role.REGISTRY_OFFICER, account_id=_account(database))
    receipt = issue(database, keys, number, asker=asker)
    with database.write() as session:
        registration.change(session, number=number, changes={"protected": True}, now=make.NOW)
    told = seen(database, keys, receipt.reference)
    assert (told.name, told.signed, told.withheld, told.genuine) == (None, None, True, True)
    assert told.today.answer is Answer.UNKNOWN_NUMBER
    with database.read() as session:
        [(_, name)], _ = reading.own(session, asker, Wanted(), limit=10, cursor=None)
    assert name is None


def test_who_was_protected_all_along_is_as_a_number_nobody_has(database: Database, keys: Keys) -> None:
    with database.write() as session:
        number = make_registry.interpreter(session, protected=True).number
    hers, nobodys = (seen(database, keys, issue(database, keys, one).reference) for one in (number, 7))
    for told in (hers, nobodys):
        assert (told.receipt.answer, told.name, told.withheld) == (Answer.UNKNOWN_NUMBER, None, False)
        assert (told.receipt.category, told.receipt.evidence) == (None, [])
        assert told.signed == told.receipt.signed


def test_a_pasted_receipt_is_checked_and_one_changed_letter_shows(database: Database, keys: Keys) -> None:
    receipt = issue(database, keys, 7)
    wrapped = "\n ".join(receipt.signed[i : i + 60] for i in range(0, len(receipt.signed), 60))
    changed = receipt.signed[:-1] + ("A" if receipt.signed[-1] != "A" else "B")
    with database.read() as session:
        checked = reading.check(session, text=wrapped, keys=keys)
        assert checked.genuine
        assert checked.receipt is not None
        assert checked.claims["answer"] == "unknown_number"
        for text in (changed, "...", "a.b.c", receipt.signed + "A", "K7QM-2XRD-94TVF", "é", "\x00."):
            assert not reading.check(session, text=text, keys=keys).genuine
        assert reading.check(session, text=references.written(receipt.reference), keys=keys).genuine


def test_a_text_signed_here_for_something_else_is_no_receipt(database: Database, keys: Keys) -> None:
    with database.read() as session:
        assert not reading.check(session, text=keys.sign({"answer": "valid"}), keys=keys).genuine


def test_a_genuine_receipt_whose_row_is_lost_still_says_what_it_says(database: Database, keys: Keys) -> None:
    receipt = issue(database, keys, 7)
    with database.write() as session:
        session.delete(session.exec(select(Receipt)).one())
    with database.read() as session:
        checked = reading.check(session, text=receipt.signed, keys=keys)
    assert (checked.genuine, checked.claims["number"], checked.receipt) == (True, 7, None)


def test_receipts_are_listed_for_those_who_asked_and_their_organisation_alone(
    database: Database, keys: Keys
) -> None:
    with database.write() as session:
        office = make_identity.organisation(session)
        elsewhere = make_identity.organisation(session, "UDI")
        holders = [
            make_identity.account(session, f"{name}@nav.example.org", Role.VERIFIER, place)
            for name, place in (("kari", office), ("ola", office), ("siri", elsewhere))
        ]
    kari, ola, siri = (
        make_identity.actor(Role.VERIFIER, at.id or 0, account_id=one.id or 0)
        for one, at in zip(holders, (office, office, elsewhere), strict=True)
    )
    first = issue(database, keys, 7, asker=kari)
    second = issue(database, keys, 8, asker=siri, now=THEN + timedelta(days=1))
    issue(database, keys, 9)
    with database.read() as session:
        for actor, expected in ((kari, [7]), (ola, [7]), (siri, [8])):
            rows, following = reading.own(session, actor, Wanted(), limit=10, cursor=None)
            assert ([one.number for one, _ in rows], following) == (expected, None)
        for wanted, expected in (
            (Wanted(text="8"), [8]),
            (Wanted(text=references.written(second.reference)), [8]),
            (Wanted(text=references.written(first.reference)), []),
            (Wanted(answer=Answer.VALID), []),
            (Wanted(first=date(2026, 1, 16), last=date(2026, 1, 16)), [8]),
            (Wanted(last=date(2026, 1, 15)), []),
        ):
            rows, _ = reading.own(session, siri, wanted, limit=10, cursor=None)
            assert [one.number for one, _ in rows] == expected, wanted


def test_a_long_list_is_paged_newest_first(database: Database, keys: Keys) -> None:
    asker = make_identity.actor(Role.REGISTRY_OFFICER, account_id=_account(database))
    for number in range(1, 6):
        issue(database, keys, number, asker=asker)
    pages, cursor = [], None
    with database.read() as session:
        for _ in range(3):
            rows, cursor = reading.own(session, asker, Wanted(), limit=2, cursor=cursor)
            pages.append([one.number for one, _ in rows])
    assert (pages, cursor) == ([[5, 4], [3, 2], [1]], None)


def test_whoever_asks_for_very_many_is_stopped_and_others_are_not(database: Database, keys: Keys) -> None:
    for _ in range(200):
        issue(database, keys, 7)
    with pytest.raises(Forbidden) as told:
        issue(database, keys, 7)
    assert told.value.code == "too_many_attempts"
    issue(database, keys, 7, address="192.0.2.2")
    issue(database, keys, 7, now=THEN + timedelta(minutes=15))


def test_an_unknown_language_and_a_broad_one_are_refused(database: Database, keys: Keys) -> None:
    for language in ("xyz", "kur"):
        with pytest.raises(Invalid):
            issue(database, keys, 7, language=language)


def test_a_reference_is_read_however_it_is_typed_and_no_single_wrong_letter_passes() -> None:
    for _ in range(50):
        drawn = references.draw()
        assert references.read(f" {references.written(drawn).lower()} ") == drawn
        assert references.read(drawn.replace("0", "o").replace("1", "l")) == drawn
        for place in range(13):
            wrong = "2" if drawn[place] != "2" else "3"
            with pytest.raises(Invalid):
                references.read(drawn[:place] + wrong + drawn[place + 1 :])


@pytest.mark.parametrize("typed", ["", "-", "K7QM2XRD94TV", "UUUUUUUUUUUUU", "ÆØÅÆØÅÆØÅÆØÅÆ", "0" * 400])
def test_what_is_no_reference_is_told_as_mistyped(database: Database, keys: Keys, typed: str) -> None:
    with pytest.raises(Invalid) as told:
        seen(database, keys, typed)
    assert told.value.errors[0].code == "mistyped_reference"


def test_a_reference_never_issued_is_unknown(database: Database, keys: Keys) -> None:
    with pytest.raises(NotFound) as told:
        seen(database, keys, references.draw())
    assert told.value.code == "unknown_receipt"


def _account(database: Database) -> int:
    with database.write() as session:
        return make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER).id or 0
