"""The page of what one's own calendar fetches, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from booking.feeds import publishing
from booking.feeds.publishing import Wanted
from booking.feeds.words import Detail, Means, Scope
from identity.acting import as_of_now
from identity.roles import Role
from kit.clock import now
from registry import registration
from tests import make_identity, make_registry
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible, keyboard_reaches_everything

pytestmark = pytest.mark.browser

HER, KEEPER = "selam.feeds@example.org", "keeper.feeds@example.org"


@pytest.fixture(scope="module", autouse=True)
def people(site: Site) -> None:
    """An interpreter with an address and a device, and a booker with neither."""
    at = now()
    with site.database.write() as session:
        unit = make_identity.organisation(session, "Bydel Alna")
        make_identity.account(session, KEEPER, Role.AGENCY_ADMINISTRATOR, unit)
        person = make_registry.interpreter(session, "Selam Tesfai Kalender", email=HER)
        account = make_identity.account(session, HER, Role.INTERPRETER)
        registration.link_account(
            session, number=person.number, account_id=account.id or 0, now=person.registered_at
        )
        her = as_of_now(session, account.id or 0)
        for wanted in (
            Wanted(Scope.ASSIGNMENTS, label="Telefonen min"),
            Wanted(Scope.ASSIGNMENTS, detail=Detail.BUSY, means=Means.DEVICE, label="Familiekalenderen"),
        ):
            publishing.make(session, her, wanted, now=at)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("who", [HER, KEEPER])
def test_the_page_of_feeds_fits_and_is_accessible(site: Site, who: str, width: int) -> None:
    with site.page(width=width, signed_in=who, lang="nb-NO") as page:
        page.goto("/account/feeds")
        _picture(page, f"feeds-{who.partition('@')[0]}-{width}")
        fits_and_is_accessible(page)
        keyboard_reaches_everything(page)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("means", ["address", "device"])
def test_a_secret_just_made_fits_and_is_accessible(site: Site, means: str, width: int) -> None:
    with site.page(width=width, signed_in=KEEPER, lang="nn-NO") as page:
        page.goto("/account/feeds")
        page.check(f"input[value={means}]")
        page.click("main form[action='/account/feeds/add'] button")
        page.wait_for_selector("code.token")
        _picture(page, f"feeds-made-{means}-{width}")
        fits_and_is_accessible(page)


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("TOLKEBOK_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
