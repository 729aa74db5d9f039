"""An interpreter's copy of everything held about her, over REST."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from booking import own
from booking.own_data import copying
from identity.acting import SignedIn
from identity.permissions import Action
from kit.db import stored_id
from kit.http import InDatabase, Now, Writing

router = APIRouter(prefix="/api/v1", tags=["interpreter"])

_TOLD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Everything held about you; docs/own-data.md describes each section.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.get("/me/data", response_class=StreamingResponse, responses=_TOLD)
def take_out_own_data(session: Writing, database: InDatabase, actor: SignedIn, now: Now) -> StreamingResponse:
    """Everything held about you as one JSON object; streamed. That you took it out is recorded."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    copying.take_out(session, person, now=now)
    name = f"own-data-{person.number}-{now:%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    pieces = copying.written(database, stored_id(person.id), now=now)
    return StreamingResponse(pieces, media_type="application/json", headers=headers)
