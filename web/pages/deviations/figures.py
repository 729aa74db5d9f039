"""How many deviations, planned and unplanned, beside NAV's survey; the directorate's without small cells."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.deviations import counting
from booking.deviations.api import whose
from booking.deviations.counting import Counted, Period
from booking.deviations.survey import RARELY_OR_NEVER, SEEN
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.errors import FieldError
from kit.http import Now, Reading, Writing
from kit.i18n import translator
from web.labels import labeller
from web.pages.exporting import copy_taken, csv_file
from web.pages.forms import Form, asked, asking_again, filled
from web.pages.site import page, reader_tongue
from web.pages.turning import address

router = APIRouter(include_in_schema=False, prefix="/deviations")


@router.get("/statistics")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The counts of a period: this year, unless other days are chosen."""
    require(actor, Action.COUNT_DEVIATIONS)
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, session, refused, None)):
        period = _period(form, actor, now)
    shown = filled(**{"from": period.first.isoformat(), "to": period.last.isoformat()})
    return _page(request, actor, session, shown, period)


@router.get("/statistics.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same counts as a file; the copy taken is recorded."""
    require(actor, Action.COUNT_DEVIATIONS)
    period = _period(asked(request), actor, now)
    copy_taken(session, actor, "deviations", now=now)
    meetings = counting.meetings(session, period)
    lines = [
        *((kind.value, one) for kind, one in counting.by_kind(session, period).items()),
        ("meetings_known", meetings.known),
        ("meetings_with_interpreter", meetings.with_interpreter),
        ("meetings_nobody_found", meetings.nobody_found),
    ]
    rows = [(name, str(one.planned), str(one.unplanned), str(one.both)) for name, one in lines]
    heads = ("what", "planned", "unplanned", "both")
    return csv_file(f"deviations-{period.first}-{period.last}", heads, rows)


def _period(form: Form, actor: Actor, now: datetime) -> Period:
    typed, today = form.read(), oslo_date(now)
    first = typed.day("from") if form.get("from") else date(today.year, 1, 1)
    last = typed.day("to") if form.get("to") else today
    if first and last and last < first:
        typed.errors.append(
            FieldError("to", "ends_before_start", "Choose a last day that is not before the first.")
        )
    typed.settle()
    return Period(first or today, last or today, whose(actor))


def _page(request: Request, actor: Actor, session: Session, form: Form, period: Period | None) -> Response:
    found: dict[str, Any] = {} if period is None else _found(request, actor, session, period)
    days = {name: form.get(name) for name in ("from", "to")}
    return page(
        request,
        "deviations/statistics.html",
        actor=actor,
        form=form,
        period=period,
        everybodys=whose(actor) is None,
        csv=address("/deviations/statistics.csv", days),
        needs=address("/needs/statistics", days),
        **found,
    )


def _found(request: Request, actor: Actor, session: Session, period: Period) -> dict[str, Any]:
    t = translator(reader_tongue(request, actor))
    label = labeller(t)
    meetings = counting.meetings(session, period)
    by_kind = counting.by_kind(session, period)

    def shares(one: Counted) -> tuple[int | None, int | None]:
        return (
            counting.share(one.planned, meetings.known.planned),
            counting.share(one.unplanned, meetings.known.unplanned),
        )

    return {
        "kinds": [(label("deviation_kind", kind.value), one, shares(one), SEEN.get(kind))
                  for kind, one in by_kind.items()],
        "meetings": [
            (t("Meetings known of"), meetings.known),
            (t("With an interpreter"), meetings.with_interpreter),
            (t("Nobody could be found"), meetings.nobody_found),
        ],
        "rarely": RARELY_OR_NEVER,
        "anything": bool(meetings.known.both),
    }  # fmt: skip
