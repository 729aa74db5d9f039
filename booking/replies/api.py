"""How an interpreter is asked, and the times she proposes, over REST."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field, StrictBool

from booking import channels, own, queries
from booking.api_me import InOffice
from booking.inputs import Given
from booking.replies import passing, proposing, resending
from booking.replies.proposing import ProposalAnswer
from booking.schemas import BookingView
from identity.acting import SignedIn
from identity.permissions import Action
from kit.db import stored_id
from kit.errors import NotFound
from kit.http import Now, Reading, Writing
from registry.tables import Interpreter

router = APIRouter(prefix="/api/v1", tags=["interpreter"])


class AskedGiven(Given):
    """Whether what she is asked shall come as an entry in her calendar too."""

    by_calendar: StrictBool


class ProposalAnswered(Given):
    """Whether the booking moves to the proposed time."""

    answer: ProposalAnswer


class CalendarGiven(Given):
    """Whose calendar: the interpreter's with this number, or the agency's own (null)."""

    interpreter: int | None = Field(default=None, ge=1, le=2**31 - 1)


class ProposalView(BaseModel):
    """Another time, proposed by the interpreter with this number."""

    interpreter: int
    starts_at: datetime
    ends_at: datetime
    proposed_at: datetime


class AskedView(BaseModel):
    """How she is asked: always by letter, and by calendar when she has chosen that."""

    by_calendar: bool
    chosen_at: datetime | None


@router.get("/me/asked")
def show_how_asked(session: Reading, actor: SignedIn) -> AskedView:
    """How you are asked: by letter, or by letter with a tentative entry that your calendar can answer."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    return _view(channels.chosen(session, stored_id(her.id)))


@router.put("/me/asked")
def choose_how_asked(given: AskedGiven, session: Writing, actor: SignedIn, now: Now) -> AskedView:
    """Choose it. What you are asked already stands as it came."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    channels.choose(session, interpreter_id=her, by_calendar=given.by_calendar, now=now)
    return _view(channels.chosen(session, her))


@router.get("/bookings/{reference}/proposal", tags=["bookings"])
def show_proposal(reference: str, session: Reading, actor: SignedIn) -> ProposalView:
    """The other time an interpreter has proposed, which waits for your answer; 404 when none does."""
    booking = queries.find(session, actor, reference)
    found = proposing.open_proposal(session, booking)
    if found is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    number = session.get_one(Interpreter, found.interpreter_id).number
    return ProposalView.model_validate({**found.model_dump(), "interpreter": number})


@router.post("/bookings/{reference}/proposal", tags=["bookings"])
def answer_proposal(
    reference: str, answered: ProposalAnswered, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> BookingView:
    """Move the booking to the proposed time, or decline: the interpreter's calendar is told either way."""
    booking = queries.take(session, actor, reference)
    by = stored_id(actor.account_id)
    proposing.answer(session, booking=booking, given=answered.answer, by=by, now=now, office=office)
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))


@router.post("/bookings/{reference}/next", tags=["bookings"])
def ask_next(reference: str, session: Writing, actor: SignedIn, now: Now, office: InOffice) -> BookingView:
    """The letter to the interpreter asked came back: take the question back, and ask the next one at once.

    409 `letter_not_returned` for a question that has arrived as far as we know: it runs to its deadline.
    """
    booking = queries.take(session, actor, reference)
    passing.ask_next(session, booking=booking, by=stored_id(actor.account_id), now=now, office=office)
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))


@router.post("/bookings/{reference}/calendars/again", tags=["bookings"])
def send_again(
    reference: str, given: CalendarGiven, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> BookingView:
    """Send one calendar its entry once more, as it was last sent; three times an hour at the most."""
    booking = queries.take(session, actor, reference)
    by, number = stored_id(actor.account_id), given.interpreter
    resending.send_again(session, booking=booking, number=number, by=by, now=now, office=office)
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))


def _view(chosen: channels.OfferByCalendar | None) -> AskedView:
    return AskedView(by_calendar=chosen is not None, chosen_at=chosen.chosen_at if chosen else None)
