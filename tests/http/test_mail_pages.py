"""The demo's mail pages: only in a demo, everything that was sent, findable by recipient."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kit import installation, mail
from kit.db import Database
from kit.mail import Letter, Sender
from tests import make, make_letters
from tests.make import NOW
from web.mailbox import Mailbox

OBJECT = make_letters.object_from(make_letters.THURSDAY, make_letters.THURSDAY.replace(hour=12))


@pytest.fixture
def demo(database: Database, tmp_path: Path) -> TestClient:
    with database.write() as session:
        installation.mark(session, demo_seed=1, now=NOW)
    return TestClient(make.app(database, TOLKEBOK_DEMO="1", TOLKEBOK_DATA_DIR=str(tmp_path)))


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox")


def catch(mailbox: Mailbox, to: str, subject: str, calendar: str | None = None) -> None:
    letter = Letter(
        to, subject, "Se https://tolk.example/my\n\n<b>Hei</b>\n", "<p>Hei</p>", calendar, "REQUEST"
    )
    mailbox.keep(
        mail.compose(mail.payload(letter, sender=Sender("Tolkebok", "b@t.example"), now=NOW)).as_bytes()
    )


def test_mail_is_listed_newest_first_and_found_by_recipient(demo: TestClient, mailbox: Mailbox) -> None:
    catch(mailbox, "ase@example.org", "Første")
    catch(mailbox, "kari@example.org", "Andre")
    page = demo.get("/demo/mail").text
    assert page.index("Andre") < page.index("Første")
    page = demo.get("/demo/mail", params={"to": "ASE@"}).text
    assert "Første" in page
    assert "Andre" not in page


def test_a_message_reads_as_text_with_links_and_nothing_of_it_is_markup(
    demo: TestClient, mailbox: Mailbox
) -> None:
    catch(mailbox, "ase@example.org", "Møte")
    (caught,) = mailbox.newest_first()
    page = demo.get(f"/demo/mail/{caught.id}").text
    assert '<a href="https://tolk.example/my"' in page
    assert "&lt;b&gt;Hei&lt;/b&gt;" in page
    assert "invite.ics" not in page


def test_the_calendar_object_and_the_message_are_given_as_they_were_sent(
    demo: TestClient, mailbox: Mailbox
) -> None:
    catch(mailbox, "ase@example.org", "Møte", OBJECT)
    (caught,) = mailbox.newest_first()
    assert f"/demo/mail/{caught.id}/invite.ics" in demo.get(f"/demo/mail/{caught.id}").text
    given = demo.get(f"/demo/mail/{caught.id}/invite.ics")
    assert given.content == OBJECT.encode()
    assert given.headers["content-type"].startswith("text/calendar")
    assert demo.get(f"/demo/mail/{caught.id}/message.eml").content == caught.raw


def test_many_messages_come_in_pages(demo: TestClient, mailbox: Mailbox) -> None:
    for number in range(51):
        catch(mailbox, "ase@example.org", f"Brev {number:03}")
    first = demo.get("/demo/mail").text
    assert "Brev 050" in first
    assert "Brev 000" not in first
    assert "skip=50" in first
    assert "Brev 000" in demo.get("/demo/mail?skip=50").text


@pytest.mark.parametrize("given", ["nothing", "..%2f..%2fetc", "20261126T100000000000-00000000"])
def test_an_unknown_message_is_not_found(demo: TestClient, given: str) -> None:
    for path in (f"/demo/mail/{given}", f"/demo/mail/{given}/invite.ics", f"/demo/mail/{given}/message.eml"):
        assert demo.get(path).status_code == 404


def test_an_empty_mailbox_says_so(demo: TestClient) -> None:
    page = demo.get("/demo/mail", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "No mail" in page.text


def test_the_pages_are_not_there_outside_a_demo(database: Database) -> None:
    assert TestClient(make.app(database)).get("/demo/mail").status_code == 404


def test_a_database_the_demo_did_not_make_is_refused(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        installation.mark(session, demo_seed=None, now=NOW)
    client = TestClient(make.app(database, TOLKEBOK_DEMO="1", TOLKEBOK_DATA_DIR=str(tmp_path)))
    assert client.get("/demo/mail").status_code == 409
