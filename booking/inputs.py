"""What goes in beside an order (orders.py); an unknown field is refused."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from booking.availability.rules import Hours, overlapping
from booking.availability.stretches import Stretch
from booking.orders import KommuneNumber, Reason
from booking.queries import Filter
from booking.states import BookingStatus, RelationAnswer
from booking.travel.reach import MOST_KOMMUNER
from kit.clock import oslo_midnight
from kit.errors import invalid
from kit.inputs import Instant, Whole
from kit.interval import Interval

_MIDNIGHT = "24:00"


def _in_this_century(given: date | datetime) -> date | datetime:
    if not 2000 <= given.year <= 2100:  # noqa: PLR2004 - no booking is older than the product
        raise PydanticCustomError("too_far_away", "not in this century")
    if isinstance(given, datetime) and given.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "Give a date, or a time with its offset")
    return given


def _on_the_clock(given: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", given):
        raise PydanticCustomError("not_a_clock_time", "not an hour and minute of the day")
    return given


def _on_the_clock_or_24(given: str) -> str:
    return given if given == _MIDNIGHT else _on_the_clock(given)


Day = Annotated[date | datetime, AfterValidator(_in_this_century)]


class Given(BaseModel):
    """Input: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Asking(Given):
    """Start asking; each has this long to answer, or as long as the installation gives."""

    answer_within_minutes: Annotated[Whole, Field(ge=1, le=14 * 24 * 60)] | None = None

    @property
    def answer_within(self) -> timedelta | None:
        """The time each has, if it was given."""
        return timedelta(minutes=self.answer_within_minutes) if self.answer_within_minutes else None


class BookingFilter(Given):
    """Which bookings: `q` is sought in references; a date in `to` counts in full."""

    status: BookingStatus | None = None
    q: Annotated[str, Field(max_length=100)] | None = None
    start: Annotated[Day | None, Field(alias="from", description="Starting then or later.")] = None
    end: Annotated[Day | None, Field(alias="to", description="Starting before then.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=500)] | None = None

    @property
    def wanted(self) -> Filter:
        """The same as a query's filter."""
        end = self.end + timedelta(days=1) if type(self.end) is date else self.end
        return Filter(self.status, self.q, _instant(self.start), _instant(end))


class Cancelling(Given):
    """Why nobody is needed any more."""

    reason: Reason


class Declaring(Given):
    """Both declarations belong to a yes (tolkeloven §§ 15-16)."""

    impartial: StrictBool
    confidential: StrictBool


class RelationAnswered(Given):
    """Whether to go on with an interpreter who may have a relation, or to ask the next."""

    answer: RelationAnswer


class Declining(Given):
    """A no, with a reason if she likes; so also for a withdrawal."""

    reason: Reason | None = None


class WorkingSpan(BaseModel):
    """A span of Oslo's wall clock on a weekday, 1 Monday to 7 Sunday; `to` 00:00 or 24:00 is midnight."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    weekday: Annotated[Whole, Field(ge=1, le=7)]
    from_time: Annotated[str, AfterValidator(_on_the_clock), Field(alias="from")]
    to_time: Annotated[str, AfterValidator(_on_the_clock_or_24), Field(alias="to")]

    @classmethod
    def of(cls, hours: Hours) -> "WorkingSpan":
        """The span as it is told; midnight at its end is 24:00."""
        end = _MIDNIGHT if hours.to_time == time.min else f"{hours.to_time:%H:%M}"
        return cls(weekday=hours.weekday, from_time=f"{hours.from_time:%H:%M}", to_time=end)


class AbsenceSpan(Given):
    """A span in which she cannot be asked."""

    starts_at: Instant
    ends_at: Instant

    @property
    def stretch(self) -> Stretch:
        """The same as a stretch of time; Invalid unless it ends after its start."""
        if self.ends_at <= self.starts_at:
            raise invalid("ends_at", "ends_before_start", "Choose an end after the start.")
        return Stretch(Interval(self.starts_at, self.ends_at))


class ReachGiven(Given):
    """How far she goes for an assignment on site: kilometres from home, municipalities, either or neither."""

    km: Whole | None = None
    kommuner: Annotated[list[KommuneNumber], Field(max_length=MOST_KOMMUNER)] = []


def hours_from(spans: list[WorkingSpan]) -> list[Hours]:
    """The working hours given; Invalid unless each ends later the same day, and they lie apart."""
    hours = []
    for place, span in enumerate(spans):
        start = time.fromisoformat(span.from_time)
        end = time.fromisoformat(span.to_time.replace(_MIDNIGHT, "00:00"))
        if end <= start and end != time.min:
            raise invalid(
                f"{place}.to",
                "ends_before_start",
                "End later the same day, at 24:00 at the latest. A night is two spans: to 24:00, from 00:00.",
            )
        hours.append(Hours(span.weekday, start, end))
    clash = overlapping(hours)
    if clash is not None:
        raise invalid(f"{clash}.from", "spans_overlap", "Begin when the other span that day has ended.")
    return hours


def _instant(given: date | datetime | None) -> datetime | None:
    return given if given is None or isinstance(given, datetime) else oslo_midnight(given)
