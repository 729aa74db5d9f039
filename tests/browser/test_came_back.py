"""What has come back by mail, in a real browser, wide and narrow."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kit.clock import now
from kit.db import Database
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible, keyboard_reaches_everything
from tests.browser.test_agency import weekday
from tests.make_booking import TESTED, World
from tests.make_replies import bounce, letters, receiving, reported

pytestmark = pytest.mark.browser

BOOKER, ADMINISTRATOR = "kari@nav.example.org", "admin@imdi.example.org"
SHE = "tolk95301@"
OURS = "booking@tolkebok.example"


@pytest.fixture(scope="module")
def found(site: Site) -> Iterator[dict[str, str]]:
    """A booking with another time proposed, one whose question came back, and two messages kept."""
    database = Database(site.database.engine.url.render_as_string(hide_password=False))
    sms = {"TOLKEBOK_SMS_URL": "https://gateway.example/texts"}
    world = World(database, now(), environ=sms)
    her = world.add(95301, *TESTED, language="pes")
    world.add(95302, *TESTED, language="swa", phone=None)
    world.add(95303, *TESTED, language="swa")
    made = {}
    start = weekday(10, 9)
    made["proposed"] = world.asked(language="pes", start=start, case_reference="26/1")["reference"]
    her.accept()
    asking = world.asked(language="swa", start=start)
    made["returned"], returned = asking["reference"], asking["open_offer"]["number"]
    made["texted"] = world.asked(language="pes", start=start + timedelta(hours=3))["reference"]
    with receiving(world) as post:
        invitation = letters(world, SHE)[-2]
        post.answer(invitation, "TENTATIVE", method="COUNTER", start=start + timedelta(hours=2))
        post.bring(b"From: a@x.example\r\nSubject: Hei\r\n\r\nKan dere ringe?\r\n", to=OURS)
        post.handle()
        made["message"] = str(post.last().id)
    for sent in (letters(world, f"tolk{returned}@")[-1], letters(world, SHE)[-1]):
        assert reported(world, bounce(sent)) == "bounced"
    yield made
    database.dispose()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (BOOKER, "/bookings/{proposed}"),
        (BOOKER, "/bookings/{returned}"),
        (BOOKER, "/bookings/{texted}"),
        (BOOKER, "/bookings/{proposed}/calendars"),
        (ADMINISTRATOR, "/operations/received"),
        (ADMINISTRATOR, "/operations/received?which=all"),
        (ADMINISTRATOR, "/operations/received?q=nothing"),
        (ADMINISTRATOR, "/operations/received/{message}"),
        ("tolk95301@example.org", "/my/asked"),
        ("tolk95301@example.org", "/my"),
    ],
)
def test_a_page_fits_and_is_accessible(site: Site, found: dict[str, str], who: str, path: str) -> None:
    for width in (NARROW, WIDE):
        with site.page(width=width, signed_in=who) as page:
            page.goto(path.format(**found))
            fits_and_is_accessible(page)


def test_the_next_is_asked_and_an_entry_sent_again_by_the_keyboard_alone(
    site: Site, found: dict[str, str]
) -> None:
    with site.page(signed_in=BOOKER) as page:
        page.goto(f"/bookings/{found['proposed']}/calendars")
        keyboard_reaches_everything(page)
        page.get_by_role("button", name="Send igjen").last.press("Enter")
        page.get_by_text("Oppføringen er sendt på nytt, slik den står.").wait_for()
        page.goto(f"/bookings/{found['returned']}")
        page.get_by_role("button", name="Spør den neste nå").press("Enter")
        page.get_by_text("Forespørselen er trukket tilbake").wait_for()
