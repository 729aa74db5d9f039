"""An interpreter leaves the public register and comes back by herself, and is told what follows before."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from identity.roles import Role
from kit.clock import oslo_date
from registry.tables import ListingChange
from tests import make_identity
from tests.browsing import visit
from tests.make_booking import THURSDAY, Her, World, told
from web.replacing import follow_next

LEAVING = oslo_date(THURSDAY)


def test_leaving_tells_first_which_assignments_end_and_then_they_are_replaced(world: World, her: Her) -> None:
    reference = world.asked()["reference"]
    her.accept()
    world.add(90002)
    asked = visit(her.http, f"/my/data/listing?effective_on={LEAVING}")
    assert "These assignments end at once" in asked.words
    assert "10:00–11:00" in asked.words
    left = asked.send("/my/data/listing/leave")
    assert "You leave the public register on the day you chose." in left.words
    assert "You leave on 26 November 2026" in left.words
    assert follow_next(world.database, world.office, park_after=3, now=world.now)
    assert world.see(reference)["status"] == "asking"
    assert world.see(reference)["open_offer"]["number"] == 90002
    verified = {"number": "90001", "language": "tir"}
    today = told(world.client(None).get("/api/v1/verify", params=verified))
    then = told(world.client(None).get("/api/v1/verify", params={**verified, "on": str(LEAVING)}))
    assert (today["answer"], then["answer"]) == ("valid", "not_listed")


def test_an_assignment_before_the_day_is_neither_told_of_nor_ended(world: World, her: Her) -> None:
    reference = world.asked()["reference"]
    her.accept()
    asked = visit(her.http, f"/my/data/listing?effective_on={LEAVING + timedelta(days=1)}")
    assert "You have no assignments from that day on." in asked.words
    asked.send("/my/data/listing/leave")
    follow_next(world.database, world.office, park_after=3, now=world.now)
    assert world.see(reference)["status"] == "booked"


def test_what_follows_is_said_again_when_an_assignment_came_between(world: World, her: Her) -> None:
    asked = visit(her.http, f"/my/data/listing?effective_on={LEAVING}")
    world.asked()
    her.accept()
    refused = asked.send("/my/data/listing/leave")
    assert refused.status == 409
    assert "Your assignments have changed" in refused.words
    assert "10:00–11:00" in refused.words
    assert refused.send("/my/data/listing/leave").status == 200


@pytest.mark.parametrize("day", ["2026-11-22", "32.13.2026", ""])
def test_she_leaves_from_today_or_a_day_to_come(world: World, her: Her, day: str) -> None:
    refused = visit(her.http, f"/my/data/listing?effective_on={day}")
    assert refused.status == 422
    posted = her.http.post("/my/data/listing/leave", data={"effective_on": day, "seen": ""})
    assert posted.status_code == 422
    with world.database.read() as session:
        assert len(session.exec(select(ListingChange)).all()) == 1


def test_she_comes_back_by_herself(world: World, her: Her) -> None:
    visit(her.http, "/my/data/listing?effective_on=2026-11-23").send("/my/data/listing/leave")
    back = visit(her.http, "/my/data/listing").send("/my/data/listing/return")
    assert "You are in the public register from the day you chose." in back.words
    verified = told(world.client(None).get("/api/v1/verify", params={"number": 90001, "language": "tir"}))
    assert verified["answer"] == "valid"


def test_regretting_before_the_day_changes_nothing(world: World, her: Her) -> None:
    visit(her.http, f"/my/data/listing?effective_on={LEAVING}").send("/my/data/listing/leave")
    visit(her.http, "/my/data/listing").send("/my/data/listing/return")
    shown = visit(her.http, "/my/data").words
    assert "You leave on" not in shown
    verified = {"number": "90001", "language": "tir", "on": "2026-12-01"}
    assert told(world.client(None).get("/api/v1/verify", params=verified))["answer"] == "valid"


def test_whoever_an_officer_took_out_does_not_list_herself(world: World, her: Her) -> None:
    with world.database.write() as session:
        holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    taking = world.client(holder)
    visit(taking, "/register/90001/listing/end").send("/register/90001/listing", effective_on="2026-11-23")
    assert "An officer decides" in visit(her.http, "/my/data/listing").words
    posted = her.http.post("/my/data/listing/return", data={"effective_on": str(date(2026, 11, 23))})
    assert posted.status_code == 409
