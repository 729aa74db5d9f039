"""Those found as files: all of them, with what anyone may see; contact facts by consent alone."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from identity.acting import Acting
from identity.permissions import Actor
from kit import csv_files
from kit.clock import oslo_date
from kit.db import Database
from kit.errors import Invalid
from kit.http import InDatabase, Now
from registry import shown
from registry.profiles import modalities_of
from registry.search import finding, wishes
from registry.search.finding import Found
from registry.search.wishes import Wish
from registry.tables import Interpreter
from web.labels import kommune_name
from web.pages.exporting import copy_noted
from web.pages.forms import Form, asked
from web.pages.searching import asking
from web.pages.searching.results import shown_with
from web.pages.turning import address

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 500
_HEADS = ("number", "name", "kommune", "kommune_name", "language", "category", "letter", "modalities",
          "distance_km", "email", "phone")  # fmt: skip


@router.get("/interpreters.csv")
def as_csv(request: Request, actor: Acting, database: InDatabase, now: Now) -> Response:
    """All of them as a spreadsheet, one row for each language; a wrong filter is told on the page."""
    return _file(request, actor, database, now, "csv", _csv)


@router.get("/interpreters.json")
def as_json(request: Request, actor: Acting, database: InDatabase, now: Now) -> Response:
    """All of them as the REST interface shows them, in one list."""
    return _file(request, actor, database, now, "json", _json)


def _file(
    request: Request, actor: Actor, database: Database, now: datetime, kind: str, written: Any
) -> Response:
    form = asked(request)
    try:
        wish = asking.wish_of(form)
        wishes.require(wish)
        with database.read() as session:
            asking.free_for(session, actor, form, now=now)
    except Invalid:
        return RedirectResponse(address(asking.PATH, asking.canonical(form)), 303)
    copy_noted(database, actor, "search", now=now)
    pages = _pages(database, actor, form, wish, now)
    return StreamingResponse(
        written(pages, wish),
        media_type=_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="interpreters-{oslo_date(now)}.{kind}"',
            "Cache-Control": "no-store",
        },
    )


_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def _pages(database: Database, actor: Actor, form: Form, wish: Wish, now: datetime) -> Iterator[Found]:
    """Page after page in one reading: nobody is told twice, however long the file takes."""
    with database.read() as session:
        among = asking.free_for(session, actor, form, now=now)
        cursor: str | None = None
        while True:
            found = finding.find(
                session, wish, on=oslo_date(now), limit=_AT_A_TIME, cursor=cursor, among=among
            )
            yield found
            cursor = found.next
            if cursor is None:
                return


def _csv(pages: Iterator[Found], wish: Wish) -> Iterator[bytes]:
    yield from csv_files.written_lines(_HEADS, (row for found in pages for row in _rows(found, wish)))


def _rows(found: Found, wish: Wish) -> Iterator[tuple[object, ...]]:
    for one, levels, distance in shown_with(found, wish):
        ways = " ".join(modalities_of(one))
        far = None if distance is None else round(distance, 1)
        for code, level in levels:
            yield (one.number, one.name, one.kommune, kommune_name(one.kommune), code, level.category,
                   level.letter, ways, far, *_contact(one).values())  # fmt: skip


def _json(pages: Iterator[Found], wish: Wish) -> Iterator[str]:
    before = "["
    for found in pages:
        for one, levels in found.interpreters:
            told = shown.found(one, levels, near=wish.kommune_today).model_dump(mode="json")
            yield before + json.dumps(told | _contact(one), ensure_ascii=False)
            before = ",\n"
    yield "]\n" if before != "[" else "[]\n"


def _contact(one: Interpreter) -> dict[str, str | None]:
    return {
        "email": one.email if one.contact_consent else None,
        "phone": one.phone if one.contact_consent else None,
    }
