import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from identity import accounts, hashing, signing_in
from identity.tables import Account, SignInAttempt, SignInSession
from identity.throttle import WINDOW, Purpose, admit
from kit.db import Database
from kit.errors import Forbidden
from kit.i18n import Tongue
from kit.secrets import digest
from tests import make
from tests.make_identity import PASSWORD, booker

HALF_DAY = timedelta(hours=12)


class Verifier:
    """Says what it is told to, and counts how often it was asked."""

    def __init__(self, *, right: bool) -> None:
        self.right = right
        self.asked: list[bool] = []

    def __call__(self, _plain: str, hashed: str | None) -> bool:
        self.asked.append(hashed is not None)
        return self.right and hashed is not None


WRONG = Verifier(right=False)
RIGHT = Verifier(right=True)


def test_the_right_password_begins_a_session_kept_as_a_digest(database: Database) -> None:
    holder = booker(database)
    token = _sign_in(database, email=" Kari@NAV.example.org ")
    with database.read() as session:
        kept = session.exec(select(SignInSession)).one()
    assert kept.account_id == holder.id
    assert kept.token_digest == digest(token)
    assert kept.expires_at == make.NOW + HALF_DAY


def test_the_real_hash_is_what_is_checked(database: Database) -> None:
    booker(database)
    assert _sign_in(database, typed=PASSWORD, verify=hashing.verify)
    with pytest.raises(Forbidden, match="wrong_credentials"):
        _sign_in(database, typed=PASSWORD.upper(), verify=hashing.verify)


def test_an_unknown_address_costs_one_check_and_gives_the_same_answer(database: Database) -> None:
    booker(database)
    told, asked = [], []
    for email in ("kari@nav.example.org", "nobody@nav.example.org"):
        verifier = Verifier(right=False)
        with pytest.raises(Forbidden) as refused:
            _sign_in(database, email=email, verify=verifier)
        told.append((refused.value.code, refused.value.detail))
        asked.append(len(verifier.asked))
    assert told[0] == told[1]
    assert asked == [1, 1]


@pytest.mark.parametrize("state", ["disabled", "without_password"])
def test_a_closed_account_or_one_without_a_password_is_as_wrong_as_any(
    database: Database, state: str
) -> None:
    holder = booker(database)
    with database.write() as session:
        account = session.get_one(Account, holder.id)
        if state == "disabled":
            account.disabled_at = make.NOW
        else:
            account.password_hash = None
    verifier = Verifier(right=True)
    with pytest.raises(Forbidden, match="wrong_credentials"):
        _sign_in(database, verify=verifier)
    assert len(verifier.asked) == 1


def test_an_account_takes_ten_wrong_guesses_and_then_not_even_the_right_one(database: Database) -> None:
    booker(database)
    for number in range(10):
        _fail(database, address=f"192.0.2.{number}")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _sign_in(database, address="192.0.2.99")
    later = make.NOW + WINDOW
    assert _sign_in(database, address="192.0.2.99", now=later)


def test_an_unknown_account_is_throttled_as_a_known_one(database: Database) -> None:
    for _ in range(10):
        _fail(database, email="nobody@nav.example.org")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _sign_in(database, email="nobody@nav.example.org")


def test_an_address_takes_fifty_wrong_guesses_at_any_accounts(database: Database) -> None:
    booker(database)
    for number in range(50):
        _fail(database, email=f"guess{number}@nav.example.org", address="198.51.100.7")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _sign_in(database, address="198.51.100.7")
    assert _sign_in(database, address="198.51.100.8")


def test_one_customers_ipv6_addresses_are_one_address(database: Database) -> None:
    for number in range(50):
        _fail(database, email=f"guess{number}@nav.example.org", address=f"2001:db8:0:1::{number:x}")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _fail(database, email="fresh@nav.example.org", address="2001:db8:0:1:ffff::1")
    _fail(database, email="fresh@nav.example.org", address="2001:db8:0:2::1")


def test_a_success_takes_its_own_count_back(database: Database) -> None:
    booker(database)
    for _ in range(60):  # more than either limit
        assert _sign_in(database)
    with database.read() as session:
        assert session.exec(select(SignInAttempt)).all() == []


def test_a_success_forgets_the_accounts_wrong_guesses_but_not_the_addresss(database: Database) -> None:
    booker(database)
    for _ in range(5):
        for _ in range(9):
            _fail(database)
        assert _sign_in(database)
    for _ in range(5):
        _fail(database)
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _fail(database)


def test_old_attempts_are_forgotten_and_none_holds_an_address_in_clear(database: Database) -> None:
    _fail(database)
    _fail(database, email="other@nav.example.org", now=make.NOW + WINDOW)
    with database.read() as session:
        kept = session.exec(select(SignInAttempt)).all()
    assert [row.at for row in kept] == [make.NOW + WINDOW] * 2
    assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in kept)


def test_simultaneous_guesses_cannot_outrun_the_count(database: Database) -> None:
    def guess(_number: int) -> bool:
        try:
            with database.write() as session:
                admit(session, Purpose.SIGN_IN, who="kari@nav.example.org", address="192.0.2.1", now=make.NOW)
        except Forbidden:
            return False
        return True

    with ThreadPoolExecutor(30) as pool:
        assert sum(pool.map(guess, range(30))) == 10


def test_a_password_changed_while_it_was_being_checked_begins_no_session(database: Database) -> None:
    holder = booker(database)

    def slow(_plain: str, _hashed: str | None) -> bool:
        with database.write() as session:
            session.get_one(Account, holder.id).password_hash = "$argon2id$another"
        return True

    with pytest.raises(Forbidden, match="wrong_credentials"):
        _sign_in(database, verify=slow)
    with database.read() as session:
        assert session.exec(select(SignInSession)).all() == []


def test_no_writer_waits_while_a_password_is_checked(database: Database) -> None:
    booker(database)

    def while_others_write(_plain: str, _hashed: str | None) -> bool:
        with database.write() as session:
            accounts.set_tongue(session, account_id=1, tongue=Tongue.NYNORSK)
        return True

    assert _sign_in(database, verify=while_others_write)


def test_signing_out_ends_that_session_alone(database: Database) -> None:
    booker(database)
    first, second = _sign_in(database), _sign_in(database)
    with database.write() as session:
        signing_in.sign_out(session, token=first)
        signing_in.sign_out(session, token=first)
    with database.read() as session:
        assert [kept.token_digest for kept in session.exec(select(SignInSession))] == [digest(second)]


def test_sessions_that_have_run_out_are_swept_away_at_the_next_sign_in(database: Database) -> None:
    booker(database)
    _sign_in(database)
    fresh = _sign_in(database, now=make.NOW + HALF_DAY)
    with database.read() as session:
        assert [kept.token_digest for kept in session.exec(select(SignInSession))] == [digest(fresh)]


def _sign_in(
    database: Database,
    *,
    email: str = "kari@nav.example.org",
    typed: str = "whatever was typed",
    address: str = "192.0.2.1",
    now: datetime = make.NOW,
    verify: signing_in.Verify = RIGHT,
) -> str:
    return signing_in.sign_in(
        database, email=email, password=typed, address=address, now=now, length=HALF_DAY, verify=verify
    )


def _fail(
    database: Database,
    *,
    email: str = "kari@nav.example.org",
    address: str = "192.0.2.1",
    now: datetime = make.NOW,
) -> None:
    """A guess that is judged, and wrong; one too many is raised on."""
    try:
        _sign_in(database, email=email, address=address, now=now, verify=WRONG)
    except Forbidden as refusal:
        if refusal.code != "wrong_credentials":
            raise
    else:
        pytest.fail("a wrong password signed somebody in")
