"""Deviations, guidelines and needs in a real browser, wide and narrow, without script."""

from collections.abc import Iterator

import pytest

from kit.clock import now
from kit.db import Database
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible, keyboard_reaches_everything
from tests.browser.test_agency import weekday
from tests.make_booking import TESTED, World, told
from tests.make_deviations import THREE, administrator, lay_down, office, registered
from tests.make_needs import within

pytestmark = pytest.mark.browser

BOOKER, ADMINISTRATOR, OFFICER = "kari@nav.example.org", "anne@nav.example.org", "officer@imdi.example.org"


@pytest.fixture(scope="module")
def found(site: Site) -> Iterator[dict[str, str]]:
    """A deviation of each sort, a need in each state, and a booking below the lowest category."""
    database = Database(site.database.engine.url.render_as_string(hide_password=False))
    world = World(database, now())
    place = office(database)
    administrator(world)
    world.add(95101, *TESTED, language="amh")
    unbooked = registered(world)["reference"]
    start = {"start": weekday(10, 9), "end": weekday(10, 10)}
    booking = world.book(language="amh", **start)["reference"]
    lay_down(database, place, "Ask the best qualified first, and never a child.", any=3)
    below = world.book(language="amh", **start)["reference"]
    seen = told(world.agency.post(f"/api/v1/bookings/{booking}/deviations", json=THREE))["reference"]
    known = within(world, start["start"].isoformat(), start["end"].isoformat())["reference"]
    strange = within(world, start["start"].isoformat(), start["end"].isoformat(), language="Bilin (nord)")
    yield {"unbooked": unbooked, "seen": seen, "booking": booking, "below": below, "need": known,
           "strange": strange["reference"], "place": str(place.id)}  # fmt: skip
    database.dispose()


PAGES = [
    (BOOKER, "/deviations"),
    (BOOKER, "/deviations?kind=colleague"),
    (BOOKER, "/deviations/new"),
    (BOOKER, "/deviations/{unbooked}"),
    (ADMINISTRATOR, "/deviations/{seen}"),
    (BOOKER, "/deviations/{seen}/correct"),
    (BOOKER, "/deviations/statistics"),
    (OFFICER, "/deviations/statistics"),
    (ADMINISTRATOR, "/guideline/{place}"),
    (BOOKER, "/guideline/{place}"),
    (BOOKER, "/bookings/{booking}"),
    (BOOKER, "/bookings/{below}/deviation?max_category=5"),
    (BOOKER, "/bookings/new?need={need}"),
    (BOOKER, "/needs"),
    (BOOKER, "/needs?status=lapsed"),
    (BOOKER, "/needs/new"),
    (BOOKER, "/needs/{need}"),
    (BOOKER, "/needs/{strange}"),
    (BOOKER, "/needs/statistics"),
    (OFFICER, "/needs/statistics"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_fits_and_is_accessible(site: Site, found: dict[str, str], who: str, path: str) -> None:
    for width in (NARROW, WIDE):
        with site.page(width=width, signed_in=who) as page:
            page.goto(path.format(**found))
            fits_and_is_accessible(page)


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("path", ["/deviations/new", "/needs/new"])
def test_the_keyboard_reaches_everything(site: Site, path: str) -> None:
    with site.page(signed_in=BOOKER) as page:
        page.goto(path)
        keyboard_reaches_everything(page)


def test_a_refused_deviation_keeps_what_was_typed(site: Site, found: dict[str, str]) -> None:
    with site.page(width=NARROW, signed_in=BOOKER) as page:
        page.goto(f"/bookings/{found['below']}/deviation")
        page.fill("textarea[name=text]", "Nobody could come.")
        page.click("main button.button-primary")
        assert page.input_value("textarea[name=text]") == "Nobody could come."
        fits_and_is_accessible(page)
