"""The runs as stored: one row each time somebody was asked, or nobody could be."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import guards
from kit.errors import Conflict

guards["pk_offering_run"] = Conflict("booking_asking", "Somebody is being asked already.")


class OfferingRun(SQLModel, table=True):
    """One run; `position` counts from 1 in its booking, and no offer means that nobody was asked.

    The digest of `content` (packing.py) stands in the booking's chain of the log.
    """

    __tablename__ = "offering_run"
    __table_args__ = (UniqueConstraint("offer_id"),)

    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    position: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    booking_version: int
    rule_version: int
    offer_id: int | None = Field(default=None, foreign_key="offer.id")
    content: bytes
