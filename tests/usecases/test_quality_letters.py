"""Interpreters asked to confirm their entries, and told of evidence that ends: each once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from identity.audit.tables import AuditEntry
from kit.db import Database
from kit.errors import Conflict, Invalid
from registry import registration
from registry.cases import house
from registry.quality import confirming, expiring, finding, measuring
from registry.quality.rules import Rule
from registry.quality.tables import ExpiryNotice, ProfileCheck
from registry.tables import Interpreter
from registry.words import EvidenceKind, Letterform
from tests import make, make_letters
from tests import make_registry as registry
from tests.make import NOW
from tests.make_registry import TODAY
from tests.racing import at_once
from web import worker

YEARS_AGO = NOW.replace(year=2020)
ADDRESS = "selam@tolk.example.org"


def stale(session: Session, name: str = "Selam Tesfai", **more: Any) -> Interpreter:
    return registry.interpreter(session, name, now=YEARS_AGO, **({"email": ADDRESS} | more))


def ask(session: Session, database: Database, now: datetime = NOW) -> int:
    return confirming.ask(session, house=house.of(make.settings(database)), now=now)


def token_in(letter: dict[str, Any]) -> str:
    return str(letter["text"]).partition("/confirm?token=")[2].split()[0]


def test_a_stale_profile_is_asked_about_in_her_form_and_then_once_a_month(database: Database) -> None:
    with database.write() as session:
        stale(session, letterform=Letterform.NYNORSK)
        assert confirming.is_due(session, now=NOW)
        assert ask(session, database) == 1
        assert ask(session, database) == 0
        assert ask(session, database, NOW + timedelta(days=29)) == 0
        assert ask(session, database, NOW + timedelta(days=30)) == 1
        letters = make_letters.letters(session, ADDRESS)
        assert [letter["subject"] for letter in letters] == ["Stemmer det registeret har om deg?"] * 2
        assert "Ein gong i året" in letters[0]["text"]
        assert token_in(letters[0]) != token_in(letters[1])


def test_the_protected_the_unreachable_and_the_unlisted_are_not_asked(database: Database) -> None:
    with database.write() as session:
        stale(session, protected=True)
        stale(session, email=None)
        stale(session, listed=False)
        registry.interpreter(session, "New", email=ADDRESS)
        assert not confirming.is_due(session, now=NOW)
        assert ask(session, database) == 0


def test_confirming_ends_the_asking_for_a_year_and_is_recorded(database: Database) -> None:
    with database.write() as session:
        person = stale(session)
        ask(session, database)
        token = token_in(make_letters.letters(session)[0])
        assert confirming.asked(session, token=token, now=NOW).id == person.id
        assert finding.count(session, Rule.STALE_PROFILE, now=NOW) == 1
        confirming.confirm(session, token=token, now=NOW)
        assert finding.count(session, Rule.STALE_PROFILE, now=NOW) == 0
        assert not confirming.is_due(session, now=NOW + timedelta(days=364))
        assert confirming.is_due(session, now=NOW + timedelta(days=365))
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "profile_confirmed")).one()
        assert entry.subject == f"interpreter:{person.id}"


def test_contact_data_is_corrected_and_confirmed_at_once_or_refused_with_nothing_kept(
    database: Database,
) -> None:
    with database.write() as session:
        person = stale(session)
        ask(session, database)
        token = token_in(make_letters.letters(session)[0])
        with pytest.raises(Invalid):
            confirming.confirm(session, token=token, now=NOW, contact=("no address", None))
        check = session.get_one(ProfileCheck, person.id)
        assert (check.confirmed_at, person.email) == (None, ADDRESS)
        confirming.confirm(session, token=token, now=NOW, contact=("new@tolk.example.org", "22 00 00 00"))
        assert (check.confirmed_at, person.email, person.phone) == (
            NOW, "new@tolk.example.org", "22 00 00 00"
        )  # fmt: skip


def test_a_link_works_for_sixty_days_and_never_for_one_protected_since(database: Database) -> None:
    with database.write() as session:
        person = stale(session)
        ask(session, database)
        token = token_in(make_letters.letters(session)[0])
        almost = NOW + timedelta(days=60) - timedelta(seconds=1)
        confirming.asked(session, token=token, now=almost)
        for wrong, now in ((token, NOW + timedelta(days=60)), ("x", NOW), ("", NOW)):
            with pytest.raises(Conflict, match="confirm_link_ended"):
                confirming.confirm(session, token=wrong, now=now)
        registration.change(session, number=person.number, changes={"protected": True}, now=NOW)
        with pytest.raises(Conflict, match="confirm_link_ended"):
            confirming.asked(session, token=token, now=NOW)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (TODAY + timedelta(days=91), []),
        (TODAY + timedelta(days=90), [90]),
        (TODAY + timedelta(days=31), [90]),
        (TODAY + timedelta(days=30), [30]),
        (TODAY, [30]),
        (TODAY - timedelta(days=1), []),
    ],
)
def test_she_is_told_ninety_and_thirty_days_before_a_proof_ends(
    database: Database, ends: date, told: list[int]
) -> None:
    with database.write() as session:
        person = registry.interpreter(session, email=ADDRESS)
        registry.proof(session, person, EvidenceKind.TRANSLATOR, "som", valid_until=ends)
        assert tell(session, database) == len(told)
        assert tell(session, database) == 0
        assert list(session.exec(select(ExpiryNotice.days))) == told


def tell(session: Session, database: Database, now: datetime = NOW) -> int:
    return expiring.tell(session, house=house.of(make.settings(database)), now=now)


def test_each_of_the_two_letters_leaves_once_and_the_list_tells_when(database: Database) -> None:
    with database.write() as session:
        person = registry.interpreter(session, email=ADDRESS)
        ends = TODAY + timedelta(days=90)
        registry.proof(session, person, EvidenceKind.TRANSLATOR, "som", valid_until=ends)
        sent = [tell(session, database, NOW + timedelta(days=days)) for days in range(0, 92, 2)]
        assert sum(sent) == 2
        assert (sent[0], sent[30]) == (1, 1)
        letters = make_letters.letters(session, ADDRESS)
        assert (
            letters[0]["subject"] == "Dokumentasjonen din i Tolkeregisteret utløper søndag 21. februar 2027"
        )
        assert "Translatør eller fagoversetter, somali" in letters[0]["text"]
        (found,), _ = finding.page(session, Rule.EVIDENCE_EXPIRING, now=NOW, limit=9)
        assert found.endings[0].told_at == NOW + timedelta(days=60)


def test_a_transaction_that_is_lost_has_neither_told_nor_written(database: Database) -> None:
    with database.write() as session:
        person = stale(session)
        registry.proof(session, person, EvidenceKind.TRANSLATOR, "som", valid_until=TODAY)

    def killed() -> None:
        with database.write() as session:
            assert (tell(session, database), ask(session, database)) == (1, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    with database.read() as session:
        assert make_letters.letters(session) == []
        assert expiring.is_due(session, now=NOW)
        assert confirming.is_due(session, now=NOW)


def test_two_workers_at_once_write_each_letter_once(database: Database) -> None:
    with database.write() as session:
        for name in ("A", "B", "C"):
            person = stale(session, name)
            registry.proof(session, person, EvidenceKind.TRANSLATOR, "som", valid_until=TODAY)
    settings = make.settings(database)

    def remind() -> None:
        while worker.remind(database, settings, now=NOW):
            pass

    assert at_once(remind, remind) == ["done", "done"]
    with database.read() as session:
        assert len(make_letters.letters(session)) == 6
        assert len(session.exec(select(ExpiryNotice)).all()) == 3


def test_the_worker_measures_once_a_day_and_finds_the_pairs_before_it_counts(database: Database) -> None:
    with database.write() as session:
        for _ in range(2):
            registry.interpreter(session, "Ali Hassan")
    worker.measure(database, now=NOW)
    worker.measure(database, now=NOW)
    with database.read() as session:
        told = measuring.trend(session, Rule.POSSIBLE_DUPLICATE, now=NOW)
        assert told.measures == ((TODAY, 1),)
