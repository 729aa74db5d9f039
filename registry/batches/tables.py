"""Batches and their rows as stored. Rows are removed when they have served their time; the batch is kept."""

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column
from registry.verification import Answer


class Batch(SQLModel, table=True):
    """One file: how many rows, how many are answered (`done`, wrong ones counted), and its signed receipt.

    Of the file nothing is kept but the three columns that are needed; never its name.
    """

    __table_args__ = (
        Index("ix_batch_waiting", "id", postgresql_where=text("finished_at IS NULL"),
              sqlite_where=text("finished_at IS NULL")),
        Index("ix_batch_account_id_id", "account_id", "id"),
        Index("ix_batch_organisation_id_id", "organisation_id", "id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=13, unique=True)
    account_id: int = Field(foreign_key="account.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    created_at: datetime = Field(sa_type=UTCDateTime)
    total: int
    wrong: int
    done: int
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    receipt_wanted: bool
    signed: str | None = Field(default=None, sa_type=Text)


class BatchRow(SQLModel, table=True):
    """One line of the file: the question or what is wrong with it, and later the answer."""

    __tablename__ = "batch_row"
    __table_args__ = (
        Index("ix_batch_row_waiting", "batch_id", "line", postgresql_where=text("answered_at IS NULL"),
              sqlite_where=text("answered_at IS NULL")),
    )  # fmt: skip

    batch_id: int = Field(primary_key=True, foreign_key="batch.id")
    line: int = Field(primary_key=True)
    number: int | None = None
    language: str | None = Field(default=None, max_length=8)
    on: date | None = None
    wrong_column: str | None = Field(default=None, max_length=20)
    fault: str | None = Field(default=None, max_length=40)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answer: Answer | None = Field(default=None, sa_type=code_column(Answer))
    name: str | None = Field(default=None, max_length=200)
    category: int | None = None
    letter: str | None = Field(default=None, max_length=1)
    evidence: str | None = Field(default=None, max_length=200)
    valid_from: date | None = None
    valid_until: date | None = None
