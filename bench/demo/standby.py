"""Who is on call around the demo's own day, and whom an agency does not want again."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bench.demo.organisations import AGENCY_ADMINISTRATOR, BOOKER, COORDINATOR, account_id
from booking.availability.tables import OnCall
from booking.tables import Bar
from identity import organisations
from kit.clock import at_wall, oslo_date, oslo_midnight
from kit.db import stored_id
from registry.tables import Interpreter, Standing

_LISTED_BY, _BARRED_BY = "Eksempel Tolkeformidling AS", "NAV Grünerløkka"
_BY_NIGHT, _BY_DAY = ("som", "ara", "tir", "prs"), ("ukr", "pol")
_NOT_YET_SURE = "pus"
_OF_HER_OWN = ("kmr", "urd")
"""Whoever has put herself down, all day and night."""
_MORNING, _AFTERNOON = time(8), time(16)
_SCREEN_AND_TELEPHONE = 6
_WEEKS = timedelta(weeks=12)
_MADE_BEFORE = timedelta(days=10)
_BARS: Mapping[str, tuple[str | None, str]] = {
    "tur": (None, "Møtte ikke til to avtalte samtaler, og svarte ikke da vi ringte."),
    "vie": ("26/10412-3", "Parten og tolken kjenner hverandre fra før."),
}
"""In which case, or in all of the agency's (None), and why, as its own people read it."""


def add(session: Session, *, now: datetime) -> None:
    """A duty list with somebody on call at any hour and one line not said yes to yet, and two bars."""
    today, made_at = oslo_date(now), now - _MADE_BEFORE
    coordinator = account_id(session, COORDINATOR)
    listed_by, barred_by = (
        stored_id(organisations.find(session, name).id) for name in (_LISTED_BY, _BARRED_BY)
    )
    for language, starts_at, ends_at in _lines(today):
        session.add(
            OnCall(
                interpreter_id=_somebody(session, language, today),
                starts_at=starts_at,
                ends_at=ends_at,
                every_weeks=1,
                until=today + _WEEKS,
                ways=_SCREEN_AND_TELEPHONE,
                languages=[language],
                organisation_id=listed_by,
                registered_at=made_at,
                registered_by=coordinator,
                confirmed_at=None if language == _NOT_YET_SURE else made_at,
            )
        )
    for language in _OF_HER_OWN:
        session.add(_herself(session, _somebody(session, language, today), today, made_at))
    for language, (case, reason) in _BARS.items():
        session.add(
            Bar(
                organisation_id=barred_by,
                interpreter_id=_somebody(session, language, today),
                case_reference=case,
                reason=reason,
                registered_at=made_at,
                registered_by=account_id(session, BOOKER if case else AGENCY_ADMINISTRATOR),
            )
        )
    session.flush()


def _lines(today: date) -> Iterator[tuple[str, datetime, datetime]]:
    """In which language, from when and until when: each night and each day of the week behind has its own."""
    for ago in range(1, 8):
        evening = at_wall(today - timedelta(days=ago), _AFTERNOON)
        morning = at_wall(today - timedelta(days=ago - 1), _MORNING)
        yield _BY_NIGHT[ago % len(_BY_NIGHT)], evening, morning
        yield _BY_DAY[ago % len(_BY_DAY)], morning, at_wall(today - timedelta(days=ago - 1), _AFTERNOON)
    yield _NOT_YET_SURE, evening, morning


def _herself(session: Session, interpreter_id: int, today: date, made_at: datetime) -> OnCall:
    return OnCall(
        interpreter_id=interpreter_id,
        starts_at=oslo_midnight(today - timedelta(days=7)),
        ends_at=oslo_midnight(today),
        every_weeks=1,
        until=today + _WEEKS,
        ways=_SCREEN_AND_TELEPHONE,
        registered_at=made_at,
        registered_by=stored_id(session.get_one(Interpreter, interpreter_id).account_id),
        confirmed_at=made_at,
    )


def _somebody(session: Session, language: str, today: date) -> int:
    """The best who holds the language today and takes part by screen and telephone."""
    found = session.scalar(
        select(col(Interpreter.id))
        .join(Standing, col(Standing.interpreter_id) == col(Interpreter.id))
        .where(
            col(Standing.language) == language,
            col(Standing.starts_on) <= today,
            col(Standing.ends_on) > today,
            col(Interpreter.protected).is_(other=False),
            col(Interpreter.screen),
            col(Interpreter.telephone),
        )
        .order_by(col(Standing.level), col(Interpreter.number))
        .limit(1)
    )
    return stored_id(found)
