"""What has come back by mail: above all what could not be acted on, which waits for a person."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking.replies import reading, words
from booking.replies.words import KEPT
from identity import audit
from identity.acting import SignedIn
from identity.audit import Act
from identity.permissions import Action, require
from kit.http import Now, Reading, Writing
from web.pages.forms import asked, to
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/operations/received")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 50
_ALL = "all"


@router.get("")
def show(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The messages kept for a person, or all, the newest first."""
    require(actor, Action.SEE_OPERATIONS)
    form = asked(request)
    every, sought = form.get("which") == _ALL, form.get("q")
    found, onward = reading.messages(
        session, only_kept=not every, text=sought, limit=_AT_A_TIME, cursor=form.get("cursor") or None
    )
    kept = {"which": _ALL if every else "", "q": sought}
    return page(
        request,
        "directorate/received.html",
        actor=actor,
        form=form,
        rows=[(one, words.STATES[one.row.state]) for one in found],
        every=every,
        sought=bool(sought),
        waiting=reading.waiting(session),
        kept=reading.kept(session),
        turns=turns("/operations/received", kept, form, onward),
    )


@router.get("/{message_id}")
def one(request: Request, actor: SignedIn, session: Writing, now: Now, message_id: Id) -> Response:
    """One message, with what it says when it was kept; that it was opened is logged."""
    require(actor, Action.SEE_OPERATIONS)
    found = reading.one(session, message_id)
    may_read = found.row.state in KEPT and found.row.content is not None
    if may_read:
        told = {"message": message_id}
        audit.record(
            session, audit.about_register(), Act.MESSAGE_READ, by=actor.account_id, now=now, content=told
        )
    return page(
        request,
        "directorate/message.html",
        actor=actor,
        here=f"/operations/received/{message_id}",
        one=found.row,
        reference=found.reference,
        state=words.STATES[found.row.state],
        why=words.WHY.get(found.row.why or "", found.row.why or ""),
        kept=found.row.state in KEPT,
        letter=reading.letter(found.row) if may_read else None,
    )


@router.post("/{message_id}/settle")
def settle(actor: SignedIn, session: Writing, now: Now, message_id: Id) -> Response:
    """A person has looked at it, and done what was to be done."""
    require(actor, Action.SEE_OPERATIONS)
    reading.settle(session, message_id=message_id, by=actor.id, now=now)
    return to("/operations/received", saved="message_settled")
