"""From the address of a search to what is looked for, and to the one address that says the same."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from booking.availability import reading
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.errors import FieldError, invalid
from kit.interval import Interval
from registry import kommuner
from registry.languages import LANGUAGES
from registry.search import naming
from registry.search.finding import Among
from registry.search.wishes import Wish
from registry.words import Gender, Modality
from web.pages.forms import Form
from web.pages.typed import Typed

PATH = "/interpreters"
FILTERS = ("language", "q", "county", "kommune", "within_km", "max_category", "modality", "gender",
           "free_on", "free_from", "free_to")  # fmt: skip
_BESIDES = ("lang", "cursor", "back")


def canonical(form: Form) -> dict[str, str]:
    """The filters as the search's own address has them: codes for names, and nothing empty.

    A language that is not one, or may be several, stays as it was typed.
    """
    given = {name: form.get(name) for name in (*FILTERS, *_BESIDES) if form.get(name)}
    language = given.get("language", "")
    if language and not _is_bookable(language):
        codes = naming.named(language).codes
        given["language"] = codes[0] if len(codes) == 1 else language
    if given.get("kommune") in kommuner.FYLKER:
        given["county"] = given.pop("kommune")
    elif "kommune" in given:
        given.pop("county", None)
    if "kommune" not in given:
        given.pop("within_km", None)
    if "free_on" not in given:
        given.pop("free_from", None)
        given.pop("free_to", None)
    return given


def filters_of(form: Form) -> dict[str, str]:
    """The filters alone: what a shared address keeps."""
    return {name: value for name, value in canonical(form).items() if name in FILTERS}


def wish_of(form: Form) -> Wish:
    """What is looked for; Invalid names every wrong field."""
    typed = form.read()
    wish = Wish(
        q=typed.text("q"),
        language=_language(typed),
        max_category=typed.whole("max_category"),
        county=typed.text("county"),
        kommune=typed.text("kommune"),
        within_km=typed.whole("within_km"),
        modality=typed.word("modality", Modality),
        gender=typed.word("gender", Gender),
    )
    if wish.max_category not in {None, 1, 2, 3, 4, 5}:
        typed.errors.append(FieldError("max_category", "unknown_value", "Choose one of the answers shown."))
    typed.settle()
    return wish


def filters_for(wish: Wish) -> dict[str, str]:
    """The filters that say what is looked for."""
    return {name: str(getattr(wish, name)) for name in FILTERS[:8] if getattr(wish, name) is not None}


def free_for(session: Session, actor: Actor, form: Form, *, now: datetime) -> Among | None:
    """Who of those found can be asked on the day, or throughout the span, in the way looked for, if any.

    For those who book alone (Forbidden): nobody else may learn when somebody works.
    """
    if not form.get("free_on"):
        return None
    require(actor, Action.SEE_WHO_IS_FREE)
    typed = form.read()
    modality = typed.word("modality", Modality)
    span, at_least = _when(typed, oslo_date(now))
    return lambda ids: reading.free_among(session, ids, span=span, at_least=at_least, modality=modality)


def language_choices(form: Form) -> tuple[str, ...]:
    """The languages that the typed one may be, when it may be several."""
    typed = form.get("language")
    return () if not typed or _is_bookable(typed) else naming.named(typed).codes


def _language(typed: Typed) -> str | None:
    given = typed.text("language")
    if given is None or _is_bookable(given):
        return given
    if naming.named(given).codes:
        remedy = FieldError("language", "several_languages", "Several languages are called that. Choose one.")
    else:
        remedy = FieldError(
            "language", "unknown_language", "No language here is called that. Try a part of the name."
        )
    typed.errors.append(remedy)
    return None


def _is_bookable(code: str) -> bool:
    return code in LANGUAGES and LANGUAGES[code].bookable


def _when(typed: Typed, today: date) -> tuple[Interval, timedelta]:
    """The span, and how long she must be free within it: all of it, or an hour of a whole day."""
    day = typed.day("free_on")
    timed = bool(typed.text("free_from") or typed.text("free_to"))
    start = typed.moment("free_on", "free_from") if timed else None
    end = typed.moment("free_on", "free_to") if timed else None
    typed.settle()
    whole = reading.in_a_day(day or today, today=today)
    if start is None or end is None:
        return whole
    if end <= start:
        raise invalid("free_to", "ends_before_start", "Choose an end after the start.")
    return Interval(start, end), end - start


def without(filters: Mapping[str, str], *names: str) -> dict[str, str]:
    """The filters without these."""
    return {name: value for name, value in filters.items() if name not in names}
