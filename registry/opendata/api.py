"""Open data over REST: the public register and the statistics, with tags that tell when nothing is new."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from kit.clock import oslo_date
from kit.db import Database
from kit.http import InDatabase, Now, Reading
from kit.inputs import Day, Instant
from registry import verification
from registry.opendata import figures, files, terms
from registry.opendata.register import everybody
from registry.opendata.schema import REGISTER
from registry.opendata.terms import Edition
from registry.statistics.levels import AsOf

router = APIRouter(prefix="/api/v1/open", tags=["open data"])

_JSON, _CSV, _SCHEMA = "application/json", "text/csv; charset=utf-8", "application/schema+json"
_HEADS = (
    "number", "name", "kommune", "kommune_name", "county", "county_name", "language", "category", "letter",
    "modalities", "email", "phone",
)  # fmt: skip
_LICENSED = f'<{terms.LICENCE["url"]}>; rel="license"'

OnDay = Annotated[Day | None, Query(description="An Oslo day; today if left out.")]
KnownAt = Annotated[Instant | None, Query(description="What was known then; now if left out.")]
Seen = Annotated[str | None, Header(alias="If-None-Match", max_length=2000)]


def _told(kind: str, what: str) -> dict[int | str, dict[str, Any]]:
    """How a call's answers are described: the file, or that it is as it was."""
    schema = {"type": "object"} if kind != _CSV else {"type": "string"}
    return {
        200: {"description": what, "content": {kind.partition(";")[0]: {"schema": schema}}},
        304: {"description": "It is as it was when you got this tag."},
    }


@router.get("/register.json", response_class=Response, responses=_told(_JSON, "As its schema"))
def register_as_json(database: InDatabase, session: Reading, now: Now, seen: Seen = None) -> Response:
    """Everybody in the public register today, as one JSON object; streamed."""
    edition = terms.edition(session, on=oslo_date(now), asked="register.json")
    entries = _read(database, edition.on)
    return _file(edition, seen, _JSON, files.as_json(terms.head(edition), "interpreters", entries))


@router.get("/register.csv", response_class=Response, responses=_told(_CSV, "Rows with heads"))
def register_as_csv(database: InDatabase, session: Reading, now: Now, seen: Seen = None) -> Response:
    """Everybody in the public register today, a row for each language they are listed in; streamed."""
    edition = terms.edition(session, on=oslo_date(now), asked="register.csv")
    return _file(edition, seen, _CSV, files.as_csv(_HEADS, _rows(_read(database, edition.on))))


@router.get("/register.schema.json", response_class=Response, responses=_told(_SCHEMA, "JSON Schema 2020-12"))
def register_schema() -> Response:
    """What /open/register.json looks like, as a JSON Schema."""
    return JSONResponse(REGISTER, media_type=_SCHEMA, headers={"Cache-Control": "max-age=3600"})


@router.get("/statistics.json", response_class=Response, responses=_told(_JSON, "Tables by name"))
def statistics_as_json(
    session: Reading, now: Now, on: OnDay = None, known_at: KnownAt = None, seen: Seen = None
) -> Response:
    """The open statistics on a day; `<5` is one to four, `..` is withheld so that none can be worked out."""
    as_of = _as_of(on, known_at, now)
    edition = terms.edition(session, on=as_of.on, asked=f"statistics.json {as_of.known_at} {oslo_date(now)}")
    if seen is not None and _is_seen(edition, seen):
        return _unchanged(edition)
    told = terms.head(edition) | {"known_at": terms.said(as_of.known_at)} | figures.everything(session, as_of)
    return JSONResponse(told, headers=_headers(edition))


@router.get("/statistics.csv", response_class=Response, responses=_told(_CSV, "table, row, measure, value"))
def statistics_as_csv(
    session: Reading, now: Now, on: OnDay = None, known_at: KnownAt = None, seen: Seen = None
) -> Response:
    """The same, a line for each cell."""
    as_of = _as_of(on, known_at, now)
    edition = terms.edition(session, on=as_of.on, asked=f"statistics.csv {as_of.known_at} {oslo_date(now)}")
    if seen is not None and _is_seen(edition, seen):
        return _unchanged(edition)
    rows = [(*place, str(value)) for *place, value in figures.cells(figures.everything(session, as_of))]
    return _file(edition, None, _CSV, files.as_csv(("table", "row", "measure", "value"), rows))


def _as_of(on: date | None, known_at: datetime | None, now: datetime) -> AsOf:
    verification.require_past(known_at, now)
    return AsOf(on or oslo_date(now), known_at)


def _read(database: Database, on: date) -> Iterator[dict[str, Any]]:
    """Everybody, in a transaction of its own that lasts as long as the answer is being sent."""
    with database.read() as session:
        yield from everybody(session, on=on)


def _rows(entries: Iterable[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    for one in entries:
        person = {**one, "modalities": " ".join(one["modalities"])}
        for held in one["languages"]:
            yield tuple({**person, **held}[head] for head in _HEADS)


def _file(edition: Edition, seen: str | None, kind: str, parts: Iterable[str]) -> Response:
    if seen is not None and _is_seen(edition, seen):
        return _unchanged(edition)
    return StreamingResponse(parts, media_type=kind, headers=_headers(edition))


def _is_seen(edition: Edition, seen: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in seen.split(",")}
    return edition.tag in tags or "*" in tags


def _unchanged(edition: Edition) -> Response:
    return Response(status_code=304, headers=_headers(edition))


def _headers(edition: Edition) -> dict[str, str]:
    told = {"ETag": edition.tag, "Cache-Control": "no-cache", "Link": _LICENSED}
    if edition.updated_at is not None:
        told["Last-Modified"] = format_datetime(edition.updated_at, usegmt=True)
    return told
