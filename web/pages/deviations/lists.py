"""The list of an agency's deviations, filtered, and as a file."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.deviations import reading
from booking.deviations.reading import Filter, Told
from booking.deviations.words import DeviationGround, DeviationKind
from identity import audit
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.errors import FieldError
from kit.http import Now, Reading, Writing
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
_FILTERS = ("q", "kind", "ground", "planned", "from", "to")
_PLANNED = {"yes": True, "no": False}
Found = tuple[list[Told], str | None]


@router.get("/deviations")
def deviations(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The deviations that fit the filters, the latest meeting first."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, ([], None))):
        found = _find(session, actor, form, cursor=form.get("cursor") or None)
    return _listed(request, actor, form, found)


@router.get("/deviations.csv")
def deviations_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """All of them; one in a sensitive booking says its day only. The copy is recorded."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, ([], None))):
        rows = list(_rows(session, actor, form))
    _record(session, actor, len(rows), now)
    heads = ("reference", "edition", "happened_on", "planned", "kind", "ground", "text", "language",
             "max_category", "booking", "organisation", "registered_at", "registered_by")  # fmt: skip
    return csv_file(f"deviations-{oslo_date(now)}", heads, rows)


def _find(
    session: Session, actor: Actor, form: Form, *, cursor: str | None, limit: int = _AT_A_TIME
) -> Found:
    typed = form.read()
    first = typed.day("from") if form.get("from") else None
    last = typed.day("to") if form.get("to") else None
    kind, ground = typed.word("kind", DeviationKind), typed.word("ground", DeviationGround)
    if first and last and last < first:
        typed.errors.append(
            FieldError("to", "ends_before_start", "Choose a last day that is not before the first.")
        )
    typed.settle()
    planned = _PLANNED.get(form.get("planned"))
    wanted = Filter(kind, ground, planned, text=typed.text("q"), first=first, last=last)
    return reading.listed(session, actor, wanted, limit=limit, cursor=cursor)


def _listed(request: Request, actor: Actor, form: Form, found: Found) -> Response:
    filters = {name: form.get(name) for name in _FILTERS if form.get(name)}
    tongue = reader_tongue(request, actor)
    rows, onward = found
    return page(
        request,
        "deviations/list.html",
        actor=actor,
        form=form,
        rows=rows,
        searched=bool(filters),
        kinds=choosing.words("deviation_kind", tongue),
        grounds=choosing.words("deviation_ground", tongue),
        turns=turns("/deviations", filters, form, onward),
        csv=address("/deviations.csv", filters),
    )


def _rows(session: Session, actor: Actor, form: Form) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found, cursor = _find(session, actor, form, cursor=cursor, limit=1000)
        yield from map(_row, found)
        if cursor is None:
            return


def _row(told: Told) -> tuple[object, ...]:
    one = told.row
    known = (one.reference, one.edition, one.happened_on.isoformat(), "yes" if one.planned else "no")
    if told.booking is not None and told.booking.sensitive:
        return (*known, *[""] * 6, told.organisation, one.registered_at.isoformat(), "")
    booking = told.booking.reference if told.booking else ""
    return (*known, one.kind.value, one.ground.value, one.text, one.language or "", one.max_category or "",
            booking, told.organisation, one.registered_at.isoformat(), told.by)  # fmt: skip


def _record(session: Session, actor: Actor, count: int, now: datetime) -> None:
    subject, act = audit.about_account(actor.id), audit.Act.DEVIATIONS_EXPORTED
    audit.record(session, subject, act, by=actor.id, now=now, content={"rows": count})
