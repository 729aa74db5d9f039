"""Files as bodies send them: encodings, separators, headings, odd cells, and refusals that name the cell."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from kit.errors import Invalid
from registry.imports import sheets, telling
from registry.imports.cells import cell_name
from registry.imports.columns import meant_by
from registry.imports.telling import RowTold
from registry.imports.words import Column
from registry.words import EvidenceKind, TestResult
from tests.make_imports import csv, xlsx

HEADS = "Tolkenummer;Navn;Språk;Dato"
COLUMNS = {"number": 0, "name": 1, "language": 2, "date": 3}


def told(content: bytes) -> list[RowTold]:
    return [telling.read(line, COLUMNS, {"kind": "tao"}) for line in sheets.opened(content).rows]


def faults(content: bytes) -> list[tuple[str, str, str]]:
    return [
        (fault.cell, str(fault.error.field), fault.error.code)
        for one in told(content)
        for fault in one.faults
    ]


def refused(content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Invalid) as caught:
        sheets.counted(content)
    error = caught.value.errors[0]
    return error.code, dict(error.values)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_is_read_whatever_it_is_encoded_and_separated_with(encoding: str, separator: str) -> None:
    written = csv(HEADS, "100001;Åse Bjørnæs;somali;10.11.2026").decode().replace(";", separator)
    (one,) = told(written.encode(encoding))
    assert (one.number, one.name, one.language, one.on) == (100001, "Åse Bjørnæs", "som", date(2026, 11, 10))


def test_a_workbook_says_the_same_with_its_own_numbers_and_days() -> None:
    noon = datetime(2026, 11, 10, 12)  # noqa: DTZ001 - a spreadsheet's times have no zone
    content = xlsx(HEADS.split(";"), [100001.0, "Åse", "som", noon], [100002, None, "tir", 46336])
    first, second = told(content)
    assert (first.number, first.on) == (100001, date(2026, 11, 10))
    assert (second.number, second.on) == (100002, date(2026, 11, 10))  # a serial number with no format


def test_the_heading_is_found_below_a_title_and_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Bestått november 2026"],
        [],
        ["Kandidat", None, "Prøve"],
        HEADS.split(";"),
        [100001, "Åse", "som"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:B3")
    kept = io.BytesIO()
    book.save(kept)
    sheet_read = sheets.opened(kept.getvalue())
    assert (sheet_read.head_row, sheet_read.heads) == (4, tuple(HEADS.split(";")))
    assert [row for row, _ in sheet_read.rows] == [5]


def test_a_first_and_a_last_name_are_one_name_and_a_lost_zero_is_put_back() -> None:
    content = xlsx(["Fornavn", "Etternavn", "Fødselsnummer"], ["Åse", "Dahl", 1010112345])
    line = next(sheets.opened(content).rows)
    columns = {"first_name": 0, "last_name": 1, "birth_number": 2}
    assert telling.read(line, columns, {}).name == "Åse Dahl"
    assert [one.cell for one in telling.read(line, columns, {}).faults] == ["C2"]  # no valid number
    good = xlsx(["Navn", "Fnr"], ["Åse", 1015000232])  # 01015000232, its zero lost
    read = telling.read(next(sheets.opened(good).rows), {"name": 0, "birth_number": 1}, {})
    assert (read.birth_date, read.faults) == (date(1950, 1, 1), ())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("x;Åse;som;10.11.2026", ("A2", "number", "not_a_number")),
        ("-5;Åse;som;10.11.2026", ("A2", "number", "not_a_number")),
        ("99999999999999;Åse;som;10.11.2026", ("A2", "number", "not_a_number")),
        ("1;Åse;klingon;10.11.2026", ("C2", "language", "unknown_language")),
        ("1;Åse;kurdisk;10.11.2026", ("C2", "language", "language_too_broad")),
        ("1;Åse;som;31.02.2026", ("D2", "date", "not_a_day")),
        ("1;Åse;som;10.11.26", ("D2", "date", "not_a_day")),
        ("1;Åse 15108695088;som;10.11.2026", ("B2", "name", "birth_number")),
        ("1;Å\0se;som;10.11.2026", ("B2", "name", "unusable_text")),
        (f"1;{'Å' * 201};som;10.11.2026", ("B2", "name", "too_long")),
    ],
)
def test_what_is_wrong_with_a_cell_names_the_cell(row: str, fault: tuple[str, str, str]) -> None:
    assert faults(csv(HEADS, row)) == [fault]


def test_formulas_and_errors_in_cells_are_told_and_never_computed() -> None:
    content = xlsx(HEADS.split(";"), ["=1+1", "Åse", "som", "10.11.2026"], [1, "#N/A", "som", "10.11.2026"])
    assert faults(content) == [("A2", "number", "formula"), ("B3", "name", "error_value")]


def test_a_fault_never_repeats_what_the_cell_holds() -> None:
    (fault,) = told(csv(HEADS, "1;Åse;15108695088;10.11.2026"))[0].faults
    assert "1510869508" not in fault.error.detail.format(**fault.error.values)


@pytest.mark.parametrize(
    ("content", "code", "values"),
    [
        (b"", "empty", {}),
        (b"\xef\xbb\xbf\r\n\r\n", "empty", {}),
        (b"\0" * 100, "no_header", {}),
        (b"PK\x03\x04 this is no workbook", "broken_file", {}),
        (b"\xd0\xcf\x11\xe0 an old one", "unknown_file", {}),
        (b"%PDF-1.7", "unknown_file", {}),
        (csv(HEADS), "no_rows", {"row": 1}),
        (csv("100001;som;10.11.2026", "100002;som;10.11.2026"), "no_header", {"row": 1}),
        (csv("Navn;Dato;navn", "a;b;c"), "duplicate_header", {"cells": "A1, C1"}),
        (csv("Navn;;Dato", "a;;c", "a;b;c"), "missing_header", {"cell": "B3", "column": "B", "row": 1}),
        (csv("Navn;Dato", "a;b;c"), "missing_header", {"cell": "C2", "column": "C", "row": 1}),
        (csv(";".join(f"Felt {n}" for n in range(101)) + ";Navn", "a"), "too_many_columns", {"most": 100}),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_place(
    content: bytes, code: str, values: dict[str, object]
) -> None:
    found, told_values = refused(content)
    assert found == code
    assert {name: told_values[name] for name in values} == values


def test_one_row_too_many_is_refused_and_the_last_that_fits_is_not() -> None:
    line = "1;Åse;som;10.11.2026"
    assert sheets.counted(csv(HEADS, *[line] * 100_000))[1] == 100_000
    assert refused(csv(HEADS, *[line] * 100_001)) == ("too_many_rows", {"row": 100_002, "most": 100_000})


def test_a_zip_that_swells_is_refused_before_it_is_unpacked() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 160_000_000)
    assert len(kept.getvalue()) < 500_000
    assert refused(kept.getvalue())[0] == "too_large_unpacked"


def test_a_workbook_whose_parts_are_nonsense_is_refused() -> None:
    good = zipfile.ZipFile(io.BytesIO(xlsx(HEADS.split(";"), [1])))
    for broken in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as packed:
            for name in good.namelist():
                packed.writestr(name, b"<a><b>" if name == broken else good.read(name))
        assert refused(kept.getvalue())[0] == "broken_file", broken


def test_a_workbook_that_names_a_far_away_row_ends_in_a_refusal() -> None:
    good = zipfile.ZipFile(io.BytesIO(xlsx(HEADS.split(";"), [1, "Åse"])))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        for name in good.namelist():
            packed.writestr(name, good.read(name).replace(b'<row r="2"', b'<row r="1048576"'))
    assert refused(kept.getvalue())[0] == "too_many_rows"


def test_entities_that_grow_in_a_workbook_are_refused() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "'
        + b"x" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 50) for n in range(1, 6))
        + b"]><a>&g;</a>"
    )
    good = zipfile.ZipFile(io.BytesIO(xlsx(HEADS.split(";"), [1, "Åse"])))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        for name in good.namelist():
            packed.writestr(name, bomb if name == "xl/workbook.xml" else good.read(name))
    assert refused(kept.getvalue())[0] == "broken_file"


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Tolkenummer", Column.NUMBER),
        ("Tolke-nr.", Column.NUMBER),
        ("Interpreter number", Column.NUMBER),
        ("Førenamn", Column.FIRST_NAME),
        ("Fødselsnr.", Column.BIRTH_NUMBER),
        ("Fødselsdato", Column.BIRTH_DATE),
        ("Date of birth", Column.BIRTH_DATE),
        ("SPRÅK", Column.LANGUAGE),
        ("Bestått?", Column.RESULT),
        ("Utferda", Column.DATE),
        ("Studiepoeng (sp)", None),
        ("Merknad", None),
    ],
)
def test_headings_are_known_in_three_languages(head: str, column: Column | None) -> None:
    assert meant_by(head) is column


def test_words_for_kinds_and_results_are_known() -> None:
    heads = "Type;Resultat;Studiepoeng;Kurs"
    columns = {"kind": 0, "result": 1, "credits": 2, "course": 3}
    lines = sheets.opened(
        csv(heads, "Tospråktesten;Ikke bestått;;", "Studiepoeng;Greidd;30;TOS", "x;y;;")
    ).rows
    first, second, third = [telling.read(line, columns, {}) for line in lines]
    assert (first.kind, first.result) == (EvidenceKind.BILINGUAL_TEST, TestResult.FAILED)
    assert (second.kind, second.result, second.credits) == (EvidenceKind.CREDITS, TestResult.PASSED, 30)
    assert second.course == "basic_education"
    assert [(one.cell, one.error.code) for one in third.faults] == [
        ("A4", "unknown_kind"),
        ("B4", "unknown_result"),
    ]


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    assert [cell_name(7, column) for column in (0, 1, 25, 26, 701, 702)] == [
        "A7",
        "B7",
        "Z7",
        "AA7",
        "ZZ7",
        "AAA7",
    ]
