"""What goes into cases over REST, and what comes out of them. Unknown fields are refused."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kit.inputs import Day, Text, Whole
from kit.paging import Cursor, Limit
from registry.cases.tables import LONG_TEXT
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Ground, Outcome, Purpose
from registry.schemas import MOST, Code, Email, EvidenceIn, KommuneNumber, Line, Number, Phone, Reason
from registry.words import EvidenceKind, ExclusionKind, Gender, Letterform, MediaType

Long = Annotated[Text, Field(max_length=LONG_TEXT)]
Id = Annotated[Whole, Field(ge=1, le=MOST)]
Version = Annotated[
    Whole | None,
    Field(
        ge=1,
        le=MOST,
        description="The `version` you decided on; given, a newer case is a 409 `case_changed`.",
    ),
]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ApplicantIn(_Input):
    """The person, for whoever is not in the register yet."""

    name: Line
    kommune: KommuneNumber
    phone: Phone | None = None
    gender: Gender | None = None
    letterform: Letterform = Letterform.BOKMAL


class ApplicationIn(_Input):
    """What is applied for, with the evidence described; `person` is left out by whoever is registered."""

    purpose: Purpose
    language: Code | None = None
    told: Long = ""
    claims: Annotated[list[EvidenceIn], Field(max_length=20)] = []
    person: ApplicantIn | None = None


class AnswerIn(_Input):
    """What the party adds to the case."""

    said: Long = ""
    claims: Annotated[list[EvidenceIn], Field(max_length=20)] = []


class SaidIn(_Input):
    """What somebody writes."""

    said: Long


class NoticeIn(_Input):
    """A notice of breach: about whom, what, and when. No party's name."""

    told: Long
    number: Number | None = None
    name: Annotated[Text, Field(max_length=100)] = ""
    happened_on: Day | None = None
    told_by: Annotated[Email | None, Field(description="Your address, only if we may ask you more.")] = None


class SeenIn(_Input):
    """The version somebody acts on."""

    version: Version = None


class AssignmentIn(SeenIn):
    """The officer who is to have the case, by account; null for nobody."""

    officer: Id | None


class AskedIn(SeenIn):
    """What the party is asked for, and the last day for it."""

    what: Long
    due_on: Day


class TiedIn(SeenIn):
    """The interpreter the case is about."""

    number: Number


class WhyIn(SeenIn):
    """Why something is done."""

    why: Long


class DecisionIn(SeenIn):
    """What is decided. `accepted` are ids of claims; what follows it belongs to exclusions."""

    outcome: Outcome
    reasons: Long
    accepted: Annotated[list[Id], Field(max_length=100)] = []
    exclusion: ExclusionKind | None = None
    ground: Ground | None = None
    from_on: Day | None = None
    until_on: Day | None = None
    unheard_why: Reason | None = None


class ReceivedIn(_Input):
    """An appeal that came on paper, and the day it was sent."""

    said: Long
    received_on: Day


class LiftIn(_Input):
    """Why an exclusion ends."""

    reason: Reason


class CasesIn(_Input):
    """What is looked for; all of it must hold."""

    kind: CaseKind | None = None
    status: CaseStatus | None = None
    purpose: Purpose | None = None
    language: Code | None = None
    officer: Annotated[int | None, Field(ge=1, le=MOST, description="Whose cases, by account.")] = None
    unassigned: Annotated[bool, Field(description="Only what nobody has.")] = False
    late: Annotated[bool, Field(description="Only what has passed a deadline.")] = False
    q: Annotated[str | None, Field(max_length=100, description="Reference, number or name.")] = None
    limit: Limit = 50
    cursor: Cursor = None


class ClaimOut(BaseModel):
    """Evidence as described, and the evidence it became."""

    id: int
    kind: EvidenceKind
    language: str | None
    credits: int | None
    course: str | None
    issuer: str
    issued_on: date
    valid_until: date | None
    reference: str | None
    evidence_id: int | None


class ClaimDocumentOut(BaseModel):
    """A document shown for a piece of evidence; officers read it by `/cases/{reference}/documents/{id}`."""

    id: int
    claim_id: int
    media_type: MediaType
    size: int
    stored_at: datetime


class DecisionOut(BaseModel):
    """A decision as its party reads it."""

    id: int
    outcome: Outcome
    status: DecisionStatus
    reasons: str
    exclusion: ExclusionKind | None
    from_on: date | None
    until_on: date | None
    took_effect_on: date | None
    appeal_by: Annotated[date | None, Field(description="The last day to appeal, inclusive.")]


class LetterOut(BaseModel):
    """A letter as it was written."""

    id: int
    occasion: str
    letterform: Letterform
    heading: str
    paragraphs: list[str]
    written_at: datetime
    mailed: bool


class OwnCaseOut(BaseModel):
    """A case as its party reads it."""

    reference: str
    kind: CaseKind
    status: CaseStatus
    purpose: Purpose | None
    language: str | None
    opened_at: datetime
    due_on: date | None


class OwnCaseStoryOut(OwnCaseOut):
    """The whole case as its party reads it: proposals that wait for a second officer are not there."""

    claims: list[ClaimOut]
    documents: list[ClaimDocumentOut]
    decisions: list[DecisionOut]
    letters: list[LetterOut]


class CaseOut(OwnCaseOut):
    """A case in the officers' list."""

    version: int
    name: str
    number: int | None
    officer: str | None
    waiting_since: datetime
    late: bool


class OfficersDecisionOut(DecisionOut):
    """A decision with who made it."""

    ground: Ground | None
    decided_by: str
    approved_by: str | None
    sent_back_why: str | None
    exclusion_id: int | None


class EventOut(BaseModel):
    """What happened, when, through whom."""

    at: datetime
    event: str
    by: str
    said: str | None


class CaseStoryOut(OwnCaseOut):
    """The whole case, for officers. `outcomes` is how it may be decided now."""

    version: int
    name: str
    number: int | None
    officer: str | None
    told: str
    told_on: date | None
    told_by: str | None
    late: bool
    outcomes: list[Outcome]
    warnings: Annotated[list[date], Field(description="Written warnings in force, the oldest first.")]
    warnings_counted: Annotated[int, Field(description="How many of them count in the last five years.")]
    claims: list[ClaimOut]
    documents: list[ClaimDocumentOut]
    decisions: list[OfficersDecisionOut]
    letters: list[LetterOut]
    events: list[EventOut]


class GivenOut(BaseModel):
    """That a notice is received; nothing more is told of it."""

    received: bool = True
