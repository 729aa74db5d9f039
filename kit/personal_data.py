"""Birth numbers never enter free text: what somebody writes is searched for them, and refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

from kit.errors import FieldError, Invalid

_DATE = r"[0-9]{2}[ .-][0-9]{2}[ .-](?:19|20)[0-9]{2}(?![0-9])"
_GAP = "[ ._-]{0,3}"
_WRITTEN = re.compile(
    rf"(?<![0-9])(?!{_DATE})(?=((?:[0-9]{_GAP}){{5}}[0-9](?:{_GAP}|[:/])(?:[0-9]{_GAP}){{4}}[0-9])(?![0-9]))"
)
"""Eleven digits, with up to three signs in any gap; but no date with its century goes before a number."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})  # zero-width signs, and marks set over or around another
_DASHES, _DOTS = "\u2212\u2043", "·•∙⋅‧"  # a minus and a bullet that are no dashes to Unicode
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
    """Whether a valid number stands in the text, in any script's digits and however they are set apart.

    Its date and check digits tell it from other numbers of eleven digits.
    """
    found = _WRITTEN.finditer("".join(map(_plain, unicodedata.normalize("NFKC", text))))
    return any(_is_valid(re.sub(r"[^0-9]", "", match[1])) for match in found)


def _plain(sign: str) -> str:
    """One sign as it is searched: the unseen is gone, and digits, spaces, dashes and dots are plain."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    if unicodedata.category(sign) == "Pd" or sign in _DASHES:
        return "-"
    if sign in _DOTS:
        return "."
    return " " if sign.isspace() else sign


def birth_date_of(number: str) -> date | None:
    """The date of birth in a birth, D-, H- or synthetic number of eleven digits; None when it is none."""
    if not re.fullmatch(r"[0-9]{11}", number) or not _is_valid(number):
        return None
    return next(filter(None, (_date_in(number, added) for added in (0, *_SYNTHETIC_MONTHS))))


def _is_valid(number: str) -> bool:
    if number[9] != fodselsnummer.calc_check_digit1(number):
        return False
    if number[10] != fodselsnummer.calc_check_digit2(number):
        return False
    return any(_date_in(number, added) for added in (0, *_SYNTHETIC_MONTHS))


def _date_in(number: str, added: int) -> date | None:
    month = int(number[2:4]) - added
    if month < 1:
        return None
    try:
        born: date = fodselsnummer.get_birth_date(f"{number[:2]}{month:02}{number[4:]}")
    except ValidationError:
        return None
    return born
