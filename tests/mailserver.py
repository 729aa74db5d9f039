"""A real mail server for tests: it keeps what it accepts, and can be told to refuse, to drop or to hang."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kit.config import Smtp


class MailServer:
    """`raw` holds every accepted message in order; `answers` are given to the next messages first.

    `delay` is how long it thinks before it keeps a message, and again before it answers.
    While `hanging` it answers nothing. An answer is an SMTP reply to the content, or `drop`: the line goes
    dead when the content has come.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: list[str | None] = []
        self.answers: list[str] = []
        self.refuse_recipient = ""
        self.delay = 0.0
        self.hanging = False

    @property
    def messages(self) -> list[EmailMessage]:
        return [read(raw) for raw in self.raw]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        await asyncio.sleep(self.delay)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        while self.hanging:  # noqa: ASYNC110 - set from the test's own thread
            await asyncio.sleep(0.02)
        self._keep(envelope, answer)
        await asyncio.sleep(self.delay)
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def _keep(self, envelope: Envelope, answer: str) -> None:
        if answer.startswith(("250", "drop")):
            assert envelope.original_content is not None
            self.raw.append(envelope.original_content)
            self.recipients += envelope.rcpt_tos
            self.senders.append(envelope.mail_from)


class _Hooks:
    """What aiosmtpd sees of it: for each connection it reads every attribute, so all messages."""

    def __init__(self, server: MailServer) -> None:
        self.handle_RCPT = server.handle_RCPT
        self.handle_DATA = server.handle_DATA


@contextmanager
def running(port: int = 0, server: MailServer | None = None) -> Iterator[tuple[MailServer, Smtp]]:
    """A server on a free port, and the settings that lead to it."""
    server = server or MailServer()
    controller = Controller(
        _Hooks(server), hostname="127.0.0.1", port=port or free_port(), server_hostname="localhost"
    )
    controller.start()
    try:
        yield server, settings(controller.port)
    finally:
        controller.stop()


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def settings(port: int) -> Smtp:
    return Smtp(host="127.0.0.1", port=port, user=None, password=None, starttls=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
