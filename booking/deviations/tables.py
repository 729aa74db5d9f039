"""Deviations and guidelines as stored: only ever added to, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.deviations.words import DeviationGround, DeviationKind
from kit.db import code_column, guards
from kit.errors import Conflict

_CORRECTED = Conflict(
    "deviation_corrected", "Somebody has corrected this since you opened the page. Look at it again."
)
guards["uq_deviation_reference_edition"] = _CORRECTED
guards["deviation.reference, deviation.edition"] = _CORRECTED  # SQLite names the columns


class Deviation(SQLModel, table=True):
    """One record of a departure from the duty; a correction is a later edition under the same reference.

    `happened_on` is the meeting's Oslo day. `max_category` is how far down the agency chose to ask, when it
    did; `snapshot` who could have come, when there was a booking. A `withdrawn` edition says that it was
    registered in error.
    """

    __table_args__ = (
        UniqueConstraint("reference", "edition"),
        CheckConstraint("edition >= 1", name="edition"),
        CheckConstraint("max_category BETWEEN 1 AND 5", name="max_category"),
        Index("ix_deviation_organisation_id_happened_on", "organisation_id", "happened_on", "id"),
        Index("ix_deviation_happened_on", "happened_on"),
        Index("ix_deviation_booking_id", "booking_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=12)
    edition: int = 1
    organisation_id: int = Field(foreign_key="organisation.id")
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    kind: DeviationKind = Field(sa_type=code_column(DeviationKind))
    ground: DeviationGround = Field(sa_type=code_column(DeviationGround))
    text: str = Field(max_length=2000)
    planned: bool
    happened_on: date
    language: str | None = Field(default=None, max_length=8)
    max_category: int | None = None
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int = Field(foreign_key="account.id")
    why: str | None = Field(default=None, max_length=500)
    withdrawn: bool = False
    snapshot: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Guideline(SQLModel, table=True):
    """What an organisation has laid down for its use of interpreters (§ 9); its latest row counts.

    `minimums` are lowest categories by subject area, under `any` the one for every other.
    """

    __table_args__ = (Index("ix_guideline_organisation_id_id", "organisation_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    text: str | None = Field(default=None, max_length=4000)
    url: str | None = Field(default=None, max_length=500)
    minimums: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by: int = Field(foreign_key="account.id")
