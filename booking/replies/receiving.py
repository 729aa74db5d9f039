"""A message is stored, once, before the server that brought it is told that we have it."""

import hashlib
import re
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from sqlmodel import Session, col, select, update

from booking.replies.mime import MOST_READ
from booking.replies.tables import ReceivedMessage
from booking.replies.words import Channel, State
from kit.db import stored_id, take_turn

_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_MOST_ADDRESSES = 5
_MOST_HEADERS = 20
_LONGEST_HEADER = 8192
_TOKEN = re.compile(r"[0-9a-f]{32}")


def is_ours(address: str, *, mail_from: str) -> bool:
    """Whether a message to this address is to us: our sender's address, with or without a token."""
    return _parted(address)[::2] == _parted(mail_from)[::2]


def token_in(address: str) -> str | None:
    """The part behind the plus when it can be an invitation's token, in whatever case it came."""
    token = _parted(address)[1]
    return token if _TOKEN.fullmatch(token) else None


def recipients(raw: bytes, *, mail_from: str) -> list[str]:
    """The addresses of ours a fetched message came to by its headers; our plain one when they tell none."""
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    given = [str(value) for name in _ADDRESSED for value in message.get_all(name, [])]
    told = [value[:_LONGEST_HEADER] for value in given[:_MOST_HEADERS]]
    found = [address.lower() for _, address in _addresses(told) if is_ours(address, mail_from=mail_from)]
    return sorted(set(found))[:_MOST_ADDRESSES] or [mail_from]


def keep(session: Session, raw: bytes, *, recipient: str, channel: Channel, now: datetime) -> int:
    """Store one message to one address; answers its id, also when it was stored before.

    What is larger than is read is noted without its content.
    """
    to = recipient.lower().encode(errors="surrogateescape")  # octets that are no text came as halves of some
    digest = hashlib.sha256(to + b"\0" + raw).hexdigest()
    take_turn(session, f"received-{digest}")
    before = session.exec(select(ReceivedMessage.id).where(ReceivedMessage.digest == digest)).one_or_none()
    if before is not None:
        return before
    too_large = len(raw) > MOST_READ
    row = ReceivedMessage(
        received_at=now,
        channel=channel,
        digest=digest,
        token=token_in(recipient),
        size=len(raw),
        content=None if too_large else raw,
        state=State.TOO_LARGE if too_large else State.WAITING,
        why="size" if too_large else None,
        handled_at=now if too_large else None,
    )
    session.add(row)
    session.flush()
    return stored_id(row.id)


def erase_old(session: Session, *, before: datetime) -> None:
    """Forget what messages received before this instant said, but not that they came."""
    old = col(ReceivedMessage.received_at) < before, col(ReceivedMessage.content).is_not(None)
    handled = col(ReceivedMessage.state) != State.WAITING
    session.execute(update(ReceivedMessage).where(*old, handled).values(content=None))


def _addresses(headers: list[str]) -> list[tuple[str, str]]:
    """The addresses in these headers; none where they are made to be read for ever."""
    try:
        return getaddresses(headers)
    except RecursionError:  # comments in comments
        return []


def _parted(address: str) -> tuple[str, str, str]:
    local, _, domain = address.strip().lower().rpartition("@")
    name, _, token = local.partition("+")
    return name, token, domain
