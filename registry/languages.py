"""The languages evidence is held in and bookings name: ISO 639-3, with our own names and varieties.

Open by nature: a language is added as a row of languages.csv.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kit.errors import invalid
from kit.i18n import Tongue


class LanguageKind(StrEnum):
    """Only a language is held and booked; a variety narrows one, and a broad name covers several."""

    LANGUAGE = "language"
    VARIETY = "variety"
    BROAD = "broad"


@dataclass(frozen=True, slots=True)
class Language:
    """One code with its names. `varieties` narrow it; `substitutes` are understood by most in its place.

    `part_of` is the language of a variety, or the broad name a language is meant by; `parts` are the
    languages a broad name must be replaced by. `also` is what else people call it, its speakers' own
    name for it first. `two_letters` is its code in ISO 639-1, where it has one.
    """

    code: str
    kind: LanguageKind
    nb: str
    nn: str
    en: str
    varieties: tuple[str, ...]
    substitutes: tuple[str, ...]
    part_of: str | None
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()
    two_letters: str | None = None

    @property
    def bookable(self) -> bool:
        """Whether evidence is held and bookings are made in it."""
        return self.kind is LanguageKind.LANGUAGE

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called: codes first, then our names, then what else people say."""
        codes = (self.code, self.two_letters) if self.two_letters else (self.code,)
        return (*codes, self.nb, self.nn, self.en, *self.also)

    def name(self, tongue: Tongue) -> str:
        """What it is called, as written in running text."""
        return {Tongue.BOKMAL: self.nb, Tongue.NYNORSK: self.nn, Tongue.ENGLISH: self.en}[tongue]


def name_of(code: str, tongue: Tongue) -> str:
    """What a language or variety is called; an unknown code is its own name."""
    found = LANGUAGES.get(code)
    return found.name(tongue) if found else code


def require_bookable(code: str, field: str = "language") -> Language:
    """The language, or Invalid: `unknown_language`, `language_too_broad`, or `variety_not_language`."""
    found = LANGUAGES.get(code)
    if found is None:
        raise invalid(
            field, "unknown_language", "Use an ISO 639-3 code from the list of languages, such as tir."
        )
    if found.kind is LanguageKind.BROAD:
        raise invalid(
            field,
            "language_too_broad",
            "This name covers several languages. Choose one of: {choices}.",
            choices=", ".join(found.parts),
        )
    if found.kind is LanguageKind.VARIETY:
        raise invalid(
            field,
            "variety_not_language",
            "This is a variety. Give the language {language} and put this in variety.",
            language=found.part_of,
        )
    return found


def require_variety(language: Language, variety: str | None, field: str = "variety") -> None:
    """Invalid `unknown_variety` unless the variety, if any, is one of the language's."""
    if variety is None or variety in language.varieties:
        return
    if not language.varieties:
        raise invalid(field, "unknown_variety", "This language has no varieties here. Leave the variety out.")
    raise invalid(
        field,
        "unknown_variety",
        "Leave the variety out, or use one of this language's: {choices}.",
        choices=", ".join(language.varieties),
    )


def norwegian_order(text: str) -> str:
    """A sort key in the order of the Norwegian alphabet, whatever the machine's locale is."""
    return text.casefold().translate(_AFTER_Z)


_AFTER_Z = str.maketrans("æäøöå", "{{||}")


def _read(rows: Iterable[dict[str, str]]) -> dict[str, Language]:
    rows = sorted(rows, key=lambda row: norwegian_order(row["nb"]))
    return {
        row["code"]: Language(
            row["code"],
            LanguageKind(row["kind"]),
            row["nb"],
            row["nn"],
            row["en"],
            varieties=_within(rows, row["code"], LanguageKind.VARIETY),
            substitutes=tuple(row["substitutes"].split()),
            part_of=row["part_of"] or None,
            parts=_within(rows, row["code"], LanguageKind.LANGUAGE),
            also=tuple(row["also"].split(";")) if row["also"] else (),
            two_letters=row["two_letters"] or None,
        )
        for row in rows
    }


def _within(rows: Iterable[dict[str, str]], code: str, kind: LanguageKind) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows if row["part_of"] == code and row["kind"] == kind)


with (Path(__file__).parent / "languages.csv").open(encoding="utf-8", newline="") as _file:
    LANGUAGES: dict[str, Language] = _read(csv.DictReader(_file))
"""Every code we know, in the order of their bokmål names."""
