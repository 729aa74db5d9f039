"""Duty lists: whom an organisation has put down for time on call, and who can be reached now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col, or_

from booking import duty_letters
from booking.availability import changing, reading
from booking.availability.rules import Facts, Way, free, modalities
from booking.availability.stretches import LONGEST_REPEATED, Stretch, first_after
from booking.availability.tables import OnCall
from booking.office import Office
from booking.tables import Bar
from identity import organisations
from identity.permissions import Action, Actor, Thing, may, require
from identity.roles import OrganisationKind, Role
from kit import paging
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import NotFound, invalid
from kit.interval import Interval
from registry.categories import Level
from registry.languages import LANGUAGES
from registry.tables import Interpreter, Standing
from registry.words import Modality

_SHOWN_AHEAD = timedelta(hours=24)


class Wanted(BaseModel):
    """Whom to reach: in a language, and in one way or the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, Field(max_length=8)] | None = None
    modality: Modality | None = None


class Held(BaseModel):
    """A language she can be reached in, with her category today."""

    language: str
    category: int
    letter: str


class Reachable(BaseModel):
    """Somebody on call now and free: how, and until when; null telephone is not given."""

    number: int
    name: str
    phone: str | None
    modalities: list[Modality]
    languages: list[Held]
    until: datetime


class Listed(BaseModel):
    """A line of an organisation's duty list; `next_at` is when it next begins, or began if it lasts now."""

    id: int
    number: int
    name: str | None
    starts_at: datetime
    ends_at: datetime
    every_weeks: int | None
    until: date | None
    next_at: datetime | None
    modalities: list[Modality]
    languages: list[str]
    confirmed_at: datetime | None


def reachable(session: Session, actor: Actor, wanted: Wanted, *, now: datetime) -> list[Reachable]:
    """Who is on call and free now, the highest category first: for those who book (Forbidden).

    Nobody with a protected identity, whom no list may show, and nobody the asker's organisations never want.
    """
    require(actor, Action.SEE_WHO_IS_FREE)
    if wanted.language is not None and wanted.language not in LANGUAGES:
        raise invalid("language", "unknown_language", "Choose a language from the list.")
    window = Interval(now, now + _SHOWN_AHEAD)
    levels = _levels(session, actor, wanted.language, now)
    known = reading.facts(session, sorted(levels), window)
    found = []
    for person in session.scalars(select(Interpreter).where(col(Interpreter.id).in_(levels))):
        her = stored_id(person.id)
        told = _told(person, levels[her], known[her], window, wanted)
        if told is not None:
            found.append((min(levels[her][one.language] for one in told.languages), person.number, told))
    return [told for _, _, told in sorted(found, key=lambda one: one[:2])]


def kept_by(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The organisations whose duty list the actor keeps, by name."""
    ids = actor.organisations(Role.COORDINATOR, Role.AGENCY_ADMINISTRATOR)
    rows = organisations.all_of(session, ids)
    return sorted(((stored_id(one.id), one.name) for one in rows), key=lambda one: one[1])


def listed(
    session: Session, actor: Actor, organisation_id: int, *, now: datetime, limit: int, cursor: str | None
) -> tuple[list[Listed], str | None]:
    """The organisation's list that is not over, in order of the first time."""
    _require(session, actor, organisation_id)
    statement = paging.after(
        select(OnCall, Interpreter)
        .join(Interpreter, col(Interpreter.id) == col(OnCall.interpreter_id))
        .where(col(OnCall.organisation_id) == organisation_id, _not_over(now)),
        paging.decode(cursor, paging.instant, paging.key),
        col(OnCall.starts_at),
        col(OnCall.id),
        limit=limit,
    )
    rows = session.execute(statement).all()
    shown, onward = paging.page(rows, limit=limit, key=lambda row: (row[0].starts_at.isoformat(), row[0].id))
    return [_line(row, person, now) for row, person in shown], onward


def put_down(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    number: int,
    stretch: Stretch,
    now: datetime,
    office: Office,
) -> OnCall:
    """Put a listed interpreter down for time on call. She is written to; it counts when she has confirmed it.

    Invalid `not_listed` for a number nobody listed has today.
    """
    _require(session, actor, organisation_id)
    today = oslo_date(now)
    her = session.scalar(
        select(col(Interpreter.id))
        .join(Standing, col(Standing.interpreter_id) == col(Interpreter.id))
        .where(col(Interpreter.number) == number, col(Interpreter.protected).is_(other=False))
        .where(col(Standing.starts_on) <= today, col(Standing.ends_on) > today)
        .limit(1)
    )
    if her is None:
        raise invalid("number", "not_listed", "Nobody with this number is listed today.")
    duty = changing.Duty(by=actor.id, organisation_id=organisation_id)
    row = changing.add_on_call(session, interpreter_id=her, stretch=stretch, duty=duty, now=now)
    duty_letters.put_down(session, row, office=office, now=now)
    return row


def strike(
    session: Session, actor: Actor, organisation_id: int, *, on_call_id: int, now: datetime, office: Office
) -> None:
    """Nobody is needed then, and she is told; NotFound when it is not on the organisation's list."""
    _require(session, actor, organisation_id)
    row = session.get(OnCall, on_call_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    duty_letters.struck(session, row, office=office, now=now)
    changing.remove_on_call(session, interpreter_id=row.interpreter_id, on_call_id=on_call_id, now=now)


def _require(session: Session, actor: Actor, organisation_id: int) -> None:
    """Coordinators and administrators keep their organisation's, officers the directorate's."""
    if may(actor, Action.CHANGE_REGISTER):
        found = organisations.require(session, organisation_id)
        if found.kind is OrganisationKind.DIRECTORATE:
            return
    require(actor, Action.KEEP_DUTY_LIST, Thing(organisation_id=organisation_id))


def _levels(session: Session, actor: Actor, language: str | None, now: datetime) -> dict[int, dict[str, int]]:
    """The best level today in each language of everyone who may be on call now and may be shown."""
    today = oslo_date(now)
    barred = select(col(Bar.interpreter_id)).where(
        col(Bar.organisation_id).in_(actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR)),
        col(Bar.case_reference).is_(None),
    )
    statement = (
        select(col(Standing.interpreter_id), col(Standing.language), col(Standing.level))
        .join(Interpreter, col(Interpreter.id) == col(Standing.interpreter_id))
        .where(
            col(Standing.interpreter_id).in_(
                select(col(OnCall.interpreter_id)).where(
                    col(OnCall.starts_at) <= now, col(OnCall.confirmed_at).is_not(None), _not_over(now)
                )
            ),
            col(Standing.starts_on) <= today,
            col(Standing.ends_on) > today,
            col(Interpreter.protected).is_(other=False),
            col(Interpreter.id).not_in(barred),
        )
    )
    if language is not None:
        statement = statement.where(col(Standing.language) == language)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for her, spoken, level in session.execute(statement):
        found[her][spoken] = min(level, found[her].get(spoken, level))
    return found


def _told(
    person: Interpreter, levels: dict[str, int], known: Facts, window: Interval, wanted: Wanted
) -> Reachable | None:
    """How she can be reached now, or None when she is not on call in this way, or taken."""
    now = Interval(window.start, window.start + timedelta(seconds=1))
    on_call = [one for one in known.on_call if any(True for _ in one.within(now))]
    takes = {Modality.SCREEN: person.screen, Modality.TELEPHONE: person.telephone}
    asked = [wanted.modality] if wanted.modality else list(takes)
    open_now = [
        one for one in free(known, window, languages=sorted(levels)) if one.span.start == window.start
    ]
    ways: dict[Modality, datetime] = {}
    for modality in asked:
        ends = [one.span.end for one in open_now if _unplanned(modality) in one.ways]
        if takes.get(modality) and ends and any(modality in one.ways for one in on_call):
            ways[modality] = max(ends)
    spoken = _spoken(on_call, levels)
    if not ways or not spoken:
        return None
    return Reachable(
        number=person.number,
        name=person.name,
        phone=person.phone,
        modalities=list(ways),
        languages=[_held(one, levels[one]) for one in spoken],
        until=min(ways.values()),
    )


def _spoken(on_call: Sequence[Stretch], levels: dict[str, int]) -> list[str]:
    """The languages she is on call in, the best first."""
    named = {one for one in levels for duty in on_call if not duty.languages or one in duty.languages}
    return sorted(named, key=lambda one: (levels[one], one))


def _held(language: str, level: int) -> Held:
    return Held(language=language, category=Level(level).category, letter=Level(level).letter)


def _unplanned(modality: Modality) -> Way | None:
    found = {Modality.SCREEN: Way.UNPLANNED_SCREEN, Modality.TELEPHONE: Way.UNPLANNED_TELEPHONE}
    return found.get(modality)


def _not_over(now: datetime) -> ColumnElement[bool]:
    still = oslo_date(now) - LONGEST_REPEATED - timedelta(days=1)
    again = and_(
        col(OnCall.every_weeks).is_not(None), or_(col(OnCall.until).is_(None), col(OnCall.until) >= still)
    )
    return or_(col(OnCall.ends_at) > now, again)


def _line(row: OnCall, person: Interpreter, now: datetime) -> Listed:
    coming = first_after(reading.stretch_of(row), now)
    told: dict[str, Any] = row.model_dump()
    return Listed.model_validate(
        told
        | {
            "number": person.number,
            "name": person.name,
            "next_at": coming and coming.start,
            "modalities": [one for one in Modality if one in modalities(row.ways)],
        }
    )
