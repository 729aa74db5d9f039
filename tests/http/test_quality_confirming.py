"""The page behind the yearly letter: opened it does nothing, answered it confirms, old it says so."""

from sqlmodel import Session, select

from kit.db import Database
from registry.cases import house
from registry.quality import confirming
from registry.quality.tables import ProfileCheck
from registry.tables import Interpreter
from tests import browsing, make, make_letters
from tests import make_registry as registry
from tests.make import NOW

LONG_AGO = NOW.replace(year=2020)


def link(database: Database) -> str:
    """The address in the letter Selam got."""
    with database.write() as session:
        registry.interpreter(session, "Selam Tesfai", email="selam@tolk.example.org", now=LONG_AGO)
        confirming.ask(session, house=house.of(make.settings(database)), now=NOW)
        text = str(make_letters.letters(session)[0]["text"])
    return "/confirm?token=" + text.partition("/confirm?token=")[2].split()[0]


def confirmed(session: Session) -> bool:
    return session.exec(select(ProfileCheck)).one().confirmed_at is not None


def test_opening_the_link_shows_the_facts_and_confirms_nothing(database: Database) -> None:
    address = link(database)
    shown = browsing.visit(registry.anyone(database), address)
    for told in ("Selam Tesfai", "Tigrinya", "selam@tolk.example.org", "Oslo"):
        assert told in shown.words + shown.response.text
    with database.read() as session:
        assert not confirmed(session)


def test_one_tap_confirms_and_the_page_after_shows_nothing_personal(database: Database) -> None:
    anyone = registry.anyone(database)
    token = link(database).partition("=")[2]
    done = anyone.post("/confirm", data={"token": token})
    assert (done.url.path, done.status_code) == ("/confirm/done", 200)
    assert "Selam" not in done.text
    assert anyone.post("/confirm", data={"token": token}).status_code == 200
    with database.read() as session:
        assert confirmed(session)


def test_a_wrong_address_is_asked_for_again_with_what_was_typed(database: Database) -> None:
    anyone = registry.anyone(database)
    token = link(database).partition("=")[2]
    typed = {"token": token, "correct": "yes", "email": "selam at home", "phone": "22 00 00 00"}
    refused = anyone.post("/confirm", data=typed)
    assert refused.status_code == 422
    assert 'value="selam at home"' in refused.text
    anyone.post("/confirm", data=typed | {"email": "home@tolk.example.org"})
    with database.read() as session:
        assert session.exec(select(Interpreter.email, Interpreter.phone)).one() == (
            "home@tolk.example.org",
            "22 00 00 00",
        )
        assert confirmed(session)


def test_a_forged_or_old_link_says_so_and_shows_nobody(database: Database) -> None:
    link(database)
    anyone = registry.anyone(database)
    for address in ("/confirm", "/confirm?token=forged"):
        shown = browsing.visit(anyone, address)
        assert shown.status == 409
        assert "Use the link in the newest." in shown.words
        assert "Selam" not in shown.response.text
    assert anyone.post("/confirm", data={"token": "forged"}).status_code == 409
