"""What a booker types as an order or a change: Oslo's clock to instants, faults in the form's own names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from pydantic import BaseModel

from booking.inputs import Cancelling
from booking.needs.tables import Need
from booking.orders import Change, Order
from booking.tables import Booking
from kit.errors import FieldError, Invalid, invalid
from registry.words import Modality
from web.pages import duty
from web.pages.forms import Form, filled, parse
from web.pages.typed import Typed, wall

Schema = TypeVar("Schema", bound=BaseModel)

SUBSTITUTES = ("substitute_1", "substitute_2", "substitute_3")
WISHES = ("gender", "wanted", "refused", "not_from", *SUBSTITUTES, "max_category", *duty.FIELDS)
"""The fields few need, folded away until one is in use."""

_PLACES: Mapping[str, tuple[str, ...]] = {
    Modality.ON_SITE: ("kommune", "address"),
    Modality.SCREEN: ("meeting_url",),
}
"""Where people meet, by how the interpreter takes part; a field of another way is not asked for."""
_PLANNED: Mapping[str, bool] = {"yes": True, "no": False}
_ANY_CATEGORY = 5
_A_MEETING = timedelta(hours=4)
"""A window no longer than this is when the meeting is."""
_TIME = ("day", "start", "start_which", "end", "end_which", "next_day")
_BY_LINK = (*_TIME, "modality", *SUBSTITUTES, "max_category")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[,;\s]+(-?\d{1,3}(?:\.\d+)?)")
_REQUIRED = (
    FieldError("language", "missing", "Choose a language."),
    FieldError("planned", "missing", "Say whether this is planned."),
    FieldError("modality", "missing", "Choose how the interpreter is to take part."),
)
_IN_ORDER = ("", "language", "variety", "planned", "day", "start", "end", "next_day", "modality", "kommune",
             "address", "point", "meeting_url", "subject_area", "participants", "case_reference", "sensitive",
             *WISHES)  # fmt: skip
_OWN_NAMES: Mapping[str, str] = {
    "starts_at": "start",
    "ends_at": "end",
    "substitutes": SUBSTITUTES[0],
    "ground": "deviation_ground",
    "text": "deviation_text",
    "kind": "deviation_ground",
    "latitude": "point",
    "longitude": "point",
    "Idempotency-Key": "",
}


@contextmanager
def in_the_forms_words() -> Iterator[None]:
    """A refusal of the use case names the fields of the form instead of its own."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid(*_from_the_top([_own(error) for error in refusal.errors])) from refusal


def order(form: Form) -> Order:
    """What is asked for, or Invalid with everything that is wrong with the form as typed."""
    typed = form.read()
    typed.errors += [missing for missing in _REQUIRED if not form.get(missing.field)]
    starts_at, ends_at = when(form, typed)
    texts = ("language", "variety", "modality", "subject_area", "case_reference", "gender",
             *_PLACES.get(form.get("modality"), ()))  # fmt: skip
    facts = {
        **{name: typed.text(name) for name in texts},
        "starts_at": starts_at,
        "ends_at": ends_at,
        "planned": _PLANNED.get(form.get("planned")),
        "sensitive": typed.ticked("sensitive"),
        **{name: typed.whole(name) for name in ("participants", "max_category")},
        "wanted": typed.numbers("wanted"),
        "refused": typed.numbers("refused"),
        "not_from": form.all("not_from"),
        **(_point(form, typed) if form.get("modality") == Modality.ON_SITE else {}),
        "substitutes": [code for name in SUBSTITUTES if (code := typed.text(name))],
    }
    return _parsed(Order, {name: fact for name, fact in facts.items() if fact not in (None, [])}, typed)


def from_need(need: Need) -> Form:
    """A new order with everything known of a need; a short window is taken for the time of the meeting."""
    start, end = wall(need.wished_from), wall(need.wished_to)
    same_day = start["day"] == end["day"]
    exact = same_day and need.wished_to - need.wished_from <= _A_MEETING
    return filled(
        need=need.reference,
        language=need.language,
        variety=need.variety,
        modality=need.modality,
        case_reference=need.case_reference,
        planned="yes",
        day=start["day"] if same_day else None,
        start=start["clock"] if exact else None,
        end=end["clock"] if exact else None,
    )


def change(form: Form) -> Change:
    """The booking's time and place as the form has them; a place it does not ask for stays as it is."""
    typed = form.read()
    starts_at, ends_at = when(form, typed)
    times = {"starts_at": starts_at, "ends_at": ends_at}
    facts = {
        **{name: instant for name, instant in times.items() if instant is not None},
        **{name: typed.text(name) for names in _PLACES.values() for name in names if name in form.values},
        **(_point(form, typed) if "point" in form.values else {}),
    }
    return _parsed(Change, facts, typed)


def reason(form: Form) -> str:
    """Why nobody is needed any more, required."""
    if not form.get("reason"):
        raise invalid("reason", "missing", "Write why you cancel.")
    return parse(Cancelling, {"reason": form.get("reason")}).reason


def seen(form: Form) -> int:
    """The version of the booking that the form was filled in from; 0 when it does not say."""
    return form.read().whole("version") or 0


def when(form: Form, typed: Typed) -> tuple[datetime | None, datetime | None]:
    """Both ends; an end at midnight, or ticked as such, is on the next day."""
    dated = form.read()
    midnight = dated.clock("end") == time(0)
    starts_at = dated.moment("day", "start")
    ends_at = dated.moment("day", "end", days_later=1 if midnight or dated.ticked("next_day") else 0)
    typed.errors += dated.errors
    return starts_at, ends_at


def again(booking: Booking) -> Form:
    """A new order like this booking, but for its time: that is chosen anew."""
    return filled(
        **{name: getattr(booking, name) for name in ("language", "variety", "modality", "kommune", "address",
           "meeting_url", "subject_area", "participants", "case_reference", "sensitive", "gender")},
        max_category=booking.max_category if booking.max_category < _ANY_CATEGORY else None,
        planned="yes" if booking.planned else "no",
        point=_written(booking),
        not_from=booking.not_from or None,
        wanted=" ".join(map(str, booking.wanted)) or None,
        refused=" ".join(map(str, booking.refused)) or None,
        **dict(zip(SUBSTITUTES, booking.substitutes, strict=False)),
    )  # fmt: skip


def when_typed(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    """A time as somebody would type it in the form, field by field; empty where there is nothing to type."""
    start, end = wall(starts_at), wall(ends_at)
    return {
        "day": start["day"],
        "start": start["clock"],
        "start_which": start["which"],
        "end": end["clock"],
        "end_which": end["which"],
        "next_day": "yes" if end["day"] != start["day"] else "",
    }


def with_given(form: Form, given: Mapping[str, str]) -> Form:
    """The form with what a link fills in: a time as a whole, and the few wishes a link may change."""
    told = {name: [given[name]] for name in _BY_LINK if given.get(name)}
    if "day" in told:
        told = {**{name: [given.get(name, "")] for name in _TIME}, **told}
    return Form({**form.values, **told})


def as_it_is(booking: Booking) -> Form:
    """The change form with the booking's time and place in it."""
    return filled(
        version=booking.version,
        **{name: typed or None for name, typed in when_typed(booking.starts_at, booking.ends_at).items()},
        kommune=booking.kommune,
        address=booking.address,
        point=_written(booking),
        meeting_url=booking.meeting_url,
    )


def from_now(form: Form, *, now: datetime) -> Form:
    """An order of what is needed right now starts now, unless another day or time was typed."""
    if form.get("planned") != "no":
        return form
    today = wall(now)
    given = {name: [form.get(name) or today[of]] for name, of in (("day", "day"), ("start", "clock"))}
    if not form.get("start"):
        given["start_which"] = [today["which"]]
    return replace(form, values={**form.values, **given})


def _point(form: Form, typed: Typed) -> dict[str, float | None]:
    """Two numbers as maps give them: 59.9139, 10.7522."""
    given = form.get("point")
    if not given:
        return {"latitude": None, "longitude": None}
    written = _POINT.fullmatch(given)
    if written is None:
        typed.errors.append(FieldError("point", "not_a_point", "Write it like this: 59.9139, 10.7522."))
        return {}
    return {"latitude": float(written[1]), "longitude": float(written[2])}


def _written(booking: Booking) -> str | None:
    return None if booking.latitude is None else f"{booking.latitude}, {booking.longitude}"


def _parsed(schema: type[Schema], facts: Mapping[str, object], typed: Typed) -> Schema:
    """The facts through the API's own schema; its faults are told together with those of the form."""
    wrong = {error.field for error in typed.errors}
    try:
        made = parse(schema, facts)
    except Invalid as refusal:
        typed.errors += [error for error in map(_own, refusal.errors) if error.field not in wrong]
        raise Invalid(*_from_the_top(typed.errors)) from refusal
    if typed.errors:
        raise Invalid(*_from_the_top(typed.errors))
    return made


def _from_the_top(errors: Sequence[FieldError]) -> list[FieldError]:
    """The faults from the top of the page down."""
    return sorted(errors, key=lambda error: _IN_ORDER.index(error.field))


def _own(error: FieldError) -> FieldError:
    name = error.field.partition(".")[0]
    return replace(error, field=_OWN_NAMES.get(name, name))
