"""What was found when calendars were held against our record."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UTCDateTime


class CalendarCheck(SQLModel, table=True):
    """When a booking's calendars were last held against our record, and what differed, as `side.what`."""

    __tablename__ = "calendar_check"
    __table_args__ = (Index("ix_calendar_check_checked_at", "checked_at"),)

    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    checked_at: datetime = Field(sa_type=UTCDateTime)
    differing: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    since: datetime | None = Field(default=None, sa_type=UTCDateTime)
