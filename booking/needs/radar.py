"""The need radar: which languages are needed, what became of the needs, and how many there are to ask.

Languages nobody holds are counted like any other, and so are words that name no language we know. An agency
sees its own; the directorate everybody's without small cells, and what was written only as one line: free
text is the agencies' own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from booking.needs.tables import Need
from booking.needs.words import NeedStatus
from booking.states import BookingStatus
from booking.tables import Booking
from identity.tables import Organisation
from kit.clock import oslo_midnight
from registry.statistics import spread, suppression
from registry.statistics.levels import AsOf
from registry.statistics.suppression import Shown

_ORDER = tuple(NeedStatus)


@dataclass(frozen=True, slots=True)
class Period:
    """Oslo days, both included, in which what is needed was wished for; of these organisations, or of all."""

    first: date
    last: date
    organisations: frozenset[int] | None = None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The instants it begins and ends."""
        return oslo_midnight(self.first), oslo_midnight(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line: a language by its code, or as it was written (`unknown`; empty: all that were).

    `needs` are by what became of them, in the order of NeedStatus, with their sum last; `unfilled` are
    bookings nobody could take; `listed` is how many interpreters are listed in the language now.
    """

    code: str
    unknown: bool
    needs: tuple[Shown, ...]
    unfilled: Shown
    listed: int


def by_language(session: Session, period: Period, *, today: date) -> list[Wanted]:
    """A line for each language needed or not found, the most needed first."""
    listed = {one.code: one.total for one in spread.by_language(session, AsOf(today))}
    needs = _needs(session, period)
    unfilled = _unfilled(session, period)
    keys = needs.keys() | {(code, False) for code in unfilled}
    lines = sorted(keys, key=lambda key: (-sum(needs.get(key, ())) - unfilled.get(key[0], 0), key))
    return [
        Wanted(
            code,
            unknown,
            _told(needs.get((code, unknown), (0,) * len(_ORDER)), period),
            _alone(0 if unknown else unfilled.get(code, 0), period),
            0 if unknown else _count(listed.get(code, 0)),
        )
        for code, unknown in lines
    ]


def by_unit(session: Session, period: Period) -> list[tuple[str, tuple[Shown, ...]]]:
    """The same counts for each unit by name; for the agency alone."""
    start, end = period.span
    rows = session.exec(
        select(Organisation.name, Need.status, func.count())
        .join(Organisation, col(Organisation.id) == col(Need.organisation_id))
        .where(col(Need.wished_from) >= start, col(Need.wished_from) < end)
        .where(col(Need.organisation_id).in_(period.organisations or ()))
        .group_by(col(Organisation.name), col(Need.status))
    )
    gathered = _gathered(rows)
    return [(name, _told(gathered[name], period)) for name in sorted(gathered)]


def _needs(session: Session, period: Period) -> dict[tuple[str, bool], tuple[int, ...]]:
    """By language and whether that is only what was written; the directorate's are then all one."""
    start, end = period.span
    rows = session.exec(
        select(Need.language, func.lower(col(Need.asked_language)), Need.status, func.count())
        .where(col(Need.wished_from) >= start, col(Need.wished_from) < end)
        .where(*_theirs(col(Need.organisation_id), period))
        .group_by(col(Need.language), func.lower(col(Need.asked_language)), col(Need.status))
    )
    pooled = period.organisations is None
    return _gathered(
        ((code, False) if code else ("" if pooled else asked, True), status, count)
        for code, asked, status, count in rows
    )


def _unfilled(session: Session, period: Period) -> dict[str, int]:
    start, end = period.span
    rows = session.exec(
        select(Booking.language, func.count())
        .where(col(Booking.starts_at) >= start, col(Booking.starts_at) < end)
        .where(Booking.status == BookingStatus.UNFILLED, *_theirs(col(Booking.organisation_id), period))
        .group_by(col(Booking.language))
    )
    return dict(rows.all())


def _theirs(column: Any, period: Period) -> list[Any]:
    return [] if period.organisations is None else [column.in_(period.organisations)]


def _gathered(rows: Iterable[Any]) -> dict[Any, tuple[int, ...]]:
    found: dict[Any, dict[NeedStatus, int]] = {}
    for key, status, count in rows:
        counts = found.setdefault(key, {})
        counts[status] = counts.get(status, 0) + count
    return {key: tuple(counts.get(status, 0) for status in _ORDER) for key, counts in found.items()}


def _told(counts: tuple[int, ...], period: Period) -> tuple[Shown, ...]:
    return suppression.line(counts) if period.organisations is None else (*counts, sum(counts))


def _alone(count: int, period: Period) -> Shown:
    small = period.organisations is None and 0 < count < suppression.LIMIT
    return suppression.Hidden.SMALL if small else count


def _count(total: Shown) -> int:
    return total if isinstance(total, int) else 0
