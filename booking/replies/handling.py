"""The next message that waits: opened, checked and acted on, in a transaction of its own."""

from datetime import datetime

from sqlmodel import Session, col, select

from booking.office import Office
from booking.replies import answers, bounces, checks, mime, objects, telling
from booking.replies.mime import Mail, NotUnderstood
from booking.replies.objects import Said
from booking.replies.tables import ReceivedMessage
from booking.replies.words import State
from kit.db import Database, lock
from kit.errors import Refusal
from kit.logs import log

_TRIED_ENOUGH = 3


def handle_next(database: Database, office: Office, *, now: datetime) -> bool:
    """Handle the message that has waited longest; False when none waits.

    What is refused, or fails, leaves nothing behind but its own state: that is written in a transaction
    after.
    """
    with database.read() as session:
        waiting = session.exec(
            select(ReceivedMessage.id)
            .where(ReceivedMessage.state == State.WAITING)
            .order_by(col(ReceivedMessage.id))
            .limit(1)
        ).one_or_none()
    if waiting is None:
        return False
    try:
        with database.write() as session:
            if (row := _taken(session, waiting)) is None:
                return False
            state = _handle(session, row, now, office)
    except Refusal as refusal:
        with database.write() as session:
            _refused(session, waiting, refusal, now, office)
        state = State.REFUSED
    except Exception:
        with database.write() as session:
            _failed(session, waiting, now)
        raise
    log().info("reply_handled", message=waiting, state=state)
    return True


def _taken(session: Session, message_id: int) -> ReceivedMessage | None:
    """The message, ours to handle, unless another worker has it or is done with it."""
    mine = select(ReceivedMessage).where(
        ReceivedMessage.id == message_id, ReceivedMessage.state == State.WAITING
    )
    return session.exec(lock(session, mine, skip=True)).one_or_none()


def _handle(session: Session, row: ReceivedMessage, now: datetime, office: Office) -> State:
    try:
        state = _acted_on(session, row, now, office)
    except NotUnderstood as fault:
        state, row.why = State.NOT_UNDERSTOOD, fault.why
    row.state, row.handled_at = state, now
    session.add(row)
    return state


def _acted_on(session: Session, row: ReceivedMessage, now: datetime, office: Office) -> State:
    mail = mime.opened(row.content or b"")
    invitation = checks.invitation_of(session, row.token)
    if invitation is not None:
        row.booking_id, row.interpreter_id = invitation.booking_id, invitation.interpreter_id
    if mail.calendar is None:
        if mail.is_report:
            return _reported(session, row, mail, now, office)
        if mail.is_automatic:
            return State.AUTOMATIC
        raise NotUnderstood("no_calendar")
    said = objects.understood(*mail.calendar)
    row.method, row.sequence, row.stamp = said.method, said.sequence, said.stamp
    if invitation is None:
        row.why = None if row.token else "no_token"
        return State.UNKNOWN_TOKEN
    row.answer = said.attendees.get(invitation.attendee.lower(), "")[:20] or None
    fault = checks.fault(session, invitation, said)
    holder = telling.holder(session, invitation, now=now, office=office)
    session.flush()
    state = fault or answers.take(holder, said)
    answers.explain(holder, said, state)
    return state


def _reported(session: Session, row: ReceivedMessage, mail: Mail, now: datetime, office: Office) -> State:
    """A report of a delivery; what was not delivered leads to the booking it was about."""
    invitation = checks.invitation_of(session, row.token)
    report = bounces.report_in(mail)
    row.method = "DSN"
    state, letter = bounces.take(session, report, invitation, now=now, office=office)
    if letter is not None:
        row.booking_id, row.interpreter_id = letter.booking_id, letter.interpreter_id
    return state


def _refused(session: Session, message_id: int, refusal: Refusal, now: datetime, office: Office) -> None:
    """The answer could not be taken: whoever gave it is told why."""
    row = session.get_one(ReceivedMessage, message_id)
    invitation = checks.invitation_of(session, row.token)
    said = _said(row)
    if invitation is not None and said is not None:
        row.booking_id, row.interpreter_id = invitation.booking_id, invitation.interpreter_id
        row.method, row.sequence, row.stamp = said.method, said.sequence, said.stamp
        telling.holder(session, invitation, now=now, office=office).tell_refused(refusal)
    row.state, row.why, row.handled_at = State.REFUSED, refusal.code[:60], now
    session.add(row)


def _said(row: ReceivedMessage) -> Said | None:
    calendar = mime.opened(row.content or b"").calendar
    return objects.understood(*calendar) if calendar else None


def _failed(session: Session, message_id: int, now: datetime) -> None:
    row = session.get_one(ReceivedMessage, message_id)
    row.attempts += 1
    if row.attempts >= _TRIED_ENOUGH:
        row.state, row.why, row.handled_at = State.FAILED, "handling_failed", now
    session.add(row)
