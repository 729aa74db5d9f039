"""She may have a relation to somebody in the case: said without a word of whom, answered by the booker."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from kit.db import Database
from kit.outbox import Outbox
from tests.browsing import visit
from tests.make_booking import World, done, faults, refused


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def said(world: World) -> tuple[Any, Any, str, int]:
    """Two interpreters, and the first, who is asked, says that she may have a relation."""
    her, other = world.add(90001), world.add(90002)
    reference = world.asked()["reference"]
    offer_id = her.offers()[0]["id"]
    told = done(her.http.post(f"/api/v1/offers/{offer_id}/relation"))
    assert (told["status"], told["relation_said"], told["relation_answer"]) == ("open", True, None)
    return her, other, reference, offer_id


def subjects(world: World, to: str) -> list[str]:
    with world.database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    return [row.payload["letter"]["subject"] for row in rows if row.payload["letter"]["to"] == to]


def answer(world: World, reference: str, given: str) -> Any:
    return world.agency.post(f"/api/v1/bookings/{reference}/relation", json={"answer": given})


def test_the_booker_is_told_that_and_no_more(world: World) -> None:
    her, _, reference, offer_id = said(world)
    offer = world.see(reference)["open_offer"]
    assert (offer["number"], offer["relation_said"], offer["relation_answer"]) == (90001, True, None)
    assert [one.split(":")[0] for one in subjects(world, world.booker.email)] == ["En mulig relasjon"]
    assert refused(her.accept(offer_id)) == (409, "relation_unanswered")
    refusal = her.http.post(f"/api/v1/offers/{offer_id}/relation", json={"to": "my cousin"})
    assert "cousin" not in str(world.see(reference)) + str(world.events(reference))
    assert refusal.is_success  # there is nowhere to write it, so nothing of it is read


def test_going_on_lets_her_say_yes_by_the_same_deadline(world: World) -> None:
    her, _, reference, offer_id = said(world)
    deadline = world.see(reference)["open_offer"]["expires_at"]
    shown = done(answer(world, reference, "go_on"))["open_offer"]
    assert (shown["relation_answer"], shown["expires_at"]) == ("go_on", deadline)
    assert done(answer(world, reference, "go_on"))["status"] == "asking"  # twice is once
    assert refused(answer(world, reference, "ask_next")) == (409, "relation_answered")
    done(her.accept(offer_id))
    assert world.see(reference)["interpreter"]["number"] == 90001
    assert world.events(reference)[-3:] == ["relation_said", "relation_answered", "accepted"]


def test_asking_the_next_ends_the_question_and_she_is_never_asked_about_it_again(world: World) -> None:
    her, _, reference, offer_id = said(world)
    assert done(answer(world, reference, "ask_next"))["open_offer"]["number"] == 90002
    assert refused(her.accept(offer_id)) == (409, "offer_withdrawn")
    done(world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Storgata 1"}))
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert her.offers() == []


def test_without_an_answer_by_the_deadline_the_next_is_asked(world: World) -> None:
    _, _, reference, _ = said(world)
    world.wait(timedelta(hours=2))
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert refused(answer(world, reference, "go_on")) == (409, "no_relation_to_answer")
    log = visit(world.agency, f"/bookings/{reference}").words
    assert "Nobody decided in time about the possible relation of interpreter 90001." in log


def test_she_can_say_no_while_the_booker_thinks(world: World) -> None:
    her, _, reference, offer_id = said(world)
    done(her.decline(offer_id))
    assert world.see(reference)["open_offer"]["number"] == 90002


def test_nobody_else_says_it_or_answers_it(world: World) -> None:
    _, other, reference, offer_id = said(world)
    assert refused(other.http.post(f"/api/v1/offers/{offer_id}/relation")) == (404, "not_found")
    assert (
        refused(other.http.post(f"/api/v1/bookings/{reference}/relation", json={"answer": "go_on"}))[0] == 404
    )
    assert faults(answer(world, reference, "perhaps")) == {"answer": "unknown_value"}


def test_there_is_nothing_to_answer_when_nothing_is_said(world: World) -> None:
    world.add(90001)
    reference = world.asked()["reference"]
    assert refused(answer(world, reference, "go_on")) == (409, "no_relation_to_answer")


def test_on_the_pages_she_says_it_in_one_tap_and_the_booker_decides_in_one(world: World) -> None:
    her = world.add(90001)
    reference = world.asked()["reference"]
    offer = f"/my/offers/{her.offers()[0]['id']}"
    page = visit(her.http, offer).send(f"{offer}/relation")
    assert "Virksomheten får vite at du kan ha en relasjon, og ikke mer." in page.words
    assert f"{offer}/accept" not in page.response.text
    booking = f"/bookings/{reference}"
    assert "A possible relation: you decide" in visit(world.agency, booking).words
    nothing = world.agency.post(f"{booking}/relation", data={})
    assert (nothing.status_code, "go_on" in nothing.text) == (422, True)
    after = world.agency.post(f"{booking}/relation", data={"answer": "go_on"})
    assert after.url.params["saved"] == "relation_answered"
    assert f"{offer}/accept" in visit(her.http, offer).response.text
    late = world.agency.post(f"{booking}/relation", data={"answer": "ask_next"})
    assert late.status_code == 409


def test_a_sensitive_bookings_letter_says_nothing_in_its_subject(world: World) -> None:
    her = world.add(90001)
    reference = world.asked(sensitive=True)["reference"]
    done(her.http.post(f"/api/v1/offers/{her.offers()[0]['id']}/relation"))
    assert subjects(world, world.booker.email) == [f"Om avtalen din {reference}"]
