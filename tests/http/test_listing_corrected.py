"""A listing registered in error is struck on its page: it was never so, and the history keeps both."""

from sqlmodel import select

from kit.db import Database
from registry.tables import Interpreter, ListingChange
from tests import browsing, make
from tests import make_registry as registry

WHY = "Feil person ble listet."


def world(database: Database) -> tuple[str, int]:
    with database.write() as session:
        person = registry.interpreter(session, "Selam Tesfai")
        turn = session.exec(select(ListingChange)).one()
        return f"/register/{person.number}", turn.id or 0


def test_a_listing_that_was_never_so_is_struck_with_the_reason(database: Database) -> None:
    file, turn = world(database)
    officer = registry.officer(database)
    asked = {"number": file.rpartition("/")[2], "language": "tir", "on": "2026-11-23"}
    assert officer.get("/api/v1/verify", params=asked).json()["answer"] == "valid"
    here = f"{file}/listings/{turn}/correct"
    assert f'href="{here}"' in browsing.visit(officer, file).response.text
    form = browsing.visit(officer, here)
    assert "Listed from 2 March 2015" in form.words
    refused = officer.post(f"{here}?lang=en", data={"reason": " "})
    assert (refused.status_code, "Say what was wrong." in refused.text) == (422, True)
    done = form.send(here, reason=WHY)
    assert "Registered in error, and corrected: “Listed in the public register.” " + WHY in done.words
    assert officer.get("/api/v1/verify", params=asked).json()["answer"] == "not_listed"
    again = officer.post(f"{here}?lang=en", data={"reason": WHY})
    assert (again.status_code, "is corrected already" in again.text) == (409, True)
    assert here not in browsing.visit(officer, file).response.text


def test_a_listing_is_struck_in_its_own_file_alone_and_never_for_somebody_removed(database: Database) -> None:
    file, turn = world(database)
    with database.write() as session:
        other = registry.interpreter(session, "Omar Nur").number
    officer = registry.officer(database)
    assert officer.post(f"/register/{other}/listings/{turn}/correct", data={"reason": WHY}).status_code == 404
    with database.write() as session:
        session.exec(
            select(Interpreter).where(Interpreter.name == "Selam Tesfai")
        ).one().removed_at = make.NOW
    gone = officer.post(f"{file}/listings/{turn}/correct", data={"reason": WHY})
    assert gone.status_code == 409
    with database.read() as session:
        assert session.get_one(ListingChange, turn).struck_at is None
