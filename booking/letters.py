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
    OFFER_OVER = "offer_over"
    DECLARATIONS_ASKED = "declarations_asked"
    NOT_DECLARED_INTERPRETER = "not_declared_interpreter"
    NOT_DECLARED_AGENCY = "not_declared_agency"
    ANSWER_NOT_TAKEN = "answer_not_taken"
    MAYBE_IS_NO_ANSWER = "maybe_is_no_answer"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"
    CONFIRM_CANCELLATION = "confirm_cancellation"
    NOT_PASSED_ON = "not_passed_on"
    SENT_AGAIN = "sent_again"
    SENT_ANEW = "sent_anew"
    TIME_PROPOSED = "time_proposed"
    TIME_NOT_ACCEPTED = "time_not_accepted"
    CHANGE_ON_THE_PAGE = "change_on_the_page"
    NOT_REACHED = "not_reached"


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
    Occasion.OFFER_OVER: _Wording(
        mark("Request over: {reference}"),
        mark("This request is over. This message takes it out of your calendar."),
        mark("Your requests"),
    ),
    Occasion.DECLARATIONS_ASKED: _Wording(
        mark("Confirm by {deadline}: assignment {when}"),
        mark(
            "You said yes from your calendar, and the assignment is yours. Two declarations remain: that "
            "you are impartial, and that you will keep confidentiality. Give them by {deadline}; without "
            "them somebody else is asked."
        ),
        mark("Give the two declarations"),
    ),
    Occasion.NOT_DECLARED_INTERPRETER: _Wording(
        mark("No longer yours: assignment {when}"),
        mark(
            "You said yes from your calendar, but the two declarations did not come in time. Somebody else "
            "is asked. This message takes the assignment out of your calendar."
        ),
        mark("Your requests"),
    ),
    Occasion.NOT_DECLARED_AGENCY: _Wording(
        mark("Your interpreter did not confirm: {when}"),
        mark(
            "The interpreter said yes, but did not give the declarations of impartiality and "
            "confidentiality in time. The next one is being looked for; the time is now tentative."
        ),
        mark("See the booking"),
    ),
    Occasion.ANSWER_NOT_TAKEN: _Wording(
        mark("Your answer was not taken: {when}"),
        mark("You answered from your calendar, but the answer could not be taken. {what}"),
        mark("See how it stands"),
    ),
    Occasion.MAYBE_IS_NO_ANSWER: _Wording(
        mark("Yes or no? {when}"),
        mark("You answered “maybe” from your calendar. That changes nothing: say yes, or say no."),
        mark("Answer on the page"),
    ),
    Occasion.CONFIRM_WITHDRAWAL: _Wording(
        mark("Do you want to withdraw? {when}"),
        mark(
            "You declined from your calendar after you had taken the assignment. It is still yours, and you "
            "are expected. Confirm on the page if you cannot take it."
        ),
        mark("Withdraw from the assignment"),
        mark("If it was a mistake, do nothing. The page has the entry for your calendar."),
    ),
    Occasion.CONFIRM_CANCELLATION: _Wording(
        mark("Do you want to cancel? {when}"),
        mark(
            "You declined the appointment in your calendar. The booking stands, and the interpreter will "
            "come. Cancel it on the page if you no longer need an interpreter."
        ),
        mark("Cancel the booking"),
        mark("If it was a mistake, do nothing. The page has the entry for your calendar."),
    ),
    Occasion.NOT_PASSED_ON: _Wording(
        mark("It cannot be passed on: {when}"),
        mark(
            "An assignment cannot be passed on to somebody else: the register finds whoever is best "
            "qualified. If you cannot take it yourself, say so on the page, and the next one is asked."
        ),
        mark("Say so on the page"),
    ),
    Occasion.SENT_AGAIN: _Wording(
        mark("As you asked: {when}"),
        mark("Your calendar asked for this entry again. Here it is as it stands."),
        mark("See how it stands"),
    ),
    Occasion.SENT_ANEW: _Wording(
        mark("Sent again: {when}"),
        mark("The agency has sent this entry to your calendar again. Here it is as it stands."),
        mark("See how it stands"),
    ),
    Occasion.TIME_PROPOSED: _Wording(
        mark("Another time is proposed: {when}"),
        mark(
            "The interpreter proposes {what} instead. Nothing is changed: accept or decline the proposal on "
            "the page."
        ),
        mark("See the proposal"),
    ),
    Occasion.TIME_NOT_ACCEPTED: _Wording(
        mark("The time you proposed is not accepted: {when}"),
        mark("The time you proposed is not accepted. {what}"),
        mark("See how it stands"),
    ),
    Occasion.CHANGE_ON_THE_PAGE: _Wording(
        mark("Change the time on the page: {when}"),
        mark("You proposed another time from your calendar. You can change your own booking on the page."),
        mark("Change the booking"),
    ),
    Occasion.NOT_REACHED: _Wording(
        mark("A message did not arrive: {when}"),
        mark("A message about this booking could not be delivered. {what}"),
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
    what: Mapping[str, str],
) -> Words:
    """What the letter of this occasion says about the booking; `what` is a deadline, or a sentence quoted."""
    t = translator(tongue)
    wording = _LETTERS[occasion]
    when = say_instant(booking.starts_at, tongue)
    subject = _NEUTRAL_SUBJECT if booking.sensitive else wording.subject
    return Words(
        heading=t(subject, when=when, reference=booking.reference, **what),
        opening=(t(wording.opening, **what),),
        facts=facts,
        link=(t(wording.link), page),
        closing=(t(wording.closing),) if wording.closing else (),
    )


def letter(
    to: str,
    said: Words,
    tongue: Tongue,
    *,
    calendar: tuple[str, str] | None = None,
    unsubscribe: str | None = None,
) -> Letter:
    """The words as a message to one person, its subject their heading; `calendar` is object and METHOD."""
    text, method = calendar or (None, None)
    return Letter(to, said.heading, as_text(said), as_html(said, tongue), text, method, unsubscribe)
