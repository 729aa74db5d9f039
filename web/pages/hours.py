"""An interpreter's working hours and absences: when she can be asked, kept by herself."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

from babel.dates import format_interval
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import own
from booking.availability import changing, reading
from booking.availability.rules import Hours, cover, overlapping
from booking.availability.tables import Absence
from booking.inputs import AbsenceSpan
from booking.own import Period
from booking.states import AssignmentStatus
from booking.tables import Assignment
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.clock import days_between, oslo_midnight
from kit.db import stored_id
from kit.errors import FieldError, invalid
from kit.http import Now, Writing, database_of
from kit.i18n import Tongue, say_span
from kit.interval import Interval
from web import labels
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asking_again, parse, to
from web.pages.site import page, reader_tongue
from web.pages.typed import Typed

router = APIRouter(include_in_schema=False, prefix="/my")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_WEEK = range(1, 8)
_MOST = 100
_MIDNIGHT = time(0)


@router.get("/hours")
def hours(request: Request, actor: SignedIn, now: Now) -> Response:
    """The week as it is, and the absences ahead."""
    return _hours_page(request, actor, now, EMPTY)


@router.post("/hours/add")
def add(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """The same hours on each weekday ticked, beside those there are."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        added = weekly(form.read())
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        kept = sorted({*reading.hours_of(session, her), *added})
        if len(kept) > _MOST:
            raise invalid("weekday", "too_many", "Keep to {most} spans a week.", most=_MOST)
        if overlapping(kept) is not None:
            raise invalid("from", "spans_overlap", "Begin when the other span that day has ended.")
        changing.keep_hours(session, interpreter_id=her, hours=kept, now=now)
    return to("/my/hours", saved="hours_added")


@router.post("/hours/remove")
def remove(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """One span less; a span already gone stays gone."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        typed = form.read()
        weekday, start, end = typed.whole("weekday"), typed.clock("from"), typed.clock("to")
        typed.settle()
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        left = [
            one
            for one in reading.hours_of(session, her)
            if (one.weekday, one.from_time, one.to_time) != (weekday, start, end)
        ]
        changing.keep_hours(session, interpreter_id=her, hours=left, now=now)
    return to("/my/hours", saved="hours_removed")


@router.post("/absences")
def add_absence(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """She cannot be asked in these days, or from one time to another."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        span = away(form.read(), now=now)
        changing.add_absence(
            session,
            interpreter_id=stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id),
            stretch=span.stretch,
            now=now,
        )
    return to("/my/hours", saved="absence_added")


@router.post("/absences/{absence_id}/remove")
def remove_absence(absence_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """She can be asked again."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    changing.remove_absence(session, interpreter_id=her, absence_id=absence_id, now=now)
    return to("/my/hours", saved="absence_removed")


def weekly(typed: Typed) -> list[Hours]:
    """The typed hours on each ticked weekday; a night becomes an evening and the next morning."""
    weekdays = [int(day) for day in typed.chosen("weekday") if day in map(str, _WEEK)]
    if not weekdays:
        typed.errors.append(FieldError("weekday", "missing", "Tick at least one day."))
    start, end = typed.clock("from"), typed.clock("to")
    if start is not None and start == end != _MIDNIGHT:
        typed.errors.append(FieldError("to", "ends_before_start", "Choose an end after the start."))
    typed.settle()
    assert start is not None  # noqa: S101 - settled
    assert end is not None  # noqa: S101 - settled
    return [hours for weekday in weekdays for hours in _on(weekday, start, end)]


def away(typed: Typed, *, now: datetime) -> AbsenceSpan:
    """The typed absence, not over yet: whole days, unless a time is given at either end."""
    starts_at, ends_at = _edge(typed, "first", days_later=0), _edge(typed, "last", days_later=1)
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        typed.errors.append(FieldError("last_day", "ends_before_start", "Choose an end after the start."))
    elif ends_at is not None and ends_at <= now:
        typed.errors.append(FieldError("last_day", "end_passed", "Choose an end that has not passed."))
    typed.settle()
    return parse(AbsenceSpan, {"starts_at": starts_at, "ends_at": ends_at})


def _edge(typed: Typed, which: str, *, days_later: int) -> datetime | None:
    if typed.text(f"{which}_time"):
        return typed.moment(f"{which}_day", f"{which}_time")
    day = typed.day(f"{which}_day")
    return oslo_midnight(day + timedelta(days=days_later)) if day else None


def _on(weekday: int, start: time, end: time) -> Sequence[Hours]:
    if end > start or end == _MIDNIGHT:
        return (Hours(weekday, start, end),)
    return (Hours(weekday, start, _MIDNIGHT), Hours(weekday % len(_WEEK) + 1, _MIDNIGHT, end))


def _hours_page(request: Request, actor: Actor, now: datetime, form: Form) -> Response:
    with database_of(request).read() as session:
        her = own.me(session, actor, Action.KEEP_OWN_HOURS)
        kept = reading.hours_of(session, stored_id(her.id))
        absences, _ = own.absences(session, her, now=now, limit=200, cursor=None)
        ahead, _ = own.assignments(session, her, Period(start=now), limit=200, cursor=None)
    tongue = reader_tongue(request, actor)
    weekdays = choosing.weekdays(tongue)
    return page(
        request,
        "my/hours.html",
        actor=actor,
        here="/my/hours",
        form=form,
        weekdays=weekdays,
        week=[(day, name, [one for one in kept if str(one.weekday) == day]) for day, name in weekdays],
        has_hours=bool(kept),
        absences=[(one, _said(one, tongue)) for one in absences],
        clashes=[one.assignment for one in ahead if clashes(one.assignment, kept, absences)],
    )


def clashes(assignment: Assignment, kept: Sequence[Hours], absences: Sequence[Absence]) -> bool:
    """Whether she has said yes to something in a time when she is away or not at work."""
    span = Interval(assignment.starts_at, assignment.ends_at)
    absent = any(span.overlaps(Interval(one.starts_at, one.ends_at)) for one in absences)
    return assignment.status is AssignmentStatus.HELD and (absent or not cover(frozenset(kept), span))


def _said(absence: Absence, tongue: Tongue) -> str:
    """Whole days as days, anything else with its times."""
    days = days_between(absence.starts_at, absence.ends_at)
    whole = Interval(oslo_midnight(days[0]), oslo_midnight(days[-1] + timedelta(days=1)))
    if Interval(absence.starts_at, absence.ends_at) != whole:
        return labels.unbroken(say_span(absence.starts_at, absence.ends_at, tongue))
    return format_interval(days[0], days[-1], "yMMMd", locale="en_GB" if tongue is Tongue.ENGLISH else tongue)
