"""Text messages handed to the gateway, one at a time: claim, send, mark, as letters are."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from booking.office import Office
from booking.replies import texting
from kit import clock, outbox, sms
from kit.db import Database
from kit.logs import log
from kit.outbox import Claimed, NotDelivered
from kit.sms import Gateway

Clock = Callable[[], datetime]

_OURS = frozenset({sms.KIND})


def text_next(
    database: Database, gateway: Gateway, office: Office, *, park_after: int, now: Clock = clock.now
) -> bool:
    """Send the next text message that may leave; False when none waits.

    One that will never leave is parked, and in the same transaction the booker is told to call instead.
    """

    def given_up(session: Session, message: Claimed) -> None:
        texting.stopped(session, message.id, now=now(), office=office)

    with database.read() as session:
        if not outbox.is_waiting(session, now=now(), only=_OURS):
            return False
    with database.write() as session:
        claimed = outbox.claim(session, now=now(), park_after=park_after, only=_OURS, given_up=given_up)
    if claimed is None:
        return False
    try:
        gateway.deliver(claimed.payload, now=now())
    except NotDelivered as fault:
        _not_sent(database, claimed, fault, office, park_after=park_after, now=now())
        return True
    with database.write() as session:
        outbox.delivered(session, claimed, now=now())
    log().info("text_message_delivered", outbox=claimed.id, attempt=claimed.attempt)
    return True


def _not_sent(
    database: Database,
    claimed: Claimed,
    fault: NotDelivered,
    office: Office,
    *,
    park_after: int,
    now: datetime,
) -> None:
    reason, final = fault.reason, fault.permanent
    with database.write() as session:
        if outbox.failed(session, claimed, error=reason, permanent=final, park_after=park_after, now=now):
            texting.stopped(session, claimed.id, now=now, office=office)
    log().warning("text_message_not_delivered", outbox=claimed.id, attempt=claimed.attempt, reason=reason)
