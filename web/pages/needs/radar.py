"""The need radar: which languages are needed, what became of the needs, and how many there are to ask."""

from collections.abc import Callable
from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import queries
from booking.needs import radar
from booking.needs.radar import Period, Wanted
from booking.needs.words import NeedStatus
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.errors import FieldError
from kit.http import Now, Reading, Writing
from kit.i18n import translator
from web.labels import language_namer
from web.pages import choosing
from web.pages.exporting import copy_taken, csv_file
from web.pages.forms import Form, asked, asking_again, filled
from web.pages.site import page, reader_tongue
from web.pages.turning import address

router = APIRouter(include_in_schema=False, prefix="/needs")


@router.get("/statistics")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The radar of a period: this year, unless other days are chosen."""
    require(actor, Action.COUNT_DEVIATIONS)
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, session, refused, now)):
        period = _period(form, actor, now)
    shown = filled(**{"from": period.first.isoformat(), "to": period.last.isoformat()})
    return _page(request, actor, session, shown, now, period)


@router.get("/statistics.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same as a file; the copy taken is recorded."""
    require(actor, Action.COUNT_DEVIATIONS)
    period = _period(asked(request), actor, now)
    copy_taken(session, actor, "needs", now=now)
    lines = radar.by_language(session, period, today=oslo_date(now))
    named = _namer(request, actor)
    rows = [
        ("" if one.unknown else one.code, named(one), *map(str, one.needs), str(one.unfilled), one.listed)
        for one in lines
    ]
    heads = (
        "language",
        "name",
        *(status.value for status in NeedStatus),
        "needs",
        "unfilled_bookings",
        "listed",
    )
    return csv_file(f"needs-{period.first}-{period.last}", heads, rows)


def _period(form: Form, actor: Actor, now: datetime) -> Period:
    typed, today = form.read(), oslo_date(now)
    first = typed.day("from") if form.get("from") else date(today.year, 1, 1)
    last = typed.day("to") if form.get("to") else date(today.year, 12, 31)
    if first and last and last < first:
        typed.errors.append(
            FieldError("to", "ends_before_start", "Choose a last day that is not before the first.")
        )
    typed.settle()
    theirs = actor.organisations(*queries.BOOKERS) or None
    return Period(first or today, last or today, theirs)


def _namer(request: Request, actor: Actor) -> Callable[[Wanted], str]:
    tongue = reader_tongue(request, actor)
    t, named = translator(tongue), language_namer(tongue)

    def name(one: Wanted) -> str:
        if not one.unknown:
            return named(one.code)
        return one.code or t("Languages that are not in the list")

    return name


def _page(
    request: Request, actor: Actor, session: Session, form: Form, now: datetime, period: Period | None = None
) -> Response:
    tongue = reader_tongue(request, actor)
    named = _namer(request, actor)
    lines = [] if period is None else radar.by_language(session, period, today=oslo_date(now))
    own = period is not None and period.organisations is not None
    days = {name: form.get(name) for name in ("from", "to")}
    return page(
        request,
        "needs/radar.html",
        actor=actor,
        form=form,
        period=period,
        everybodys=not own,
        lines=[(named(one), one) for one in lines],
        units=radar.by_unit(session, period) if own and period else [],
        statuses=[word for _, word in choosing.words("need_status", tongue)],
        csv=address("/needs/statistics.csv", days),
        deviations=address("/deviations/statistics", days),
    )
