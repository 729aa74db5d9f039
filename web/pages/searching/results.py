"""Interpreters that match what is asked for, a page at a time; and what to try when none do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from identity.acting import Acting
from identity.permissions import Action, Actor, may
from kit.clock import oslo_date
from kit.http import Now, Reading
from kit.i18n import Tongue
from registry.categories import Level
from registry.kommuner import distance_km
from registry.languages import LANGUAGES
from registry.search import advice, counting, finding, wishes
from registry.search.finding import Choice, Found
from registry.search.wishes import Wish
from registry.tables import Interpreter
from web.labels import language_namer
from web.pages import choosing
from web.pages.forms import Form, asked, asking_again
from web.pages.searching import asking, narrowing
from web.pages.searching.asking import PATH
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
NOTHING: dict[str, Any] = {"found": None, "shown": [], "groups": [], "tries": [], "choices": []}


@router.get(PATH)
def interpreters(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """Listed interpreters that match the filters in the address, a page at a time."""
    form = asked(request)
    canonical = asking.canonical(form)
    if address("", canonical) != address("", {name: form.get(name) for name in form.values}):
        return RedirectResponse(address(PATH, canonical), 303)
    with asking_again(form, lambda refused: _refused(request, actor, session, refused, now)):
        wish = asking.wish_of(form)
        among = asking.free_for(session, actor, form, now=now)
        today, cursor = oslo_date(now), form.get("cursor") or None
        wishes.require(wish)
        counts = counting.counts(session, wish, on=today) if among is None else None
        found = finding.find(
            session,
            wish,
            on=today,
            limit=_AT_A_TIME,
            cursor=cursor,
            among=among,
            counted=counts.total if counts else None,
        )
    tongue = reader_tongue(request, actor)
    groups = narrowing.groups(counts, asking.filters_of(form), tongue) if counts and found.total else []
    tries = () if found.total else advice.ways_on(session, wish, on=today)
    return _page(
        request,
        actor,
        form,
        groups=[] if found.more else groups,
        tries=narrowing.ways_on(tries, tongue),
        **_results(form, wish, found),
    )


def shown_with(found: Found, wish: Wish) -> list[tuple[Interpreter, list[tuple[str, Level]], float | None]]:
    """Each of those found with her levels, the language asked for first, and how far away she lives in km."""
    centre = wish.kommune_today
    return [
        (one, ordered(levels, wish.language), distance_km(centre, one.kommune) if centre else None)
        for one, levels in found.interpreters
    ]


def ordered(levels: Mapping[str, Level], wanted: str | None) -> list[tuple[str, Level]]:
    """The levels, that of the language asked for first."""
    return sorted(levels.items(), key=lambda pair: (pair[0] != wanted, pair[1]))


def _results(form: Form, wish: Wish, found: Found) -> dict[str, Any]:
    filters = asking.filters_of(form)
    return {
        "found": found,
        "shown": shown_with(found, wish),
        "varieties": LANGUAGES[wish.language].varieties if wish.language else (),
        "turns": turns(PATH, filters, form, found.next),
        "csv": address(PATH + ".csv", filters),
        "json": address(PATH + ".json", filters),
    }


def _refused(request: Request, actor: Actor, session: Session, form: Form, now: datetime) -> Response:
    """The form again; where the language may be several, each with how many there are to choose from."""
    listed = finding.choices_on(session, on=oslo_date(now))
    named, filters = language_namer(reader_tongue(request, actor)), asking.filters_of(form)
    choices = [
        narrowing.Link(
            named(code),
            address(PATH, {**filters, "language": code}),
            listed.get(code, Choice()).listed,
        )
        for code in asking.language_choices(form)
    ]
    return _page(request, actor, form, choices=choices)


def _page(request: Request, actor: Actor, form: Form, **told: Any) -> Response:
    tongue = reader_tongue(request, actor)
    filters = asking.filters_of(form)
    return page(
        request,
        "public/interpreters.html",
        actor=actor,
        form=Form({**form.values, **_as_written(form, tongue)}, form.faults),
        taken=[] if form.faults else narrowing.taken(filters, tongue),
        kept={name: filters[name] for name in ("max_category", "modality", "gender") if name in filters},
        may_see_free=may(actor, Action.SEE_WHO_IS_FREE),
        languages=choosing.languages(tongue),
        places=choosing.places(tongue),
        distances=choosing.distances(tongue),
        **NOTHING | told,
    )


def _as_written(form: Form, tongue: Tongue) -> dict[str, list[str]]:
    """The language by its name rather than its code, and a county as a place."""
    language = LANGUAGES.get(form.get("language"))
    return {
        "language": [language.name(tongue) if language else form.get("language")],
        "kommune": [form.get("kommune") or form.get("county")],
    }
