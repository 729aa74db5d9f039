"""The pages of own data in a real browser: what is held, leaving, asking, and the officer's removal."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from identity.roles import Role
from kit.clock import now
from registry import registration
from registry.own import asking
from registry.own.words import RequestKind
from tests import make_identity, make_registry
from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible

pytestmark = pytest.mark.browser

HER, OFFICER = "selam.own@example.org", "officer@imdi.example.org"
PAGES = [
    ("/my/data", HER),
    ("/my/data/log", HER),
    ("/my/data/history", HER),
    ("/my/data/contact", HER),
    ("/my/data/listing", HER),
    ("/my/data/listing?effective_on={tomorrow}", HER),
    ("/my/data/requests/new/removal", HER),
    ("/requests", OFFICER),
    ("/requests/1", OFFICER),
]


@pytest.fixture(scope="module", autouse=True)
def _her(site: Site) -> None:
    with site.database.write() as session:
        person = make_registry.interpreter(session, "Selam Tesfai Own", email=HER, phone="+47 900 00 000")
        account = make_identity.account(session, HER, Role.INTERPRETER)
        registration.link_account(
            session, number=person.number, account_id=account.id or 0, now=person.registered_at
        )
        asking.ask(session, person=person, kind=RequestKind.REMOVAL, said="", now=now())
        asking.ask(session, person=person, kind=RequestKind.NAME, said="Jeg heter Berg", now=now())


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_a_page_of_own_data_fits_and_is_accessible(site: Site, path: str, who: str) -> None:
    address = path.format(tomorrow=(now() + timedelta(days=1)).date())
    for width in (WIDE, NARROW):
        with site.page(width=width, signed_in=who) as page:
            page.goto(address)
            assert page.title()
            if folder := os.environ.get("TOLKEBOK_PICTURES"):
                name = address.strip("/").replace("/", "-").partition("?")[0] + f"-{len(address)}-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
            fits_and_is_accessible(page)
