"""The unit is reminded of what is not booked yet, working days before; what nobody booked in time lapses.

That it was reminded is a field of the need, written with the letters: a worker killed at any moment has done
both or neither, and nobody is reminded twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from holidays import country_holidays
from sqlmodel import Session, col, select

from booking.needs import letters
from booking.needs.tables import Need
from booking.needs.words import NeedStatus
from booking.office import Office
from identity import organisations
from identity.roles import Role
from identity.tables import Account, Organisation, RoleGrant
from kit import mail
from kit.clock import oslo_date, oslo_midnight
from kit.db import lock
from kit.logs import log

_AT_A_TIME = 50
_SATURDAY = 5


def is_due(session: Session, *, working_days: int, now: datetime) -> bool:
    """Whether somebody is to be reminded or something has lapsed, so that an idle worker only reads."""
    if session.exec(_lapsed(now).limit(1)).first() is not None:
        return True
    return session.exec(_unreminded(working_days, now).limit(1)).first() is not None


def remind(session: Session, *, working_days: int, office: Office, now: datetime) -> int:
    """Let lapse what has passed, and write about the next of what is coming; how many needs that was."""
    lapsed = session.exec(lock(session, _lapsed(now).limit(_AT_A_TIME), skip=True)).all()
    for need in lapsed:
        need.status, need.closed_at = NeedStatus.LAPSED, now
    session.flush()
    coming = session.exec(lock(session, _unreminded(working_days, now).limit(_AT_A_TIME), skip=True)).all()
    for need in coming:
        need.reminded_at = now
        _write(session, need, office, now)
    session.flush()
    return len(lapsed) + len(coming)


def last_day_reminded(today: date, working_days: int) -> date:
    """The last day whose needs are reminded of today: so many working days on, and the free days after it.

    Saturdays, Sundays and Norwegian holidays are free; what is wished for on one of them is reminded of
    before it begins.
    """
    day, left = today, working_days
    while left:
        day += timedelta(days=1)
        left -= _is_working_day(day)
    while not _is_working_day(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


def _is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in country_holidays("NO", years=day.year)


def _lapsed(now: datetime) -> Any:
    ended = select(Need).where(Need.status == NeedStatus.DRAFT, col(Need.wished_to) <= now)
    return ended.order_by(col(Need.id))


def _unreminded(working_days: int, now: datetime) -> Any:
    after = oslo_midnight(last_day_reminded(oslo_date(now), working_days) + timedelta(days=1))
    return (
        select(Need)
        .where(Need.status == NeedStatus.DRAFT, col(Need.reminded_at).is_(None))
        .where(col(Need.wished_from) < after, col(Need.wished_to) > now)
        .order_by(col(Need.wished_from), col(Need.id))
    )


def _write(session: Session, need: Need, office: Office, now: datetime) -> None:
    readers = _readers(session, need.organisation_id)
    if not readers:
        log().warning("letter_left_out", need=need.id)
    name = session.get_one(Organisation, need.organisation_id).name
    for account in readers:
        letter = letters.reminder(need, account, unit=name, page=office.page(f"/needs/{need.reference}"))
        stream = f"need-{need.id}-{account.id}"
        mail.send(session, letter, sender=office.sender, stream=stream, now=now)


def _readers(session: Session, organisation_id: int) -> Sequence[Account]:
    """Those who book at the unit; without any, those at the nearest organisation above that has some."""
    for level in organisations.nearest_first(session, organisation_id):
        for role in (Role.BOOKER, Role.AGENCY_ADMINISTRATOR):
            found = session.exec(
                select(Account)
                .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
                .where(col(RoleGrant.organisation_id).in_(level), RoleGrant.role == role)
                .where(col(Account.disabled_at).is_(None))
                .distinct()
                .order_by(col(Account.id))
            ).all()
            if found:
                return found
    return ()
