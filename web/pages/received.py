"""What has come back by mail: above all what could not be acted on, which waits for a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.replies import reading, words
from booking.replies.words import KEPT
from identity import audit
from identity.acting import SignedIn
from identity.audit import Act
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, to
from web.pages.site import page
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False, prefix="/operations/received")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 50
_IN_A_FILE = 1000
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
        csv=address("/operations/received.csv", kept),
    )


@router.get(".csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same messages as a file, all of them, and nothing of what they say. The copy is recorded."""
    require(actor, Action.SEE_OPERATIONS)
    form = asked(request)
    rows = list(_rows(session, form))
    subject, act = audit.about_register(), Act.MESSAGES_EXPORTED
    audit.record(session, subject, act, by=actor.account_id, now=now, content={"rows": len(rows)})
    heads = ("number", "channel", "state", "why", "booking", "method", "answer",
             "received_at", "handled_at", "settled_at")  # fmt: skip
    return csv_file(f"received-{oslo_date(now)}", heads, rows)


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


def _rows(session: Session, form: Form) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found, cursor = reading.messages(
            session, only_kept=form.get("which") != _ALL, text=form.get("q"), limit=_IN_A_FILE, cursor=cursor
        )
        for one in found:
            row = one.row
            times = (_told(at) for at in (row.received_at, row.handled_at, row.settled_at))
            yield (
                row.id,
                row.channel.value,
                row.state.value,
                row.why,
                one.reference,
                row.method,
                row.answer,
                *times,
            )
        if cursor is None:
            return


def _told(at: datetime | None) -> str:
    return at.isoformat() if at else ""
