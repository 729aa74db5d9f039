"""The register's key figures, on any day."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from kit.http import Now, Reading
from kit.i18n import translator
from registry.statistics.counting import CATEGORIES, register_on
from web.pages.exporting import csv_file
from web.pages.figures import asking, charts
from web.pages.figures.asking import Asked
from web.pages.forms import asked
from web.pages.site import reader_tongue

router = APIRouter(include_in_schema=False)


@router.get("/statistics")
def show(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """How many interpreters the register lists on a day, and how good their categories are."""
    t = translator(reader_tongue(request, actor))

    def gather(wanted: Asked) -> dict[str, Any]:
        found = register_on(session, on=wanted.on, known_at=wanted.known_at)
        named = [(f"{t('Category')} {number}", found.per_category[number]) for number in CATEGORIES]
        return {"figures": found, "bars": charts.bars(named)}

    return asking.answer(request, actor, "statistics/register.html", now, gather)


@router.get("/statistics.csv")
def as_csv(session: Reading, request: Request, now: Now) -> Response:
    """The same figures as rows of name and number."""
    wanted = asking.read(asked(request), now)
    found = register_on(session, on=wanted.on, known_at=wanted.known_at)
    rows = [
        ("on", wanted.on),
        ("known_at", wanted.known_at),
        ("listed", found.listed),
        ("highest_count", found.highest),
        ("highest_share_percent", found.highest_share),
        ("languages", found.languages),
        *((f"category_{category}", count) for category, count in found.per_category.items()),
        ("state_authorised_people", found.authorised_people),
        ("state_authorised_languages", found.authorised_languages),
    ]
    return csv_file(f"register-{wanted.on}", ("figure", "value"), rows)
