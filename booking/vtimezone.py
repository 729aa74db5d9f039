"""A time zone as a calendar component: yearly rules derived from the installed tzdata.

Calendar programs of consequence ignore RDATE, so each clock change is told as a RRULE (RFC 5545
3.6.5) wherever the zone follows one, and as a single onset where it does not. Nothing here knows
any zone: whatever `zoneinfo` says for the years in question is what the block says.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_YEARS = 12  # enough to tell "last Sunday" from "fourth Sunday"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Key: TypeAlias = tuple[timedelta, timedelta, str, bool, int, int, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One moment the clock changed; `wall` is what it showed just before, as RFC 5545 counts onsets."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool

    @property
    def key(self) -> Key:
        """What changes of one yearly rule have in common."""
        wall = self.wall
        return (self.before, self.after, self.name, self.daylight, wall.month, wall.weekday(), wall.time())

    @property
    def ordinals(self) -> frozenset[int]:
        """Which of its weekday in the month it is, from the start and, when it is the last, -1."""
        last = self.wall.day + 7 > calendar.monthrange(self.wall.year, self.wall.month)[1]
        return frozenset({(self.wall.day - 1) // 7 + 1, *((-1,) if last else ())})


@dataclass(frozen=True, slots=True)
class Observance:
    """Clock changes that one rule tells: every year from the first, on the same weekday of the month.

    `until` is the last onset when the rule ends inside the years looked at, else None.
    """

    first: Change
    last: Change
    ordinals: frozenset[int]
    until: datetime | None = None

    @property
    def recurs(self) -> bool:
        """Whether it was seen more than once."""
        return self.last != self.first


@lru_cache(maxsize=64)
def block(zone: tzinfo, tzid: str, *, year: int) -> str:
    """The VTIMEZONE as it stands in an object, written once a year and not for every object."""
    return bytes(component(zone, tzid, year=year).to_ical()).decode()


def component(zone: tzinfo, tzid: str, *, year: int) -> Timezone:
    """The VTIMEZONE right for events of `year` and the years after, under the name `tzid`."""
    made = Timezone()
    made.add("tzid", tzid)
    for observance in observances(zone, year - 1, year - 1 + _YEARS):
        made.add_component(_block(observance))
    return made


@lru_cache(maxsize=64)
def observances(zone: tzinfo, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """The yearly rules (and lone changes) that give the zone's offsets from `first_year` to `last_year`."""
    changes = _changes(zone, first_year, last_year)
    if not changes:
        still = _change(zone, datetime(first_year, 1, 1, tzinfo=UTC))
        return (Observance(still, still, still.ordinals),)
    found: list[Observance] = []
    for change in changes:
        index = next((i for i, known in enumerate(found) if _continues(known, change)), None)
        if index is None:
            found.append(Observance(change, change, change.ordinals))
        else:
            known = found[index]
            found[index] = replace(known, last=change, ordinals=known.ordinals & change.ordinals)
    return tuple(_ended(observance, last_year) for observance in found)


def _changes(zone: tzinfo, first_year: int, last_year: int) -> list[Change]:
    day = timedelta(days=1)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    found = []
    while moment < end:
        if _state(zone, moment) != _state(zone, moment + day):
            found.append(_change(zone, _narrow(zone, moment, moment + day)))
        moment += day
    return found


def _narrow(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new state, given an instant on each side of the change."""
    state = _state(zone, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _state(zone, middle) == state else (before, middle)
    return after


def _change(zone: tzinfo, onset: datetime) -> Change:
    before = _offset(zone, onset - timedelta(seconds=1))
    local = onset.astimezone(zone)
    return Change(
        wall=(onset + before).replace(tzinfo=None),
        before=before,
        after=_offset(zone, onset),
        name=local.tzname() or "",
        daylight=bool(local.dst()),
    )


def _state(zone: tzinfo, moment: datetime) -> tuple[timedelta, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(0), local.tzname()


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return _state(zone, moment)[0]


def _continues(known: Observance, change: Change) -> bool:
    return (
        known.last.key == change.key
        and known.last.wall.year + 1 == change.wall.year
        and bool(known.ordinals & change.ordinals)
    )


def _ended(observance: Observance, last_year: int) -> Observance:
    if observance.last.wall.year == last_year or not observance.recurs:
        return observance
    return replace(observance, until=(observance.last.wall - observance.last.before).replace(tzinfo=UTC))


def _block(observance: Observance) -> TimezoneDaylight | TimezoneStandard:
    change = observance.first
    block = TimezoneDaylight() if change.daylight else TimezoneStandard()
    block.add("dtstart", change.wall)
    block.add("tzoffsetfrom", change.before)
    block.add("tzoffsetto", change.after)
    block.add("tzname", change.name)
    if observance.recurs:
        ordinal = -1 if -1 in observance.ordinals else min(observance.ordinals)
        rule: dict[str, object] = {
            "freq": "yearly",
            "bymonth": change.wall.month,
            "byday": f"{ordinal}{_WEEKDAYS[change.wall.weekday()]}",
        }
        block.add("rrule", rule | ({"until": observance.until} if observance.until else {}))
    return block
