"""Whose invitation an answer is to, and whether it answers the one she holds now (RFC 5546 §§ 2.1.4-2.1.5).

Who a message says it is from proves nothing. Only the token does, which stood in the address the invitation
came from: it leads to one invitation, and the answer must be about that one, by whoever it was sent to.
"""

from sqlmodel import Session, col, func, select

from booking.replies.objects import Method, Said
from booking.replies.tables import ReceivedMessage
from booking.replies.words import State
from booking.tables import Invitation

_ACTED_ON = (
    *(State.ACCEPTED, State.DECLINED, State.UNCHANGED, State.REMINDED, State.CONFIRMATION_ASKED),
    *(State.DELEGATION_REFUSED, State.PROPOSED, State.PROPOSAL_REFUSED),
)
"""An answer that came to nothing stands in the way of none after it."""


def invitation_of(session: Session, token: str | None) -> Invitation | None:
    """The invitation with this token in its organizer's address."""
    if token is None:
        return None
    return session.exec(select(Invitation).where(Invitation.reply_token == token)).one_or_none()


def fault(session: Session, row: Invitation, said: Said) -> State | None:
    """Why the answer is not acted on, or None. A wish to have the entry again may be about any revision."""
    if said.uid != row.uid:
        return State.NOT_OURS
    if row.attendee.lower() not in said.attendees:
        return State.STRANGER
    if said.method is Method.REFRESH:
        return None
    if row.method == "CANCEL":
        return State.OVER
    if said.sequence != row.sequence:
        return State.STALE
    return State.REPEATED if _is_repeated(session, row, said) else None


def _is_repeated(session: Session, row: Invitation, said: Said) -> bool:
    """Whether the same answer, or a later one to the same revision, has been acted on."""
    if said.stamp is None:
        return False
    last = session.exec(
        select(func.max(ReceivedMessage.stamp))
        .where(col(ReceivedMessage.booking_id) == row.booking_id)
        .where(col(ReceivedMessage.interpreter_id).is_not_distinct_from(row.interpreter_id))
        .where(col(ReceivedMessage.method) == said.method, col(ReceivedMessage.sequence) == said.sequence)
        .where(col(ReceivedMessage.state).in_(_ACTED_ON))
    ).one()
    return last is not None and said.stamp <= last
