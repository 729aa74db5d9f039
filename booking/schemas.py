"""What comes out of the API, to each side its own."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from booking.own import OwnAssignment, OwnOffer
from booking.queries import Line, Told
from booking.states import (
    NOT_DECLARED,
    NOT_USABLE,
    AssignmentStatus,
    BookingStatus,
    OfferStatus,
    RelationAnswer,
)
from booking.tables import Booking, SubjectArea
from registry.tables import Interpreter
from registry.words import Gender, Modality

_LINK = frozenset({"meeting_url"})
_PLACING = frozenset({"kommune", "address", "latitude", "longitude", "organisation"})
_PREPARING = frozenset({"subject_area", "participants"})


class OrganisationView(BaseModel):
    """Whose a booking is."""

    id: int
    name: str


class InterpreterView(BaseModel):
    """Who has said yes, with her telephone; of a protected identity the number, and no name.

    Her telephone is told only while it takes a call to reach her: booked by telephone, and not over.
    """

    number: int
    name: str | None
    phone: str | None

    @classmethod
    def of(cls, interpreter: Interpreter, booking: Booking) -> "InterpreterView":
        """The interpreter as the agency that booked her reads of her, behind its sign-in."""
        open_ = not interpreter.protected
        called = booking.modality is Modality.TELEPHONE and booking.status is BookingStatus.BOOKED
        return cls(
            number=interpreter.number,
            name=interpreter.name if open_ else None,
            phone=interpreter.phone if open_ or called else None,
        )


class OpenOfferView(BaseModel):
    """Who is being asked, and until when; whether she may have a relation, and what was answered."""

    number: int
    expires_at: datetime
    relation_said: bool
    relation_answer: RelationAnswer | None


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
    latitude: float | None
    longitude: float | None
    meeting_url: str | None
    subject_area: SubjectArea | None
    participants: int | None
    case_reference: str | None
    planned: bool
    sensitive: bool
    gender: Gender | None
    wanted: list[int]
    refused: list[int]
    not_from: list[str]
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
            and OpenOfferView(
                number=told.asked.number,
                expires_at=told.offer.expires_at,
                relation_said=told.offer.relation_said_at is not None,
                relation_answer=told.offer.relation_answer,
            )
        )
        return cls.model_validate(
            {
                **told.booking.model_dump(),
                "not_from": told.booking.not_from or [],
                "organisation": OrganisationView(id=told.booking.organisation_id, name=told.organisation),
                "interpreter": InterpreterView.of(told.interpreter, told.booking)
                if told.interpreter
                else None,
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
    """Who can be asked, best first."""

    items: list[CandidateView]
    next: str | None


class PlacedView(BaseModel):
    """A booking's time and place as its log tells them; of a sensitive one the time only."""

    starts_at: datetime
    ends_at: datetime
    kommune: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    meeting_url: str | None = None


class ChangeView(BaseModel):
    """What a change moved a booking from, and what to."""

    model_config = ConfigDict(serialize_by_alias=True)

    before: Annotated[PlacedView, Field(alias="from")]
    after: Annotated[PlacedView, Field(alias="to")]


class LogLineView(BaseModel):
    """What happened: by whom (null: by itself, or by the interpreter with this number), and why.

    `change` is there for a change only: the time and the place `from` and `to`.
    """

    at: datetime
    event: str
    by: str | None
    interpreter: int | None
    from_status: str | None
    to_status: str | None
    why: str | None
    change: ChangeView | None

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
            change=ChangeView.model_validate(row.change) if row.change else None,
        )


class OwnBookingView(BaseModel):
    """A booking as the interpreter reads it. The meeting link comes with her yes, and so does everything
    that places a sensitive one: municipality, address and agency. Of what is no longer hers, or has changed
    since she was asked, she reads which it was and the time she knew (null: not the time it now has).
    """  # noqa: D205 - one sentence runs over the line

    reference: str
    version: int
    language: str
    variety: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    modality: Modality
    kommune: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    meeting_url: str | None
    subject_area: SubjectArea | None
    participants: int | None
    planned: bool
    sensitive: bool
    organisation: str | None

    @classmethod
    def of(cls, own: OwnOffer | OwnAssignment) -> "OwnBookingView":
        """What she may know before her yes, after it, and once it is no longer hers: then what she knew."""
        starts_at, ends_at = own.known_times
        knew = {"version": own.version, "starts_at": starts_at, "ends_at": ends_at}
        told = {**own.booking.model_dump(), "organisation": own.organisation, **knew}
        return cls.model_validate({**told, **dict.fromkeys(_kept_from(own))})


class OwnOfferView(BaseModel):
    """A question put to her, with its deadline; that she may have a relation, and what was answered."""

    id: int
    status: OfferStatus
    asked_at: datetime
    expires_at: datetime
    relation_said: bool
    relation_answer: RelationAnswer | None
    booking: OwnBookingView

    @classmethod
    def of(cls, own: OwnOffer) -> "OwnOfferView":
        """The question as she reads it."""
        return cls.model_validate(
            {
                **own.offer.model_dump(),
                "relation_said": own.offer.relation_said_at is not None,
                "booking": OwnBookingView.of(own),
            }
        )


class OwnAssignmentView(BaseModel):
    """A yes of hers. What places the booking is told while it holds."""

    id: int
    offer_id: int
    status: AssignmentStatus
    not_usable: Annotated[
        bool, Field(description="It ended because the register no longer lets her be used for it.")
    ]
    not_declared: Annotated[
        bool, Field(description="It ended because the two declarations did not come in time.")
    ]
    accepted_at: datetime
    declarations_due_at: Annotated[
        datetime | None, Field(description="Until when both declarations must be given, while they are not.")
    ]
    booking: OwnBookingView

    @classmethod
    def of(cls, own: OwnAssignment) -> "OwnAssignmentView":
        """The assignment as she reads it."""
        not_usable = (
            own.assignment.ended_reason == NOT_USABLE and own.assignment.status is AssignmentStatus.CANCELLED
        )
        due = own.assignment.declarations_due_at if own.declares else None
        told = {"booking": OwnBookingView.of(own), "not_usable": not_usable, "declarations_due_at": due}
        told["not_declared"] = own.assignment.ended_reason == NOT_DECLARED
        return cls.model_validate({**own.assignment.model_dump(), **told})


def _kept_from(own: OwnOffer | OwnAssignment) -> frozenset[str]:
    if not own.stands:
        return _LINK | _PLACING | _PREPARING
    if isinstance(own, OwnAssignment):
        return frozenset()
    return _LINK | _PLACING if own.booking.sensitive else _LINK
