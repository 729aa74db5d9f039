"""An interpreter's working hours and absences: when she can be asked, kept by herself."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import conflicts, own
from booking.availability import changing, reading
from booking.availability.inputs import WorkingSpan
from booking.availability.rules import Hours
from booking.availability.tables import Absence, Extent
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.errors import FieldError, invalid
from kit.http import Now, Writing, database_of
from registry.tables import Interpreter
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asking_again, to
from web.pages.hours import settling, typing
from web.pages.hours.telling import told
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/hours")
def hours(request: Request, actor: SignedIn, now: Now) -> Response:
    """The week as it is, and the absences ahead."""
    return _hours_page(request, actor, now, EMPTY)


@router.post("/hours/add")
def add(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """The same hours on each weekday ticked, beside those there are."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        added = typing.weekly(form.read())
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        _keep(session, her, now, lambda kept: [*kept, *(one for one in added if one not in kept)])
    return to("/my/hours", saved="hours_added")


@router.post("/hours/remove")
def remove(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """One span less; a span already gone stays gone."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        gone = typing.exactly(form.read())
        settling.settle(
            request,
            actor,
            session,
            form,
            lambda her: _keep(session, her, now, lambda kept: [one for one in kept if one != gone]),
            now=now,
        )
    return to("/my/hours", saved="hours_removed")


@router.post("/hours/copy")
def copy(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """The hours of one day on each other day ticked, in place of what those days had."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        typed = form.read()
        source, days = (
            typed.whole("copied"),
            {int(day) for day in typed.chosen("onto") if day in map(str, typing.WEEK)},
        )
        if not days:
            typed.errors.append(FieldError("onto", "missing", "Tick at least one day."))
        typed.settle()
        settling.settle(
            request,
            actor,
            session,
            form,
            lambda her: _keep(session, her, now, lambda kept: _copied(kept, source or 0, days)),
            now=now,
        )
    return to("/my/hours", saved="hours_added")


@router.post("/extent")
def keep_extent(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """How much she works, in her own words."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        typed = form.read()
        extent = typed.word("extent", Extent)
        if extent is None:
            raise typed.missing({"extent": None})
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        changing.keep_extent(session, interpreter_id=her, extent=extent)
    return to("/my/hours", saved="extent_kept")


@router.post("/absences")
def add_absence(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """She cannot be asked in these days, or from one time to another; once, or again and again."""
    with asking_again(form, lambda refused: _hours_page(request, actor, now, refused)):
        away = typing.stretch(form.read(), now=now)
        settling.settle(
            request,
            actor,
            session,
            form,
            lambda her: changing.add_absence(session, interpreter_id=her, stretch=away, now=now),
            now=now,
        )
    return to("/my/hours", saved="absence_added")


@router.post("/absences/{absence_id}/remove")
def remove_absence(absence_id: Id, actor: SignedIn, session: Writing, now: Now) -> Response:
    """She can be asked again."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    changing.remove_absence(session, interpreter_id=her, absence_id=absence_id, now=now)
    return to("/my/hours", saved="absence_removed")


def _keep(
    session: Session, her: int, now: datetime, change: Callable[[list[Hours]], list[Hours]]
) -> list[Hours]:
    wanted = sorted(change(reading.hours_of(session, her)), key=lambda one: one.place)
    return changing.keep_hours(session, interpreter_id=her, hours=wanted, now=now)


def _copied(kept: list[Hours], source: int, days: set[int]) -> list[Hours]:
    copied = [one for one in kept if one.weekday == source]
    if not copied:
        raise invalid("copied", "missing", "Choose a day with hours.")
    days.discard(source)
    left = [one for one in kept if one.weekday not in days]
    return [*left, *(one._replace(weekday=day) for day in days for one in copied)]


def _hours_page(request: Request, actor: Actor, now: datetime, form: Form) -> Response:
    with database_of(request).read() as session:
        her: Interpreter = own.me(session, actor, Action.KEEP_OWN_HOURS)
        kept = reading.hours_of(session, stored_id(her.id))
        extent = reading.extent_of(session, stored_id(her.id))
        absences, _ = own.ahead(session, Absence, her, now=now, limit=200, cursor=None)
        outside = conflicts.outside(session, her, now=now)
    tongue = reader_tongue(request, actor)
    weekdays = choosing.weekdays(tongue)
    spans = [WorkingSpan.of(one) for one in kept]
    return page(
        request,
        "my/hours.html",
        actor=actor,
        here="/my/hours",
        form=form,
        weekdays=weekdays,
        week=[(day, name, [one for one in spans if str(one.weekday) == day]) for day, name in weekdays],
        with_hours=[(day, name) for day, name in weekdays if any(str(one.weekday) == day for one in spans)],
        has_hours=bool(kept) or extent is Extent.SPORADIC,
        extent=extent,
        extents=choosing.words("extent", tongue),
        modalities=choosing.words("modality", tongue),
        again=choosing.weeks_apart(tongue),
        absences=[(one, told(one, tongue)) for one in absences],
        clashes=[one.assignment for one in outside],
    )
