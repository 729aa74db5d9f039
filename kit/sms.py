"""Text messages into the outbox, and out of it to a gateway over HTTP.

What is put in the outbox is final. However often it is tried, the gateway is shown the same key, by which it
tells a repeat (Idempotency-Key), so that a crash between sending and marking rings nobody twice.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import anyio
import httpx
from sqlmodel import Session

from kit import outbox, secrets
from kit.config import Sms
from kit.outbox import NotDelivered

KIND = "sms"
"""What an outbox row with a text message is called."""

_REFUSES_THIS_ONE = frozenset({400, 410, 413, 422})
_MOBILE = re.compile(r"\+47[49][0-9]{7}|\+(?!47)[1-9][0-9]{7,14}")


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A few words to a telephone (E.164); of no use to send from `until` on."""

    to: str
    text: str
    sender: str
    until: datetime


class Gateway:
    """The way to whoever takes text messages on; `timeout` is seconds for a whole delivery."""

    def __init__(self, sms: Sms, *, timeout: float = 20) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would tell the address at a finer level
        self._sms = sms
        self._timeout = timeout
        self._trust = httpx.create_ssl_context()

    def deliver(self, facts: Mapping[str, Any], *, now: datetime) -> None:
        """Hand over one text message that `send` put in the outbox, or raise NotDelivered.

        What the gateway refuses as it stands, and what comes too late, is refused for good; a key that is
        wrong, a gateway that is busy, away or silent may be mended in time.
        """
        if now >= datetime.fromisoformat(facts["until"]):
            raise NotDelivered("too_late", permanent=True)
        try:
            status = anyio.run(self._handed_over, facts)
        except (TimeoutError, httpx.TimeoutException):
            raise NotDelivered("sms_timeout") from None
        except httpx.HTTPError:
            raise NotDelivered("sms_unreachable") from None
        if not httpx.codes.is_success(status):
            raise NotDelivered(f"sms_{status}", permanent=status in _REFUSES_THIS_ONE)

    async def _handed_over(self, facts: Mapping[str, Any]) -> int:
        """The gateway's status; what it says besides is not read."""
        headers = {"Idempotency-Key": facts["key"], "User-Agent": "Tolkebok"}
        if self._sms.token:
            headers["Authorization"] = f"Bearer {self._sms.token}"
        told = {"from": facts["sender"], "to": facts["to"], "text": facts["text"], "reference": facts["key"]}
        with anyio.fail_after(self._timeout):
            async with (
                httpx.AsyncClient(verify=self._trust, trust_env=False, timeout=self._timeout) as client,
                client.stream("POST", self._sms.url, json=told, headers=headers) as answer,
            ):
                return answer.status_code


def send(session: Session, message: TextMessage, *, about: str, now: datetime) -> int:
    """Let the message leave when this transaction has committed; answers its id in the outbox.

    `about` tells an operator what it is about. Each is a stream to itself: one that is refused holds up no
    other.
    """
    key = secrets.new_token()
    told = {
        "to": message.to,
        "text": message.text,
        "sender": message.sender,
        "until": message.until.isoformat(),
        "key": key,
    }
    return outbox.post(session, kind=KIND, stream=f"sms-{about}-{key[:8]}", payload=told, now=now)


def mobile(phone: str | None) -> str | None:
    """The number as gateways take it (E.164), or None when no text message can reach it.

    Eight digits are Norwegian; of these only those that begin with 4 or 9 are mobile telephones.
    """
    digits = "".join(sign for sign in phone or "" if sign.isdigit() or sign == "+")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if len(digits) == len("22000000") and not digits.startswith("+"):
        digits = "+47" + digits
    return digits if _MOBILE.fullmatch(digits) else None
