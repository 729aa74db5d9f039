"""What waits to leave the house, and what needs a person's help to do so."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from booking.replaying import watching
from booking.replies import bounces, reading
from identity.acting import Acting
from identity.permissions import Action, require
from kit import outbox, paging
from kit.http import Now, Reading, Writing
from web.pages.forms import asked, to
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 50
_LARGEST = 2**63 - 1


@router.get("/operations")
def show(
    request: Request,
    actor: Acting,
    session: Reading,
    now: Now,
    resent: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """How the outbox stands, every parked message, and calendars that do not hold what we have."""
    require(actor, Action.SEE_OPERATIONS)
    form = asked(request)
    place = paging.decode(form.get("cursor") or None, paging.key)
    rows = outbox.parked(session, limit=_AT_A_TIME + 1, after=place[0] if place else 0)
    rows, following = paging.page(rows, limit=_AT_A_TIME, key=lambda row: (row.id,))
    return page(
        request,
        "directorate/operations.html",
        actor=actor,
        counts=outbox.counts(session),
        rows=rows,
        turns=turns("/operations", {}, form, following),
        resent=bool(resent),
        kept=reading.kept(session),
        calendars=watching.counts(session, now=now),
        alarms=watching.alarms(session, now=now, limit=_AT_A_TIME),
    )


@router.post("/operations/{row_id}/resend")
def resend(
    actor: Acting, session: Writing, now: Now, row_id: Annotated[int, Path(ge=1, le=_LARGEST)]
) -> Response:
    """Let a parked message try again."""
    require(actor, Action.SEE_OPERATIONS)
    bounces.tried_again(session, outbox.resend(session, row_id=row_id, now=now))
    return to("/operations?resent=yes")
