"""The heads of the chains are signed daily: a rewriting shows, even by one who holds the database."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from identity import audit
from identity.audit import Act, sealing, verifying
from identity.audit.recording import link_of
from identity.audit.tables import AuditChain, AuditEntry, AuditSeal
from kit.db import Database
from kit.signing import Keys
from tests import make

SUBJECT = audit.about_interpreter(7)
A_DAY = timedelta(days=1)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def two_days(database: Database, keys: Keys) -> None:
    for day in range(2):
        with database.write() as session:
            for _ in range(2):
                audit.record(session, SUBJECT, Act.EVIDENCE_REGISTERED, by=None, now=make.NOW + day * A_DAY)
            audit.record(session, "register", Act.REGISTER_EXPORTED, by=None, now=make.NOW + day * A_DAY)
        with database.write() as session:
            assert sealing.seal(session, keys, now=make.NOW + day * A_DAY) is not None


def faults(session: Session, keys: Keys) -> list[tuple[str, int, str]]:
    found = [*verifying.faults(session), *sealing.faults(session, keys)]
    return [(fault.subject, fault.position, fault.code) for fault in found]


def test_a_day_is_sealed_once_and_what_is_sealed_holds(database: Database, keys: Keys) -> None:
    two_days(database, keys)
    with database.write() as session:
        assert sealing.seal(session, keys, now=make.NOW + A_DAY) is None
        assert not sealing.is_due(session, now=make.NOW + A_DAY)
        assert sealing.is_due(session, now=make.NOW + 2 * A_DAY)
        assert sealing.seal(session, keys, now=make.NOW + 2 * A_DAY) is not None  # a quiet day is a link too
        keys.rotate()
        audit.record(session, SUBJECT, Act.EXCLUDED, by=None, now=make.NOW + 3 * A_DAY)
        assert sealing.seal(session, keys, now=make.NOW + 3 * A_DAY) is not None
    with database.read() as session:
        assert faults(session, keys) == []
        lines = [json.loads(line) for line in sealing.exported(session)]
    assert [[head[:2] for head in line["heads"]] for line in lines] == [
        [[SUBJECT, 2], ["register", 1]], [[SUBJECT, 4], ["register", 2]], [], [[SUBJECT, 5]],
    ]  # fmt: skip


def test_a_chain_written_anew_after_it_was_sealed_shows(database: Database, keys: Keys) -> None:
    two_days(database, keys)
    with database.write() as session:
        _write_anew(session)
    with database.read() as session:
        assert list(verifying.faults(session)) == []  # every link fits: the chain alone would not tell
        assert faults(session, keys) == [(SUBJECT, 2, "seal_broken"), (SUBJECT, 4, "seal_broken")]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_sealed_head SET length = 2 WHERE seal_id = 1 AND subject = 'register'",
        "DELETE FROM audit_sealed_head WHERE seal_id = 2",
        "UPDATE audit_seal SET digest = '00'",
        "UPDATE audit_seal SET signed = signed || 'A' WHERE id = 1",
    ],
)
def test_a_seal_that_was_changed_is_not_genuine(database: Database, keys: Keys, tampering: str) -> None:
    two_days(database, keys)
    with database.write() as session:
        session.execute(text(tampering))
    with database.read() as session:
        assert "seal_not_genuine" in {code for _subject, _position, code in faults(session, keys)}


def test_seals_kept_elsewhere_show_what_one_with_database_and_key_rewrote(
    database: Database, keys: Keys
) -> None:
    two_days(database, keys)
    with database.read() as session:
        kept = list(sealing.exported(session))
    with database.write() as session:
        _write_anew(session)
        for table in ("audit_sealed_head", "audit_seal"):
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - two names of ours
        session.execute(text("UPDATE audit_chain SET sealed_length = 0"))
        assert sealing.seal(session, keys, now=make.NOW) is not None
    with database.read() as session:
        assert faults(session, keys) == []
        found = {(one.subject, one.code) for one in sealing.faults_against(session, keys, kept)}
        assert found == {(SUBJECT, "seal_broken")}
        forged = [kept[0].replace('"register",1', '"register",2'), "{", "[]"]
        codes = [one.code for one in sealing.faults_against(session, keys, forged)]
        assert codes.count("seal_not_genuine") == 3


def _write_anew(session: Session) -> None:
    """As one would who knows how chains are made: other content, and every link computed to fit."""
    entries = session.exec(select(AuditEntry).where(AuditEntry.subject == SUBJECT).order_by("position")).all()
    before = "0" * 64
    for entry in entries:
        entry.act = "excluded"
        entry.link = before = link_of(entry, before)
    chain = session.get_one(AuditChain, SUBJECT)
    chain.head = before
    session.flush()


def test_the_database_refuses_two_seals_for_a_day(database: Database, keys: Keys) -> None:
    two_days(database, keys)
    with database.read() as session:
        days = session.exec(select(col(AuditSeal.on))).all()
    assert len(days) == len(set(days)) == 2
