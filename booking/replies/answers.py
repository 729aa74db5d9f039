"""What an interpreter or a booker says from a calendar, and what follows from it.

The same use cases as the pages: nothing can be done from a calendar that could not be done there, and a yes
that is already given is taken back on the page alone.
"""

from collections.abc import Mapping

from booking import answering
from booking.letters import Occasion
from booking.replies import proposing
from booking.replies.mime import NotUnderstood
from booking.replies.objects import Answered, Method, Said
from booking.replies.telling import Holder
from booking.replies.words import State
from booking.tables import Side
from kit.db import stored_id
from kit.i18n import mark, translator
from registry.tables import Interpreter

_CAME_TO_NOTHING: Mapping[State, str] = {
    State.STRANGER: mark(
        "It came from another address than the one you were asked at. Answer on the page, or from the "
        "calendar of this address."
    ),
    State.STALE: mark("It was to an earlier request, which has been changed since. Answer on the page."),
    State.OVER: mark("It came when the request no longer stood."),
}


def take(holder: Holder, said: Said) -> State:
    """Do what the answer says. A Refusal undoes it; NotUnderstood when it says nothing."""
    if said.method is Method.REFRESH:
        return holder.send_again()
    if said.method is Method.COUNTER:
        return proposing.propose(holder, said)
    answer = said.attendees[holder.row.attendee.lower()]
    if answer not in set(Answered):
        raise NotUnderstood("no_answer")
    if holder.row.side is Side.AGENCY:
        return _bookers(holder, Answered(answer))
    return _hers(holder, Answered(answer))


def explain(holder: Holder, said: Said, state: State) -> None:
    """Tell whoever was asked that her yes came to nothing: she would believe that the assignment is hers.

    It goes to the address she was asked at, whoever answered; once an hour, since mail must not make mail.
    """
    why = _CAME_TO_NOTHING.get(state)
    claimed = said.method is Method.REPLY and Answered.ACCEPTED in said.attendees.values()
    if why is None or not claimed or holder.row.side is Side.AGENCY or holder.has_been_told(_CAME_TO_NOTHING):
        return
    holder.tell(Occasion.ANSWER_NOT_TAKEN, what=translator(holder.reader.tongue)(why))


def _hers(holder: Holder, answer: Answered) -> State:
    """An interpreter's. She who has neither an open question nor the assignment has lost it meanwhile."""
    if holder.offer is None and holder.held is None:
        return State.OVER
    match answer:
        case Answered.ACCEPTED:
            return _accepted(holder)
        case Answered.DECLINED:
            return _declined(holder)
        case Answered.TENTATIVE:
            holder.tell(Occasion.MAYBE_IS_NO_ANSWER)
            return State.REMINDED
        case Answered.DELEGATED:
            holder.tell(Occasion.NOT_PASSED_ON)
            return State.DELEGATION_REFUSED


def _accepted(holder: Holder) -> State:
    if holder.offer is None:
        return State.UNCHANGED
    answering.accept_by_calendar(
        holder.desk.session,
        offer_id=stored_id(holder.offer.id),
        by=_her(holder),
        now=holder.desk.now,
        office=holder.desk.office,
    )
    return State.ACCEPTED


def _declined(holder: Holder) -> State:
    if holder.offer is None:
        assert holder.held is not None  # noqa: S101 - she has one or the other
        holder.tell(Occasion.CONFIRM_WITHDRAWAL, page=f"/my/assignments/{holder.held.id}/withdraw")
        return State.CONFIRMATION_ASKED
    answering.decline(
        holder.desk.session,
        offer_id=stored_id(holder.offer.id),
        by=_her(holder),
        reason=None,
        now=holder.desk.now,
        office=holder.desk.office,
    )
    return State.DECLINED


def _bookers(holder: Holder, answer: Answered) -> State:
    """The booker's: her own booking, which she changes and cancels on the page."""
    match answer:
        case Answered.DECLINED:
            page = f"/bookings/{holder.desk.booking.reference}/cancel"
            holder.tell(Occasion.CONFIRM_CANCELLATION, page=page)
            return State.CONFIRMATION_ASKED
        case Answered.DELEGATED | Answered.ACCEPTED | Answered.TENTATIVE:
            return State.UNCHANGED


def _her(holder: Holder) -> Interpreter:
    return holder.desk.session.get_one(Interpreter, holder.row.interpreter_id)
