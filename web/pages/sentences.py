"""What has happened to a booking, told in sentences; and what could help when nobody can take it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from booking.journal import Event
from booking.offering import NOBODY, NOBODY_SUITS, TOO_LATE
from booking.queries import Line
from booking.states import RELATION_UNANSWERED, BookingStatus, OfferEnd, RelationAnswer
from booking.tables import Booking
from kit.i18n import Tongue, Translate, mark, say_span, translator
from registry.languages import LANGUAGES
from registry.words import Modality
from web.labels import kommune_name

_HAPPENED: Mapping[str, str] = {
    Event.CREATED: mark("{by} registered the booking."),
    Event.ASKED: mark("Interpreter {number} was asked."),
    Event.ACCEPTED: mark("Interpreter {number} said yes."),
    Event.DECLARED: mark("Interpreter {number} gave the two declarations."),
    Event.NOT_DECLARED: mark("Interpreter {number} did not give the two declarations in time."),
    Event.TIME_PROPOSED: mark("Interpreter {number} proposed another time."),
    Event.PROPOSAL_DECLINED: mark("{by} did not accept the time interpreter {number} proposed."),
    Event.DECLINED: mark("Interpreter {number} said no."),
    Event.EXPIRED: mark("Interpreter {number} had not answered by the deadline."),
    Event.RELATION_SAID: mark("Interpreter {number} may have a relation to somebody in the case."),
    Event.SENT_AGAIN: mark("{by} sent interpreter {number} the calendar entry again."),
    Event.PASSED_ON: mark("{by} did not wait for interpreter {number}, whom the letter had not reached."),
    Event.CANCELLED: mark("{by} cancelled the booking."),
    Event.INTERPRETER_WITHDREW: mark("Interpreter {number} withdrew."),
    Event.INTERPRETER_NOT_USABLE: mark("Interpreter {number} could no longer be used for this."),
    Event.UNFILLED: mark("There was nobody left to ask."),
    Event.COMPLETED: mark("The time was over, and the assignment completed."),
    Event.VIEWED: mark("{by} looked at the booking."),
    Event.DEVIATION_REGISTERED: mark("{by} registered a deviation."),
    Event.KEPT_TO_MINIMUM: mark("{by} kept the booking to the agency's lowest category."),
}
_UNFILLED: Mapping[str, str] = {
    TOO_LATE: mark("The start came before everybody could be asked."),
    NOBODY: mark("Nobody in the register holds this language."),
    NOBODY_SUITS: mark("Nobody could be asked."),
}
_LOOKED = mark("Interpreter {number} looked at the booking.")
_ABOUT_NOBODY: Mapping[str, str] = {
    Event.SENT_AGAIN: mark("{by} sent the agency's calendar entry again."),
}
_DRAFT_DELETED = mark("{by} deleted the draft.")
_STARTED = mark("{by} started asking, and interpreter {number} was asked.")
_NO_LONGER_ASKED: Mapping[str, str] = {
    OfferEnd.BOOKING_CHANGED: mark("Interpreter {number} was asked no more, because the booking changed."),
    OfferEnd.BOOKING_CANCELLED: mark("Interpreter {number} was asked no more, because of the cancellation."),
    OfferEnd.NOT_AVAILABLE: mark("Interpreter {number} was asked no more, being no longer available."),
    OfferEnd.NOT_ELIGIBLE: mark("Interpreter {number} was asked no more, being no longer eligible."),
    OfferEnd.RELATION: mark("Interpreter {number} was asked no more, because of a possible relation."),
    OfferEnd.ANOTHER_ASKED: mark("Interpreter {number} was asked no more, as you had decided."),
    OfferEnd.NOT_REACHED: mark("Interpreter {number} was asked no more, not being reached."),
}
_OF_A_RELATION: Mapping[tuple[str, str], str] = {
    (Event.RELATION_ANSWERED, RelationAnswer.GO_ON): mark("{by} decided to go on with interpreter {number}."),
    (Event.RELATION_ANSWERED, RelationAnswer.ASK_NEXT): mark(
        "{by} decided to ask somebody else than interpreter {number}."
    ),
    (Event.EXPIRED, RELATION_UNANSWERED): mark(
        "Nobody decided in time about the possible relation of interpreter {number}."
    ),
}
_TIME = frozenset({"starts_at", "ends_at"})
_PLACE = frozenset({"kommune", "address", "latitude", "longitude"})
_MOVED = mark("{by} moved the booking from {before} to {after}.")
_ANOTHER_PLACE = mark("{by} changed the place from {before} to {after}.")
_LINK_CHANGED = mark("{by} changed the link to the video meeting.")
_PLACE_CHANGED = mark("{by} changed the place.")
_LOWEST = 5
_YES_AND_ITS_END = frozenset(
    {Event.ACCEPTED, Event.INTERPRETER_WITHDREW, Event.INTERPRETER_NOT_USABLE, Event.NOT_DECLARED}
)
_GAVE_REASON = frozenset({Event.DECLINED, Event.CANCELLED, Event.INTERPRETER_WITHDREW})


_ONE_VISIT = timedelta(minutes=10)


def happened(line: Line, tongue: Tongue) -> str:
    """One line of the log as a sentence; an interpreter is told by number."""
    t = translator(tongue)
    by = line.by or t("The system")
    if line.row.event == Event.CHANGED:
        return " ".join(_changes(line, by, tongue))
    return t(_sentence(line), by=by, number=line.number)


def visits(lines: Iterable[Line]) -> list[Line]:
    """Who has looked at the booking; looking again within ten minutes is the same visit."""
    latest: dict[tuple[str | None, int | None], datetime] = {}
    found = []
    for line in lines:
        who = (line.by, line.number)
        if line.row.event == Event.VIEWED and (who not in latest or line.row.at >= latest[who] + _ONE_VISIT):
            latest[who] = line.row.at
            found.append(line)
    return found


def is_lost(lines: Iterable[Line]) -> bool:
    """Whether the last who said yes can no longer be used."""
    told = [line.row.event for line in lines if line.row.event in _YES_AND_ITS_END]
    return bool(told) and told[-1] == Event.INTERPRETER_NOT_USABLE


def reason_given(line: Line) -> str:
    """What a person wrote as her reason, or nothing."""
    return line.row.why or "" if line.row.event in _GAVE_REASON else ""


def advice(booking: Booking, left_out: Mapping[str, int], t: Translate) -> list[str]:
    """What could find somebody where nobody was found, the likeliest first."""
    others = [code for code in _in_its_place(booking.language) if code not in booking.substitutes]
    nobody = not any(left_out.values())
    told = (
        (
            left_out.get("not_available"),
            mark("Choose another time: somebody who is qualified may be free then."),
        ),
        (
            booking.modality is Modality.ON_SITE and not nobody,
            mark("Use screen or telephone, so that distance does not matter."),
        ),
        (others, mark("Accept a language that is often understood in its place.")),
        (nobody, mark("Find out which other language the person understands well, and book in that one.")),
        (left_out.get("gender"), mark("Ask without regard to gender, if the case allows it.")),
        (
            left_out.get("category_too_low") and booking.max_category < _LOWEST,
            mark("Accept a lower category."),
        ),
        (left_out.get("refused"), mark("Ask somebody you have refused.")),
    )
    return [t(text) for applies, text in told if applies]


def _sentence(line: Line) -> str:
    event, why = line.row.event, line.row.why or ""
    if event == Event.VIEWED and line.by is None and line.number:
        return _LOOKED
    if event == Event.CANCELLED and line.row.from_status == BookingStatus.REGISTERED and not why:
        return _DRAFT_DELETED
    if event == Event.UNFILLED and why in _UNFILLED:
        return _UNFILLED[why]
    if event == Event.OFFER_WITHDRAWN:
        return _NO_LONGER_ASKED[why]
    if event == Event.ASKED and line.by is not None:
        return _STARTED
    told = _ABOUT_NOBODY.get(event) if line.number is None else _OF_A_RELATION.get((event, why))
    return told or _HAPPENED[event]


def _changes(line: Line, by: str, tongue: Tongue) -> Iterable[str]:
    """A sentence about the time when it was moved, and one about the place when that was."""
    t = translator(tongue)
    fields = set((line.row.why or "").split(", "))
    change = line.row.change or {"from": {}, "to": {}}
    if fields & _TIME:
        yield t(_MOVED, by=by, before=_span(change["from"], tongue), after=_span(change["to"], tongue))
    if "meeting_url" in fields:
        yield t(_LINK_CHANGED, by=by)
    if fields & _PLACE:
        before, after = _place(change["from"]), _place(change["to"])
        yield t(_ANOTHER_PLACE if before and after else _PLACE_CHANGED, by=by, before=before, after=after)


def _span(stood: Mapping[str, Any], tongue: Tongue) -> str:
    start, end = (datetime.fromisoformat(stood[name]) for name in ("starts_at", "ends_at"))
    return say_span(start, end, tongue)


def _place(stood: Mapping[str, Any]) -> str:
    kommune = stood.get("kommune")
    told = (stood.get("address"), kommune and kommune_name(kommune))
    return ", ".join(part for part in told if part)


def _in_its_place(code: str) -> tuple[str, ...]:
    found = LANGUAGES.get(code)
    return found.substitutes if found else ()
