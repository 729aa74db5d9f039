"""What one row of a pass list says, or what is wrong in which cell: pure.

A fault names the cell and the remedy, and never what the cell holds: it may be a birth number that
stands in the wrong column.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from kit.errors import FieldError, Invalid, invalid
from kit.personal_data import birth_date_of
from registry.imports import values
from registry.imports.cells import Odd, Row, Value, cell_name, text_value
from registry.imports.words import Column
from registry.search.spelling import fold
from registry.words import EvidenceKind, TestResult

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """A row as told. The birth number is here to be compared, and is stored nowhere."""

    row: int
    number: int | None = None
    name: str | None = None
    birth_date: date | None = None
    birth_number: str | None = field(default=None, repr=False)
    kind: EvidenceKind | None = None
    language: str | None = None
    result: TestResult = TestResult.PASSED
    on: date | None = None
    reference: str | None = None
    credits: int | None = None
    course: str | None = None
    gathering: str | None = None
    faults: tuple["CellFault", ...] = ()

    @property
    def person_key(self) -> str | None:
        """The same for rows about the same person, as far as the file tells; None when it does not."""
        if self.number is not None:
            return str(self.number)
        if self.name is None:
            return None
        return digest(fold(self.name), self.birth_date)


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong, where, and what to do about it."""

    cell: str
    error: FieldError


def read(line: Row, columns: Mapping[str, int], fixed: Mapping[str, str]) -> RowTold:
    """What a row says by these columns, with every fault of its cells."""
    row, cells = line
    reader = _Reader(row, cells, columns, fixed)
    name = reader.take(Column.NAME, values.text(200)) or _joined(
        reader.take(Column.FIRST_NAME, values.text(100)), reader.take(Column.LAST_NAME, values.text(100))
    )
    birth_number = reader.take(Column.BIRTH_NUMBER, values.birth_number)
    born = reader.take(Column.BIRTH_DATE, values.day)
    if birth_number is not None:
        within = birth_date_of(birth_number)
        if born is not None and within != born:
            reader.wrong(Column.BIRTH_DATE, "another_date", "This is not the date in the birth number.")
        born = within
    return RowTold(
        row=row,
        number=reader.take(Column.NUMBER, values.whole),
        name=name,
        birth_date=born,
        birth_number=birth_number,
        kind=reader.take(Column.KIND, values.kind),
        language=reader.take(Column.LANGUAGE, values.language),
        result=reader.take(Column.RESULT, values.result) or TestResult.PASSED,
        on=reader.take(Column.DATE, values.day),
        reference=reader.take(Column.REFERENCE, values.text(100)),
        credits=reader.take(Column.CREDITS, values.whole),
        course=reader.take(Column.COURSE, values.course),
        gathering=reader.take(Column.GATHERING, values.text(60)),
        faults=tuple(reader.faults),
    )


def digest(*parts: object) -> str:
    """A short name for something told in several parts, the same each time it is told."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]


@dataclass(slots=True)
class _Reader:
    row: int
    cells: tuple[Value, ...]
    columns: Mapping[str, int]
    fixed: Mapping[str, str]
    faults: list[CellFault] = field(default_factory=list)

    def take(self, column: Column, read: Callable[[Value], Told | None]) -> Told | None:
        """The column's value in this row, or what is said for every row; None when it is empty or wrong."""
        place = self.columns.get(column)
        held = self.fixed.get(column) if place is None else self._held(place)
        if held is None:
            return None
        try:
            if isinstance(held, Odd):
                raise values.ODD[held]
            return read(held)
        except Invalid as refusal:
            self.wrong(column, refusal.errors[0].code, refusal.errors[0].detail, refusal.errors[0].values)
            return None

    def wrong(self, column: Column, code: str, detail: str, told: Mapping[str, object] | None = None) -> None:
        place = self.columns.get(column)
        cell = "" if place is None else cell_name(self.row, place)
        self.faults.append(CellFault(cell, FieldError(column, code, detail, told or {})))

    def _held(self, place: int) -> Value:
        return self.cells[place] if place < len(self.cells) else None


def _joined(first: str | None, last: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or None


_FIXED: Mapping[str, Callable[[Value], object]] = {
    Column.KIND: values.kind,
    Column.LANGUAGE: values.language,
    Column.RESULT: values.result,
    Column.DATE: values.day,
    Column.CREDITS: values.whole,
    Column.COURSE: values.course,
    Column.GATHERING: values.text(60),
}


def read_fixed(fixed: Mapping[str, str]) -> None:
    """Invalid names everything said for every row that is wrong, or cannot be said once."""
    errors = []
    for name, value in fixed.items():
        try:
            if name not in _FIXED:
                raise invalid(name, "unknown_field", "There is no such field here.")
            _FIXED[name](text_value(value))
        except Invalid as refusal:
            errors += [replace(error, field=name) for error in refusal.errors]
    if errors:
        raise Invalid(*errors)
