"""Birth numbers never enter free text: what somebody writes is searched for them, and refused."""

import re
import unicodedata
from collections.abc import Mapping

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

from kit.errors import FieldError, Invalid

_WRITTEN = re.compile(
    r"(?<![0-9])(?=([0-9]{2}[ .]?[0-9]{2}[ .]?[0-9]{2}[ .:/-]?[0-9]{3} ?[0-9]{2})(?![0-9]))"
)
_SYNTHETIC_MONTHS = (80, 65)  # added to the month by the tax administration's and NAV's test people


def refuse_birth_numbers(field: str, text: str | None) -> None:
    """Invalid `birth_number` when the text holds a valid birth, D-, H- or synthetic number."""
    errors = birth_number_errors({field: text})
    if errors:
        raise Invalid(*errors)


def birth_number_errors(texts: Mapping[str, str | None]) -> list[FieldError]:
    """One error for each named text with a number in it; never the number itself."""
    return [
        FieldError(name, "birth_number", "Leave the birth number out: it may not be stored in free text.")
        for name, text in texts.items()
        if holds_birth_number(text or "")
    ]


def holds_birth_number(text: str) -> bool:
    """Whether a valid number stands in the text, written together or with the usual separators."""
    found = _WRITTEN.finditer(unicodedata.normalize("NFKC", text))
    return any(_is_valid(re.sub(r"[^0-9]", "", match[1])) for match in found)


def _is_valid(number: str) -> bool:
    if number[9] != fodselsnummer.calc_check_digit1(number):
        return False
    if number[10] != fodselsnummer.calc_check_digit2(number):
        return False
    return any(_has_birth_date(number, added) for added in (0, *_SYNTHETIC_MONTHS))


def _has_birth_date(number: str, added: int) -> bool:
    month = int(number[2:4]) - added
    if month < 1:
        return False
    try:
        fodselsnummer.get_birth_date(f"{number[:2]}{month:02}{number[4:]}")
    except ValidationError:
        return False
    return True
