"""When an interpreter can be asked, as she has stored it.

`ways` is a bit for each modality (rules.BITS); 7 is all of them. What has `every_weeks` comes again on
Oslo's wall clock so many weeks later, the last time on the Oslo day `until` at the latest.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column

ANY_WAY = 7


class Extent(StrEnum):
    """How much she works as an interpreter, in her own words. Sporadic: only when she has said so."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SPORADIC = "sporadic"


class WorkingHours(SQLModel, table=True):
    """When an interpreter can be asked: a span of Oslo's wall clock on one weekday (1 Monday to 7 Sunday).

    `to_time` 00:00 is midnight at the day's end. Valid on Oslo days, both ends included, either open.
    """

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("valid_to >= valid_from", name="valid_to_after_from"),
        CheckConstraint("ways BETWEEN 1 AND 7", name="ways"),
        Index("ix_working_hours_interpreter_id", "interpreter_id", "weekday"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    weekday: int
    from_time: time
    to_time: time
    valid_from: date | None = None
    valid_to: date | None = None
    ways: int = ANY_WAY


class Absence(SQLModel, table=True):
    """A span in which an interpreter cannot be asked, once or again and again."""

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="every_weeks"),
        Index("ix_absence_interpreter_id", "interpreter_id", "starts_at", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    every_weeks: int | None = None
    until: date | None = None


class ExtraHours(SQLModel, table=True):
    """A span in which an interpreter can be asked beside her weekly hours, once or again and again."""

    __tablename__ = "extra_hours"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="every_weeks"),
        CheckConstraint("ways BETWEEN 1 AND 7", name="ways"),
        Index("ix_extra_hours_interpreter_id", "interpreter_id", "starts_at", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    every_weeks: int | None = None
    until: date | None = None
    ways: int = ANY_WAY


class OnCall(SQLModel, table=True):
    """A span on a duty list: she can be reached at once by screen or telephone, day or night.

    It counts since `confirmed_at`: what somebody else has put her down for, she says yes to first.

    `languages` are codes; none is all of hers. `organisation_id` is whose list it is, None her own.
    """

    __tablename__ = "on_call"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="every_weeks"),
        CheckConstraint("ways IN (2, 4, 6)", name="ways"),
        Index("ix_on_call_interpreter_id", "interpreter_id", "starts_at", "ends_at"),
        Index("ix_on_call_starts_at", "starts_at"),
        Index("ix_on_call_organisation_id", "organisation_id", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    every_weeks: int | None = None
    until: date | None = None
    ways: int
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int = Field(foreign_key="account.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class WorkingExtent(SQLModel, table=True):
    """What an interpreter has said of how much she works; who has said nothing has no row."""

    __tablename__ = "working_extent"

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    extent: Extent = Field(sa_type=code_column(Extent))


class BusySpan(SQLModel, table=True):
    """A span in which a calendar of her own says that an interpreter is busy; nothing else of it is kept.

    The spans of one calendar (booking/calendars/tables.py) neither overlap nor touch.
    """

    __tablename__ = "busy_span"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_busy_span_interpreter_id", "interpreter_id", "starts_at", "ends_at"),
    )

    source_id: int = Field(primary_key=True, foreign_key="calendar_source.id")
    interpreter_id: int = Field(foreign_key="interpreter.id")
    starts_at: datetime = Field(primary_key=True, sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)


AVAILABILITY = (WorkingHours, Absence, ExtraHours, OnCall, WorkingExtent, BusySpan)
"""Everything here is about one interpreter, and goes when she is removed."""
