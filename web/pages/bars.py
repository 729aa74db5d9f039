"""An organisation's bars: whom it never wants again, put after a look at what it hits, and lifted."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import office as offices
from booking import queries
from booking.bars import barring, reading
from booking.bars.api import BarGiven
from booking.bars.barring import NewBar
from identity import audit
from identity.acting import SignedIn
from identity.permissions import Action, Actor, Thing, may
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing, database_of, settings_of
from web.pages.exporting import csv_file
from web.pages.forms import Form, Posted, asked, asking_again, parse, to
from web.pages.site import page
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 25


@router.get("/bars")
def bars(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Everybody barred, the latest first, and the form for one more; `number` and `case` fill it in."""
    return _bars_page(request, actor, session, asked(request))


@router.get("/bars.csv")
def bars_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same as a file. The copy is recorded."""
    rows = list(_rows(session, actor, asked(request).get("q")))
    subject, act = audit.about_account(actor.id), audit.Act.BARS_EXPORTED
    audit.record(session, subject, act, by=actor.account_id, now=now, content={"rows": len(rows)})
    heads = ("number", "name", "case_reference", "reason", "organisation", "registered_at")
    return csv_file(f"bars-{oslo_date(now)}", heads, rows)


@router.post("/bars")
def put(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Bar somebody; what it hits is told first, and ends when that is ticked."""

    def once_more(refused: Form) -> Response:
        with database_of(request).read() as reading_session:
            return _bars_page(request, actor, reading_session, refused)

    with asking_again(form, once_more):
        typed = form.read()
        facts = {"number": typed.whole("number"), "reason": typed.text("reason"),
                 "case_reference": typed.text("case_reference")}  # fmt: skip
        typed.settle()
        filled_in = {name: fact for name, fact in facts.items() if fact is not None}
        given = parse(BarGiven, {**filled_in, "confirmed": typed.ticked("confirmed")})
        barring.put(
            session,
            new=NewBar(given.number, given.case_reference, given.reason),
            organisation_id=queries.booking_for(actor),
            actor=actor,
            confirmed=given.confirmed,
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to("/bars", saved="barred")


@router.post("/bars/{bar_id}/lift")
def lift(bar_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """She can be asked again."""
    told = reading.find(session, actor, bar_id)
    barring.lift(session, bar=told.bar, number=told.number, actor=actor, now=now)
    return to("/bars", saved="bar_lifted")


def _bars_page(request: Request, actor: Actor, session: Session, form: Form) -> Response:
    text = form.get("q")
    cursor = form.get("cursor") or None
    found, onward = reading.bars(session, actor, text=text, limit=_AT_A_TIME, cursor=cursor)
    place = Thing(organisation_id=queries.booking_for(actor))
    filters = {"q": text} if text else {}
    return page(
        request,
        "bars/list.html",
        actor=actor,
        here="/bars",
        form=form,
        found=found,
        searched=bool(text),
        everywhere=may(actor, Action.BAR_EVERYWHERE, place),
        liftable={
            told.bar.id
            for told in found
            if told.bar.case_reference
            or may(actor, Action.BAR_EVERYWHERE, Thing(organisation_id=told.bar.organisation_id))
        },
        hit=any(fault.code == "bar_hits_bookings" for fault in form.faults),
        turns=turns("/bars", filters, form, onward),
        csv=address("/bars.csv", filters),
    )


def _rows(session: Session, actor: Actor, text: str) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found, cursor = reading.bars(session, actor, text=text, limit=1000, cursor=cursor)
        for told in found:
            bar = told.bar
            yield (told.number, told.name or "", bar.case_reference or "", bar.reason, told.organisation,
                   bar.registered_at.isoformat())  # fmt: skip
        if cursor is None:
            return
