"""What the register remembers about its own quality: measures, pairs, answers, and who has been told."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime


class QualityMeasure(SQLModel, table=True):
    """How many broke a rule (registry/quality/rules.py) on an Oslo day; one row per rule and day."""

    __tablename__ = "quality_measure"

    rule: str = Field(primary_key=True, max_length=40)
    on: date = Field(primary_key=True)
    count: int
    measured_at: datetime = Field(sa_type=UTCDateTime)


class PossibleDuplicate(SQLModel, table=True):
    """Two who may be one person, and why: kept until the next look, which writes the table anew.

    `low_id` is the smaller interpreter id. `facts` is a digest of what the two were compared by.
    """

    __tablename__ = "possible_duplicate"
    __table_args__ = (CheckConstraint("low_id < high_id", name="in_order"),)

    low_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    high_id: int = Field(primary_key=True, foreign_key="interpreter.id", index=True)
    score: int
    reasons: list[str] = Field(sa_type=JSON)
    facts: str = Field(max_length=64)
    found_at: datetime = Field(sa_type=UTCDateTime)


class NotDuplicate(SQLModel, table=True):
    """An officer's answer that two are not one person; it counts for as long as `facts` are the same."""

    __tablename__ = "not_duplicate"
    __table_args__ = (
        CheckConstraint("low_id < high_id", name="in_order"),
        UniqueConstraint("low_id", "high_id", "facts", name="uq_not_duplicate_answered_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    low_id: int = Field(foreign_key="interpreter.id")
    high_id: int = Field(foreign_key="interpreter.id", index=True)
    facts: str = Field(max_length=64)
    why: str | None = Field(default=None, max_length=500)
    decided_at: datetime = Field(sa_type=UTCDateTime)
    decided_by: int | None = Field(default=None, foreign_key="account.id")


class ProfileCheck(SQLModel, table=True):
    """When an interpreter last confirmed what the register holds, and when she was last asked to.

    The letter's link carries a token, of which the digest alone is kept.
    """

    __tablename__ = "profile_check"

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    token_digest: str | None = Field(default=None, max_length=64, unique=True)


class ExpiryNotice(SQLModel, table=True):
    """The interpreter has been told that a proof expires, `days` days or fewer ahead; once of each."""

    __tablename__ = "expiry_notice"

    evidence_id: int = Field(primary_key=True, foreign_key="evidence.id")
    days: int = Field(primary_key=True)
    told_at: datetime = Field(sa_type=UTCDateTime)
