"""The receipts of one's own organisation: searched, paged, downloaded."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity import audit
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing
from registry.receipts import reading, references
from registry.receipts.reading import Wanted
from registry.receipts.tables import Receipt
from registry.verification import Answer
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

Rows = tuple[list[tuple[Receipt, str | None]], str | None]

_AT_A_TIME = 25
_FILTERS = ("q", "answer", "from", "to")
_NOTHING: Rows = ([], None)


@router.get("/receipts")
def receipts(request: Request, actor: SignedIn, session: Reading) -> Response:
    """One's organisations' receipts and one's own, the newest first."""
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, refused, _NOTHING)):
        cursor = form.get("cursor") or None
        found = reading.own(session, actor, _wanted(form), limit=_AT_A_TIME, cursor=cursor)
    return _page(request, actor, form, found)


@router.get("/receipts.csv")
def receipts_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same receipts, all of them; logged. No names: the number and the reference say what is needed."""
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, refused, _NOTHING)):
        rows = list(_rows(session, actor, _wanted(form)))
    subject, act = audit.about_account(actor.id), audit.Act.ANSWERS_EXPORTED
    audit.record(session, subject, act, by=actor.id, now=now)
    heads = ("reference", "answered_at", "number", "language", "on", "answer", "category", "letter",
             "valid_from", "valid_until")  # fmt: skip
    return csv_file(f"receipts-{oslo_date(now)}", heads, rows)


def _wanted(form: Form) -> Wanted:
    typed = form.read()
    wanted = Wanted(
        text=typed.text("q"),
        answer=typed.word("answer", Answer),
        first=typed.day("from") if typed.text("from") else None,
        last=typed.day("to") if typed.text("to") else None,
    )
    typed.settle()
    return wanted


def _rows(session: Session, actor: Actor, wanted: Wanted) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found, cursor = reading.own(session, actor, wanted, limit=1000, cursor=cursor)
        for one, _name in found:
            answered_at = one.answered_at.isoformat(timespec="seconds")
            yield (references.written(one.reference), answered_at, one.number, one.language, one.on,
                   one.answer, one.category, one.letter, one.valid_from, one.valid_until)  # fmt: skip
        if cursor is None:
            return


def _page(request: Request, actor: Actor, form: Form, found: Rows) -> Response:
    rows, following = found
    filters = {name: form.get(name) for name in _FILTERS if form.get(name)}
    return page(
        request,
        "receipts/own.html",
        actor=actor,
        form=form,
        rows=[(references.written(one.reference), one, name) for one, name in rows],
        searched=bool(filters),
        answers=choosing.words("answer", reader_tongue(request, actor)),
        turns=turns("/receipts", filters, form, following),
        csv=address("/receipts.csv", filters),
    )
