"""What comes out of the API, to each side its own; what goes in beside an order (orders.py)."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from booking.orders import Instant, Reason
from booking.own import OwnAssignment, OwnOffer
from booking.queries import Filter, Line, Told
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Absence, Booking, SubjectArea
from booking.working_time import Hours
from kit.clock import oslo_midnight
from kit.errors import Invalid, invalid
from registry.tables import Interpreter
from registry.words import Gender, Modality

_MIDNIGHT = "24:00"
_HELD = frozenset({AssignmentStatus.HELD, AssignmentStatus.COMPLETED})


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

    answer_within_minutes: Annotated[int, Field(ge=1, le=14 * 24 * 60)] | None = None

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

    impartial: bool
    confidential: bool


class Declining(Given):
    """A no, with a reason if she likes; so also for a withdrawal."""

    reason: Reason | None = None


class WorkingSpan(BaseModel):
    """A span of Oslo's wall clock on a weekday, 1 Monday to 7 Sunday; `to` 00:00 or 24:00 is midnight."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    weekday: Annotated[int, Field(ge=1, le=7)]
    from_time: Annotated[str, AfterValidator(_on_the_clock), Field(alias="from")]
    to_time: Annotated[str, AfterValidator(_on_the_clock_or_24), Field(alias="to")]

    @classmethod
    def of(cls, hours: Hours) -> "WorkingSpan":
        """The span as it is told."""
        return cls(
            weekday=hours.weekday, from_time=f"{hours.from_time:%H:%M}", to_time=f"{hours.to_time:%H:%M}"
        )


class AbsenceSpan(Given):
    """A span in which she cannot be asked."""

    starts_at: Instant
    ends_at: Instant


class AbsenceView(BaseModel):
    """An absence as its owner reads it."""

    id: int
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, absence: Absence) -> "AbsenceView":
        """The absence as it is told."""
        return cls.model_validate(absence, from_attributes=True)


class OrganisationView(BaseModel):
    """Whose a booking is."""

    id: int
    name: str


class InterpreterView(BaseModel):
    """Who has said yes: with her telephone; of a protected identity the number only."""

    number: int
    name: str | None
    phone: str | None

    @classmethod
    def of(cls, interpreter: Interpreter) -> "InterpreterView":
        """The interpreter as the agency reads her."""
        open_ = not interpreter.protected
        return cls(
            number=interpreter.number,
            name=interpreter.name if open_ else None,
            phone=interpreter.phone if open_ else None,
        )


class OpenOfferView(BaseModel):
    """Who is being asked, and until when."""

    number: int
    expires_at: datetime


class BookingView(BaseModel):
    """A booking as its agency reads it. `unfilled_reasons` counts why nobody could take it."""

    model_config = ConfigDict(from_attributes=True)

    reference: str
    status: BookingStatus
    version: int
    language: str
    variety: str | None
    starts_at: datetime
    ends_at: datetime
    modality: Modality
    kommune: str | None
    address: str | None
    meeting_url: str | None
    subject_area: SubjectArea | None
    participants: int | None
    case_reference: str | None
    planned: bool
    sensitive: bool
    gender: Gender | None
    wanted: list[int]
    refused: list[int]
    substitutes: list[str]
    max_category: int
    organisation: OrganisationView
    created_at: datetime
    interpreter: InterpreterView | None
    open_offer: OpenOfferView | None
    unfilled_reasons: dict[str, int] | None

    @classmethod
    def of(cls, told: Told) -> "BookingView":
        """The booking with what stands around it."""
        open_offer = (
            told.offer
            and told.asked
            and OpenOfferView(number=told.asked.number, expires_at=told.offer.expires_at)
        )
        return cls.model_validate(
            {
                **told.booking.model_dump(),
                "organisation": OrganisationView(id=told.booking.organisation_id, name=told.organisation),
                "interpreter": InterpreterView.of(told.interpreter) if told.interpreter else None,
                "open_offer": open_offer,
            }
        )


class CandidateView(BaseModel):
    """Somebody who can be asked, and why in this place; no name for a protected identity."""

    number: int
    name: str | None
    category: int
    letter: str
    reasons: tuple[str, ...]


class CandidatesView(BaseModel):
    """Everyone who can be asked, best first, and how many cannot, each counted once."""

    items: list[CandidateView]
    left_out: dict[str, int]


class LogLineView(BaseModel):
    """What happened: by whom (null: by itself, or by the interpreter with this number), and why."""

    at: datetime
    event: str
    by: str | None
    interpreter: int | None
    from_status: str | None
    to_status: str | None
    why: str | None

    @classmethod
    def of(cls, line: Line) -> "LogLineView":
        """The line as it is told."""
        row = line.row
        return cls(
            at=row.at,
            event=row.event,
            by=line.by,
            interpreter=line.number,
            from_status=row.from_status,
            to_status=row.to_status,
            why=row.why,
        )


class OwnBookingView(BaseModel):
    """A booking as the interpreter reads it. The meeting link comes with her yes, and so does everything
    that places a sensitive one: municipality, address and agency.
    """  # noqa: D205 - one sentence runs over the line

    reference: str
    version: int
    language: str
    variety: str | None
    starts_at: datetime
    ends_at: datetime
    modality: Modality
    kommune: str | None
    address: str | None
    meeting_url: str | None
    subject_area: SubjectArea | None
    participants: int | None
    planned: bool
    sensitive: bool
    organisation: str | None

    @classmethod
    def of(cls, booking: Booking, organisation: str, *, accepted: bool) -> "OwnBookingView":
        """What she may know before her yes, or after it."""
        placed = accepted or not booking.sensitive
        hidden = {} if placed else dict.fromkeys(("kommune", "address"))
        link = booking.meeting_url if accepted else None
        named = organisation if placed else None
        return cls.model_validate(
            {**booking.model_dump(), **hidden, "meeting_url": link, "organisation": named}
        )


class OwnOfferView(BaseModel):
    """A question put to her, with its deadline."""

    id: int
    status: OfferStatus
    asked_at: datetime
    expires_at: datetime
    booking: OwnBookingView

    @classmethod
    def of(cls, own: OwnOffer) -> "OwnOfferView":
        """The question as she reads it."""
        return cls.model_validate(
            {
                **own.offer.model_dump(),
                "booking": OwnBookingView.of(own.booking, own.organisation, accepted=False),
            }
        )


class OwnAssignmentView(BaseModel):
    """A yes of hers. What places the booking is told while it holds."""

    id: int
    offer_id: int
    status: AssignmentStatus
    accepted_at: datetime
    booking: OwnBookingView

    @classmethod
    def of(cls, own: OwnAssignment) -> "OwnAssignmentView":
        """The assignment as she reads it."""
        booking = OwnBookingView.of(own.booking, own.organisation, accepted=own.assignment.status in _HELD)
        return cls.model_validate({**own.assignment.model_dump(), "booking": booking})


def hours_from(spans: list[WorkingSpan]) -> list[Hours]:
    """The working hours given, or Invalid: a span ends later the same day, at midnight at the latest."""
    hours = []
    for place, span in enumerate(spans):
        start = time.fromisoformat(span.from_time)
        end = time.fromisoformat(span.to_time.replace(_MIDNIGHT, "00:00"))
        if end <= start and end != time.min:
            raise _backwards(place)
        hours.append(Hours(span.weekday, start, end))
    return hours


def _instant(given: date | datetime | None) -> datetime | None:
    return given if given is None or isinstance(given, datetime) else oslo_midnight(given)


def _backwards(place: int) -> Invalid:
    return invalid(
        f"{place}.to",
        "ends_before_start",
        "End later the same day, at 00:00 at the latest. A night is two spans: until 00:00, and from 00:00.",
    )
