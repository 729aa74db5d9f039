"""The outbox emptied, one letter at a time: claim, send, mark. A crash between two of them loses nothing."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from booking.office import Office
from booking.replies import bounces
from kit import clock, mail, outbox, sms
from kit.db import Database
from kit.logs import log
from kit.mail import Carrier
from kit.outbox import Claimed, NotDelivered
from registry import lost
from registry.own import files

Clock = Callable[[], datetime]

_OTHERS = frozenset({lost.KIND, files.KIND, sms.KIND})
"""What has loops of its own (replacing, erasing, texting): a slow mail server never delays it."""


def deliver_next(
    database: Database, carrier: Carrier, office: Office, *, park_after: int, now: Clock = clock.now
) -> bool:
    """Send the next letter that may leave, if there is one; claim, send and mark are three steps.

    One that will not leave is parked, and in the same transaction whoever waits for it is reached otherwise.
    """

    def given_up(session: Session, letter: Claimed, reason: str = "worker_died") -> None:
        bounces.not_taken(session, letter, reason, now=now(), office=office)

    with database.read() as session:
        if not outbox.is_waiting(session, now=now(), apart_from=_OTHERS):
            carrier.close()
            return False
    with database.write() as session:
        claimed = outbox.claim(
            session, now=now(), park_after=park_after, apart_from=_OTHERS, given_up=given_up
        )
    if claimed is None:
        return False
    try:
        _carry(carrier, claimed)
    except NotDelivered as fault:
        reason, final = fault.reason, fault.permanent
        with database.write() as session:
            if outbox.failed(
                session, claimed, error=reason, permanent=final, park_after=park_after, now=now()
            ):
                given_up(session, claimed, reason)
        log().warning("mail_not_delivered", outbox=claimed.id, attempt=claimed.attempt, reason=reason)
        return True
    with database.write() as session:
        outbox.delivered(session, claimed, now=now())
    log().info("mail_delivered", outbox=claimed.id, attempt=claimed.attempt)
    return True


def _carry(carrier: Carrier, claimed: Claimed) -> None:
    if claimed.kind != mail.KIND:
        raise NotDelivered("unknown_kind", permanent=True)
    carrier.deliver(claimed.payload)
