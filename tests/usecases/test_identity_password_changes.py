import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from identity import accounts, passwords, signing_in, tokens
from identity.tables import Account, ResetLink, SignInSession
from kit import outbox
from kit.db import Database
from kit.errors import Conflict, Forbidden, Invalid
from kit.i18n import Tongue
from kit.mail import Sender
from kit.outbox import Outbox
from kit.secrets import digest
from tests import make
from tests.make_identity import PASSWORD, booker

NEW = "quiet river at dawn"
SENDER = Sender("Tolkebok", "booking@tolkebok.example")
HOUR = timedelta(hours=1)


def test_a_changed_password_ends_every_other_session_and_leaves_tokens(database: Database) -> None:
    holder = booker(database)
    mine, elsewhere = _session(database), _session(database)
    with database.write() as session:
        tokens.issue(session, account_id=holder.id or 0, now=make.NOW)
    _change(database, holder, keep=mine)
    assert _sessions(database) == {digest(mine)}
    assert elsewhere != mine
    with database.read() as session:
        assert len(tokens.in_force(session, account_id=holder.id or 0)) == 1
    assert _session(database, NEW)
    with pytest.raises(Forbidden, match="wrong_credentials"):
        _session(database, PASSWORD)


def test_another_accounts_sessions_are_left_alone(database: Database) -> None:
    holder = booker(database)
    booker(database, "ola@nav.example.org", "NAV Bodø")
    theirs = _session(database, email="ola@nav.example.org")
    _change(database, holder, keep=None)
    assert _sessions(database) == {digest(theirs)}


@pytest.mark.parametrize(
    ("current", "new", "field", "code"),
    [
        ("a guess at it", NEW, "current_password", "wrong_password"),
        (PASSWORD, PASSWORD, "new_password", "password_unchanged"),
        (PASSWORD, "too short", "new_password", "password_too_short"),
        (PASSWORD, "kari and company", "new_password", "password_is_the_address"),
    ],
)
def test_a_refused_change_names_the_field_and_changes_nothing(
    database: Database, current: str, new: str, field: str, code: str
) -> None:
    holder = booker(database)
    kept = _session(database)
    with pytest.raises(Invalid) as refused:
        _change(database, holder, current=current, new=new)
    assert [(error.field, error.code) for error in refused.value.errors] == [(field, code)]
    assert _sessions(database) == {digest(kept)}
    assert _session(database)


def test_the_present_password_cannot_be_guessed_from_a_borrowed_session(database: Database) -> None:
    holder = booker(database)
    for _ in range(10):
        with pytest.raises(Invalid):
            _change(database, holder, current="a guess at it")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _change(database, holder)


def test_a_mailed_link_chooses_a_new_password_once(database: Database) -> None:
    booker(database)
    _session(database)
    token = _asked(database)
    passwords.reset(database, token=token, new_password=NEW, now=make.NOW + HOUR - timedelta(seconds=1))
    assert _sessions(database) == set()
    assert _session(database, NEW)
    with pytest.raises(Conflict, match="reset_link_ended"):
        passwords.reset(database, token=token, new_password="another one still", now=make.NOW)


def test_of_two_who_use_a_link_at_once_one_chooses_the_password(database: Database) -> None:
    booker(database)
    token = _asked(database)

    def choose(password: str) -> bool:
        try:
            passwords.reset(database, token=token, new_password=password, now=make.NOW)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        chosen = list(pool.map(choose, (NEW, "the other one's words")))
    assert sorted(chosen) == [False, True]
    assert _session(database, NEW if chosen[0] else "the other one's words")


def test_a_link_lasts_an_hour(database: Database) -> None:
    booker(database)
    token = _asked(database)
    with pytest.raises(Conflict, match="reset_link_ended"):
        passwords.reset(database, token=token, new_password=NEW, now=make.NOW + HOUR)
    assert _session(database)


def test_a_poor_password_does_not_use_the_link_up(database: Database) -> None:
    booker(database)
    token = _asked(database)
    with pytest.raises(Invalid):
        passwords.reset(database, token=token, new_password="short", now=make.NOW)
    passwords.reset(database, token=token, new_password=NEW, now=make.NOW)


def test_a_new_password_ends_every_other_link(database: Database) -> None:
    holder = booker(database)
    first, second = _asked(database), _asked(database)
    passwords.reset(database, token=second, new_password=NEW, now=make.NOW)
    third = _asked(database)
    _change(database, holder, current=NEW, new="yet another river")
    for token in (first, third, "made up"):
        with pytest.raises(Conflict, match="reset_link_ended"):
            passwords.reset(database, token=token, new_password=PASSWORD, now=make.NOW)


def test_a_link_opens_nothing_once_the_account_is_closed(database: Database) -> None:
    holder = booker(database)
    token = _asked(database)
    with database.write() as session:
        session.get_one(Account, holder.id).disabled_at = make.NOW
    with pytest.raises(Conflict, match="reset_link_ended"):
        passwords.reset(database, token=token, new_password=NEW, now=make.NOW)


def test_a_new_password_lets_a_throttled_person_in_at_once(database: Database) -> None:
    booker(database)
    for _ in range(10):
        with pytest.raises(Forbidden, match="wrong_credentials"):
            _session(database, "not the password")
    with pytest.raises(Forbidden, match="too_many_attempts"):
        _session(database)
    passwords.reset(database, token=_asked(database), new_password=NEW, now=make.NOW)
    assert _session(database, NEW)


def test_an_unknown_address_gets_no_letter_and_costs_the_same_work(database: Database) -> None:
    booker(database)
    statements: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: statements.append(statement),
    )
    work = []
    for email in ("kari@nav.example.org", "nobody@nav.example.org"):
        statements.clear()
        _ask(database, email)
        work.append(sorted(statement for statement in statements if "outbox" not in statement))
    assert work[0] == work[1]
    with database.read() as session:
        assert [letter["to"] for letter in _letters(database)] == ["kari@nav.example.org"]
        assert len(session.exec(select(ResetLink)).all()) == 2


def test_links_can_be_asked_for_three_times_a_quarter_known_address_or_not(database: Database) -> None:
    booker(database)
    for email in ("kari@nav.example.org", "nobody@nav.example.org"):
        for _ in range(3):
            _ask(database, email)
        with pytest.raises(Forbidden, match="too_many_attempts"):
            _ask(database, email)
    assert len(_letters(database)) == 3


@pytest.mark.parametrize(
    ("tongue", "subject"),
    [
        (Tongue.BOKMAL, "Velg et nytt passord"),
        (Tongue.NYNORSK, "Vel eit nytt passord"),
        (Tongue.ENGLISH, "Choose a new password"),
    ],
)
def test_the_letter_is_in_the_readers_language(database: Database, tongue: Tongue, subject: str) -> None:
    holder = booker(database)
    with database.write() as session:
        accounts.set_tongue(session, account_id=holder.id or 0, tongue=tongue)
    _ask(database)
    (letter,) = _letters(database)
    assert letter["subject"] == subject


def test_the_letters_two_forms_carry_the_same_link_and_escape_the_name(database: Database) -> None:
    holder = booker(database)
    with database.write() as session:
        session.get_one(Account, holder.id).name = "Kari <b>Nordmann</b>"
    token = _asked(database)
    (letter,) = _letters(database)
    assert f"https://tolkebok.example/reset?token={token}" in letter["text"]
    assert f'<a href="https://tolkebok.example/reset?token={token}">' in letter["html"]
    assert "&lt;b&gt;Nordmann" in letter["html"]


def _change(
    database: Database,
    holder: Account,
    *,
    current: str = PASSWORD,
    new: str = NEW,
    keep: str | None = None,
) -> None:
    passwords.change(
        database,
        account_id=holder.id or 0,
        current=current,
        new=new,
        keep=keep,
        address="192.0.2.1",
        now=make.NOW,
    )


def test_a_reset_letter_that_is_parked_holds_back_no_later_one(database: Database) -> None:
    booker(database)
    _ask(database)
    _ask(database)
    with database.write() as session:
        first = outbox.claim(session, now=make.NOW, park_after=1)
        assert first is not None
        outbox.failed(session, first, error="smtp_550", permanent=True, park_after=1, now=make.NOW)
        second = outbox.claim(session, now=make.NOW, park_after=1)
    assert second is not None
    assert second.id != first.id


def _session(
    database: Database,
    password: str = PASSWORD,
    *,
    email: str = "kari@nav.example.org",
    now: datetime = make.NOW,
) -> str:
    return signing_in.sign_in(
        database, email=email, password=password, address="192.0.2.1", now=now, length=12 * HOUR
    )


def _sessions(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(SignInSession.token_digest)).all())


def _ask(database: Database, email: str = "kari@nav.example.org") -> None:
    with database.write() as session:
        passwords.ask_reset(
            session,
            email=email,
            address="192.0.2.1",
            public_url="https://tolkebok.example",
            sender=SENDER,
            now=make.NOW,
        )


def _asked(database: Database) -> str:
    _ask(database)
    found = re.search(r"reset\?token=(\S+)", _letters(database)[-1]["text"])
    assert found is not None
    return found[1]


def _letters(database: Database) -> list[dict[str, str]]:
    with database.read() as session:
        return [row.payload["letter"] for row in session.exec(select(Outbox).order_by(col(Outbox.id)))]
