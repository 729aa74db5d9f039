"""What every page shares: the templates, the reader's language, the menu of the one who is acting.

There is one template environment for each language, so that macros and `t` are compiled and bound
once; a page is then nothing but its own values.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape

from identity.permissions import NOBODY, Action, Actor, may
from identity.roles import Role
from kit import i18n
from kit.clock import oslo_date
from kit.http import settings_of
from kit.i18n import Tongue, mark, translator
from registry import languages
from web import labels
from web.pages import tongues
from web.pages.compiling import Templates
from web.pages.forms import EMPTY
from web.pages.saving import SAVED

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """What is done every day, and the rest, which a narrow screen keeps folded."""

    first: tuple[Entry, ...]
    more: tuple[Entry, ...]


_Links = tuple[tuple[str, str], ...]

_AT_MOST = 3
"""Entries that a telephone shows unfolded, when there are more than one more."""
_VERIFYING = (("/verify", mark("Check an interpreter")),)
_PUBLIC = (("/interpreters", mark("Find an interpreter")), *_VERIFYING)
"""Whoever sees the register itself finds everybody there."""
_COORDINATOR = (("/on-call/lists", mark("Duty list")),)
_BOOKER = (
    ("/bookings", mark("Bookings")),
    ("/bookings/new", mark("New booking")),
    ("/on-call", mark("On call now")),
    ("/needs", mark("Needs")),
    ("/deviations", mark("Deviations")),
    ("/bars", mark("Not wanted again")),
)
_INTERPRETER = (
    ("/my", mark("My offers")),
    ("/my/calendar", mark("My calendar")),
    ("/my/hours", mark("My hours")),
    ("/my/cases", mark("My cases")),
    ("/my/data", mark("My data")),
)
_APPLICANT = (("/my/cases", mark("My cases")),)
_OFFICER = (
    ("/register", mark("The register")),
    ("/cases", mark("Cases")),
    ("/requests", mark("Requests")),
    ("/imports", mark("Pass lists")),
    ("/quality", mark("Data quality")),
    ("/statistics", mark("Statistics")),
    ("/deviations/statistics", mark("Deviations and needs")),
)
_AUDITOR = (("/audit", mark("Who did what")),)
_OPERATIONS = (("/operations", mark("Operations")),)
_UNDER = {
    "/my/calendars": "/my/hours",
    "/my/reach": "/my/hours",
    "/my/asked": "/my/hours",
    "/guideline": "/deviations",
    "/needs/statistics": "/deviations/statistics",
}
"""Pages that belong under another's entry, where the menu has it and none of their own."""


def page(
    request: Request,
    template: str,
    *,
    actor: Actor = NOBODY,
    status: int = 200,
    here: str | None = None,
    own: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """The template as an answer. `here` is the address that shows this page by GET, when it is another.

    With `own`, for a page that is read much: texts of this answer alone, which the template may show or
    find empty. The rest is of closed lists then, hashable, and rendered once for all who are not signed in.
    """
    settings = settings_of(request)
    tongue = tongues.chosen(request, actor)
    address = tongues.address_of(request) if here is None else here
    path = address.partition("?")[0]
    templates = environment(tongue)
    same = values | {
        "actor": actor,
        "demo": settings.demo,
        "path": path,
        "saved": SAVED.get(request.query_params.get("saved", ""), ""),
    }
    asking_on = tongues.asking_on(address)
    if own is None or actor.signed_in:
        told = {**same, **(own or {}), "asking_on": asking_on}
        text = templates.get_template(template).render(told)
    else:
        text = templates.cast(template, same, {**own, "asking_on": asking_on})
    kept = "no-store" if actor.signed_in else "no-cache"
    response = HTMLResponse(text, status, {"Cache-Control": kept, "Vary": "Cookie, Accept-Language"})
    tongues.keep(request, response, tongue, secure=settings.secure)
    return response


def reader_tongue(request: Request, actor: Actor = NOBODY) -> Tongue:
    """The language the reader sees this page in: for sorting, and for names looked up outside templates."""
    return tongues.chosen(request, actor)


@cache
def environment(tongue: Tongue) -> Templates:
    """The templates in one language. Text is escaped, and an unknown name is an error."""
    t = translator(tongue)
    made = Templates(
        {"t": t, "tongue": tongue.value, "static": static_address},
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    made.globals |= {
        "label": labels.labeller(t),
        "reason": labels.reasoner(t),
        "status_kind": labels.kind_of,
        "language_name": labels.language_namer(tongue),
        "language_text": lambda code: languages.name_of(code, tongue),
        "kommune_name": labels.kommune_name,
        "say_day": lambda day: i18n.say_day(day, tongue),
        "say_time": lambda instant: i18n.say_time(instant, tongue),
        "say_instant": lambda instant: i18n.say_instant(instant, tongue),
        "say_span": lambda starts_at, ends_at: labels.unbroken(i18n.say_span(starts_at, ends_at, tongue)),
        "form": EMPTY,
        "menu_of": _menu,
        "tongues": [(one.value, one.own_name) for one in Tongue],
        "oslo_date": oslo_date,
        "say_date": lambda day: labels.short_date(day, tongue),
        "say_decimal": lambda number: labels.say_decimal(number, tongue),
        "say_number": lambda number: labels.say_number(number, tongue),
    }
    return made


@cache
def static_address(name: str) -> str:
    """A static file's address; it changes with the content, so that browsers may keep it for good."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def _menu(actor: Actor, path: str) -> Menu:
    links = _entries(actor)
    best = _best(links, path)
    if best in {None, "/my"}:
        best = next((_best(links, over) for under, over in _UNDER.items() if _within(path, under)), best)
    entries = tuple(Entry(href, text, href == best) for href, text in links)
    shown = len(entries) if len(entries) <= _AT_MOST + 1 else _AT_MOST
    return Menu(entries[:shown], entries[shown:])


def _best(links: _Links, path: str) -> str | None:
    return max((href for href, _ in links if _within(path, href)), key=len, default=None)


@lru_cache(maxsize=1_000)
def _entries(actor: Actor) -> _Links:
    shown: _Links = ()
    if actor.holds(Role.INTERPRETER):
        shown += _INTERPRETER
    if actor.signed_in and not actor.grants:
        shown += _APPLICANT
    if actor.holds(Role.BOOKER) or actor.holds(Role.AGENCY_ADMINISTRATOR):
        shown += _BOOKER
    elif actor.holds(Role.COORDINATOR):
        shown += _COORDINATOR
    if may(actor, Action.SEE_REGISTER_FILE):
        shown += _OFFICER
    if may(actor, Action.SEE_LOGS):
        shown += _AUDITOR
    if may(actor, Action.SEE_OPERATIONS):
        shown += _OPERATIONS
    return shown + (_VERIFYING if may(actor, Action.SEE_REGISTER_FILE) else _PUBLIC)


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(href + "/")
