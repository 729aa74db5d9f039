"""What stands in the calendars of a booking, in a real browser, wide and narrow, without script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from booking.tables import Booking
from kit.clock import now
from kit.db import Database
from kit.outbox import Outbox
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible
from tests.browser.test_agency import weekday
from tests.make_booking import TESTED, World
from web.worker import compare

pytestmark = pytest.mark.browser

BOOKER, ADMINISTRATOR = "kari@nav.example.org", "admin@imdi.example.org"


@pytest.fixture(scope="module")
def found(site: Site) -> Iterator[dict[str, str]]:
    """A booking all is well with, one moved without a word and with a letter stopped, one never sent."""
    database = Database(site.database.engine.url.render_as_string(hide_password=False))
    world = World(database, now())
    her = world.add(95201, *TESTED, language="amh")
    made = {}
    for number, name in enumerate(("well", "moved")):
        start = weekday(10 + number, 9)
        made[name] = world.asked(language="amh", start=start, case_reference="26/1")["reference"]
        her.accept()
    made["unsent"] = world.book(language="amh", start=weekday(14, 9))["reference"]
    with world.writing() as session:
        row = session.exec(select(Booking).where(col(Booking.reference) == made["moved"])).one()
        row.starts_at, row.ends_at = row.starts_at + timedelta(hours=1), row.ends_at + timedelta(hours=1)
        row.address = "Storgata 33 C, inngang fra bakgården, tredje etasje til høyre"
        hers = f"booking-{row.id}-interpreter-{her.row.id}"
        for letter in session.exec(select(Outbox).where(col(Outbox.stream) == hers)):
            letter.parked_at = now()
    compare(database, now=now())
    yield made
    database.dispose()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (BOOKER, "/bookings/{well}/calendars"),
        (BOOKER, "/bookings/{moved}/calendars"),
        (BOOKER, "/bookings/{unsent}/calendars"),
        (BOOKER, "/bookings/{well}"),
        (ADMINISTRATOR, "/operations"),
    ],
)
def test_a_page_fits_and_is_accessible(site: Site, found: dict[str, str], who: str, path: str) -> None:
    for width in (NARROW, WIDE):
        with site.page(width=width, signed_in=who) as page:
            page.goto(path.format(**found))
            for summary in page.query_selector_all("main summary"):
                summary.click()
            fits_and_is_accessible(page)
