"""What anyone may see without signing in: the front page, a profile, the languages."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from identity.acting import Acting
from kit.clock import oslo_date
from kit.errors import NotFound
from kit.http import Now, Reading
from registry import profiles
from registry.categories import Level
from registry.languages import LANGUAGES
from registry.schemas import MOST
from registry.search import finding, naming
from registry.search.finding import Choice
from web.pages import choosing
from web.pages.forms import asked
from web.pages.site import page, reader_tongue
from web.pages.turning import address

router = APIRouter(include_in_schema=False)


@router.get("/")
def front(request: Request, actor: Acting) -> Response:
    """What this is, a search and a check."""
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "public/front.html",
        actor=actor,
        languages=choosing.languages(tongue),
        places=choosing.places(tongue),
    )


@router.get("/interpreters/{number}")
def profile(
    request: Request, actor: Acting, session: Reading, now: Now, number: Annotated[int, Path(ge=1, le=MOST)]
) -> Response:
    """What anyone may see of one interpreter; of whoever they may not know of, only where to ask instead."""
    try:
        found = profiles.public(session, number=number, today=oslo_date(now))
    except NotFound:
        return page(request, "public/no_profile.html", actor=actor, number=number, status=404)
    if found.number != number:  # merged: the links that lead here live on
        return RedirectResponse(f"/interpreters/{found.number}", 301)
    best = found.qualifications[0].language if found.qualifications else ""
    return page(
        request,
        "public/profile.html",
        actor=actor,
        profile=found,
        book=address("/bookings/new", {"language": best, "wanted": str(number)}),
    )


@router.get("/languages")
def languages(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """Every language with its varieties and how many may be chosen from; and the categories."""
    form = asked(request)
    called = naming.named(form.get("q")).codes
    tongue = reader_tongue(request, actor)
    rows = [LANGUAGES[code] for code, _ in choosing.languages(tongue)]
    return page(
        request,
        "public/languages.html",
        actor=actor,
        form=form,
        rows=[row for row in rows if row.code in called or not form.get("q")],
        choices=finding.choices_on(session, on=oslo_date(now)),
        nobody=Choice(),
        categories=list(Level),
    )
