"""What goes in and comes out over REST about papers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kit.inputs import Day, Text
from registry.words import MediaType


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class IssuerIn(_Input):
    """A body that issues evidence."""

    name: Annotated[Text, Field(max_length=200)]
    short_name: Annotated[Text, Field(max_length=40)] | None = None


class IssuerOut(BaseModel):
    """A body that issues evidence; a proof names it by either name."""

    name: str
    short_name: str | None


class BirthNumberIn(_Input):
    """A birth or D-number, or for one who has none the birth date alone."""

    birth_number: Annotated[Text, Field(max_length=14)] | None = None
    birth_date: Day | None = None


class WhyIn(_Input):
    """What a birth number is needed for; kept with the reading."""

    why: Annotated[Text, Field(max_length=500)]


class BirthNumberOut(BaseModel):
    """What identifies a person, to the officer who asked."""

    birth_number: str | None
    birth_date: date


class DocumentOut(BaseModel):
    """A document as stored; its content is at `/api/v1/documents/{id}`."""

    id: int
    evidence_id: int | None
    media_type: MediaType
    size: int
    stored_at: datetime
