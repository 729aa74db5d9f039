"""When an interpreter can be asked, over REST; and whom a booker can reach now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel
from sqlmodel import Session

from booking import conflicts, duty, own
from booking import office as offices
from booking.availability import changing, reading
from booking.availability.inputs import (
    AbsenceSpan,
    ExtentGiven,
    ExtraSpan,
    ExtraView,
    OnCallSpan,
    OnCallView,
    StretchView,
    WorkingSpan,
    hours_from,
)
from booking.availability.tables import Absence, Extent, ExtraHours, OnCall
from booking.conflicts import Settled
from booking.duty import Listed, Reachable, Wanted
from booking.office import Office
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.http import InSettings, Now, Reading, Writing
from kit.paging import Cursor, Limit, Page
from registry.tables import Interpreter

router = APIRouter()
Made = TypeVar("Made")

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Ids = Annotated[list[Annotated[int, Query(ge=1, le=2**31 - 1)]], Query(max_length=100)]


def _settled(withdraw: Ids = [], keep: Ids = []) -> Settled:  # noqa: B006 - never written to
    """Assignments in the way: to be withdrawn from, or kept all the same."""
    return Settled(frozenset(withdraw), frozenset(keep))


@dataclass(frozen=True, slots=True)
class Settling:
    """A change of the interpreter's own time, with what she says of assignments in its way."""

    session: Session
    her: Interpreter
    settled: Settled
    now: datetime
    office: Office

    def do(self, change: Callable[[int], Made]) -> Made:
        """The change, given her id; all or nothing. AssignmentsInTheWay: `booking.conflicts.settle`."""
        return conflicts.settle(
            self.session,
            lambda: change(stored_id(self.her.id)),
            her=self.her,
            settled=self.settled,
            now=self.now,
            office=self.office,
        )


def _settling(
    session: Writing,
    actor: SignedIn,
    now: Now,
    settled: Annotated[Settled, Depends(_settled)],
    settings: InSettings,
) -> Settling:
    return Settling(session, _her(session, actor), settled, now, offices.of(settings))


InSettling = Annotated[Settling, Depends(_settling)]


class ExtentView(BaseModel):
    """How much she works, in her own words; null when she has not said."""

    extent: Extent | None


@router.get("/me/working-hours", tags=["interpreter"])
def show_working_hours(session: Reading, actor: SignedIn) -> list[WorkingSpan]:
    """When you can be asked, on Oslo's wall clock. None: only extra hours and time on call."""
    return [WorkingSpan.of(hours) for hours in reading.hours_of(session, stored_id(_her(session, actor).id))]


@router.put("/me/working-hours", tags=["interpreter"])
def keep_working_hours(
    spans: Annotated[list[WorkingSpan], Body(max_length=100)],
    session: Writing,
    now: Now,
    settling: InSettling,
) -> list[WorkingSpan]:
    """Put these working hours in place of those before.

    Answers 409 `assignments_in_the_way` with `conflicts` when you have said yes to something outside them:
    call again with the id of each in `withdraw` or in `keep`.
    """
    hours = hours_from(spans)
    kept = settling.do(lambda her: changing.keep_hours(session, interpreter_id=her, hours=hours, now=now))
    return [WorkingSpan.of(one) for one in kept]


@router.get("/me/working-extent", tags=["interpreter"])
def show_extent(session: Reading, actor: SignedIn) -> ExtentView:
    """Whether you work full time, part time or sporadically."""
    return ExtentView(extent=reading.extent_of(session, stored_id(_her(session, actor).id)))


@router.put("/me/working-extent", tags=["interpreter"])
def keep_extent(given: ExtentGiven, session: Writing, actor: SignedIn) -> ExtentView:
    """Say how much you work. Sporadic: you are asked only in extra hours, or in hours you have given."""
    changing.keep_extent(session, interpreter_id=stored_id(_her(session, actor).id), extent=given.extent)
    return ExtentView(extent=given.extent)


@router.get("/me/absences", tags=["interpreter"])
def list_absences(
    session: Reading, actor: SignedIn, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[StretchView]:
    """Your absences that are not over."""
    found, onward = own.ahead(session, Absence, _her(session, actor), now=now, limit=limit, cursor=cursor)
    return Page(items=[StretchView.of(one) for one in found], next=onward)


@router.post("/me/absences", status_code=201, tags=["interpreter"])
def add_absence(span: AbsenceSpan, session: Writing, now: Now, settling: InSettling) -> StretchView:
    """You cannot be asked then. 409 `assignments_in_the_way` as for working hours."""
    stretch = span.stretch
    absence = settling.do(
        lambda her: changing.add_absence(session, interpreter_id=her, stretch=stretch, now=now)
    )
    return StretchView.of(absence)


@router.delete("/me/absences/{absence_id}", status_code=204, tags=["interpreter"])
def remove_absence(absence_id: Id, session: Writing, actor: SignedIn, now: Now) -> None:
    """You can be asked then again."""
    her = stored_id(_her(session, actor).id)
    changing.remove_absence(session, interpreter_id=her, absence_id=absence_id, now=now)


@router.get("/me/extra-hours", tags=["interpreter"])
def list_extra_hours(
    session: Reading, actor: SignedIn, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[ExtraView]:
    """Your extra hours that are not over."""
    found, onward = own.ahead(session, ExtraHours, _her(session, actor), now=now, limit=limit, cursor=cursor)
    return Page(items=[ExtraView.of(one) for one in found], next=onward)


@router.post("/me/extra-hours", status_code=201, tags=["interpreter"])
def add_extra_hours(span: ExtraSpan, session: Writing, actor: SignedIn, now: Now) -> ExtraView:
    """You can be asked then as well."""
    her, stretch = stored_id(_her(session, actor).id), span.stretch
    return ExtraView.of(changing.add_extra(session, interpreter_id=her, stretch=stretch, now=now))


@router.delete("/me/extra-hours/{extra_id}", status_code=204, tags=["interpreter"])
def remove_extra_hours(extra_id: Id, session: Writing, now: Now, settling: InSettling) -> None:
    """You cannot be asked then after all. 409 `assignments_in_the_way` as for working hours."""
    settling.do(lambda her: changing.remove_extra(session, interpreter_id=her, extra_id=extra_id, now=now))


@router.get("/me/on-call", tags=["interpreter"])
def list_on_call(
    session: Reading, actor: SignedIn, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[OnCallView]:
    """Your time on call that is not over, on your own list and on others'."""
    found, onward = own.ahead(session, OnCall, _her(session, actor), now=now, limit=limit, cursor=cursor)
    return Page(items=[OnCallView.of(one) for one in found], next=onward)


@router.post("/me/on-call", status_code=201, tags=["interpreter"])
def add_on_call(span: OnCallSpan, session: Writing, actor: SignedIn, now: Now) -> OnCallView:
    """You can be reached at once then: bookers see your name and telephone number while it lasts."""
    her, stretch = stored_id(_her(session, actor).id), span.stretch
    entry = changing.Duty(by=actor.id)
    return OnCallView.of(
        changing.add_on_call(session, interpreter_id=her, stretch=stretch, duty=entry, now=now)
    )


@router.post("/me/on-call/{on_call_id}/confirm", tags=["interpreter"])
def confirm_on_call(on_call_id: Id, session: Writing, actor: SignedIn, now: Now) -> OnCallView:
    """Say yes to time on call that somebody has put you down for. It counts from now."""
    her = stored_id(_her(session, actor).id)
    return OnCallView.of(
        changing.confirm_on_call(session, interpreter_id=her, on_call_id=on_call_id, now=now)
    )


@router.delete("/me/on-call/{on_call_id}", status_code=204, tags=["interpreter"])
def remove_on_call(on_call_id: Id, session: Writing, actor: SignedIn, now: Now) -> None:
    """You are not on call then, whoever put you down for it."""
    her = stored_id(_her(session, actor).id)
    changing.remove_on_call(session, interpreter_id=her, on_call_id=on_call_id, now=now)


@router.get("/on-call/now", tags=["bookings"])
def list_reachable(
    session: Reading, actor: SignedIn, now: Now, wanted: Annotated[Wanted, Query()]
) -> list[Reachable]:
    """Who can be reached now by screen or telephone, the highest category first. For bookers."""
    return duty.reachable(session, actor, wanted, now=now)


@router.get("/organisations/{organisation_id}/on-call", tags=["bookings"])
def list_duties(
    organisation_id: Id, session: Reading, actor: SignedIn, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[Listed]:
    """The organisation's duty list that is not over, for those who keep it."""
    found, onward = duty.listed(session, actor, organisation_id, now=now, limit=limit, cursor=cursor)
    return Page(items=found, next=onward)


class DutySpan(OnCallSpan):
    """Somebody's time on the organisation's duty list; it counts when she has confirmed it."""

    number: int


@router.post("/organisations/{organisation_id}/on-call", status_code=201, tags=["bookings"])
def add_duty(
    organisation_id: Id,
    span: DutySpan,
    session: Writing,
    actor: SignedIn,
    now: Now,
    settings: InSettings,
) -> OnCallView:
    """Put somebody down for time on call. She is told, and it counts when she has confirmed it."""
    row = duty.put_down(
        session,
        actor,
        organisation_id,
        number=span.number,
        stretch=span.stretch,
        now=now,
        office=offices.of(settings),
    )
    return OnCallView.of(row)


@router.delete("/organisations/{organisation_id}/on-call/{on_call_id}", status_code=204, tags=["bookings"])
def remove_duty(
    organisation_id: Id,
    on_call_id: Id,
    session: Writing,
    actor: SignedIn,
    now: Now,
    settings: InSettings,
) -> None:
    """Nobody is needed then, and she is told."""
    office = offices.of(settings)
    duty.strike(session, actor, organisation_id, on_call_id=on_call_id, now=now, office=office)


def _her(session: Session, actor: Actor) -> Interpreter:
    return own.me(session, actor, Action.KEEP_OWN_HOURS)
