"""Receipts as stored: never changed, and kept for as long as an appeal may come."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column
from registry.verification import Answer


class Receipt(SQLModel, table=True):
    """The question, the answer as it was given, and its signed text (`signed`, a compact JWS).

    Who asked, and where, is for their own list of receipts; nobody else is told. No case reference is
    kept: which case an interpreter was checked for is the agency's business (docs/decisions/0015).
    """

    __table_args__ = (
        Index("ix_receipt_organisation_id_id", "organisation_id", "id"),
        Index("ix_receipt_account_id_id", "account_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=13, unique=True)
    number: int
    language: str = Field(max_length=8)
    on: date
    answered_at: datetime = Field(sa_type=UTCDateTime)
    answer: Answer = Field(sa_type=code_column(Answer))
    name: str | None = Field(default=None, max_length=200)
    category: int | None = None
    letter: str | None = Field(default=None, max_length=1)
    evidence: list[str] = Field(sa_type=JSON)
    valid_from: date | None = None
    valid_until: date | None = None
    signed: str = Field(sa_type=Text)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
