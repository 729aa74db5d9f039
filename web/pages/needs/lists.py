"""The work list of needs: what waits to be booked, the first wished for first; and as a file."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.needs import reading
from booking.needs.reading import Filter, Told
from booking.needs.words import NeedStatus
from identity import audit
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date, oslo_midnight
from kit.http import Now, Reading, Writing
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
_FILTERS = ("q", "status", "language", "from", "to")
UNCLEAR = "unclear"
"""The filter's word for a language nobody has settled."""
Found = tuple[list[Told], str | None]


@router.get("/needs")
def needs(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The needs that fit the filters; without any, those that wait."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, ([], None), now)):
        found = _find(session, actor, form, cursor=form.get("cursor") or None)
    return _listed(request, actor, form, found, now)


@router.get("/needs.csv")
def needs_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same needs, all of them. The copy is recorded."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, ([], None), now)):
        rows = list(_rows(session, actor, form))
    subject, act = audit.about_account(actor.id), audit.Act.NEEDS_EXPORTED
    audit.record(session, subject, act, by=actor.id, now=now, content={"rows": len(rows)})
    heads = ("reference", "status", "asked_language", "language", "variety", "modality", "from", "to",
             "case_reference", "unit", "created_at", "booking")  # fmt: skip
    return csv_file(f"needs-{oslo_date(now)}", heads, rows)


def _find(
    session: Session, actor: Actor, form: Form, *, cursor: str | None, limit: int = _AT_A_TIME
) -> Found:
    typed = form.read()
    first = typed.day("from") if form.get("from") else None
    last = typed.day("to") if form.get("to") else None
    searched = any(form.get(name) for name in _FILTERS)
    status = typed.word("status", NeedStatus) if searched else NeedStatus.DRAFT
    typed.settle()
    language = form.get("language")
    wanted = Filter(
        status=status,
        language=language if language and language != UNCLEAR else None,
        text=typed.text("q"),
        start=oslo_midnight(first) if first else None,
        end=oslo_midnight(last + timedelta(days=1)) if last else None,
        unclear=language == UNCLEAR,
    )
    return reading.listed(session, actor, wanted, limit=limit, cursor=cursor)


def _listed(request: Request, actor: Actor, form: Form, found: Found, now: datetime) -> Response:
    filters = {name: form.get(name) for name in _FILTERS if form.get(name)}
    tongue = reader_tongue(request, actor)
    rows, onward = found
    today = oslo_date(now)
    return page(
        request,
        "needs/list.html",
        actor=actor,
        form=form,
        rows=[(one, (today - oslo_date(one.row.created_at)).days) for one in rows],
        searched=bool(filters),
        statuses=choosing.words("need_status", tongue),
        languages=choosing.languages(tongue),
        turns=turns("/needs", filters, form, onward),
        csv=address("/needs.csv", filters),
    )


def _rows(session: Session, actor: Actor, form: Form) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found, cursor = _find(session, actor, form, cursor=cursor, limit=1000)
        for told in found:
            one = told.row
            yield (one.reference, one.status.value, one.asked_language, one.language or "", one.variety or "",
                   one.modality.value, one.wished_from.isoformat(), one.wished_to.isoformat(),
                   one.case_reference or "", told.organisation, one.created_at.isoformat(),
                   told.booking or "")  # fmt: skip
        if cursor is None:
            return
