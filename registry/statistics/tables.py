"""Targets and written assessments, as stored: rows are added, never rewritten; the last one counts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column
from registry.statistics.measures import Measure, TargetKind


class Target(SQLModel, table=True):
    """What a year's letter of award asks of a measure (resultatkrav); no value: nothing is asked any more."""

    __table_args__ = (
        CheckConstraint("value IS NULL OR value >= 0", name="not_negative"),
        Index("ix_target_year", "year"),
    )

    id: int | None = Field(default=None, primary_key=True)
    measure: Measure = Field(sa_type=code_column(Measure))
    year: int
    kind: TargetKind = Field(sa_type=code_column(TargetKind))
    value: int | None = None
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")


class Assessment(SQLModel, table=True):
    """What an officer writes about a measure on a day (vurdering), shown to everyone; no text: taken back."""

    __table_args__ = (Index("ix_assessment_on", "on"),)

    id: int | None = Field(default=None, primary_key=True)
    measure: Measure = Field(sa_type=code_column(Measure))
    on: date
    text: str | None = Field(default=None, max_length=2000)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")
