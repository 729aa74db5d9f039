"""Every page in a real browser: it fits, it is accessible, and it needs neither mouse nor script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Site
from tests.browser.looking import fits_and_is_accessible, keyboard_reaches_everything

pytestmark = pytest.mark.browser

OFFICER, ADMIN = "officer@imdi.example.org", "admin@imdi.example.org"
PAGES = [
    ("/", ""),
    ("/interpreters", ""),
    ("/interpreters?language=xyz", ""),
    ("/interpreters?language=sme", ""),
    ("/interpreters/{authorised}", ""),
    ("/interpreters/{many}", ""),
    ("/interpreters/{excluded}", ""),
    ("/verify", ""),
    ("/verify?number=&language=", ""),
    ("/verify?number={authorised}&language=tir", ""),
    ("/verify?number={unlisted}&language=tir", ""),
    ("/verify?number=7&language=tir", ""),
    ("/receipts/check", ""),
    ("/receipts/K7QM-2XRD-94TVF", ""),
    ("/receipts", OFFICER),
    ("/verify/batches", OFFICER),
    ("/interpreters/{authorised}/card", ""),
    ("/interpreters/{excluded}/card", ""),
    ("/languages", ""),
    ("/statistics", ""),
    ("/statistics/goals", ""),
    ("/statistics/languages", ""),
    ("/statistics/counties", ""),
    ("/statistics/training", ""),
    ("/statistics/goals", OFFICER),
    ("/statistics/targets", OFFICER),
    ("/statistics/assessments/listed", OFFICER),
    ("/docs", ""),
    ("/design", ""),
    ("/nowhere", ""),
    ("/sign-in", ""),
    ("/register", OFFICER),
    ("/register/new", OFFICER),
    ("/register/{many}", OFFICER),
    ("/register/{many}/particulars", OFFICER),
    ("/register/{many}/listing/end", OFFICER),
    ("/interpreters/7", ""),
    ("/operations", ADMIN),
    ("/cases", OFFICER),
    ("/cases?kind=wrong", OFFICER),
    ("/notices/new", ""),
    ("/apply", ""),
    ("/my/cases", OFFICER),
    ("/my/cases/new", OFFICER),
    ("/operations", OFFICER),
    ("/cases/letters", OFFICER),
    ("/imports", OFFICER),
    ("/imports/sessions", OFFICER),
    ("/imports/new-session", OFFICER),
    ("/imports/waiting-for-tao", OFFICER),
    ("/imports/pass-rates", OFFICER),
    ("/quality", OFFICER),
    ("/requests", OFFICER),
    ("/issuers", OFFICER),
]


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_a_page_fits_and_is_accessible_in_light_and_dark(site: Site, path: str, who: str) -> None:
    for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
        with site.page(width=width, signed_in=who, color_scheme=scheme) as page:
            page.goto(path.format(**site.numbers))
            fits_and_is_accessible(page)


@pytest.mark.parametrize("path", ["/", "/verify", "/interpreters", "/register/new"])
def test_everything_can_be_reached_by_keyboard_and_shows_where_one_is(site: Site, path: str) -> None:
    with site.page(signed_in=OFFICER) as page:
        page.goto(path)
        keyboard_reaches_everything(page)


def test_the_skip_link_leads_past_the_menu(site: Site) -> None:
    with site.page() as page:
        page.goto("/verify")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "number"


def test_what_a_thumb_must_hit_is_large_enough(site: Site) -> None:
    with site.page(width=NARROW) as page:
        for path in ("/", "/verify", "/interpreters?language=som"):
            page.goto(path)
            for one in page.locator(".button, main input, main select").all():
                box = one.bounding_box()
                assert box is not None
                assert box["height"] >= 43.5, (path, one.inner_text())


def test_an_interpreter_is_found_and_checked_without_a_script(site: Site) -> None:
    with site.page(width=NARROW, java_script_enabled=False) as page:
        page.goto("/")
        page.locator("#language").fill("Tigrinya")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Selam Tesfai").click()
        page.get_by_role("link", name="Check now").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Yes, qualified")


def test_a_language_is_chosen_from_the_page_itself(site: Site) -> None:
    with site.page(java_script_enabled=False) as page:
        page.goto("/verify")
        page.get_by_role("link", name="Nynorsk").click()
        expect(page.locator("html")).to_have_attribute("lang", "nn")
        page.goto("/interpreters")
        expect(page.locator("html")).to_have_attribute("lang", "nn")


def test_an_answer_prints_without_what_only_a_screen_needs(site: Site) -> None:
    with site.page() as page:
        page.goto(f"/verify?number={site.numbers['authorised']}&language=tir")
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Selam Tesfai")).to_be_visible()
        expect(page.locator(".site-nav")).to_be_hidden()
        expect(page.locator(".button").first).to_be_hidden()


def test_a_refused_form_turns_to_another_language_with_what_was_typed(site: Site) -> None:
    for width in (WIDE, NARROW):
        with site.page(width=width, signed_in=OFFICER) as page:
            page.goto("/register/new")
            page.fill("input[name=name]", "Åse Ny")
            page.click("main button.button-primary")
            fits_and_is_accessible(page)
            page.click("form.tongues button[lang=nn]")
            expect(page.locator("html")).to_have_attribute("lang", "nn")
            expect(page.locator("main input[name=name]")).to_have_value("Åse Ny")
            fits_and_is_accessible(page)


def test_an_officer_registers_and_lists_somebody_with_the_keyboard_alone(site: Site) -> None:
    with site.page(signed_in=OFFICER, java_script_enabled=False) as page:
        page.goto("/register/new?lang=en")
        page.locator("#name").focus()
        page.keyboard.type("Hiwet Eksempelsen")
        page.locator("#kommune").select_option("0301")
        page.get_by_role("button", name="Register").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hiwet Eksempelsen")
        page.get_by_label("State authorisation").check()
        page.locator("#language").select_option("tir")
        page.locator("#issuer").fill("IMDi")
        page.locator("#issued_on").fill("2020-01-02")
        page.get_by_role("button", name="Register evidence").press("Enter")
        page.locator("#effective_on").fill("2020-01-02")
        page.get_by_role("button", name="List publicly").press("Enter")
        expect(page.locator("main .status").first).to_have_text("Listed")


def test_an_officers_file_prints_the_status_of_its_evidence_and_who_printed_it(site: Site) -> None:
    with site.page(signed_in=OFFICER) as page:
        page.goto(f"/register/{site.numbers['many']}?lang=en")
        page.emulate_media(media="print")
        expect(page.get_by_text("In force").first).to_be_visible()
        expect(page.get_by_text("Printed ")).to_be_visible()
        expect(page.get_by_role("link", name="Revoke").first).to_be_hidden()
        expect(page.locator("details").first).to_be_hidden()


def test_evidence_asks_only_for_what_its_kind_has(site: Site) -> None:
    with site.page(signed_in=OFFICER, java_script_enabled=False) as page:
        page.goto(f"/register/{site.numbers['many']}?lang=en")
        page.get_by_text("Register evidence").first.click()
        for kind, language, points in (
            ("TAO course", False, False),
            ("State authorisation", True, False),
            ("Interpreter education, credits", True, True),
        ):
            page.get_by_label(kind, exact=True).check()
            assert page.locator("#language").is_visible() is language
            assert page.locator("#credits").is_visible() is points
