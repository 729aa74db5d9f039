"""What has happened to a booking, told in sentences; and what could help when nobody can take it."""

from collections.abc import Mapping

from booking.journal import Event
from booking.queries import Line
from booking.states import OfferEnd
from booking.tables import Booking
from kit.i18n import Translate, mark
from registry.languages import LANGUAGES
from registry.words import Modality

_HAPPENED: Mapping[str, str] = {
    Event.CREATED: mark("{by} registered the booking."),
    Event.ASKED: mark("Interpreter {number} was asked."),
    Event.ACCEPTED: mark("Interpreter {number} said yes."),
    Event.DECLINED: mark("Interpreter {number} said no."),
    Event.EXPIRED: mark("Interpreter {number} had not answered by the deadline."),
    Event.CANCELLED: mark("{by} cancelled the booking."),
    Event.INTERPRETER_WITHDREW: mark("Interpreter {number} withdrew."),
    Event.UNFILLED: mark("There was nobody left to ask."),
    Event.COMPLETED: mark("The time was over, and the assignment completed."),
    Event.VIEWED: mark("{by} looked at the booking."),
}
_STARTED = mark("{by} started asking, and interpreter {number} was asked.")
_NO_LONGER_ASKED: Mapping[str, str] = {
    OfferEnd.BOOKING_CHANGED: mark("Interpreter {number} was asked no more, because the booking changed."),
    OfferEnd.BOOKING_CANCELLED: mark("Interpreter {number} was asked no more, because of the cancellation."),
    OfferEnd.NOT_AVAILABLE: mark("Interpreter {number} was asked no more, being no longer available."),
    OfferEnd.NOT_ELIGIBLE: mark("Interpreter {number} was asked no more, being no longer eligible."),
}
_TIME, _PLACE = frozenset({"starts_at", "ends_at"}), frozenset({"kommune", "address", "meeting_url"})
_CHANGED: Mapping[tuple[bool, bool], str] = {
    (True, True): mark("{by} changed the time and the place."),
    (True, False): mark("{by} changed the time."),
    (False, True): mark("{by} changed the place."),
}
_GAVE_REASON = frozenset({Event.DECLINED, Event.CANCELLED, Event.INTERPRETER_WITHDREW})


def happened(line: Line, t: Translate) -> str:
    """One line of the log as a sentence; an interpreter is told by number."""
    return t(_sentence(line), by=line.by or t("The system"), number=line.number)


def reason_given(line: Line) -> str:
    """What a person wrote as her reason, or nothing."""
    return line.row.why or "" if line.row.event in _GAVE_REASON else ""


def advice(booking: Booking, left_out: Mapping[str, int], t: Translate) -> list[str]:
    """What could find somebody where nobody was found, the likeliest first."""
    others = [code for code in _in_its_place(booking.language) if code not in booking.substitutes]
    told = (
        (
            left_out.get("not_available"),
            mark("Choose another time: somebody who is qualified may be free then."),
        ),
        (
            booking.modality is Modality.ON_SITE,
            mark("Use screen or telephone, so that distance does not matter."),
        ),
        (others, mark("Accept a language that is often understood in its place.")),
        (left_out.get("gender"), mark("Ask without regard to gender, if the case allows it.")),
        (booking.max_category < 5, mark("Accept a lower category.")),  # noqa: PLR2004 - the lowest there is
        (left_out.get("refused"), mark("Ask somebody you have refused.")),
    )
    return [t(text) for applies, text in told if applies]


def _sentence(line: Line) -> str:
    event, why = line.row.event, line.row.why or ""
    if event == Event.CHANGED:
        fields = set(why.split())
        return _CHANGED[bool(fields & _TIME), bool(fields & _PLACE)]
    if event == Event.OFFER_WITHDRAWN:
        return _NO_LONGER_ASKED[why]
    if event == Event.ASKED and line.by is not None:
        return _STARTED
    return _HAPPENED[event]


def _in_its_place(code: str) -> tuple[str, ...]:
    found = LANGUAGES.get(code)
    return found.substitutes if found else ()
