"""An interpreter's calendar: what she has said yes to, day by day, and how to withdraw from it."""

from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking import changing, own, queries
from booking import office as offices
from booking.inputs import Declining
from booking.own import OwnAssignment, Period
from booking.schemas import OwnAssignmentView
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date, oslo_midnight
from kit.http import Now, Writing, database_of, settings_of
from web.pages.exporting import calendar_file
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, parse, to
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/my")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 25
_PAST = "past"


@router.get("/calendar")
def calendar(request: Request, actor: SignedIn, now: Now) -> Response:
    """Upcoming assignments, the next first; or those behind her, the latest first."""
    form = asked(request)
    past = form.get("show") == _PAST
    today = oslo_midnight(oslo_date(now))
    period = Period(end=today, newest_first=True) if past else Period(start=today)
    database = database_of(request)
    with database.read() as session:
        her = own.me(session, actor)
        cursor = form.get("cursor") or None
        found, onward = own.assignments(session, her, period, limit=_AT_A_TIME, cursor=cursor)
    queries.log_views(database, [one.booking for one in found], actor=actor, now=now)
    return page(
        request,
        "my/calendar.html",
        actor=actor,
        days=_by_day(found),
        past=past,
        turns=turns("/my/calendar", {"show": _PAST if past else ""}, form, onward),
    )


@router.get("/assignments/{assignment_id}/withdraw")
def withdraw_form(assignment_id: Id, request: Request, actor: SignedIn, now: Now) -> Response:
    """What withdrawing does; nothing has happened yet."""
    found = _read(request, actor, assignment_id)
    queries.log_views(database_of(request), [found.booking], actor=actor, now=now)
    return _withdraw_page(request, actor, found, EMPTY)


@router.post("/assignments/{assignment_id}/withdraw")
def withdraw(
    assignment_id: Id, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """She cannot after all; the next is asked."""

    def once_more(refused: Form) -> Response:
        return _withdraw_page(request, actor, _read(request, actor, assignment_id), refused)

    with asking_again(form, once_more):
        assignment = changing.withdraw(
            session,
            assignment_id=assignment_id,
            by=own.me(session, actor),
            reason=parse(Declining, {"reason": form.get("reason") or None}).reason,
            now=now,
            office=offices.of(settings_of(request)),
        )
    return to(f"/my/offers/{assignment.offer_id}")


@router.get("/assignments/{assignment_id}/invitation.ics")
def invitation(assignment_id: Id, request: Request, actor: SignedIn, now: Now) -> Response:
    """Her calendar entry as a file."""
    found = _read(request, actor, assignment_id)
    database = database_of(request)
    queries.log_views(database, [found.booking], actor=actor, now=now)
    with database.read() as session:
        her = found.assignment.interpreter_id
        text = queries.invitation_text(session, found.booking, interpreter_id=her)
    return calendar_file(text, found.booking.reference)


def _read(request: Request, actor: Actor, assignment_id: int) -> OwnAssignment:
    with database_of(request).read() as session:
        return own.assignment(session, own.me(session, actor), assignment_id)


def _by_day(found: list[OwnAssignment]) -> list[tuple[date, list[OwnAssignmentView]]]:
    days = groupby(found, lambda one: oslo_date(one.assignment.starts_at))
    return [(day, [OwnAssignmentView.of(one) for one in those]) for day, those in days]


def _withdraw_page(request: Request, actor: Actor, found: OwnAssignment, form: Form) -> Response:
    return page(
        request,
        "my/withdraw.html",
        actor=actor,
        form=form,
        assignment=OwnAssignmentView.of(found),
    )
