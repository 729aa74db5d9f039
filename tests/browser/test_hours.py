"""The pages of hours, duty lists and who can be reached now, in a real browser."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest

from booking.availability import changing
from booking.availability.rules import Hours
from booking.availability.stretches import Stretch
from identity.roles import Role
from kit.clock import now, oslo_date
from kit.interval import Interval
from registry import registration
from registry.words import Modality
from tests import make_identity, make_registry
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible

pytestmark = pytest.mark.browser

HER, KEEPER = "selam.hours@example.org", "keeper@example.org"
PAGES = [
    ("/my/hours", HER),
    ("/my/hours/times", HER),
    ("/my/hours/times?which=on_call", HER),
    ("/on-call", KEEPER),
    ("/on-call/lists/{organisation}", KEEPER),
]
BY_WIRE = frozenset({Modality.SCREEN, Modality.TELEPHONE})


@pytest.fixture(scope="module")
def organisation(site: Site) -> int:
    """An agency with a duty list, and an interpreter with something of everything."""
    at = now()
    soon = Interval(at - timedelta(hours=1), at + timedelta(hours=7))
    with site.database.write() as session:
        agency = make_identity.organisation(session, "Vakttelefonen")
        keeper = make_identity.account(session, KEEPER, Role.AGENCY_ADMINISTRATOR, agency)
        person = make_registry.interpreter(session, "Selam Tesfai Timer", email=HER, phone="+47 900 00 000")
        account = make_identity.account(session, HER, Role.INTERPRETER)
        registration.link_account(
            session, number=person.number, account_id=account.id or 0, now=person.registered_at
        )
        her = person.id or 0
        week = [Hours(day, time(8), time(16)) for day in range(1, 6)]
        evening = Hours(4, time(18), time(21), oslo_date(at), ways=BY_WIRE)
        changing.keep_hours(session, interpreter_id=her, hours=[*week, evening], now=at)
        away = Stretch(Interval(at + timedelta(days=3), at + timedelta(days=3, hours=4)), 2)
        changing.add_absence(session, interpreter_id=her, stretch=away, now=at)
        changing.add_extra(session, interpreter_id=her, stretch=Stretch(soon), now=at)
        duty = changing.Duty(by=keeper.id or 0, organisation_id=agency.id)
        for stretch in (Stretch(soon, ways=BY_WIRE), Stretch(soon, 1, ways=BY_WIRE)):
            row = changing.add_on_call(session, interpreter_id=her, stretch=stretch, duty=duty, now=at)
        changing.confirm_on_call(session, interpreter_id=her, on_call_id=row.id or 0, now=at)
        return agency.id or 0


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_a_page_of_hours_fits_and_is_accessible(site: Site, organisation: int, path: str, who: str) -> None:
    address = path.format(organisation=organisation)
    for width in (WIDE, NARROW):
        with site.page(width=width, signed_in=who, lang="nb-NO") as page:
            page.goto(address)
            assert page.title()
            if folder := os.environ.get("TOLKEBOK_PICTURES"):
                name = address.strip("/").replace("/", "-").replace("?", "-") + f"-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
            fits_and_is_accessible(page)
