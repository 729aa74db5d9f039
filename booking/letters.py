"""The words of every letter, by occasion; a sensitive booking's letters have a subject that says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from booking.tables import Booking
from kit.i18n import Tongue, mark, say_instant, translator
from kit.mail import Letter
from kit.typesetting import Fact, Words, as_html, as_text


class Occasion(StrEnum):
    """What has happened, and to whom we say it."""

    OFFER_ASKED = "offer_asked"
    OFFER_CHANGED = "offer_changed"
    OFFER_ENDED = "offer_ended"
    RELATION_SAID = "relation_said"
    RELATION_ACCEPTED = "relation_accepted"
    UNFILLED = "unfilled"
    BOOKED_INTERPRETER = "booked_interpreter"
    BOOKED_AGENCY = "booked_agency"
    CHANGED_INTERPRETER = "changed_interpreter"
    CHANGED_AGENCY = "changed_agency"
    MOVED_AGENCY = "moved_agency"
    CANCELLED_INTERPRETER = "cancelled_interpreter"
    CANCELLED_AGENCY = "cancelled_agency"
    WITHDREW_INTERPRETER = "withdrew_interpreter"
    WITHDREW_AGENCY = "withdrew_agency"
    LOST_INTERPRETER = "lost_interpreter"
    LOST_AGENCY = "lost_agency"


@dataclass(frozen=True, slots=True)
class _Wording:
    subject: str
    opening: str
    link: str
    closing: str = ""


_LETTERS: Mapping[Occasion, _Wording] = {
    Occasion.OFFER_ASKED: _Wording(
        mark("Can you interpret {when}?"),
        mark("You are asked to take an assignment. Answer by {deadline}; after that somebody else is asked."),
        mark("Read the request and answer"),
        mark("Opening the link answers nothing: you say yes or no on the page."),
    ),
    Occasion.OFFER_CHANGED: _Wording(
        mark("Changed: can you interpret {when}?"),
        mark(
            "The assignment you were asked about is changed, and you are asked anew. This takes the place of "
            "the earlier request. Answer by {deadline}; after that somebody else is asked."
        ),
        mark("Read the request and answer"),
        mark("Opening the link answers nothing: you say yes or no on the page."),
    ),
    Occasion.OFFER_ENDED: _Wording(
        mark("Request withdrawn: {reference}"),
        mark("This request no longer stands. You need not do anything."),
        mark("Your requests"),
    ),
    Occasion.RELATION_SAID: _Wording(
        mark("A possible relation: {when}"),
        mark(
            "The interpreter who is asked may have a relation to somebody in the case. Decide by {deadline} "
            "whether to go on with this interpreter or to ask the next. Without an answer the next is asked."
        ),
        mark("See the booking and decide"),
        mark("Nothing more is told, and nothing more shall be asked."),
    ),
    Occasion.RELATION_ACCEPTED: _Wording(
        mark("The agency would like to go on with you: {when}"),
        mark(
            "You said that you may have a relation to somebody in the case. The agency would still like you "
            "to take the assignment. You judge yourself whether you are impartial. Answer by {deadline}."
        ),
        mark("Read the request and answer"),
    ),
    Occasion.UNFILLED: _Wording(
        mark("Nobody could take the booking {when}"),
        mark("Nobody could take your booking."),
        mark("See the booking and what you can do"),
        mark("Another time, screen or telephone instead of on site, or another language may help."),
    ),
    Occasion.BOOKED_INTERPRETER: _Wording(
        mark("Assignment confirmed: {when}"),
        mark("You have taken this assignment. The invitation for your calendar is in this message."),
        mark("See the assignment"),
    ),
    Occasion.BOOKED_AGENCY: _Wording(
        mark("Interpreter booked: {when}"),
        mark("An interpreter has taken your booking. The invitation for your calendar is in this message."),
        mark("See the booking"),
    ),
    Occasion.CHANGED_INTERPRETER: _Wording(
        mark("Assignment changed: {when}"),
        mark("The agency has changed your assignment. It is yours still; withdraw if you cannot take it so."),
        mark("See the assignment"),
    ),
    Occasion.CHANGED_AGENCY: _Wording(
        mark("Booking changed: {when}"),
        mark("Your booking is changed, and the interpreter has been told and keeps it."),
        mark("See the booking"),
    ),
    Occasion.MOVED_AGENCY: _Wording(
        mark("Booking changed: {when}"),
        mark("Your booking is changed. An interpreter is still being looked for; the time is tentative."),
        mark("See the booking"),
    ),
    Occasion.CANCELLED_INTERPRETER: _Wording(
        mark("Assignment cancelled: {when}"),
        mark("The agency has cancelled your assignment. This message takes it out of your calendar."),
        mark("See the assignment"),
    ),
    Occasion.CANCELLED_AGENCY: _Wording(
        mark("Booking cancelled: {when}"),
        mark("Your booking is cancelled. This message takes it out of your calendar."),
        mark("See the booking"),
    ),
    Occasion.WITHDREW_INTERPRETER: _Wording(
        mark("You have withdrawn: {when}"),
        mark("You have withdrawn from this assignment. This message takes it out of your calendar."),
        mark("Your requests"),
    ),
    Occasion.WITHDREW_AGENCY: _Wording(
        mark("Your interpreter has withdrawn: {when}"),
        mark("Your interpreter has withdrawn. The next one is being looked for; the time is now tentative."),
        mark("See the booking"),
    ),
    Occasion.LOST_INTERPRETER: _Wording(
        mark("Assignment cancelled: {when}"),
        mark("This assignment is no longer yours. This message takes it out of your calendar."),
        mark("Your requests"),
    ),
    Occasion.LOST_AGENCY: _Wording(
        mark("Your interpreter can no longer be used: {when}"),
        mark(
            "The interpreter who had taken your booking can no longer be used for it. The next one is being "
            "looked for; the time is now tentative."
        ),
        mark("See the booking"),
    ),
}
_NEUTRAL_SUBJECT = mark("About your appointment {reference}")


def words(
    occasion: Occasion,
    booking: Booking,
    *,
    facts: tuple[Fact, ...],
    page: str,
    tongue: Tongue,
    deadline: str = "",
) -> Words:
    """What the letter of this occasion says about the booking; `deadline` is for a request alone."""
    t = translator(tongue)
    wording = _LETTERS[occasion]
    when = say_instant(booking.starts_at, tongue)
    subject = _NEUTRAL_SUBJECT if booking.sensitive else wording.subject
    return Words(
        heading=t(subject, when=when, reference=booking.reference),
        opening=(t(wording.opening, deadline=deadline),),
        facts=facts,
        link=(t(wording.link), page),
        closing=(t(wording.closing),) if wording.closing else (),
    )


def letter(to: str, said: Words, tongue: Tongue, *, calendar: tuple[str, str] | None = None) -> Letter:
    """The words as a message to one person, its subject their heading; `calendar` is object and METHOD."""
    return Letter(to, said.heading, as_text(said), as_html(said, tongue), *(calendar or (None, None)))
