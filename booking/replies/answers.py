"""What an interpreter or a booker says from a calendar, and what follows from it.

The same use cases as the pages: nothing can be done from a calendar that could not be done there, and a yes
that is already given is taken back on the page alone.
"""

from booking import answering
from booking.letters import Occasion
from booking.replies import proposing
from booking.replies.mime import NotUnderstood
from booking.replies.objects import Answered, Method, Said
from booking.replies.telling import Holder
from booking.replies.words import State
from booking.tables import Side
from kit.db import stored_id
from registry.tables import Interpreter


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
