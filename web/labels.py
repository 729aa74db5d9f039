"""The words people read for every code: statuses, reasons, kinds of evidence, answers.

In a template `label("modality", booking.modality)`; a test holds that every member of every
closed list has its word.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from booking.deviations.words import GROUNDS
from booking.deviations.words import KINDS as KINDS_OF_DEVIATION
from booking.needs.words import STATUSES
from booking.wording import LEFT_OUT, MODALITIES, SUBJECT_AREAS
from kit.i18n import Tongue, Translate, mark
from registry import kommuner, languages
from web import case_words

WORDS: Mapping[str, Mapping[str, str]] = {
    "booking_status": {
        "draft": mark("Draft"),
        "registered": mark("Not sent yet"),
        "asking": mark("Waiting for an answer"),
        "booked": mark("Booked"),
        "completed": mark("Completed"),
        "unfilled": mark("No interpreter found"),
        "cancelled": mark("Cancelled"),
    },
    "offer_status": {
        "open": mark("Waiting for your answer"),
        "accepted": mark("You said yes"),
        "declined": mark("You said no"),
        "expired": mark("The deadline passed"),
        "withdrawn": mark("No longer asked"),
    },
    "assignment_status": {
        "held": mark("Agreed"),
        "withdrawn": mark("Withdrawn by the interpreter"),
        "cancelled": mark("Cancelled by the agency"),
        "completed": mark("Completed"),
    },
    "side": {"agency": mark("The agency"), "interpreter": mark("The interpreter")},
    "calendar_entry": {
        "entry": mark("the entry is missing, or should not be there"),
        "entries": mark("several entries"),
        "status": mark("confirmed or tentative"),
        "starts_at": mark("start"),
        "ends_at": mark("end"),
        "place": mark("place"),
        "meeting": mark("meeting link"),
        "unreadable": mark("a message no program can read"),
    },
    "modality": {code.value: word for code, word in MODALITIES.items()},
    "extent": {
        "full_time": mark("Full time"),
        "part_time": mark("Part time"),
        "sporadic": mark("Sporadically"),
    },
    "subject_area": {code.value: word for code, word in SUBJECT_AREAS.items()},
    "left_out": LEFT_OUT,
    "deviation_kind": {code.value: word for code, word in KINDS_OF_DEVIATION.items()},
    "deviation_ground": {code.value: word for code, word in GROUNDS.items()},
    "need_status": {code.value: word for code, word in STATUSES.items()},
    "gender": {"woman": mark("Woman"), "man": mark("Man")},
    "evidence": {
        "state_authorisation": mark("State authorisation"),
        "bachelor": mark("Bachelor's degree in interpreting"),
        "credits": mark("Interpreter education, credits"),
        "bilingual_test": mark("Bilingual test (ToSPoT / Tospråktesten)"),
        "tao": mark("TAO course"),
        "translator": mark("State-authorised or subject translator"),
    },
    "result": {"passed": mark("Passed"), "failed": mark("Failed")},
    "category": {
        "1": mark("State authorisation and education in interpreting"),
        "2": mark("State authorisation"),
        "3": mark("Education in interpreting"),
        "4": mark("Translator with the TAO course"),
        "5": mark("Bilingual test with the TAO course"),
    },
    "role": {
        "interpreter": mark("Interpreter"),
        "booker": mark("Booker"),
        "agency_administrator": mark("Agency administrator"),
        "verifier": mark("Verifier"),
        "coordinator": mark("Intermediary's coordinator"),
        "registry_officer": mark("Registry officer"),
        "registry_administrator": mark("Registry administrator"),
        "auditor": mark("Auditor"),
        "need_registrar": mark("Program that registers needs"),
    },
    "organisation_kind": {
        "directorate": mark("Directorate"),
        "directorate_region": mark("Region of the directorate"),
        "county": mark("County"),
        "municipality": mark("Municipality"),
        "district": mark("City district"),
        "school": mark("School"),
        "health_station": mark("Health station"),
        "crisis_centre": mark("Crisis centre"),
        "nav_office": mark("NAV office"),
        "state_agency": mark("State agency"),
        "health_trust": mark("Health trust"),
        "hospital": mark("Hospital"),
        "ward": mark("Hospital ward"),
        "regional_office": mark("Regional office"),
        "reception_centre": mark("Reception centre"),
        "police_district": mark("Police district"),
        "court": mark("Court"),
        "municipal_intermediary": mark("Municipal intermediary"),
        "private_intermediary": mark("Private intermediary"),
    },
    "measure": {
        "listed": mark("Interpreters listed"),
        "highest_share": mark("Share in categories 1 to 3"),
        "languages": mark("Languages covered"),
        "state_authorised": mark("State-authorised, listed or not"),
    },
    "target_kind": {"at_least": mark("At least"), "at_most": mark("At most")},
    "exclusion": {
        "temporary": mark("Excluded while a case runs"),
        "dated": mark("Excluded for a time"),
        "permanent": mark("Excluded for good"),
    },
    **case_words.WORDS,
    "answer": {
        "valid": mark("Yes, qualified"),
        "valid_until_before_date": mark("Qualified now, but not on that day"),
        "valid_only_after": mark("Not yet qualified on that day"),
        "lapsed": mark("No, the qualification has lapsed"),
        "excluded": mark("No, excluded from the register"),
        "language_not_held": mark("Not qualified in this language"),
        "not_listed": mark("Not in the public register"),
        "unknown_number": mark("No interpreter has this number"),
    },
}
"""By the name of the closed list, then by code; the list of answers is domain knowledge of verification."""

KINDS: Mapping[str, Mapping[str, str]] = {
    "booking_status": {
        "draft": "idle",
        "registered": "wait",
        "asking": "wait",
        "booked": "ok",
        "completed": "idle",
        "unfilled": "bad",
        "cancelled": "idle",
    },
    "offer_status": {
        "open": "wait",
        "accepted": "ok",
        "declined": "idle",
        "expired": "idle",
        "withdrawn": "idle",
    },
    "assignment_status": {"held": "ok", "withdrawn": "bad", "cancelled": "bad", "completed": "idle"},
    "need_status": {"draft": "wait", "booked": "ok", "dropped": "idle", "lapsed": "bad"},
    **case_words.KINDS,
    "answer": {
        "valid": "ok",
        "valid_until_before_date": "wait",
        "valid_only_after": "wait",
        "lapsed": "bad",
        "excluded": "bad",
        "language_not_held": "bad",
        "not_listed": "wait",
        "unknown_number": "bad",
    },
}
"""How a status looks: the `kind` of the status macro. The words carry the meaning."""

_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"category_(?P<category>\d)(?P<letter>[A-E])"), mark("Category {category} ({letter})")),
    (re.compile(r"wanted"), mark("Asked for by you")),
    (re.compile(r"substitute"), mark("Interprets a language you accept in its place")),
    (re.compile(r"same_case"), mark("Interpreted in the same case before")),
    (re.compile(r"km_0"), mark("In the same municipality")),
    (re.compile(r"km_(?P<km>\d+)"), mark("About {km} km away")),
    (re.compile(r"minutes_30d_0"), mark("No assignments the last 30 days, nor ahead")),
    (
        re.compile(r"minutes_30d_(?P<minutes>\d+)"),
        mark("{minutes} minutes of assignments the last 30 days and ahead"),
    ),
)


def labeller(t: Translate) -> Callable[[str, object], str]:
    """What `label(list, code)` says in one language; an unknown code is shown as it is."""
    return lambda group, code: t(WORDS[group].get(str(code), str(code)))


def kind_of(group: str, code: object) -> str:
    """The look of a status: ok, wait, bad, info or idle."""
    return KINDS[group].get(str(code), "idle")


def reasoner(t: Translate) -> Callable[[str], str]:
    """What a reason code such as `km_12` says in one language."""

    def told(code: str) -> str:
        for pattern, text in _REASONS:
            found = pattern.fullmatch(code)
            if found:
                return t(text, **found.groupdict())
        return code

    return told


def language_namer(tongue: Tongue) -> Callable[[str], str]:
    """What a language code is called, with a capital: for headings, tables and choices."""

    def named(code: str) -> str:
        name = languages.name_of(code, tongue)
        return name[:1].upper() + name[1:]

    return named


def kommune_name(number: str) -> str:
    """What a municipality is called, whether its number is of today or of the past."""
    found = kommuner.current(number)
    return found.name if found else number


@lru_cache(maxsize=4096)
def short_date(day: date, tongue: Tongue) -> str:
    """A date without its weekday, for example `26. november 2026`."""
    return format_date(day, format="d. MMMM y" if tongue is not Tongue.ENGLISH else "d MMMM y", locale=tongue)


def shortest_date(day: date, tongue: Tongue) -> str:
    """A date with its month cut short, where there is little room, for example `26. nov. 2026`."""
    return format_date(day, format="d. MMM y" if tongue is not Tongue.ENGLISH else "d MMM y", locale=tongue)


def unbroken(span: str) -> Markup:
    """A day and its times as `i18n.say_span` tells them; a line never breaks within the times."""
    day, _, times = span.rpartition(" ")
    return Markup('{} <span class="nowrap">{}</span>').format(day, times)


def say_decimal(number: float, tongue: Tongue) -> str:
    """A number with one decimal."""
    return format_decimal(number, format="#,##0.0", locale=tongue)


def say_number(number: int, tongue: Tongue) -> str:
    """A whole number with its thousands apart."""
    return format_decimal(number, locale=tongue)
