"""When she can be asked, as programs give and read it; an unknown field is refused."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from booking.availability.rules import Hours, modalities
from booking.availability.stretches import ANY_WAY, Stretch
from booking.availability.tables import Absence, Extent, ExtraHours, OnCall
from kit.errors import invalid
from kit.inputs import Day, Instant, Whole
from kit.interval import Interval
from registry.languages import LANGUAGES
from registry.words import Modality

_MIDNIGHT = "24:00"


def _on_the_clock(given: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", given):
        raise PydanticCustomError("not_a_clock_time", "not an hour and minute of the day")
    return given


def _on_the_clock_or_24(given: str) -> str:
    return given if given == _MIDNIGHT else _on_the_clock(given)


Ways = Annotated[list[Modality], Field(min_length=1, max_length=3)]


class WorkingSpan(BaseModel):
    """A span of Oslo's wall clock on a weekday, 1 Monday to 7 Sunday; `to` 00:00 or 24:00 is midnight.

    It counts from one Oslo day to another, both included, either open, and in these ways.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    weekday: Annotated[Whole, Field(ge=1, le=7)]
    from_time: Annotated[str, AfterValidator(_on_the_clock), Field(alias="from")]
    to_time: Annotated[str, AfterValidator(_on_the_clock_or_24), Field(alias="to")]
    valid_from: Day | None = None
    valid_to: Day | None = None
    modalities: Ways = list(Modality)

    @classmethod
    def of(cls, hours: Hours) -> "WorkingSpan":
        """The span as it is told; midnight at its end is 24:00."""
        end = _MIDNIGHT if hours.to_time == time.min else f"{hours.to_time:%H:%M}"
        return cls(
            weekday=hours.weekday,
            from_time=f"{hours.from_time:%H:%M}",
            to_time=end,
            valid_from=None if hours.valid_from == date.min else hours.valid_from,
            valid_to=None if hours.valid_to == date.max else hours.valid_to,
            modalities=[one for one in Modality if one in hours.ways],
        )


class AbsenceSpan(BaseModel):
    """A span, once; or every so many weeks on Oslo's clock, the last time on the day `until` or before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    starts_at: Instant
    ends_at: Instant
    every_weeks: Annotated[Whole, Field(ge=1, le=52)] | None = None
    until: Day | None = None

    @property
    def stretch(self) -> Stretch:
        """The same as the rules see it; Invalid unless it ends after its start."""
        if self.ends_at <= self.starts_at:
            raise invalid("ends_at", "ends_before_start", "Choose an end after the start.")
        if self.until is not None and self.every_weeks is None:
            raise invalid(
                "every_weeks", "missing", "Say how many weeks apart it comes, or leave out the last day."
            )
        return Stretch(
            Interval(self.starts_at, self.ends_at), self.every_weeks, self.until, *self._narrowed()
        )

    def _narrowed(self) -> tuple[frozenset[Modality], frozenset[str]]:
        return ANY_WAY, frozenset()


class ExtraSpan(AbsenceSpan):
    """A span she can be asked in beside her weekly hours."""

    modalities: Ways = list(Modality)

    def _narrowed(self) -> tuple[frozenset[Modality], frozenset[str]]:
        return frozenset(self.modalities), frozenset()


class OnCallSpan(AbsenceSpan):
    """A span in which she can be reached at once by screen or telephone; no languages are all of hers."""

    modalities: Ways = [Modality.SCREEN, Modality.TELEPHONE]
    languages: Annotated[list[str], Field(max_length=20)] = []

    def _narrowed(self) -> tuple[frozenset[Modality], frozenset[str]]:
        unknown = [code for code in self.languages if code not in LANGUAGES]
        if unknown:
            raise invalid("languages", "unknown_language", "Choose languages from the list.")
        return frozenset(self.modalities), frozenset(self.languages)


class ExtentGiven(BaseModel):
    """How much she works, in her own words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    extent: Extent


class StretchView(BaseModel):
    """A span as stored; of an absence there are no ways, and only time on call has languages."""

    id: int
    starts_at: datetime
    ends_at: datetime
    every_weeks: int | None
    until: date | None

    @classmethod
    def of(cls, row: Absence | ExtraHours | OnCall) -> Self:
        """The row as it is told."""
        told: dict[str, Any] = row.model_dump()
        if "ways" in told:
            told["modalities"] = [one for one in Modality if one in modalities(told["ways"])]
        return cls.model_validate(told)


class ExtraView(StretchView):
    """Extra hours as stored."""

    modalities: list[Modality]


class OnCallView(ExtraView):
    """Time on call as stored; null organisation is her own list, null confirmation is not yet."""

    languages: list[str]
    organisation_id: int | None
    confirmed_at: datetime | None


def hours_from(spans: list[WorkingSpan]) -> list[Hours]:
    """The working hours given; Invalid unless each ends later the same day, and is valid for a while."""
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
        first, last = span.valid_from or date.min, span.valid_to or date.max
        if last < first:
            raise invalid(f"{place}.valid_to", "ends_before_start", "Choose a last day after the first.")
        hours.append(Hours(span.weekday, start, end, first, last, frozenset(span.modalities)))
    return hours
