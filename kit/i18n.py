"""Bokmål, nynorsk and English: English text in the code is the key of its two translations.

Each package keeps `locale/nb*.po` and `locale/nn*.po`; a test holds that every text in code and
templates is in both.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po

from kit.clock import OSLO

PACKAGES = ("kit", "identity", "registry", "booking", "web")
_PARAGRAPH = re.compile(r"§ (?=[\d{])")
_ROOT = Path(__file__).resolve().parent.parent

Translate = Callable[..., str]


class Tongue(StrEnum):
    """A language of the interface (never one an interpreter works in: those are ISO 639-3 codes)."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"

    @property
    def own_name(self) -> str:
        """What its readers call it."""
        return {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}[self.value]


def translator(tongue: Tongue) -> Translate:
    """A function from English text, with `{named}` values, to the text in `tongue`.

    A paragraph's sign and its number come out with a no-break space between: no line ends with a §.
    """
    catalogue = _catalogue(tongue)

    def translate(message: str, /, **values: object) -> str:
        told = catalogue.get(message) or _unbroken(message)
        return told.format(**values) if values else told

    return translate


def mark(message: str) -> str:
    """The text itself: marks a constant for translation where it is later shown."""
    return message


def preferred(accepted: Sequence[str]) -> Tongue:
    """The best of ours for an Accept-Language list, most wanted first; plain `no` means bokmål."""
    wanted = ["nb" if tag.lower() in {"no", "no-no"} else tag for tag in accepted]
    try:
        found = negotiate_locale(wanted, [tongue.value for tongue in Tongue], sep="-")
    except UnknownLocaleError:
        found = None
    return Tongue(found) if found else Tongue.BOKMAL


def say_day(day: date, tongue: Tongue) -> str:
    """A date with its weekday, for example `torsdag 26. november 2026`."""
    return format_date(day, format="full", locale=_locale(tongue))


def say_time(instant: datetime, tongue: Tongue) -> str:
    """The Oslo wall clock, for example `09.30`, or in English `09:30`."""
    pattern = "HH:mm" if tongue is Tongue.ENGLISH else "HH.mm"
    return format_time(instant, format=pattern, tzinfo=OSLO, locale=_locale(tongue))


def say_instant(instant: datetime, tongue: Tongue) -> str:
    """A short Oslo date and time, for example `26. nov. 2026 kl. 09.30`."""
    return _said_minute(instant.replace(second=0, microsecond=0), tongue)


@lru_cache(maxsize=1024)
def _said_minute(instant: datetime, tongue: Tongue) -> str:
    pattern = "d MMM y" if tongue is Tongue.ENGLISH else "d. MMM y"
    day = format_datetime(instant, format=pattern, tzinfo=OSLO, locale=_locale(tongue))
    return f"{day} {_at(tongue)}{say_time(instant, tongue)}"


def say_span(starts_at: datetime, ends_at: datetime, tongue: Tongue) -> str:
    """A span in Oslo time: one day is said once; two days are both said."""
    first = say_day(starts_at.astimezone(OSLO).date(), tongue)
    last = say_day(ends_at.astimezone(OSLO).date(), tongue)
    if first == last:
        return f"{first} {_at(tongue)}{say_time(starts_at, tongue)}–{say_time(ends_at, tongue)}"
    at = _at(tongue)
    begins, ends = f"{at}{say_time(starts_at, tongue)}", f"{at}{say_time(ends_at, tongue)}"
    return f"{first} {begins}\N{NO-BREAK SPACE}– {last} {ends}"


def _at(tongue: Tongue) -> str:
    """What Norwegian puts before a time of day."""
    return "" if tongue is Tongue.ENGLISH else "kl.\N{NO-BREAK SPACE}"


@lru_cache
def _locale(tongue: Tongue) -> Locale:
    return Locale.parse("en_GB" if tongue is Tongue.ENGLISH else tongue.value)


@lru_cache
def _catalogue(tongue: Tongue) -> dict[str, str]:
    texts: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted((_ROOT / package / "locale").glob(f"{tongue.value}*.po")):
            with path.open("rb") as file:
                texts |= {
                    str(entry.id): _unbroken(str(entry.string)) for entry in read_po(file) if entry.string
                }
    return texts


def _unbroken(text: str) -> str:
    return _PARAGRAPH.sub("§\N{NO-BREAK SPACE}", text) if "§" in text else text
