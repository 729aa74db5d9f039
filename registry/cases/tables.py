"""Cases, the evidence claimed in them, their decisions, letters and events, as stored."""

import secrets
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column, guards, ordered_text
from kit.errors import Conflict
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Ground, Outcome, Purpose
from registry.words import EvidenceKind, ExclusionKind, Gender, Letterform, MediaType

LONG_TEXT = 8000
"""The most signs in what is written in a case: reasons, statements, appeals."""


_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read for another
_DRAWN = 7


def _drawn() -> str:
    """A new case's reference, drawn so that it tells nothing."""
    return "S" + "".join(secrets.choice(_SIGNS) for _ in range(_DRAWN))


class Case(SQLModel, table=True):
    """One matter from when it comes in until it is decided.

    `interpreter_id` is empty while the person is not in the register, or not identified; `name` is then
    all there is. `version` rises with every change, so that two officers cannot decide on different
    facts. `party_sees` turns true when a notice becomes known to the one it is about.
    """

    __tablename__ = "register_case"
    __table_args__ = (
        CheckConstraint("(kind = 'application') = (purpose IS NOT NULL)", name="purpose_of_applications"),
        Index("ix_register_case_status_waiting", "status", "waiting_since", "id"),
        Index("ix_register_case_search_name", "search_name"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(default_factory=_drawn, max_length=12, unique=True)
    kind: CaseKind = Field(sa_type=code_column(CaseKind))
    status: CaseStatus = Field(sa_type=code_column(CaseStatus))
    version: int = 1
    purpose: Purpose | None = Field(default=None, sa_type=code_column(Purpose))
    language: str | None = Field(default=None, max_length=8)
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id", index=True)
    applicant_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    name: str = Field(max_length=200)
    search_name: str = Field(default="", max_length=200, sa_type=ordered_text(200))
    kommune: str | None = Field(default=None, max_length=4)
    phone: str | None = Field(default=None, max_length=20)
    gender: Gender | None = Field(default=None, sa_type=code_column(Gender))
    letterform: Letterform = Field(default=Letterform.BOKMAL, sa_type=code_column(Letterform))
    told: str = Field(default="", max_length=LONG_TEXT)
    told_on: date | None = None
    told_by: str | None = Field(default=None, max_length=254)
    opened_at: datetime = Field(sa_type=UTCDateTime)
    waiting_since: datetime = Field(sa_type=UTCDateTime)
    due_on: date | None = None
    assigned_to: int | None = Field(default=None, foreign_key="account.id", index=True)
    party_sees: bool = True
    heard: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Claim(SQLModel, table=True):
    """Evidence an applicant describes; `evidence_id` once an officer has accepted it into the register."""

    __tablename__ = "case_claim"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="register_case.id", index=True)
    kind: EvidenceKind = Field(sa_type=code_column(EvidenceKind))
    language: str | None = Field(default=None, max_length=8)
    credits: int | None = None
    course: str | None = Field(default=None, max_length=40)
    issuer: str = Field(max_length=200)
    issued_on: date
    valid_until: date | None = None
    reference: str | None = Field(default=None, max_length=100)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")


class ClaimDocument(SQLModel, table=True):
    """A document shown for a claim; the file lies in the documents folder, as the register's own do."""

    __tablename__ = "claim_document"

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="case_claim.id", index=True)
    sha256: str = Field(max_length=64)
    media_type: MediaType = Field(sa_type=code_column(MediaType))
    size: int
    stored_at: datetime = Field(sa_type=UTCDateTime)
    stored_by: int = Field(foreign_key="account.id")


class Decision(SQLModel, table=True):
    """Vedtak: what an officer decided, why, and for exclusions who approved it; `appeal_by` inclusive.

    The database itself holds that nobody approves their own, and that a case has one proposal at a time.
    """

    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> decided_by", name="second_officer"),
        CheckConstraint("(outcome = 'excluded') = (exclusion IS NOT NULL)", name="exclusions_have_a_kind"),
        Index("uq_decision_one_proposed", "case_id", unique=True,
              postgresql_where=text("status = 'proposed'"), sqlite_where=text("status = 'proposed'")),
        Index("ix_decision_case_id", "case_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="register_case.id")
    outcome: Outcome = Field(sa_type=code_column(Outcome))
    status: DecisionStatus = Field(sa_type=code_column(DecisionStatus))
    reasons: str = Field(max_length=LONG_TEXT)
    accepted: list[int] = Field(default_factory=list, sa_type=JSON)
    exclusion: ExclusionKind | None = Field(default=None, sa_type=code_column(ExclusionKind))
    ground: Ground | None = Field(default=None, sa_type=code_column(Ground))
    unheard_why: str | None = Field(default=None, max_length=500)
    from_on: date | None = None
    until_on: date | None = None
    decided_by: int = Field(foreign_key="account.id")
    decided_at: datetime = Field(sa_type=UTCDateTime)
    approved_by: int | None = Field(default=None, foreign_key="account.id")
    approved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    sent_back_by: int | None = Field(default=None, foreign_key="account.id")
    sent_back_why: str | None = Field(default=None, max_length=500)
    took_effect_on: date | None = None
    appeal_by: date | None = None
    exclusion_id: int | None = Field(default=None, foreign_key="exclusion.id")


class Appeal(SQLModel, table=True):
    """What an appeal case appeals, when it came and whether that was too late (fvl. § 29)."""

    __tablename__ = "case_appeal"

    case_id: int = Field(primary_key=True, foreign_key="register_case.id")
    decision_id: int = Field(foreign_key="decision.id", unique=True)
    received_on: date
    late: bool


class CaseLetter(SQLModel, table=True):
    """A letter as it was written; `mailed` is false for whoever had no address, and gets it by post.

    `posted_at` is when an officer had put it in the post.
    """

    __tablename__ = "case_letter"
    __table_args__ = (
        Index("ix_case_letter_to_be_posted", "id", postgresql_where=text("NOT mailed AND posted_at IS NULL"),
              sqlite_where=text("NOT mailed AND posted_at IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="register_case.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id")
    occasion: str = Field(max_length=40)
    letterform: Letterform = Field(sa_type=code_column(Letterform))
    heading: str = Field(max_length=300)
    paragraphs: list[str] = Field(sa_type=JSON)
    written_at: datetime = Field(sa_type=UTCDateTime)
    mailed: bool
    posted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    posted_by: int | None = Field(default=None, foreign_key="account.id")


class CaseEvent(SQLModel, table=True):
    """Append-only: who, when, what, and what was written."""

    __tablename__ = "case_event"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="register_case.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    event: str = Field(max_length=40)
    said: str | None = Field(default=None, max_length=LONG_TEXT)


class SavedView(SQLModel, table=True):
    """A work list's filters under a name, each officer's own."""

    __tablename__ = "case_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    name: str = Field(max_length=60)
    query: str = Field(max_length=500)


_PROPOSED = Conflict("case_proposed", "A decision is proposed in this case, and waits for a second officer.")
_OWN = Conflict("second_officer", "Somebody else than the one who proposed it must approve it.")
_APPEALED = Conflict("appealed_already", "This decision has been appealed already.")
_NAMED = Conflict("view_exists", "You have a view with this name already. Choose another name.")
guards["uq_decision_one_proposed"] = guards["decision.case_id"] = _PROPOSED
guards["ck_decision_second_officer"] = _OWN
guards["uq_case_appeal_decision_id"] = guards["case_appeal.decision_id"] = _APPEALED
guards["uq_case_view_account_id"] = guards["case_view.account_id"] = _NAMED
