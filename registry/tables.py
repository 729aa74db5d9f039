"""Interpreters and everything dated about them, as stored.

Evidence, listings, exclusions, changes of particulars and training are events: rows are added, never
rewritten, except that a revocation, a correction and a lifting each fill in their own columns once.
`registered_at` says since when we knew; from `struck_at` on we know that the row was never so.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column, ordered_text
from registry.words import (
    EvidenceKind,
    ExclusionKind,
    Gender,
    Letterform,
    TestResult,
    TrainingKind,
    TrainingStep,
)


class Interpreter(SQLModel, table=True):
    """A person in the register; `number` is the public tolkenummer.

    `search_name` is the folded name (registry/search/spelling.py). Contact data is public only with consent;
    a protected identity appears nowhere public. Since `removed_at` nothing here tells who she was.
    """

    __table_args__ = (Index("ix_interpreter_search_name", "search_name"),)

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name: str = Field(max_length=200)
    search_name: str = Field(max_length=200, sa_type=ordered_text(200))
    kommune: str = Field(max_length=4, index=True)
    gender: Gender | None = Field(default=None, sa_type=code_column(Gender))
    on_site: bool = True
    screen: bool = True
    telephone: bool = True
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=20)
    contact_consent: bool = False
    protected: bool = False
    letterform: Letterform = Field(default=Letterform.BOKMAL, sa_type=code_column(Letterform))
    account_id: int | None = Field(default=None, foreign_key="account.id", unique=True)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ParticularsChange(SQLModel, table=True):
    """One fact about a person changed, from what to what; of an address or telephone only that it did."""

    __tablename__ = "particulars_change"

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    field: str = Field(max_length=40)
    old: str | None = Field(default=None, max_length=200)
    new: str | None = Field(default=None, max_length=200)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")


class Evidence(SQLModel, table=True):
    """One dated proof. TAO alone has no language; only credits has a number and perhaps a course.

    `valid_until` is inclusive; a revocation counts from `revoked_on`. `replaces` is the row this one
    corrects.
    """

    __table_args__ = (
        CheckConstraint("(kind = 'tao') = (language IS NULL)", name="language_unless_tao"),
        CheckConstraint("(kind = 'credits') = (credits IS NOT NULL)", name="credits_are_counted"),
        CheckConstraint("credits IS NULL OR credits > 0", name="credits_positive"),
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="valid_after_issue"),
        CheckConstraint("result IS NULL OR kind = 'bilingual_test'", name="tests_have_results"),
        Index("ix_evidence_language_kind", "language", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    kind: EvidenceKind = Field(sa_type=code_column(EvidenceKind))
    language: str | None = Field(default=None, max_length=8)
    credits: int | None = None
    course: str | None = Field(default=None, max_length=40)
    result: TestResult | None = Field(default=None, sa_type=code_column(TestResult))
    issuer: str = Field(max_length=200)
    issued_on: date
    valid_until: date | None = None
    reference: str | None = Field(default=None, max_length=100)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_on: date | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_by: int | None = Field(default=None, foreign_key="account.id")
    revoked_reason: str | None = Field(default=None, max_length=500)
    struck_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    struck_by: int | None = Field(default=None, foreign_key="account.id")
    struck_reason: str | None = Field(default=None, max_length=500)
    replaces: int | None = Field(default=None, foreign_key="evidence.id", unique=True)


class ListingChange(SQLModel, table=True):
    """From `effective_on` the interpreter is listed, or is not; the latest registered wins a tie."""

    __tablename__ = "listing_change"

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    listed: bool
    effective_on: date
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    struck_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    struck_by: int | None = Field(default=None, foreign_key="account.id")
    struck_reason: str | None = Field(default=None, max_length=500)


class Exclusion(SQLModel, table=True):
    """Tolkeloven § 21: shut out from `from_on` up to and including `until_on` (null: no end).

    One lifted ends before its day: from `lifted_on` she is no longer shut out.
    """

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    kind: ExclusionKind = Field(sa_type=code_column(ExclusionKind))
    from_on: date
    until_on: date | None = None
    reason: str = Field(max_length=500)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    lifted_on: date | None = None
    lifted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    lifted_by: int | None = Field(default=None, foreign_key="account.id")
    lifted_reason: str | None = Field(default=None, max_length=500)


class TrainingEvent(SQLModel, table=True):
    """One step of one candidate in a test, a course or an education; candidates need not be registered.

    `issuer` is the body that held it. Steps from before the register kept it have no instant.
    """

    __tablename__ = "training_event"
    __table_args__ = (
        Index("ix_training_event_kind_on", "kind", "on"),
        Index("ix_training_event_gathering", "gathering", "candidate"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: TrainingKind = Field(sa_type=code_column(TrainingKind))
    step: TrainingStep = Field(sa_type=code_column(TrainingStep))
    gathering: str = Field(max_length=60)
    candidate: str = Field(max_length=20)
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id", index=True)
    language: str | None = Field(default=None, max_length=8)
    on: date
    issuer: str | None = Field(default=None, max_length=200)
    registered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
    struck_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Merge(SQLModel, table=True):
    """Two entries turned out to be one person: `merged_id` is hers no more, and `standing_id` is.

    The merged row stays, so that everything that ever referred to it still does; its number answers as
    the standing one's. `moved` says, by table, which rows were added, struck and pointed elsewhere.
    """

    __tablename__ = "interpreter_merge"
    __table_args__ = (CheckConstraint("merged_id <> standing_id", name="not_with_itself"),)

    merged_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    standing_id: int = Field(foreign_key="interpreter.id", index=True)
    why: str = Field(max_length=500)
    moved: dict[str, Any] = Field(sa_type=JSON)
    merged_at: datetime = Field(sa_type=UTCDateTime)
    merged_by: int | None = Field(default=None, foreign_key="account.id")


class Standing(SQLModel, table=True):
    """Kept for speed: the days an interpreter is listed, not shut out and holds a level in a language.

    Half-open days [starts_on, ends_on); no end is year 9999. `level` 0-6 is the order of
    preference 1A 1B 2C 3B 3D 4E 5E. registry/standing.py rebuilds it from the events; a test
    compares the rebuilt with the kept.
    """

    __table_args__ = (
        Index(
            "ix_standing_language_level",
            "language", "level", "interpreter_id", "starts_on", "ends_on",
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    language: str = Field(max_length=8)
    level: int
    starts_on: date
    ends_on: date
