"""Another time, proposed from a calendar (COUNTER, RFC 5546 § 3.2.7): the booker decides."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from booking import changing, locks
from booking.correspondence import Desk
from booking.journal import Entry, Event, note
from booking.letters import Occasion
from booking.office import Office
from booking.orders import Change, require_time
from booking.replies import telling
from booking.replies.mime import NotUnderstood
from booking.replies.objects import Said
from booking.replies.tables import ProposalStatus, TimeProposal
from booking.replies.telling import Holder
from booking.replies.words import State
from booking.states import OVER
from booking.tables import Booking, Invitation, Side
from kit.db import stored_id
from kit.errors import Conflict, Invalid
from kit.i18n import say_span, translator


class ProposalAnswer(StrEnum):
    """What the booker answers."""

    ACCEPT = "accept"
    DECLINE = "decline"


def propose(holder: Holder, said: Said) -> State:
    """Keep what she proposes, in place of what was proposed before, and tell the booker.

    A time that no booking can have is declined at once. The booker changes her own booking on the page.
    """
    if holder.row.side is Side.AGENCY:
        page = f"/bookings/{holder.desk.booking.reference}/change"
        holder.decline_counter(Occasion.CHANGE_ON_THE_PAGE, page=page)
        return State.PROPOSAL_REFUSED
    if holder.offer is None and holder.held is None:
        return State.OVER
    if said.starts_at is None or said.ends_at is None:
        raise NotUnderstood("no_time")
    session, now = holder.desk.session, holder.desk.now
    booking = locks.booking(session, holder.row.booking_id)
    if (said.starts_at, said.ends_at) == (booking.starts_at, booking.ends_at):
        raise NotUnderstood("no_time")
    try:
        require_time(said.starts_at, said.ends_at, planned=booking.planned, now=now)
    except Invalid as fault:
        t = translator(holder.reader.tongue)
        told = t(fault.errors[0].detail, **fault.errors[0].values)
        holder.decline_counter(Occasion.TIME_NOT_ACCEPTED, what=told)
        return State.PROPOSAL_REFUSED
    _keep(holder, booking, said.starts_at, said.ends_at)
    return State.PROPOSED


def open_proposal(session: Session, booking: Booking) -> TimeProposal | None:
    """The proposal that waits for the booker, unless the booking has changed since, or is over."""
    found = _open(session, booking)
    stands = found is not None and found.booking_version == booking.version and booking.status not in OVER
    return found if stands else None


def answer(
    session: Session,
    *,
    booking: Booking,
    given: ProposalAnswer,
    by: int,
    now: datetime,
    office: Office,
) -> None:
    """Move the booking to the proposed time, or leave it and tell her so. The caller holds its lock.

    Conflict `proposal_answered` when none waits; as for any change when she is not free then.
    """
    proposal = open_proposal(session, booking)
    if proposal is None:
        raise Conflict("proposal_answered", "The proposal is answered already, or no longer stands.")
    accepted = given is ProposalAnswer.ACCEPT
    proposal.status = ProposalStatus.ACCEPTED if accepted else ProposalStatus.DECLINED
    proposal.answered_at, proposal.answered_by = now, by
    session.add(proposal)
    session.flush()
    if accepted:
        moved = Change(starts_at=proposal.starts_at, ends_at=proposal.ends_at)
        changing.change(session, booking=booking, change=moved, by=by, now=now, office=office)
        return
    note(
        session, stored_id(booking.id), Entry(Event.PROPOSAL_DECLINED, now, by, _offer_id(session, proposal))
    )
    holder = telling.holder(session, _invitation(session, proposal), now=now, office=office)
    holder.decline_counter(Occasion.TIME_NOT_ACCEPTED)


def _keep(holder: Holder, booking: Booking, starts_at: datetime, ends_at: datetime) -> None:
    session, now = holder.desk.session, holder.desk.now
    before = _open(session, booking)
    if before is not None:
        before.status = ProposalStatus.REPLACED
        session.add(before)
        session.flush()
    made = TimeProposal(
        booking_id=stored_id(booking.id),
        interpreter_id=stored_id(holder.row.interpreter_id),
        booking_version=booking.version,
        starts_at=starts_at,
        ends_at=ends_at,
        status=ProposalStatus.OPEN,
        proposed_at=now,
    )
    session.add(made)
    session.flush()
    note(session, made.booking_id, Entry(Event.TIME_PROPOSED, now, offer_id=_offer_id(session, made)))
    desk = Desk(session, booking, now, holder.desk.office)
    reader = desk.agency(holder.held) if holder.held else desk.agency_without_anybody()
    desk.tell(Occasion.TIME_PROPOSED, reader, what=say_span(starts_at, ends_at, reader.tongue))


def _open(session: Session, booking: Booking) -> TimeProposal | None:
    return session.exec(
        select(TimeProposal).where(
            col(TimeProposal.booking_id) == booking.id, col(TimeProposal.status) == ProposalStatus.OPEN
        )
    ).one_or_none()


def _invitation(session: Session, proposal: TimeProposal) -> Invitation:
    return session.exec(
        select(Invitation).where(
            col(Invitation.booking_id) == proposal.booking_id,
            col(Invitation.interpreter_id) == proposal.interpreter_id,
        )
    ).one()


def _offer_id(session: Session, proposal: TimeProposal) -> int:
    """The offer by which the log tells whose proposal it was."""
    return telling.latest_offer(session, proposal.booking_id, proposal.interpreter_id)
