"""Who can be asked, over REST: the hot read, on the kept connection."""

from datetime import datetime
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json
from sqlalchemy import bindparam, select, true
from sqlmodel import col
from starlette.concurrency import run_in_threadpool

from booking import queries
from booking.availability.kept_tables import KeptTime
from booking.matching import everyone
from booking.matching.best import FARTHEST, Best, Known, best, complete
from booking.matching.everyone import Question
from booking.matching.facts import SINGLES_OUT
from booking.office import pace_of
from booking.schemas import CandidatesView
from booking.tables import Booking
from identity.acting import BEARER, acting_kept
from identity.permissions import Actor
from kit import paging
from kit.db import Database
from kit.errors import Forbidden, invalid
from kit.hot import HotRoute
from kit.http import database_of, now_of, settings_of
from kit.paging import Cursor, Limit
from kit.prepared import prepared

hot = APIRouter(prefix="/api/v1", route_class=HotRoute)

_SEEN = prepared(
    select(
        col(Booking.id),
        *(col(getattr(Booking, name)) for name in everyone.READ),
        queries.is_visible(bindparam("account_id")).label("visible"),
        SINGLES_OUT.label("singles_out"),
        col(KeptTime.counted_on),
        col(KeptTime.since),
        col(KeptTime.until),
    )
    .outerjoin_from(Booking, KeptTime, true())
    .where(col(Booking.reference) == bindparam("reference"))
)


@hot.get(
    "/bookings/{reference}/candidates",
    tags=["bookings"],
    response_model=CandidatesView,
    openapi_extra={"security": [{BEARER.scheme_name: []}]},
)
async def list_candidates(
    request: Request, reference: str, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """Who can be asked, best first with the reasons; who cannot is counted by `…/steps`."""
    now = now_of(request)
    database = database_of(request)
    actor = await acting_kept(request, now)
    row = _seen(
        actor, database.kept(_SEEN, {"reference": queries.plain(reference), "account_id": actor.account_id})
    )
    if row.sensitive:
        await run_in_threadpool(queries.log_views, database, [row], actor=actor, now=now)
    known = None if row.counted_on is None else Known(row.counted_on, row.since, row.until, row.singles_out)
    asked = everyone.question(row, pace_of(settings_of(request)))
    passed = _passed(cursor)
    most = passed + limit
    found = best(asked, known, now=now, ask=database.kept, most=most)
    if found is None:
        found = await run_in_threadpool(_complete, database, asked, now=now, most=most)
    return Response(to_json(_told(found, passed)), media_type="application/json")


def _seen(actor: Actor, rows: Any) -> Any:
    if not actor.signed_in:
        raise Forbidden("sign_in_required", "Sign in first.")
    row = rows[0] if rows else None
    queries.require_seen(actor, row and row.organisation_id, named=bool(row and row.visible))
    return row


def _complete(database: Database, asked: Question, *, now: datetime, most: int) -> Best:
    """What takes longer stands in nobody's way: not the kept connection's, and not the loop's."""
    with database.read() as session:
        return complete(asked, now=now, ask=everyone.asking(session), most=most)


def _passed(cursor: str | None) -> int:
    """How many of the first the pages before have told."""
    after = paging.decode(cursor, paging.key)
    if after is None:
        return 0
    if not 0 <= after[0] <= FARTHEST:
        raise invalid("cursor", "unknown_cursor", "Use the cursor exactly as the page before gave it.")
    passed: int = after[0]
    return passed


def _told(found: Best, passed: int) -> dict[str, Any]:
    return {
        "items": [
            {
                "number": one.number,
                "name": one.name,
                "category": one.level.category,
                "letter": one.level.letter,
                "reasons": one.reasons,
            }
            for one in found.items[passed:]
        ],
        "next": _after(len(found.items)) if found.more and len(found.items) <= FARTHEST else None,
    }


@cache
def _after(told: int) -> str:
    return paging.encode([told])
