"""Mail taken in: a receiver behind the site's own mail server (LMTP, RFC 2033, or SMTP).

It hears nobody but that server: it listens on the loopback unless a setting says otherwise. A message is
stored and committed before it is acknowledged, so that a crash at any moment loses none, and may bring one
again, which is then known. One recipient at a time, since each has a token of its own.
"""

import asyncio
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy.exc import SQLAlchemyError

from booking.replies import receiving
from booking.replies.words import Channel
from kit import clock
from kit.config import Receiving, Settings
from kit.db import Database
from kit.logs import log, told_of

MOST_TAKEN = 25 * 1024 * 1024
"""Octets of a message; a larger one is refused by the receiver itself."""
_LONGEST_LINE = 64 * 1024  # not every mail server cuts lines as RFC 5321 asks


class _Taker:
    """What aiosmtpd asks when somebody is written to, and when a message has come."""

    def __init__(self, database: Database, channel: Channel, mail_from: str) -> None:
        self._database = database
        self._channel = channel
        self._mail_from = mail_from

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Ours, and one at a time; the server sends the message anew to the others."""
        if not receiving.is_ours(address, mail_from=self._mail_from):
            return "550 5.1.1 nobody here by that name"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Stored, and only then acknowledged; when the database is away the server tries later."""
        try:
            await asyncio.to_thread(self._keep, envelope.original_content or b"", envelope.rcpt_tos[0])
        except (SQLAlchemyError, OSError) as fault:
            log().error("mail_not_taken", **told_of(fault))
            return "451 4.3.0 try again later"
        return "250 2.0.0 kept"

    def _keep(self, raw: bytes, recipient: str) -> None:
        with self._database.write() as session:
            receiving.keep(session, raw, recipient=recipient, channel=self._channel, now=clock.now())


class _Smtp(SMTP):
    line_length_limit = _LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = _LONGEST_LINE


class _Receiver(Controller):
    """A listener whose connections speak the protocol asked for."""

    def __init__(self, taker: _Taker, protocol: type[SMTP], **told: Any) -> None:
        self._protocol = protocol
        super().__init__(taker, **told)

    def factory(self) -> SMTP:
        """The protocol of one connection."""
        return self._protocol(self.handler, **self.SMTP_kwargs)


def receiver(database: Database, settings: Settings, told: Receiving) -> Controller:
    """The receiver, to be started and stopped. Port 0 is any that is free."""
    channel = Channel(told.way)
    return _Receiver(
        _Taker(database, channel, settings.mail_from),
        _Lmtp if channel is Channel.LMTP else _Smtp,
        hostname=told.host,
        port=told.port,
        server_hostname=settings.mail_from.rpartition("@")[2],
        data_size_limit=MOST_TAKEN,
        enable_SMTPUTF8=True,
        ident="mail",
    )
