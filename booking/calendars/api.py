"""An interpreter's own calendars over REST."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from booking import office as offices
from booking import own
from booking.calendars import adding, polling, reading, sources
from booking.calendars.reading import Reader
from booking.calendars.schemas import CalendarView, NewCalendar
from booking.office import Office
from identity import throttle
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from identity.throttle import Purpose
from kit.db import Database, stored_id
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.paging import Page

router = APIRouter(prefix="/api/v1", tags=["interpreter"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def _reader(settings: InSettings) -> Reader:
    return reading.of(settings)


def _office(settings: InSettings) -> Office:
    return offices.of(settings)


InReader = Annotated[Reader, Depends(_reader)]
InOffice = Annotated[Office, Depends(_office)]


@router.get("/me/calendars")
def list_calendars(session: Reading, actor: SignedIn, now: Now) -> Page[CalendarView]:
    """Your own calendars that we read, and how it goes."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    found = sources.of(session, stored_id(her.id), now=now)
    return Page(items=[CalendarView.of(one) for one in found])


@router.post("/me/calendars", status_code=201)
def add_calendar(
    new: NewCalendar, database: InDatabase, reader: InReader, actor: SignedIn, now: Now, address: Address
) -> CalendarView:
    """Read a calendar of your own, and keep when it says you are busy: never titles, places or people."""
    her = admitted(database, actor, address=address, now=now)
    source_id = adding.add(database, reader, new.given, interpreter_id=her, now=now)
    return _shown(database, her, source_id, now)


@router.post("/me/calendars/{calendar_id}/refresh")
def refresh_calendar(
    calendar_id: Id,
    database: InDatabase,
    reader: InReader,
    office: InOffice,
    actor: SignedIn,
    now: Now,
    address: Address,
) -> CalendarView:
    """Read it again now, also when we have stopped asking."""
    her = admitted(database, actor, address=address, now=now)
    polling.refresh(database, reader, office, interpreter_id=her, source_id=calendar_id, now=now)
    return _shown(database, her, calendar_id, now)


@router.delete("/me/calendars/{calendar_id}", status_code=204)
def remove_calendar(calendar_id: Id, session: Writing, actor: SignedIn, now: Now) -> None:
    """Forget a calendar, its address and everything it made busy."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    sources.remove(session, interpreter_id=stored_id(her.id), source_id=calendar_id, now=now)


def admitted(database: Database, actor: Actor, *, address: str, now: Now) -> int:
    """The interpreter who may have us ask a server now; Forbidden `too_many_attempts`."""
    with database.write() as session:
        her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
        throttle.admit(session, Purpose.CALENDAR, who=str(her), address=address, now=now)
    return her


def _shown(database: Database, her: int, source_id: int, now: Now) -> CalendarView:
    with database.read() as session:
        return CalendarView.of(sources.one_of(session, her, source_id, now=now))
