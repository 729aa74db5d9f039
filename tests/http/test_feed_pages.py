"""The page where one makes, renews and ends what one's own calendar fetches; and a supplier's duty list."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from recurring_ical_events import of

from identity.roles import OrganisationKind, Role
from tests import make_identity
from tests.browsing import Page, visit
from tests.make_booking import Her, World, told
from tests.make_feeds import Subscription, subscribe


def address_on(page: Page) -> str:
    found = re.search(r'<code class="token">([^<]+)</code>', page.response.text)
    assert found is not None, page.words
    return found[1]


def test_an_address_is_made_shown_once_renewed_and_ended(world: World, her: Her) -> None:
    empty = visit(her.http, "/account/feeds")
    assert "Nothing is fetched yet" in empty.words
    made = empty.send("/account/feeds/add", source="assignments", label="Telefonen min")
    first = address_on(made)
    assert f'href="webcal{first.removeprefix("http")}"' in made.response.text
    anyone = world.client(None)
    assert anyone.get(urlsplit(first).path).status_code == 200
    later = visit(her.http, "/account/feeds")
    assert first not in later.response.text
    assert "Telefonen min" in later.words
    assert "Last fetched Monday, 23 November 2026" in later.words
    second = address_on(later.send("/account/feeds/1/renew"))
    assert anyone.get(urlsplit(first).path).status_code == 404
    assert anyone.get(urlsplit(second).path).status_code == 200
    ended = visit(her.http, "/account/feeds").send("/account/feeds/1/end")
    assert "Whatever fetched it finds nothing any more." in ended.words
    assert "Nothing is fetched yet" in ended.words
    assert anyone.get(urlsplit(second).path).status_code == 404


def test_a_device_gets_a_server_a_user_name_and_a_password_that_can_be_typed(her: Her) -> None:
    page = visit(her.http, "/account/feeds")
    made = page.send("/account/feeds/add", source="assignments", means="device")
    assert re.fullmatch(r"([abcdefghijkmnpqrstuvwxyz23456789]{4}-){5}[a-z2-9]{4}", address_on(made))
    assert "tolk90001@example.org" in made.words
    assert "/dav/" in made.words


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(her: Her) -> None:
    typed = {"label": "Telefonen min", "detail": "busy", "means": "address"}
    wrong = her.http.post("/account/feeds/add", data={"source": "unit-1", **typed})
    assert wrong.status_code == 422
    assert "Choose a calendar from the list." in wrong.text
    assert 'value="Telefonen min"' in wrong.text
    assert re.search(r'value="busy"[^>]* checked', wrong.text)
    for source in ("", "unit", "unit-99999999999", "alt-1"):
        assert her.http.post("/account/feeds/add", data={"source": source}).status_code == 422


def test_a_booker_chooses_among_her_units_and_a_verifier_has_nothing_to_fetch(world: World) -> None:
    world.agency.cookies.set("tongue", "en")
    page = visit(world.agency, "/account/feeds")
    made = page.send("/account/feeds/add", source="unit-1")
    assert "Interpreters at NAV Grünerløkka" in made.words
    with world.database.write() as session:
        auditor = make_identity.account(session, "anne@example.org", Role.AUDITOR)
    nothing = visit(world.client(auditor), "/account/feeds?lang=en")
    assert "You have no calendar here" in nothing.words
    assert "/account/feeds/add" not in nothing.response.text


def duty_list(world: World) -> tuple[TestClient, int]:
    """A private intermediary's coordinator, and the organisation."""
    with world.database.write() as session:
        office = make_identity.organisation(
            session, "Eksempel Formidling", kind=OrganisationKind.PRIVATE_INTERMEDIARY
        )
        holder = make_identity.account(session, "siri@formidling.example.org", Role.COORDINATOR, office)
    return world.client(holder), office.id or 0


def put_down(coordinator: TestClient, office: int, **span: object) -> int:
    wanted = {
        "number": 90001, "starts_at": "2027-03-22T18:00+01:00", "ends_at": "2027-03-22T22:00+01:00",
        "modalities": ["telephone"], **span,
    }  # fmt: skip
    return int(told(coordinator.post(f"/api/v1/organisations/{office}/on-call", json=wanted))["id"])


def times(feed: Subscription) -> list[datetime]:
    feed.tag = ""
    shown = of(Calendar.from_ical(feed.fetch().content)).between((2027, 3, 1), (2027, 5, 1))
    return [one["DTSTART"].dt.astimezone(UTC) for one in shown]


def test_a_supplier_sees_its_duty_list_and_who_has_confirmed(world: World, her: Her) -> None:
    coordinator, office = duty_list(world)
    duty = subscribe(world, coordinator, scope="duty", organisation_id=office)
    busy = subscribe(world, coordinator, scope="duty", organisation_id=office, detail="busy")
    number = put_down(coordinator, office)
    (waiting,) = duty.events()
    assert (waiting["SUMMARY"], waiting["STATUS"]) == ("På vakt: Selam Tesfai", "TENTATIVE")
    assert "900" not in waiting.to_ical().decode(), "her telephone stands on the page"
    told(her.http.post(f"/api/v1/me/on-call/{number}/confirm"))
    (confirmed,) = duty.events()
    assert (confirmed["STATUS"], confirmed["SEQUENCE"]) == ("CONFIRMED", 1)
    assert confirmed["UID"] == waiting["UID"]
    (unnamed,) = busy.events()
    assert unnamed["SUMMARY"] == "Vakt"
    assert "Selam" not in busy.fetch().text
    assert duty.fetch().status_code == 304
    assert coordinator.delete(f"/api/v1/organisations/{office}/on-call/{number}").status_code == 204
    assert duty.events() == []


def test_her_time_on_call_stands_in_her_own_feed_and_takes_none_of_her_time(world: World, her: Her) -> None:
    coordinator, office = duty_list(world)
    hers, busy = subscribe(world, her.http), subscribe(world, her.http, detail="busy")
    assert hers.titles() == []
    number = put_down(coordinator, office)
    (waiting,) = hers.events()
    assert (waiting["SUMMARY"], waiting["STATUS"], waiting["TRANSP"]) == ("Vakt", "TENTATIVE", "TRANSPARENT")
    assert str(waiting["URL"]).endswith("/my/hours/times?which=on_call")
    assert hers.fetch().status_code == 304
    told(her.http.post(f"/api/v1/me/on-call/{number}/confirm"))
    assert hers.fetch().status_code == 200
    (confirmed,) = hers.events()
    assert (confirmed["STATUS"], confirmed["SEQUENCE"]) == ("CONFIRMED", 1)
    assert confirmed["UID"] == waiting["UID"]
    world.asked()
    told(her.accept())
    assert hers.titles() == ["Tolking: tigrinja", "Vakt"]
    told_only = [(one["SUMMARY"], one["TRANSP"]) for one in busy.events()]
    assert told_only == [("Opptatt", "OPAQUE"), ("Vakt", "TRANSPARENT")]
    for feed in (hers, busy):
        feed.tag = ""
        content = feed.fetch().content
        assert Calendar.from_ical(content).to_ical() == content, "byte for byte as the library writes it"
    assert coordinator.delete(f"/api/v1/organisations/{office}/on-call/{number}").status_code == 204
    assert hers.fetch().status_code == 200
    assert hers.titles() == ["Tolking: tigrinja"]


def test_nobody_elses_time_on_call_stands_in_her_feed(world: World, her: Her) -> None:
    coordinator, office = duty_list(world)
    other = world.add(90002)
    put_down(coordinator, office)
    assert subscribe(world, other.http).titles() == []
    assert len(subscribe(world, her.http).titles()) == 1


@pytest.mark.usefixtures("her")
def test_a_weekly_duty_keeps_to_the_clock_across_the_change_to_summer_time(world: World) -> None:
    coordinator, office = duty_list(world)
    duty = subscribe(world, coordinator, scope="duty", organisation_id=office)
    put_down(coordinator, office, every_weeks=1, until="2027-04-05")
    assert times(duty) == [
        datetime(2027, 3, 22, 17, tzinfo=UTC),
        datetime(2027, 3, 29, 16, tzinfo=UTC),
        datetime(2027, 4, 5, 16, tzinfo=UTC),
    ]
    answer = duty.client.get(duty.path)
    assert Calendar.from_ical(answer.content).to_ical() == answer.content
