"""What anyone may see without signing in: the front page, the search, a profile, the languages."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import Acting
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.errors import NotFound
from kit.http import Now, Reading
from kit.i18n import Tongue
from registry import profiles
from registry.categories import Level
from registry.languages import LANGUAGES, Language
from registry.schemas import MOST
from registry.search import finding
from registry.search.finding import Choice, Found
from registry.search.spelling import fold
from registry.search.wishes import Wish
from registry.words import Modality
from web.labels import kommune_name
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
_FILTERS = ("language", "kommune", "max_category", "modality", "q")


@router.get("/")
def front(request: Request, actor: Acting) -> Response:
    """What this is, a search and a check."""
    return page(request, "public/front.html", actor=actor, **_choices(reader_tongue(request, actor)))


@router.get("/interpreters")
def interpreters(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """Listed interpreters that match the filters in the address, a page at a time."""
    form = asked(request)
    with asking_again(form, lambda refused: _results(request, actor, refused, None)):
        found = _find(session, form, on=oslo_date(now), cursor=form.get("cursor") or None)
    return _results(request, actor, form, found)


@router.get("/interpreters.csv")
def interpreters_as_csv(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """The same interpreters, all of them, one row for each language."""
    form = asked(request)
    with asking_again(form, lambda refused: _results(request, actor, refused, None)):
        rows = list(_rows(session, form, oslo_date(now)))
    heads = ("number", "name", "kommune", "kommune_name", "language", "category", "letter", "modalities")
    return csv_file(f"interpreters-{oslo_date(now)}", heads, rows)


@router.get("/interpreters/{number}")
def profile(
    request: Request, actor: Acting, session: Reading, now: Now, number: Annotated[int, Path(ge=1, le=MOST)]
) -> Response:
    """What anyone may see of one interpreter; of whoever they may not know of, only where to ask instead."""
    try:
        found = profiles.public(session, number=number, today=oslo_date(now))
    except NotFound:
        return page(request, "public/no_profile.html", actor=actor, number=number, status=404)
    best = found.qualifications[0].language if found.qualifications else ""
    return page(
        request,
        "public/profile.html",
        actor=actor,
        profile=found,
        book=_address("/bookings/new", {"language": best, "wanted": str(number)}),
    )


@router.get("/languages")
def languages(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """Every language with its varieties and how many may be chosen from; and the categories."""
    form = asked(request)
    wanted = fold(form.get("q"))
    tongue = reader_tongue(request, actor)
    rows = [LANGUAGES[code] for code, _ in choosing.languages(tongue)]
    return page(
        request,
        "public/languages.html",
        actor=actor,
        form=form,
        rows=[row for row in rows if _is_called(row, wanted)],
        choices=finding.choices_on(session, on=oslo_date(now)),
        nobody=Choice(),
        categories=list(Level),
    )


def _choices(tongue: Tongue) -> dict[str, Any]:
    return {
        "languages": choosing.languages(tongue),
        "kommuner": choosing.kommuner(),
        "categories": choosing.categories(tongue),
        "modalities": choosing.words("modality", tongue),
    }


def _find(session: Session, form: Form, *, on: date, cursor: str | None, limit: int = _AT_A_TIME) -> Found:
    typed = form.read()
    wish = Wish(
        q=typed.text("q"),
        language=typed.text("language"),
        max_category=typed.whole("max_category"),
        kommune=typed.text("kommune"),
        modality=typed.word("modality", Modality),
    )
    typed.settle()
    return finding.find(session, wish, on=on, limit=limit, cursor=cursor)


def _results(request: Request, actor: Actor, form: Form, found: Found | None) -> Response:
    filters = {name: form.get(name) for name in _FILTERS if form.get(name)}
    return page(
        request,
        "public/interpreters.html",
        actor=actor,
        form=form,
        found=found,
        shown=[(one, _ordered(levels, form.get("language"))) for one, levels in found.interpreters]
        if found
        else [],
        first=_address("/interpreters", filters) if form.get("cursor") else "",
        next=_address("/interpreters", filters, cursor=found.next) if found and found.next else "",
        csv=_address("/interpreters.csv", filters),
        json=_address("/api/v1/interpreters", filters),
        **_choices(reader_tongue(request, actor)),
    )


def _ordered(levels: Mapping[str, Level], wanted: str) -> list[tuple[str, Level]]:
    return sorted(levels.items(), key=lambda pair: (pair[0] != wanted, pair[1]))


def _rows(session: Session, form: Form, on: date) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found = _find(session, form, on=on, cursor=cursor, limit=1000)
        for one, levels in found.interpreters:
            ways = " ".join(way.value for way in Modality if getattr(one, way.value))
            for code, level in _ordered(levels, form.get("language")):
                yield (one.number, one.name, one.kommune, kommune_name(one.kommune), code, level.category,
                       level.letter, ways)  # fmt: skip
        cursor = found.next
        if cursor is None:
            return


def _address(path: str, filters: Mapping[str, str], **more: str) -> str:
    query = urlencode({**filters, **more})
    return f"{path}?{query}" if query else path


def _is_called(language: Language, wanted: str) -> bool:
    """Whether it, one of its varieties or the broad name it goes by is called what was typed."""
    near = (language, *(LANGUAGES[code] for code in (*language.varieties, language.part_of) if code))
    names = (name for one in near for name in (one.code, one.nb, one.nn, one.en))
    return any(wanted in fold(name) for name in names)
