"""What goes into the register over REST, and what comes out of it. Unknown fields are refused."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from kit.inputs import Day, Text, Whole
from kit.paging import Cursor, Limit, Page
from registry.words import EvidenceKind, Gender, Letterform, Modality, TestResult

MOST = 2**31 - 1
"""The largest number an integer column holds."""

Number = Annotated[Whole, Field(ge=1, le=MOST, description="The public tolkenummer.")]
Code = Annotated[str, Field(max_length=8, description="ISO 639-3, from /api/v1/languages.", examples=["tir"])]
KommuneNumber = Annotated[str, Field(max_length=4, description="Of today or of the past.", examples=["0301"])]
Email = Annotated[Text, Field(max_length=254)]
Phone = Annotated[Text, Field(max_length=20)]
Line = Annotated[Text, Field(max_length=200)]
Reason = Annotated[Text, Field(max_length=500)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Sought(_Input):
    """What is looked for; all of it must hold, the category in the language if one is named."""

    q: Annotated[
        str | None,
        Field(
            max_length=100, description="Names, or their beginnings, in any order and spelling, or a number."
        ),
    ] = None
    language: Code | None = None
    max_category: Annotated[int | None, Field(ge=1, le=5)] = None
    county: Annotated[str | None, Field(max_length=2, description="Of today.", examples=["03"])] = None
    kommune: KommuneNumber | None = None
    within_km: Annotated[
        int | None,
        Field(ge=0, le=3000, description="Kilometres from the centre of `kommune`, which must be given."),
    ] = None
    modality: Modality | None = None
    gender: Gender | None = None
    limit: Limit = 50
    cursor: Cursor = None


class SearchIn(Sought):
    """The public search."""

    counts: Annotated[
        bool, Field(description="Tell how many each value of a filter would find, given the others.")
    ] = False


class InterpreterIn(_Input):
    """A person entering the register; listed later, once evidence is registered. No number: one is drawn."""

    name: Line
    kommune: KommuneNumber
    number: Number | None = None
    gender: Gender | None = None
    modalities: Annotated[list[Modality], Field(max_length=3)] = list(Modality)
    email: Email | None = None
    phone: Phone | None = None
    contact_consent: StrictBool = False
    protected: StrictBool = False
    letterform: Letterform = Letterform.BOKMAL


def _left_out_stays(schema: dict[str, Any]) -> None:
    """A change has no defaults to describe: what is left out stays as it is."""
    for field in schema["properties"].values():
        field.pop("default", None)


class InterpreterChange(_Input):
    """What changes; fields left out stay. `listed` counts from `effective_on`, or from today."""

    model_config = ConfigDict(json_schema_extra=_left_out_stays)

    name: Line = ""
    kommune: KommuneNumber = ""
    gender: Gender | None = None
    modalities: Annotated[list[Modality], Field(max_length=3)] = []
    email: Email | None = None
    phone: Phone | None = None
    contact_consent: StrictBool = False
    protected: StrictBool = False
    letterform: Letterform = Letterform.BOKMAL
    listed: StrictBool | None = None
    effective_on: Day | None = None


class EvidenceIn(_Input):
    """One dated proof. TAO takes no language; only credits takes a number."""

    kind: EvidenceKind
    language: Code | None = None
    credits: Whole | None = None
    course: Annotated[Text, Field(max_length=40)] | None = None
    result: TestResult | None = None
    issuer: Line
    issued_on: Day
    valid_until: Day | None = None
    reference: Annotated[Text, Field(max_length=100)] | None = None


class RevocationIn(_Input):
    """Why evidence ends, and from which Oslo day."""

    reason: Reason
    revoked_on: Day


class CorrectionIn(_Input):
    """What was wrong with a proof as registered, and the proof as it should have been, if there is one."""

    reason: Reason
    right: EvidenceIn | None = None


class VarietyOut(BaseModel):
    """A code with its names in bokmål, nynorsk and English."""

    code: str
    nb: str
    nn: str
    en: str


class LanguageOut(VarietyOut):
    """A language. One that is not bookable is a broad name: use one of its parts."""

    bookable: bool
    varieties: list[VarietyOut]
    substitutes: list[str]
    parts: list[str]


class LevelOut(BaseModel):
    """A category, with the register's letter beside it, in one language."""

    language: str
    category: Annotated[int, Field(ge=1, le=5)]
    letter: str


class QualificationOut(LevelOut):
    """A level with its days, the last one inclusive, and the kinds of evidence it rests on."""

    valid_from: date
    valid_until: date | None
    evidence: list[EvidenceKind]


class QualificationsOut(BaseModel):
    """What an interpreter is qualified for on a day."""

    number: int
    on: date
    items: list[QualificationOut]


class FoundOut(BaseModel):
    """A listed interpreter in a list."""

    number: int
    name: str
    kommune: str
    kommune_name: str
    modalities: list[Modality]
    languages: list[LevelOut]
    distance_km: Annotated[
        float | None, Field(description="Between the centres of the two kommuner, when one is asked about.")
    ] = None


class CountsOut(BaseModel):
    """How many each value of a filter would find, given the others; values that find nobody are left out.

    A category counts those in it or a better one.
    """

    max_category: dict[str, int]
    county: dict[str, int]
    modality: dict[Modality, int]
    gender: dict[Gender, int]


class FoundPage(Page[FoundOut]):
    """A page of listed interpreters, best first, and how many there are in all."""

    total: int
    more: Annotated[bool, Field(description="Counting stopped at `total`: there are more.")] = False
    counts: CountsOut | None = None


class ProfileOut(BaseModel):
    """The public profile; of one who is shut out only that. Contact facts by consent alone."""

    number: int
    excluded: bool
    name: str | None
    kommune: str | None
    kommune_name: str | None
    modalities: list[Modality]
    languages: list[LevelOut]
    email: str | None
    phone: str | None


class EvidenceOut(BaseModel):
    """Evidence as registered."""

    id: int
    kind: EvidenceKind
    language: str | None
    credits: int | None
    course: str | None
    result: TestResult | None
    issuer: str
    issued_on: date
    valid_until: date | None
    reference: str | None
    registered_at: datetime
    revoked_on: date | None
    revoked_reason: str | None
    struck_at: datetime | None
    struck_reason: str | None
    replaces: int | None


class FileOut(BaseModel):
    """The officer's view of an interpreter, today."""

    number: int
    name: str
    kommune: str
    gender: Gender | None
    modalities: list[Modality]
    email: str | None
    phone: str | None
    contact_consent: bool
    protected: bool
    merged_into: Annotated[int | None, Field(description="The number that stands for this one.")]
    letterform: Letterform
    listed: bool
    excluded: bool
    languages: list[LevelOut]
    waiting_for_tao: list[str]
    evidence: list[EvidenceOut]


class VerificationOut(BaseModel):
    """The graded answer. Name and dates only of the listed; `valid_until` is the last day."""

    answer: str
    number: Annotated[
        int | None,
        Field(description="Hers today: another than the one asked about when two were merged."),
    ]
    name: str | None
    category: int | None
    letter: str | None
    evidence: list[EvidenceKind]
    valid_from: date | None
    valid_until: date | None
    answered_at: datetime


class HighestOut(BaseModel):
    """Those in categories 1 to 3, and their share of the listed in whole per cent."""

    count: int
    share_percent: int


class AuthorisedOut(BaseModel):
    """State-authorised people, listed or not, and the languages they hold it in."""

    people: int
    languages: int


class StatisticsOut(BaseModel):
    """The register on a day; each person counts once, in the best category."""

    on: date
    listed: int
    highest: HighestOut
    languages: int
    per_category: dict[str, int | str] = Field(
        description="`<5` is one to four, `..` is withheld so that none can be worked out; officers see each."
    )
    state_authorised: AuthorisedOut
