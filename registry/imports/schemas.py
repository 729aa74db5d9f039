"""What goes in and comes out over REST about imports."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kit.inputs import Text, Whole
from registry.imports.words import Choice, Column, ListState, Outcome
from registry.words import EvidenceKind, TestResult

Short = Annotated[Text, Field(max_length=500)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ColumnsIn(_Input):
    """Which heading tells what, and what is said once for every row."""

    columns: dict[Column, Short]
    fixed: dict[Column, Short] = Field(default_factory=dict)


class DecisionIn(_Input):
    """Whom a row in doubt is about: `number` with match, `kommune` with new_person."""

    choice: Choice
    number: Annotated[Whole, Field(ge=1, le=2**31 - 1)] | None = None
    kommune: Annotated[Text, Field(max_length=4)] | None = None


class RunIn(_Input):
    """How many rows are not ready, and left out."""

    leaving_out: Annotated[Whole, Field(ge=0, le=100_000)] = 0


class ImportOut(BaseModel):
    """A pass list. `wanting` is what no column tells yet; `run_before` is an earlier run of the same file."""

    id: int
    body: str
    state: ListState
    headings: list[str]
    columns: dict[str, str]
    fixed: dict[str, str]
    wanting: list[str]
    counts: dict[Outcome, int]
    new_people: int
    received_at: datetime
    run_at: datetime | None
    undone_at: datetime | None
    may_be_undone: bool
    run_before: int | None


class CellFaultOut(BaseModel):
    """What is wrong in which cell."""

    cell: str
    column: str
    code: str
    detail: str


class RowOut(BaseModel):
    """What one row does, or why it does nothing. `interpreter` is whom it is, or may be, about."""

    row: int
    outcome: Outcome
    reason: str | None
    faults: list[CellFaultOut]
    interpreter: int | None
    name: str | None
    kind: EvidenceKind | None
    language: str | None
    result: TestResult | None
    date: date | None
    credits: int | None
    reference: str | None
    gathering: str | None
    choice: Choice | None
    evidence_id: int | None
    left_because: str | None


def fault(told: dict[str, Any]) -> CellFaultOut:
    """A fault as stored, its text with its values."""
    detail = str(told["detail"]).format(**told["values"])
    return CellFaultOut(cell=told["cell"], column=told["column"], code=told["code"], detail=detail)
