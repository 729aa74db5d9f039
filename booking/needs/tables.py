"""Needs as stored. Nothing of the one who needs an interpreter is: no name, no number, no address."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.needs.words import NeedStatus
from kit.db import code_column
from registry.words import Modality


class Need(SQLModel, table=True):
    """Somebody will need an interpreter at a unit: in which language, how, and within which time.

    `asked_language` is what was written, kept also when it is no language we know; `language` is what it is
    taken to be. The call with one `idempotency_key` by one account is one need, for good.
    """

    __table_args__ = (
        CheckConstraint("wished_to > wished_from", name="wished_to_after_from"),
        Index("ix_need_organisation_id_wished_from", "organisation_id", "wished_from", "id"),
        Index("ix_need_status_wished_from", "status", "wished_from"),
        Index("ix_need_status_wished_to", "status", "wished_to"),
        Index("uq_need_created_by_idempotency_key", "created_by", "idempotency_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=12, unique=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime = Field(sa_type=UTCDateTime)
    status: NeedStatus = Field(default=NeedStatus.DRAFT, sa_type=code_column(NeedStatus))
    asked_language: str = Field(max_length=100)
    language: str | None = Field(default=None, max_length=8)
    variety: str | None = Field(default=None, max_length=8)
    modality: Modality = Field(sa_type=code_column(Modality))
    wished_from: datetime = Field(sa_type=UTCDateTime)
    wished_to: datetime = Field(sa_type=UTCDateTime)
    case_reference: str | None = Field(default=None, max_length=60)
    booking_id: int | None = Field(default=None, foreign_key="booking.id", unique=True)
    reminded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by: int | None = Field(default=None, foreign_key="account.id")
    why: str | None = Field(default=None, max_length=500)
    idempotency_key: str | None = Field(default=None, max_length=200)
    body_digest: str | None = Field(default=None, max_length=64)
