"""Pass lists, their rows, and the columns remembered for each body, as stored.

Birth numbers stand in none of them: they are compared while the file is read, and the match is kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column
from registry.imports.words import Choice, ListState, Outcome
from registry.words import EvidenceKind, TestResult


class PassList(SQLModel, table=True):
    """One file from one body. `columns` says which column (0 first) is what; `fixed` is said for every row.

    The file lies under its digest until `file_removed_at`; then the names in its rows are gone as well.
    """

    __tablename__ = "pass_list"
    __table_args__ = (Index("ix_pass_list_sha256", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="issuing_body.id", index=True)
    sha256: str = Field(max_length=64)
    size: int
    heads: list[str] = Field(sa_type=JSON)
    columns: dict[str, int] = Field(sa_type=JSON)
    fixed: dict[str, str] = Field(sa_type=JSON)
    state: ListState = Field(sa_type=code_column(ListState))
    received_at: datetime = Field(sa_type=UTCDateTime)
    received_by: int | None = Field(default=None, foreign_key="account.id")
    run_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    run_by: int | None = Field(default=None, foreign_key="account.id")
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_by: int | None = Field(default=None, foreign_key="account.id")
    file_removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PassListRow(SQLModel, table=True):
    """What one row of the file says, whom it is about, and what it does.

    `row` is the number a spreadsheet shows beside it; `person_key` is the same for rows about the same
    unknown person. `faults` are {cell, column, code, detail, values}: never what the cell held.
    """

    __tablename__ = "pass_list_row"
    __table_args__ = (Index("ix_pass_list_row_outcome", "list_id", "outcome", "row"),)

    list_id: int = Field(primary_key=True, foreign_key="pass_list.id")
    row: int = Field(primary_key=True)
    outcome: Outcome = Field(sa_type=code_column(Outcome))
    reason: str | None = Field(default=None, max_length=40)
    faults: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    interpreter_id: int | None = Field(default=None, foreign_key="interpreter.id")
    number: int | None = None
    name: str | None = Field(default=None, max_length=200)
    person_key: str | None = Field(default=None, max_length=40)
    kind: EvidenceKind | None = Field(default=None, sa_type=code_column(EvidenceKind))
    language: str | None = Field(default=None, max_length=8)
    result: TestResult | None = Field(default=None, sa_type=code_column(TestResult))
    on: date | None = None
    credits: int | None = None
    course: str | None = Field(default=None, max_length=40)
    reference: str | None = Field(default=None, max_length=100)
    gathering: str | None = Field(default=None, max_length=60)
    candidate: str | None = Field(default=None, max_length=20)
    choice: Choice | None = Field(default=None, sa_type=code_column(Choice))
    chosen_id: int | None = Field(default=None, foreign_key="interpreter.id")
    kommune: str | None = Field(default=None, max_length=4)
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", index=True)
    left_because: str | None = Field(default=None, max_length=40)


class BodyColumns(SQLModel, table=True):
    """The headings a body uses, by what they tell, as an officer last confirmed them."""

    __tablename__ = "body_columns"

    body_id: int = Field(primary_key=True, foreign_key="issuing_body.id")
    columns: dict[str, str] = Field(sa_type=JSON)
    fixed: dict[str, str] = Field(sa_type=JSON)
    confirmed_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_by: int | None = Field(default=None, foreign_key="account.id")
