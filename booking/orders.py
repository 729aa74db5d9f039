"""What may be asked for: the fields of a booking, their limits, and what they must be together.

The API and the pages read the same models, so both refuse alike.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic import StringConstraints as Limits
from pydantic_core import PydanticCustomError

from booking.tables import SubjectArea
from kit.errors import FieldError, Invalid, invalid
from kit.inputs import Instant, Whole, as_rfc3339
from kit.personal_data import birth_number_errors
from registry import kommuner, languages
from registry.words import Gender, Modality

LONGEST = timedelta(hours=24)
UNPLANNED_GRACE = timedelta(minutes=5)
MOST_LEFT_OUT = 20
"""Municipalities whose inhabitants one booking can leave out."""
_MOST_NUMBER = 2**31 - 1
Box = tuple[float, float, float, float]
_MAINLAND: Sequence[Box] = ((57.8, 71.4, 4.0, 31.5),)
_FAR_NORTH: Sequence[Box] = ((74.0, 81.0, 10.0, 35.0), (70.7, 71.3, -9.3, -7.7))
"""Svalbard and Jan Mayen. Each box: south, north, west and east in degrees."""
_WIDEST_KM = 150
"""No municipality has a place so far from its centre."""


def _printable(value: str) -> str:
    if any(sign < " " and sign not in "\n\r\t" for sign in value):
        raise PydanticCustomError("control_characters", "control characters")
    return value


def _https(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or parts.username or any(map(str.isspace, value)):
        raise PydanticCustomError("not_https", "not an https address")
    return value


NewInstant = Annotated[Instant | None, BeforeValidator(as_rfc3339)]
Line = Annotated[str, Limits(strip_whitespace=True, min_length=1), AfterValidator(_printable)]
Address = Annotated[Line, Field(max_length=300)]
CaseReference = Annotated[Line, Field(max_length=60)]
Reason = Annotated[Line, Field(max_length=500)]
MeetingUrl = Annotated[Line, Field(max_length=500), AfterValidator(_https)]
Code = Annotated[str, Limits(strip_whitespace=True, min_length=1, max_length=8)]
KommuneNumber = Annotated[str, Limits(strip_whitespace=True, min_length=1, max_length=4)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Number = Annotated[Whole, Field(ge=1, le=_MOST_NUMBER)]


class Order(BaseModel):
    """A booking as an agency asks for it. Times are RFC 3339 with offset; `participants` is a count.

    `wanted` and `refused` are interpreter numbers; whoever lives in a municipality of `not_from` is left out.
    Latitude and longitude are degrees (WGS 84), the point people meet at. The subject area of a sensitive
    booking is not kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Code
    variety: Code | None = None
    starts_at: Instant
    ends_at: Instant
    modality: Modality
    kommune: KommuneNumber | None = None
    address: Address | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    subject_area: SubjectArea | None = None
    participants: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    case_reference: CaseReference | None = None
    planned: StrictBool
    sensitive: StrictBool = False
    meeting_url: MeetingUrl | None = None
    gender: Gender | None = None
    wanted: Annotated[list[Number], Field(max_length=50)] = []
    refused: Annotated[list[Number], Field(max_length=50)] = []
    not_from: Annotated[list[KommuneNumber], Field(max_length=MOST_LEFT_OUT)] = []
    substitutes: Annotated[list[Code], Field(max_length=10)] = []
    max_category: Annotated[Whole, Field(ge=1, le=5)] = 5


class Change(BaseModel):
    """A new time or place; what is left out stays as it is, null takes a place away, never a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    starts_at: NewInstant = None
    ends_at: NewInstant = None
    kommune: KommuneNumber | None = None
    address: Address | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    meeting_url: MeetingUrl | None = None


def settle(order: Order, *, now: datetime) -> Order:
    """The order as it is stored, or Invalid naming everything that cannot be as asked."""
    _together(
        lambda: _require_languages(order),
        lambda: require_time(order.starts_at, order.ends_at, planned=order.planned, now=now),
        lambda: require_place(order.modality, order.kommune, order.meeting_url),
        lambda: require_point(order.modality, order.kommune, order.latitude, order.longitude),
        lambda: _require_numbers(order),
        lambda: _require_kommuner(order.not_from),
        lambda: require_no_birth_numbers(
            {
                "address": order.address,
                "case_reference": order.case_reference,
                "meeting_url": order.meeting_url,
            }
        ),
    )
    return order.model_copy(
        update={
            "kommune": todays(order.kommune),
            "not_from": sorted({kommuner.require(one).number for one in order.not_from}),
            "subject_area": None if order.sensitive else order.subject_area,
            "substitutes": list(dict.fromkeys(order.substitutes)),
        }
    )


def require_time(starts_at: datetime, ends_at: datetime, *, planned: bool, now: datetime) -> None:
    """Invalid unless it is ahead (unplanned: five minutes back at most), and lasts up to 24 hours."""
    errors = []
    if starts_at < now - (timedelta(0) if planned else UNPLANNED_GRACE):
        errors.append(FieldError("starts_at", "start_passed", "Choose a start that has not passed."))
    if ends_at <= starts_at:
        errors.append(FieldError("ends_at", "ends_before_start", "Choose an end after the start."))
    elif ends_at - starts_at > LONGEST:
        errors.append(
            FieldError("ends_at", "longer_than_a_day", "A booking lasts up to 24 hours. Make several.")
        )
    elif not errors and ends_at <= now:
        errors.append(FieldError("ends_at", "end_passed", "Choose an end that has not passed."))
    if errors:
        raise Invalid(*errors)


def require_place(modality: Modality, kommune: str | None, meeting_url: str | None) -> None:
    """Invalid unless on site says where, the municipality is known, and only screen has a link."""
    if kommune is not None:
        kommuner.require(kommune)
    elif modality is Modality.ON_SITE:
        raise invalid("kommune", "place_missing", "Say in which municipality the interpreter is to meet.")
    if meeting_url is not None and modality is not Modality.SCREEN:
        raise invalid("meeting_url", "only_for_screen", "Only interpreting by screen has a meeting link.")


def require_point(
    modality: Modality, kommune: str | None, latitude: float | None, longitude: float | None
) -> None:
    """Invalid unless both are given or neither, for on site, in Norway and near the municipality.

    The far north counts: Svalbard and Jan Mayen are in no municipality.
    """
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        raise invalid(missing, "half_a_point", "Give both latitude and longitude, or neither.")
    if modality is not Modality.ON_SITE:
        raise invalid("latitude", "only_on_site", "Only interpreting on site has a point to meet at.")
    if _lies_in(_FAR_NORTH, latitude, longitude):
        return
    found = kommuner.current(kommune) if kommune else None
    here = (latitude, longitude)
    if not _lies_in(_MAINLAND, latitude, longitude):
        raise invalid("latitude", "outside_norway", "Give degrees in Norway, such as 59.9139 and 10.7522.")
    if found and kommuner.great_circle_km(here, (found.latitude, found.longitude)) > _WIDEST_KM:
        raise invalid("latitude", "not_in_kommune", "This point is far from the municipality. Check both.")


def require_no_birth_numbers(texts: Mapping[str, str | None]) -> None:
    """Invalid `birth_number` for each text with one in it."""
    errors = birth_number_errors(texts)
    if errors:
        raise Invalid(*errors)


def todays(kommune: str | None) -> str | None:
    """Today's number of a municipality, whichever of its numbers was given."""
    found = kommuner.current(kommune) if kommune else None
    return found.number if found else None


def _require_languages(order: Order) -> None:
    language = languages.require_bookable(order.language)
    languages.require_variety(language, order.variety)
    for code in order.substitutes:
        if languages.require_bookable(code, "substitutes") == language:
            raise invalid("substitutes", "same_language", "A substitute is another language than the first.")


def _lies_in(boxes: Sequence[Box], latitude: float, longitude: float) -> bool:
    return any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in boxes)


def _require_kommuner(numbers: Sequence[str]) -> None:
    for number in numbers:
        kommuner.require(number, "not_from")


def _require_numbers(order: Order) -> None:
    if set(order.wanted) & set(order.refused):
        raise invalid("refused", "wanted_and_refused", "The same interpreter cannot be wanted and refused.")


def _together(*checks: Callable[[], None]) -> None:
    errors: list[FieldError] = []
    for check in checks:
        try:
            check()
        except Invalid as refusal:
            errors += refusal.errors
    if errors:
        raise Invalid(*errors)
