"""What comes out: a need, and the radar."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from booking.needs.radar import Wanted
from booking.needs.reading import Told
from booking.needs.words import NeedStatus
from registry.words import Modality


class UnitOfNeed(BaseModel):
    """The unit it is registered for."""

    id: int
    name: str


class NeedView(BaseModel):
    """A need. `language` is null until what was asked for is known to be one; `booking` is what it became."""

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)

    reference: str
    status: NeedStatus
    unit: UnitOfNeed
    asked_language: str
    language: str | None
    variety: str | None
    modality: Modality
    wished_from: Annotated[datetime, Field(alias="from")]
    wished_to: Annotated[datetime, Field(alias="to")]
    case_reference: str | None
    created_at: datetime
    reminded_at: datetime | None
    booking: str | None

    @classmethod
    def of(cls, told: Told) -> "NeedView":
        """The need as it is told."""
        unit = UnitOfNeed(id=told.row.organisation_id, name=told.organisation)
        return cls.model_validate({**told.row.model_dump(), "unit": unit, "booking": told.booking})


class WantedView(BaseModel):
    """One language of the radar. A text stands where a count is not told (`<5`, `..`)."""

    language: str | None
    asked_language: str | None
    draft: int | str
    booked: int | str
    dropped: int | str
    lapsed: int | str
    needs: int | str
    unfilled_bookings: int | str
    listed: int

    @classmethod
    def of(cls, one: Wanted) -> "WantedView":
        """The line as it is told."""
        names = (*(status.value for status in NeedStatus), "needs")
        counts = {name: _said(count) for name, count in zip(names, one.needs, strict=True)}
        return cls.model_validate(
            {
                "language": None if one.unknown else one.code,
                "asked_language": one.code if one.unknown and one.code else None,
                **counts,
                "unfilled_bookings": _said(one.unfilled),
                "listed": one.listed,
            }
        )


class RadarView(BaseModel):
    """Which languages were needed in a period (Oslo days), and what became of the needs."""

    first: date
    last: date
    languages: list[WantedView]


def _said(count: object) -> int | str:
    return count if type(count) is int else str(count)
