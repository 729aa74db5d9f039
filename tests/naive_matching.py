"""Who can be asked, by reading every row: slow, plain, and sharing only tables with the product."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from math import asin, ceil, cos, radians, sin, sqrt
from types import SimpleNamespace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, select

from booking.availability.tables import Absence, ExtraHours, WorkingHours
from booking.tables import Assignment, Bar, Booking, Offer
from booking.travel.tables import InterpreterReach
from registry.kommuner import current
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange

OSLO = ZoneInfo("Europe/Oslo")
Row = TypeVar("Row", bound=SQLModel)
MINUTE = timedelta(minutes=1)
LEVELS = (  # domain: the seven levels in order of preference, and the category of each
    ({"state_authorisation", "bachelor"}, 1),
    ({"state_authorisation", "credits"}, 1),
    ({"state_authorisation"}, 2),
    ({"bachelor"}, 3),
    ({"credits"}, 3),
    ({"translator", "tao"}, 4),
    ({"bilingual_test", "tao"}, 5),
)


class Register:
    """Everything there is, in lists."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.now = now
        self.people, self.evidence = _all(session, Interpreter), _all(session, Evidence)
        self.listings, self.exclusions = _all(session, ListingChange), _all(session, Exclusion)
        self.bookings, self.offers = _all(session, Booking), _all(session, Offer)
        self.assignments, self.bars = _all(session, Assignment), _all(session, Bar)
        self.hours, self.extra = _all(session, WorkingHours), _all(session, ExtraHours)
        self.absences, self.reaches = _all(session, Absence), _all(session, InterpreterReach)

    def about(self, reference: str, **changed: object) -> Any:
        """The booking, or what it would be with these changes."""
        [booking] = [one for one in self.bookings if one.reference == reference]
        return SimpleNamespace(**booking.model_dump() | changed)

    def can_be_asked(self, booking: Any) -> list[int]:
        """The numbers of those who can be asked about the booking, the best first."""
        able = [her for her in self.people if self._fits(her, booking)]
        return [her.number for her in sorted(able, key=lambda her: self._place(her, booking))]

    def nearest_time(self, booking: Any) -> tuple[datetime, int] | None:
        """The nearest quarter hour between 7 and 20 at which somebody can, and how many."""
        lasts, day = booking.ends_at - booking.starts_at, _day(booking.starts_at)
        first, end = (datetime.combine(day, time(hour), OSLO).astimezone(UTC) for hour in (7, 20))
        starts = [first + 15 * number * MINUTE for number in range(13 * 4)]
        for start in sorted(starts, key=lambda one: (abs(one - booking.starts_at), booking.starts_at - one)):
            moved = SimpleNamespace(**vars(booking) | {"starts_at": start, "ends_at": start + lasts})
            if self.now <= start <= end - lasts and (able := self.can_be_asked(moved)):
                return start, len(able)
        return None

    def _fits(self, her: Interpreter, booking: Any) -> bool:
        level = self._level(her, booking)
        return (
            level is not None
            and LEVELS[level][1] <= booking.max_category
            and self._listed(her, _day(booking.starts_at))
            and not self._shut_out(her, _day(booking.starts_at))
            and not self._barred(her, booking)
            and her.kommune not in (booking.not_from or ())
            and her.number not in booking.refused
            and (booking.gender is None or her.gender == booking.gender)
            and getattr(her, booking.modality.value)
            and self._goes_there(her, booking)
            and all(self._at_work(her, at) for at in _every_five_minutes(booking.starts_at, booking.ends_at))
            and all(self._reaches(booking, one) for one in self._held(her, booking))
            and not self._asked(her, booking)
        )

    def _place(self, her: Interpreter, booking: Any) -> tuple[object, ...]:
        away = (0.0, "")
        if booking.modality.value == "on_site":
            away = (_km(_centre(her.kommune), _centre(booking.kommune or "")), her.kommune)
        known = any(
            one.case_reference is not None and one.case_reference == booking.case_reference
            and one.organisation_id == booking.organisation_id and self._worked(her, one)
            for one in self.bookings if one.id != booking.id
        )  # fmt: skip
        return (
            self._level(her, booking),
            her.number not in booking.wanted,
            not known,
            away,
            self._minutes_lately(her, booking),
            her.number,
        )

    def _level(self, her: Interpreter, booking: Any) -> int | None:
        """Her best in any of the languages that will do."""
        found = [self._level_in(her, one, booking) for one in (booking.language, *booking.substitutes)]
        return min((one for one in found if one is not None), default=None)

    def _level_in(self, her: Interpreter, language: str, booking: Any) -> int | None:
        day = _day(booking.starts_at)
        held = {
            one.kind.value
            for one in self.evidence
            if one.interpreter_id == her.id and one.language in {language, None}
            and one.issued_on <= day and (one.valid_until is None or day <= one.valid_until)
            and (one.revoked_on is None or day < one.revoked_on)
        }  # fmt: skip
        return next((place for place, (needed, _) in enumerate(LEVELS) if needed <= held), None)

    def _listed(self, her: Interpreter, day: date) -> bool:
        said = [one for one in self.listings if one.interpreter_id == her.id and one.effective_on <= day]
        latest = max(said, key=lambda one: (one.effective_on, one.registered_at, one.id), default=None)
        return latest is not None and latest.listed

    def _shut_out(self, her: Interpreter, day: date) -> bool:
        return any(
            one.from_on <= day and (one.until_on is None or day <= one.until_on)
            for one in self.exclusions
            if one.interpreter_id == her.id
        )

    def _barred(self, her: Interpreter, booking: Any) -> bool:
        return any(
            one.interpreter_id == her.id and one.organisation_id == booking.organisation_id
            and one.case_reference in {None, booking.case_reference}
            for one in self.bars
        )  # fmt: skip

    def _goes_there(self, her: Interpreter, booking: Any) -> bool:
        if booking.modality.value != "on_site":
            return True
        there = booking.kommune or ""
        for one in self.reaches:
            if one.interpreter_id == her.id:
                near = one.km is not None and round(_km(_centre(her.kommune), _centre(there))) <= one.km
                return near or there in one.kommuner
        return True

    def _at_work(self, her: Interpreter, at: datetime) -> bool:
        wall = at.astimezone(OSLO)
        working = any(
            one.interpreter_id == her.id and one.weekday == wall.isoweekday()
            and one.from_time <= wall.time() < one.to_time
            for one in self.hours
        )  # fmt: skip
        extra = any(one.interpreter_id == her.id and one.starts_at <= at < one.ends_at for one in self.extra)
        away = any(
            one.interpreter_id == her.id and one.starts_at <= at < one.ends_at for one in self.absences
        )
        return (working or extra) and not away

    def _held(self, her: Interpreter, booking: Any) -> list[tuple[Assignment, Booking]]:
        whose = {one.id: one for one in self.bookings}
        return [
            (one, whose[one.booking_id])
            for one in self.assignments
            if one.interpreter_id == her.id and one.status.value == "held" and one.booking_id != booking.id
        ]

    def _reaches(self, booking: Any, held: tuple[Assignment, Booking]) -> bool:
        taken, other = held
        needed = _between(booking, other)
        return bool(
            booking.starts_at >= taken.ends_at + needed or taken.starts_at >= booking.ends_at + needed
        )

    def _asked(self, her: Interpreter, booking: Any) -> bool:
        offered = any(
            one.interpreter_id == her.id and one.booking_id == booking.id
            and one.booking_version == booking.version
            and not (one.status.value == "withdrawn" and one.ended_reason == "not_available")
            for one in self.offers
        )  # fmt: skip
        gave_back = any(
            one.interpreter_id == her.id and one.booking_id == booking.id
            and one.booking_version == booking.version and one.status.value == "withdrawn"
            for one in self.assignments
        )  # fmt: skip
        return offered or gave_back

    def _worked(self, her: Interpreter, booking: Any) -> bool:
        return any(
            one.interpreter_id == her.id and one.booking_id == booking.id
            and one.status.value in {"held", "completed"}
            for one in self.assignments
        )  # fmt: skip

    def _minutes_lately(self, her: Interpreter, booking: Any) -> int:
        first = datetime.combine(_day(self.now) - timedelta(days=30), datetime.min.time(), OSLO)
        spans = [
            one.ends_at - one.starts_at
            for one in self.assignments
            if one.interpreter_id == her.id and one.ends_at > first and one.booking_id != booking.id
            and one.status.value in {"held", "completed"}
        ]  # fmt: skip
        return sum(spans, timedelta()) // MINUTE


def _all(session: Session, table: type[Row]) -> list[Row]:
    return list(session.exec(select(table)))


def _day(at: datetime) -> date:
    return at.astimezone(OSLO).date()


def _every_five_minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    return takewhile(lambda at: at < end, (start + number * 5 * MINUTE for number in count()))


def _between(one: Any, other: Booking) -> timedelta:
    if {one.modality.value, other.modality.value} != {"on_site"}:
        return 5 * MINUTE
    if (one.kommune, one.address) == (other.kommune, other.address):
        return timedelta(0)
    km = _km(_centre(one.kommune or ""), _centre(other.kommune or ""))
    return min((20 + ceil(km * 1.3 / 60 * 60)) * MINUTE, timedelta(hours=6))


def _centre(kommune: str) -> tuple[float, float]:
    found: Any = current(kommune)
    return found.latitude, found.longitude


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    (north, east), (n, e) = (tuple(map(radians, one)) for one in (here, there))
    arc = sin((n - north) / 2) ** 2 + cos(north) * cos(n) * sin((e - east) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(arc))
