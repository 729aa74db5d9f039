"""What cells say: text, numbers, days, languages, and the words for kinds and results. Pure.

Each reader answers the value, or raises Invalid, whose field the caller replaces by the column.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from openpyxl.utils.datetime import from_excel

from kit.errors import Refusal, invalid
from kit.i18n import mark
from kit.inputs import YEARS
from kit.personal_data import birth_date_of, holds_birth_number
from registry.imports.cells import Odd, Value, day_of
from registry.search.naming import called
from registry.words import EvidenceKind, TestResult

Told = TypeVar("Told")

BASIC_EDUCATION = "basic_education"
_DAY = re.compile(r"(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4})")
_LARGEST = 2**31 - 1
_LAST_SERIAL = 80_000
"""The number of a day in the year 2119: no number above it is a day of a person's life."""

ODD: Mapping[Odd, Refusal] = {
    Odd.FORMULA: invalid("cell", "formula", "The cell holds a formula. Put its value there instead."),
    Odd.ERROR: invalid(
        "cell", "error_value", "The spreadsheet shows an error in the cell. Put it right there."
    ),
    Odd.UNUSABLE: invalid("cell", "unusable_text", "Leave out characters that cannot be written."),
    Odd.TOO_LONG: invalid("cell", "too_long", "This is longer than what the column can hold. Shorten it."),
}


def text(longest: int) -> Callable[[Value], str]:
    """A reader of text of at most so many signs, without birth numbers."""

    def read(value: Value) -> str:
        told = _written(value)
        if len(told) > longest:
            raise ODD[Odd.TOO_LONG]
        if holds_birth_number(told):
            raise invalid(
                "cell", "birth_number", "Leave the birth number out: it may not be stored in free text."
            )
        return told

    return read


def _written(value: Value) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def whole(value: Value) -> int:
    """A whole number above 0."""
    told = _written(value).replace(" ", "")
    if not told.isascii() or not told.isdigit() or not 0 < int(told[:12]) <= _LARGEST:
        raise invalid("cell", "not_a_number", "Write numbers with digits only.")
    return int(told)


def day(value: Value) -> date:
    """A day: a spreadsheet's own, its number, or written 26.11.2026 or 2026-11-26."""
    told = _found_day(value)
    if told is None or told.year not in YEARS:
        raise invalid("cell", "not_a_day", "Write the day like this: 26.11.2026.")
    return told


def _found_day(value: Value) -> date | None:
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        serial = from_excel(value) if 1 <= value < _LAST_SERIAL else None
        return day_of(serial) if isinstance(serial, datetime) else None
    told = str(value)
    written = _DAY.fullmatch(told)
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(told[:10] if told[10:11] in {"T", " "} else told)
    except ValueError:
        return None


def birth_number(value: Value) -> str:
    """Eleven digits; a spreadsheet that took them for a number has lost a zero at the front."""
    told = _written(value).replace(" ", "").replace("-", "")
    told = told.zfill(11) if isinstance(value, float) else told
    if birth_date_of(told) is None:
        raise invalid("cell", "not_a_birth_number", "Check the eleven digits: this is no birth number.")
    return told


def language(value: Value) -> str:
    """The code of the language of this name or code; one that covers several is no answer."""
    found = called(_written(value))
    if found.broad:
        raise invalid(
            "cell",
            "language_too_broad",
            "This name covers several languages. Choose one of: {choices}.",
            choices=", ".join(found.codes),
        )
    if len(found.codes) != 1:
        raise invalid(
            "cell", "unknown_language", "Use an ISO 639-3 code from the list of languages, such as tir."
        )
    return found.codes[0]


def kind(value: Value) -> EvidenceKind:
    """The kind of evidence of this name."""
    return _one_of(
        value, _KINDS, "unknown_kind", mark("This is no kind of evidence we know. Choose one for every row.")
    )


def result(value: Value) -> TestResult:
    """Passed or failed."""
    return _one_of(value, _RESULTS, "unknown_result", mark("Write whether it was passed or failed."))


def course(value: Value) -> str:
    """The course; the basic education by its own code, whatever it is called."""
    return course_called(text(40)(value))


def course_called(told: str) -> str:
    """The code of the basic education for any of its names; another course as it is called."""
    return BASIC_EDUCATION if _plain(told) in _BASIC else told


def _one_of(value: Value, words: Mapping[str, Told], code: str, detail: str) -> Told:
    found = words.get(_plain(_written(value)))
    if found is None:
        raise invalid("cell", code, detail)
    return found


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _words(called_: Mapping[Told, str]) -> dict[str, Told]:
    return {word: meant for meant, words in called_.items() for word in words.split()}


_KINDS = _words(
    {
        EvidenceKind.STATE_AUTHORISATION: "stateauthorisation statsautorisasjon statsautorisert "
        "tolkebevilling bevilling autorisasjon authorisation statsautoriserttolk",
        EvidenceKind.BACHELOR: "bachelor bachelorgrad bachelorgraditolking bachelorintolking bachelorsdegree",
        EvidenceKind.CREDITS: "credits studiepoeng tolkeutdanning utdanning emne education",
        EvidenceKind.BILINGUAL_TEST: "bilingualtest tospråktest tospråktesten tospråksprøve tospot "
        "språkprøve test prøve",
        EvidenceKind.TAO: "tao taokurs taocourse tolkensansvarsområde",
        EvidenceKind.TRANSLATOR: "translator translatør translatørprøve statsautoriserttranslatør "
        "fagoversetter fagomsetjar",
    }
)
_RESULTS = _words(
    {
        TestResult.PASSED: "passed pass bestått bestod greidd bestatt godkjent godkjend ja yes true b",
        TestResult.FAILED: "failed fail ikkebestått ikkjebestått ikkegreidd ikkjegreidd stryk strøk "
        "ikkegodkjent ikkjegodkjend nei no nei false ib f ikkjegreid",
    }
)
_BASIC = frozenset(
    [
        "basiceducation",
        "grunnutdanning",
        "grunnutdanningitolking",
        "tolkingioffentligsektor",
        "tolkingioffentlegsektor",
        "tos",
    ]
)
