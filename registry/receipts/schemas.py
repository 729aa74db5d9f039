"""What goes into receipts over REST, and what comes out. Unknown fields are refused."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kit.inputs import Day, Text
from kit.paging import Cursor, Limit
from registry.schemas import Code, Number, VerificationOut
from registry.verification import Answer
from registry.words import EvidenceKind

MOST_LETTERS = 10_000
"""More than any signed receipt has."""


class QuestionIn(BaseModel):
    """Is this number qualified for this language on this Oslo day? Left out: today."""

    model_config = ConfigDict(extra="forbid")

    number: Number
    language: Code
    on: Day | None = None


class CheckIn(BaseModel):
    """A signed receipt or a reference, as it was pasted; line breaks and spaces do not count."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(min_length=1, max_length=MOST_LETTERS)]


class ListIn(BaseModel):
    """Which receipts; days are Oslo days, both inclusive."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Text | None, Field(max_length=40, description="A number or a reference.")] = None
    answer: Answer | None = None
    first: Annotated[Day | None, Field(description="Answered on this day or later.")] = None
    last: Annotated[Day | None, Field(description="Answered on this day or earlier.")] = None
    limit: Limit = 50
    cursor: Cursor = None


class TodayOut(VerificationOut):
    """The same question on `on`: today, or the day asked about while it is ahead."""

    on: date


class ReceiptOut(BaseModel):
    """What was answered then, and what is answered today.

    `signed` is a compact JWS by a key of /.well-known/jwks.json; it and the name are null when the name may
    not be told any more. `genuine`: what is stored says what was signed.
    """

    reference: str
    address: Annotated[str, Field(description="The page that the QR code leads to.")]
    number: int
    language: str
    on: date
    answer: Answer
    name: str | None
    category: int | None
    letter: str | None
    evidence: list[EvidenceKind]
    valid_from: date | None
    valid_until: date | None
    answered_at: datetime
    genuine: bool
    signed: str | None
    today: TodayOut


class CheckOut(BaseModel):
    """Whether it is genuine; what it says when it was signed here; the receipt's address if we hold it."""

    genuine: bool
    claims: dict[str, Any]
    reference: str | None
    address: str | None


class ListedOut(BaseModel):
    """A receipt in a list."""

    reference: str
    number: int
    language: str
    on: date
    answer: Answer
    name: str | None
    category: int | None
    letter: str | None
    answered_at: datetime
