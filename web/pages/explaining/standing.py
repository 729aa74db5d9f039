"""The sentences of a booking as it stands: how many are left, why not this one, and what would help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from booking.explaining.relaxing import Kind, Relaxation
from booking.explaining.steps import Count, Step
from booking.explaining.why_not import Answer
from booking.tables import Booking
from kit.i18n import Tongue, Translate, mark, say_span, translator
from registry.languages import name_of
from registry.words import Modality
from web.pages.agency_forms import when_typed
from web.pages.explaining.proving import why_not

_OUTSIDE: Mapping[str, str] = {
    "can_be_asked": mark("Can be asked, as number {place}."),
    "unknown_number": mark("No interpreter has this number."),
    "not_listed": mark("Is not in the public register."),
    "language_not_held": mark("Has no category in the language."),
}
_STEPS: Mapping[Step, str] = {
    Step.LANGUAGE: mark("{count} interpret {language}"),
    Step.CATEGORY: mark("{count} in category 1 to {lowest}"),
    Step.SUITABLE: mark("{count} fit what you ask for"),
    Step.REACH: mark("{count} within reach"),
    Step.AVAILABLE: mark("{count} have time"),
    Step.NOT_ASKED: mark("{count} left to ask"),
}
_FIRST = mark("{count} in category 1")
_HIGHEST = mark("{highest} of them in category 1 to 3")
_GIVES = mark("{count} could be asked, the best in category {category} ({letter}).")
_LOWEST = 5


def about(answer: Answer, t: Translate) -> str:
    """Why an interpreter is, or is not, among those who can be asked."""
    outside = _OUTSIDE.get(answer.code)
    return t(outside, place=answer.place) if outside else why_not(answer.code, t) + "."


def steps(counts: Iterable[Count], booking: Booking, tongue: Tongue) -> list[str]:
    """How many are left after each step that could leave somebody out."""
    t = translator(tongue)
    language = name_of(booking.language, tongue)
    told = []
    for one in counts:
        if one.step is Step.CATEGORY and booking.max_category == _LOWEST:
            continue
        if one.step is Step.REACH and booking.modality is not Modality.ON_SITE:
            continue
        words = _FIRST if one.step is Step.CATEGORY and booking.max_category == 1 else _STEPS[one.step]
        text = t(words, count=one.count, language=language, lowest=booking.max_category)
        split = 0 < one.highest < one.count
        told.append(f"{text} ({t(_HIGHEST, highest=one.highest)})" if split else text)
    return told


@dataclass(frozen=True, slots=True)
class Help:
    """A change that would find somebody: what it is, what it gives, and the form filled in with it."""

    text: str
    gives: str
    href: str
    link: str


def helps(found: Iterable[Relaxation], booking: Booking, tongue: Tongue) -> list[Help]:
    """The changes that would help, the nearest first; following one changes nothing by itself."""
    return [_help(one, booking, tongue) for one in found]


def _help(one: Relaxation, booking: Booking, tongue: Tongue) -> Help:
    t = translator(tongue)
    gives = t(_GIVES, count=one.count, category=one.level.category, letter=one.level.letter)
    here = f"/bookings/{booking.reference}"
    if one.kind is Kind.ANOTHER_TIME and one.span is not None:
        text = t("Another time the same day: {span}", span=say_span(one.span.start, one.span.end, tongue))
        query = _when(one.span.start, one.span.end)
        return Help(text, gives, f"{here}/change?{query}", t("Fill in the change"))
    given: dict[str, object] = {"like": booking.reference}
    match one.kind:
        case Kind.SCREEN:
            text = t("By screen instead of on site")
            given["modality"] = Modality.SCREEN.value
        case Kind.SUBSTITUTE:
            text = t("Accept {language} in its place", language=name_of(one.language or "", tongue))
            given[f"substitute_{len(booking.substitutes) + 1}"] = one.language
        case _:
            text = t("Accept category {category}, with its ground", category=one.max_category)
            given["max_category"] = one.max_category
    query = f"{urlencode(given)}&{_when(booking.starts_at, booking.ends_at)}"
    return Help(text, gives, f"/bookings/new?{query}", t("Fill in a new booking"))


def _when(starts_at: datetime, ends_at: datetime) -> str:
    """The time in the form's own fields."""
    return urlencode({name: value for name, value in when_typed(starts_at, ends_at).items() if value})
