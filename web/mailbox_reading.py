"""Mail fetched from a mailbox (IMAP4rev1, RFC 3501), where the site's mail server cannot hand it on.

A message is marked as seen when it has been stored and committed: a crash in between brings it again, and
then it is known. What is in the mailbox is left there. No more of a message is fetched than is read, and one
that the server cannot give holds up no other.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from booking.replies import receiving
from booking.replies.mime import MOST_READ
from booking.replies.words import Channel
from kit.config import Imap
from kit.db import Database
from kit.logs import log

_AT_A_TIME = 50
_TIMEOUT = 30


def fetch(database: Database, imap: Imap, *, mail_from: str, now: datetime) -> bool:
    """Store what has not been seen, some at a time; True when there may be more.

    OSError or `imaplib.IMAP4.error` when the server cannot be reached or refuses: the worker tries later.
    """
    with _opened(imap) as box:
        numbers = _answer(box.uid("SEARCH", "UNSEEN"))[0].split()
        for number in numbers[:_AT_A_TIME]:
            raw = _content(box, number.decode("ascii"))
            if raw is None:
                log().warning("mail_not_fetched", uid=number.decode("ascii"))
                continue
            _keep(database, raw, mail_from, now)
            box.uid("STORE", number.decode("ascii"), "+FLAGS", r"(\Seen)")
    return len(numbers) > _AT_A_TIME


def _keep(database: Database, raw: bytes, mail_from: str, now: datetime) -> None:
    """Once for each address of ours it came to: a mailbox does not tell which it was."""
    for recipient in receiving.recipients(raw, mail_from=mail_from):
        with database.write() as session:
            receiving.keep(session, raw, recipient=recipient, channel=Channel.IMAP, now=now)


@contextmanager
def _opened(imap: Imap) -> Iterator[imaplib.IMAP4]:
    if imap.tls:
        context = ssl.create_default_context()
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(imap.host, imap.port, ssl_context=context, timeout=_TIMEOUT)
    else:
        box = imaplib.IMAP4(imap.host, imap.port, timeout=_TIMEOUT)
    try:
        box.login(imap.user, imap.password)
        _answer(box.select(imap.folder))
        yield box
    finally:
        box.shutdown()


def _content(box: imaplib.IMAP4, number: str) -> bytes | None:
    """The message, or of one too large to be read enough to tell that; None when the server gives none."""
    status, told = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_READ + 1}>)")
    return next((part[1] for part in told if isinstance(part, tuple)), None) if status == "OK" else None


def _answer(told: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered, or `imaplib.IMAP4.error` without its words when it refused."""
    status, content = told
    if status != "OK":
        raise imaplib.IMAP4.error("refused")
    return content
