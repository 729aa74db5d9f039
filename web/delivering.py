"""The outbox emptied, one letter at a time: claim, send, mark. A crash between two of them loses nothing."""

from collections.abc import Callable
from datetime import datetime

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


def deliver_next(database: Database, carrier: Carrier, *, park_after: int, now: Clock = clock.now) -> bool:
    """Send the next letter that may leave, if there is one; claim, send and mark are three steps."""
    with database.read() as session:
        if not outbox.is_waiting(session, now=now(), apart_from=_OTHERS):
            carrier.close()
            return False
    with database.write() as session:
        claimed = outbox.claim(session, now=now(), park_after=park_after, apart_from=_OTHERS)
    if claimed is None:
        return False
    _send(database, carrier, claimed, park_after, now)
    return True


def _send(database: Database, carrier: Carrier, claimed: Claimed, park_after: int, now: Clock) -> None:
    try:
        _carry(carrier, claimed)
    except NotDelivered as fault:
        with database.write() as session:
            outbox.failed(
                session,
                claimed,
                error=fault.reason,
                permanent=fault.permanent,
                park_after=park_after,
                now=now(),
            )
        log().warning("mail_not_delivered", outbox=claimed.id, attempt=claimed.attempt, reason=fault.reason)
        return
    with database.write() as session:
        outbox.delivered(session, claimed, now=now())
    log().info("mail_delivered", outbox=claimed.id, attempt=claimed.attempt)


def _carry(carrier: Carrier, claimed: Claimed) -> None:
    if claimed.kind != mail.KIND:
        raise NotDelivered("unknown_kind", permanent=True)
    carrier.deliver(claimed.payload)
