"""What goes in beside an order (orders.py); an unknown field is refused."""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from booking.orders import KommuneNumber, Reason
from booking.queries import Filter
from booking.states import BookingStatus, RelationAnswer
from booking.travel.reach import MOST_KOMMUNER
from kit.clock import oslo_midnight
from kit.inputs import Whole


def _in_this_century(given: date | datetime) -> date | datetime:
    if not 2000 <= given.year <= 2100:  # noqa: PLR2004 - no booking is older than the product
        raise PydanticCustomError("too_far_away", "not in this century")
    if isinstance(given, datetime) and given.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "Give a date, or a time with its offset")
    return given


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


class ReachGiven(Given):
    """How far she goes for an assignment on site: kilometres from home, municipalities, either or neither."""

    km: Whole | None = None
    kommuner: Annotated[list[KommuneNumber], Field(max_length=MOST_KOMMUNER)] = []


def _instant(given: date | datetime | None) -> datetime | None:
    return given if given is None or isinstance(given, datetime) else oslo_midnight(given)
