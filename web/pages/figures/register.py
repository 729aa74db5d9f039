"""The register's key figures, on any day."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from identity.permissions import Actor
from kit.http import InDatabase, Now, Reading
from kit.i18n import translator
from registry.statistics.counting import CATEGORIES, RegisterStatistics, register_on
from registry.statistics.spread import national_for_everyone
from registry.statistics.suppression import Shown
from web.pages.exporting import copy_noted, csv_file
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
        cells = _cells(actor, found)
        named = [(f"{t('Category')} {number}", cells[number]) for number in CATEGORIES]
        return {"figures": found, "cells": cells, "bars": charts.bars(named)}

    return asking.answer(request, actor, "statistics/register.html", now, gather)


@router.get("/statistics.csv")
def as_csv(session: Reading, database: InDatabase, request: Request, actor: Acting, now: Now) -> Response:
    """The same figures as rows of name and number."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_register", now=now)
    found = register_on(session, on=wanted.on, known_at=wanted.known_at)
    rows = [
        ("on", wanted.on),
        ("known_at", wanted.known_at),
        ("listed", found.listed),
        ("highest_count", found.highest),
        ("highest_share_percent", found.highest_share),
        ("languages", found.languages),
        *((f"category_{category}", str(cell)) for category, cell in _cells(actor, found).items()),
        ("state_authorised_people", found.authorised_people),
        ("state_authorised_languages", found.authorised_languages),
    ]
    return csv_file(f"register-{wanted.on}", ("figure", "value"), rows)


def _cells(actor: Actor, found: RegisterStatistics) -> Mapping[int, Shown]:
    """The counts by category that this reader may see."""
    every_cell = asking.sees_every_cell(actor)
    return found.per_category if every_cell else national_for_everyone(found.per_category)
