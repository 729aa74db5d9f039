"""What every page is held to: it fits, it is accessible, and the keyboard reaches everything on it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STOPS = """() => {
  const every = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const shown = [...document.querySelectorAll(every)].filter(one => one.checkVisibility());
  const radios = new Set(shown.filter(one => one.type === "radio").map(one => one.name));
  return shown.filter(one => one.type !== "radio").length + radios.size;
}"""
_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {what: one.outerHTML.slice(0, 80), seen};
}"""


def fits_and_is_accessible(page: Page) -> None:
    """Nothing is wider than the screen, and axe finds no violation."""
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px too wide"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def keyboard_reaches_everything(page: Page) -> None:
    """Tab goes through everything that can be acted on, shows where one is, and begins at the skip link."""
    wanted = page.evaluate(_STOPS)
    reached: list[str] = []
    for _ in range(wanted + 25):  # a date or a time is several stops
        page.keyboard.press("Tab")
        told = page.evaluate(_FOCUSED)
        if told is None:
            break
        if not reached or told["what"] != reached[-1]:
            reached.append(told["what"])
        assert told["seen"], f"no focus to be seen on {told['what']}"
    assert len(reached) >= wanted, reached
    assert "#main" in reached[0]
