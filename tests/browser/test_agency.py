"""The story in a real browser: an agency on a wide screen, an interpreter on her telephone, no script."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from kit.clock import OSLO, at_wall, now, oslo_date
from kit.db import Database
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible, keyboard_reaches_everything
from tests.make_booking import TESTED, World

pytestmark = pytest.mark.browser

BOOKER = "kari@nav.example.org"
BEST, IDLE = "tolk95001@example.org", "tolk95003@example.org"


def weekday(ahead: int, hour: int) -> datetime:
    """A working day at least so many days ahead, at this hour in Oslo."""
    day = oslo_date(now()) + timedelta(days=ahead)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return at_wall(day, time(hour))


@dataclass
class Places:
    """Bookings in every state, and one interpreter's side of them."""

    bookings: dict[str, str]
    offers: dict[str, int]
    assignment: int


@pytest.fixture(scope="module")
def places(site: Site) -> Iterator[Places]:
    """An interpreter nobody asks, two who are asked, and one booking in each state."""
    database = Database(site.database.engine.url.render_as_string(hide_password=False))
    world = World(database, now())
    her = world.add(95001, name="Rahwa Kidane", language="amh", kommune="0301")
    world.add(95002, *TESTED, name="Abel Haile", language="amh", kommune="4601")
    world.add(95003, name="Yonas Berhane", language="tig", hours=())
    facts = {"language": "amh", "subject_area": "health", "participants": 3, "case_reference": "17/02331-8"}
    bookings, offers = {}, {}
    for place, state in enumerate(("open", "booked", "declined", "changed", "cancelled")):
        booked = world.asked(**facts, start=weekday(10 + place, 9))
        bookings[state] = booked["reference"]
        offers[state] = next(
            one["id"] for one in her.offers() if one["booking"]["reference"] == booked["reference"]
        )
    assert her.accept(offers["booked"]).is_success
    assert her.decline(offers["declined"]).is_success
    world.agency.patch(f"/api/v1/bookings/{bookings['changed']}", json={"address": "Markveien 22"})
    world.agency.post(f"/api/v1/bookings/{bookings['cancelled']}/cancel", json={"reason": "No longer needed"})
    bookings["registered"] = world.book(**facts, start=weekday(20, 9))["reference"]
    bookings["sensitive"] = world.book(**facts, start=weekday(21, 9), sensitive=True)["reference"]
    bookings["unfilled"] = world.asked(**facts, start=weekday(22, 20))["reference"]
    yield Places(bookings, offers, her.assignments()[0]["id"])
    database.dispose()


AGENCY = [
    "/bookings",
    "/bookings?show=past",
    "/bookings?q=nothing",
    "/bookings?from=nonsense",
    "/bookings/new",
    "/bookings/new?like={registered}",
    "/bookings/{registered}",
    "/bookings/{open}",
    "/bookings/{booked}",
    "/bookings/{cancelled}",
    "/bookings/{sensitive}",
    "/bookings/{unfilled}",
    "/bookings/{declined}/proof",
    "/bookings/{declined}/proof/1",
    "/bookings/{unfilled}/proof",
    "/bookings/{declined}/candidates",
    "/bookings/{unfilled}/candidates?number=95001",
    "/bookings/{booked}/change",
    "/bookings/{booked}/cancel",
    "/bookings/{cancelled}/change",
    "/on-call",
    "/bars",
    "/bars?q=nobody",
]
INTERPRETER = [
    "/my",
    "/my/offers/{open}",
    "/my/offers/{booked}",
    "/my/offers/{declined}",
    "/my/offers/{changed}",
    "/my/offers/{cancelled}",
    "/my/calendar",
    "/my/calendar?show=past",
    "/my/assignments/{assignment}/withdraw",
    "/my/hours",
    "/my/calendars",
    "/my/reach",
]


@pytest.mark.parametrize("path", AGENCY)
def test_an_agencys_page_fits_and_is_accessible(site: Site, places: Places, path: str) -> None:
    _look(site, BOOKER, path.format(**places.bookings))


@pytest.mark.parametrize("path", INTERPRETER)
def test_an_interpreters_page_fits_and_is_accessible(site: Site, places: Places, path: str) -> None:
    _look(site, BEST, path.format(**places.offers, assignment=places.assignment))


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("path", ["/my", "/my/calendar", "/my/hours"])
def test_an_interpreter_whom_nobody_asks_has_a_page_too(site: Site, path: str) -> None:
    _look(site, IDLE, path)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (BOOKER, "/bookings"),
        (BOOKER, "/bookings/new"),
        (BOOKER, "/bookings/{registered}"),
        (BEST, "/my"),
        (BEST, "/my/hours"),
        (BEST, "/my/reach"),
    ],
)
def test_everything_can_be_reached_by_keyboard(site: Site, places: Places, who: str, path: str) -> None:
    with site.page(signed_in=who) as page:
        page.goto(path.format(**places.bookings))
        keyboard_reaches_everything(page)


@pytest.mark.usefixtures("places")
def test_a_refused_form_fits_is_accessible_and_leads_to_what_is_wrong(site: Site) -> None:
    for width, scheme in ((WIDE, "dark"), (NARROW, "light")):
        with site.page(width=width, signed_in=BOOKER, color_scheme=scheme) as page:
            page.goto("/bookings/new?lang=en")
            page.fill("#day", "2027-10-31")
            page.fill("#start", "02:30")
            page.fill("#end", "05:00")
            page.get_by_role("button", name="Find interpreters").click()
            expect(page.get_by_role("alert")).to_contain_text("02:30 happens twice")
            expect(page.get_by_text("The second, an hour later")).to_be_visible()
            expect(page.locator("#start")).to_have_value("02:30")
            fits_and_is_accessible(page)
            page.get_by_role("link", name="Choose a language.").click()
            assert page.url.endswith("#language")


@pytest.mark.usefixtures("places")
def test_fields_follow_the_way_of_taking_part(site: Site) -> None:
    with site.page(signed_in=BOOKER, java_script_enabled=False) as page:
        page.goto("/bookings/new?lang=en")
        page.get_by_label("Telephone").check()
        expect(page.locator("#kommune")).to_be_hidden()
        expect(page.locator("#meeting_url")).to_be_hidden()
        page.get_by_label("On site").check()
        expect(page.locator("#kommune")).to_be_visible()
        page.get_by_label("Screen").check()
        expect(page.locator("#meeting_url")).to_be_visible()
        expect(page.locator("#address")).to_be_hidden()


@pytest.mark.usefixtures("places")
def test_the_story_without_a_script(site: Site) -> None:
    start = weekday(30, 10).astimezone(OSLO)
    with (
        site.page(signed_in=BOOKER, java_script_enabled=False) as agency,
        site.page(width=NARROW, signed_in=BEST, java_script_enabled=False) as telephone,
    ):
        reference = _order(agency, start)
        agency.get_by_role("button", name="Start asking").click()
        expect(agency.get_by_text("Interpreter 95001 has until")).to_be_visible()

        _answer_in_one_tap(telephone, start)
        agency.get_by_role("link", name="Update this page").click()
        expect(agency.get_by_role("link", name="+47 900 00 000")).to_be_visible()
        with agency.expect_download() as saved:
            agency.get_by_role("link", name="Put it in your calendar").click()
        assert saved.value.suggested_filename == f"tolkebok-{reference}.ics"

        agency.get_by_role("link", name="Change the time or the place").first.click()
        agency.fill("#start", "12:00")
        agency.fill("#end", "13:00")
        agency.get_by_role("button", name="Change the booking").click()
        expect(agency.get_by_text("12:00–13:00").first).to_be_visible()

        telephone.goto("/my/calendar")
        telephone.get_by_role("link", name="12:00–13:00").click()
        telephone.get_by_role("link", name="I cannot after all").click()
        telephone.get_by_role("button", name="Withdraw").click()
        expect(telephone.get_by_role("heading", name="You have withdrawn")).to_be_visible()

        agency.reload()
        expect(agency.get_by_text("Interpreter 95002 has until")).to_be_visible()
        agency.get_by_role("link", name="Cancel the booking").click()
        agency.fill("#reason", "The meeting is called off")
        agency.get_by_role("button", name="Cancel the booking").click()
        expect(agency.get_by_role("heading", name="This booking is cancelled")).to_be_visible()


def _order(page: Page, start: datetime) -> str:
    """Fill in a new booking with the keyboard's tongue set to English; its reference."""
    page.goto("/bookings/new?lang=en")
    page.get_by_label("Which language?").select_option(label="Amharic")
    page.get_by_label("Yes, it is planned").check()
    page.fill("#day", start.date().isoformat())
    page.fill("#start", f"{start:%H:%M}")
    page.fill("#end", f"{start + timedelta(hours=1):%H:%M}")
    page.get_by_label("On site").check()
    page.get_by_label("Municipality").select_option(label="Oslo")
    page.get_by_role("button", name="Find interpreters").click()
    expect(page.get_by_text("In the same municipality")).to_be_visible()
    return urlsplit(page.url).path.rpartition("/")[2]


def _answer_in_one_tap(page: Page, start: datetime) -> None:
    page.goto("/my?lang=en")
    offer = page.get_by_role("listitem").filter(has_text=f"{start.day} {start:%B}")
    offer.get_by_role("button", name="Yes – I am impartial").click()
    expect(page.get_by_role("heading", name="You have this assignment")).to_be_visible()


def _look(site: Site, who: str, path: str) -> None:
    for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
        with site.page(width=width, signed_in=who, color_scheme=scheme) as page:
            page.goto(path)
            fits_and_is_accessible(page)
